"""Who may reach what, as a table of its own: said once more, apart from the code, so that a slip there is seen here."""

from __future__ import annotations

from domain.person import PersonRole

EVERYBODY = frozenset(PersonRole)
SAVERS = EVERYBODY - {PersonRole.VISITOR}
PROPOSERS = frozenset({PersonRole.LANDLORD, PersonRole.ECONOMY})
DECIDERS = frozenset({PersonRole.ECONOMY, PersonRole.FACILITATOR})
READERS = PROPOSERS | DECIDERS

TABLE = {
    EVERYBODY: """/ /<path:path> _dash_assets.static
        /_dash-component-suites/<string:package_name>/<path:fingerprinted_path> /_dash-layout /_dash-dependencies /_dash-update-component
        /_reload-hash /_favicon.ico data edition download values plan study difference resume opened attachment attachments
        sign_in_page sign_in sign_out demonstration single_sign_on single_sign_on_return""",
    SAVERS: "save copy change cancel",
    PROPOSERS: """proposal_form proposal_list proposal_one proposal_feedback proposal_create proposal_edit proposal_act proposal_act_many
        proposal_say proposal_seen geocode reverse photo_add document_add attachment_remove attachment_restore attachment_caption
        import_begin import_send import_template import_look import_check import_corrected import_commit import_cancel import_submit
        import_forget""",
    DECIDERS: "moderation_queue moderation_one moderation_act moderation_act_many moderation_say journal_mail",
    READERS: "inbox journal_page journal_export",
}
EXPECTED = {endpoint: roles for roles, endpoints in TABLE.items() for endpoint in endpoints.split()}
"""By endpoint of a route, the roles that are answered; the others are refused, the visitor first of all."""
