"""Which action each route is: a route without a rule stops the start, and is never answered."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, Response, request

from access.identity import demand
from access.refusal import refused
from domain.person import Action, NotAllowed
from i18n import gettext as _
from store.database import Unwritable

# By endpoint. The endpoint of the callbacks is open here, since each callback has a rule of its own (see `access.gate`).
ROUTES: Mapping[str, Action] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "/",
                "/<path:path>",
                "_dash_assets.static",
                "module",
                "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
                "/_dash-layout",
                "/_dash-dependencies",
                "/_dash-update-component",
                "/_reload-hash",
                "/_favicon.ico",
                "data",
                "edition",
                "download",
                "values",
                "plan",
                "study",
                "difference",
                "resume",
                "opened",
                "sign_in_page",
                "single_sign_on",
                "single_sign_on_return",
                "sign_in",
                "sign_out",
                "forgotten_page",
                "forgotten",
                "password_page",
                "password_set",
                "account_request_page",
                "account_request",
                "demonstration",
                # What was published is everybody's, without an account; what a landlord gains is worked out from it.
                "public",
                "landlord",
                "landlord_file",
                "funding_page",
                "funding_file",
                "dossier_page",
                "dossier_file",
                "map_file",
                "zone_file",
                # What the facilitator added of other services is on everybody's map.
                "external_features",
                "duty_accessibility",
                "duty_legal",
                "duty_privacy",
                "duty_site_map",
                "authority_logo",
                # An invitation link is its own right: the service looks at its token, and shows what it proposed alone.
                "invitation",
                "invitation_send",
                # Photographs of what is published are everybody's to see; which others, the store says.
                "attachment",
                # The OGC API serves what everybody sees.
                "ogc_landing",
                "ogc_conformance",
                "ogc_collections",
                "ogc_collection",
                "ogc_queryables",
                "ogc_items",
                "ogc_item",
                # So does the interface for programs, save what whoever asks may read besides.
                "api_description",
                "api_places",
                "api_place",
                "api_scores",
                "api_scenarios",
                "api_scenario",
            ),
            Action.READ,
        ),
        # Which places, and what may be done to each, is for the store to say.
        **dict.fromkeys(
            (
                "proposal_one",
                "proposal_create",
                "proposal_edit",
                "own_export",
            ),
            Action.PROPOSE,
        ),
        **dict.fromkeys(
            (
                "geocode",
                "reverse",
                "photo_add",
                "document_add",
            ),
            Action.PROPOSE,
        ),
        **dict.fromkeys(
            (
                "import_send",
                "import_template",
                "import_corrected",
            ),
            Action.PROPOSE,
        ),
        "journal_export": Action.READ_JOURNAL,
        "inbox": Action.READ_PROPOSALS,
        **dict.fromkeys(
            ("meeting_archive", "meeting_minutes", "meeting_pdf", "meeting_register", "register_export", "reminders"), Action.READ_MEETINGS
        ),
        **dict.fromkeys(("actuals_template", "actuals_import"), Action.FOLLOW_PLACE),
        **dict.fromkeys(("session_close", "token_revoke"), Action.OWN_ACCOUNT),
        # The route looks again once it knows whose computation it is.
        "cancel": Action.STOP_COMPUTATION,
    }
)


def install_rules(server: Flask, rules: Mapping[str, Action] = ROUTES) -> None:
    """Refuse with 403 and a sentence what whoever is asking may not do; to be called once every route is there.

    Raises
    ------
    ValueError
        A route has no rule; the message names it.
    """
    missing = sorted({rule.endpoint for rule in server.url_map.iter_rules()} - set(rules))
    if missing:
        raise ValueError(f"routes without a rule in access/rules.py: {', '.join(missing)}")

    @server.before_request
    def refuse() -> Response | None:
        if request.endpoint is None:
            return None
        action = rules.get(request.endpoint)
        if action is None:
            return refused(_("Action inconnue."), 403)
        demand(action)
        return None

    @server.errorhandler(Unwritable)
    def unwritable(error: Unwritable) -> Response:
        return refused(error, 400)

    @server.errorhandler(NotAllowed)
    def not_allowed(error: NotAllowed) -> Response:
        return refused(error, 403)
