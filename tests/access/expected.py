"""Who may reach what, as a table of its own: said once more, apart from the code, so that a slip there is seen here."""

from __future__ import annotations

from domain.person import PersonRole

EVERYBODY = frozenset(PersonRole)
SAVERS = EVERYBODY - {PersonRole.VISITOR}
PROPOSERS = frozenset({PersonRole.LANDLORD, PersonRole.ECONOMY})
DECIDERS = frozenset({PersonRole.ECONOMY, PersonRole.FACILITATOR})
READERS = PROPOSERS | DECIDERS

TABLE = {
    EVERYBODY: """/ /<path:path> _dash_assets.static module
        ogc_landing ogc_conformance ogc_collections ogc_collection ogc_queryables ogc_items ogc_item token_revoke
        api_description api_places api_place api_scores api_scenarios api_scenario
        /_dash-component-suites/<string:package_name>/<path:fingerprinted_path> /_dash-layout /_dash-dependencies /_dash-update-component
        /_reload-hash /_favicon.ico data edition download values plan study difference resume opened attachment
        sign_in_page sign_in sign_out demonstration single_sign_on single_sign_on_return forgotten_page forgotten password_page password_set
        account_request_page account_request session_close public landlord landlord_file
        funding_page funding_file dossier_page dossier_file map_file zone_file external_features
        duty_accessibility duty_legal duty_privacy duty_site_map authority_logo
        invitation invitation_send""",
    SAVERS: "cancel meeting_archive meeting_minutes meeting_pdf meeting_register register_export reminders",
    PROPOSERS: """proposal_one proposal_create proposal_edit own_export
        geocode reverse photo_add document_add
        import_send import_template import_corrected""",
    READERS: "inbox journal_export",
    DECIDERS: "actuals_template actuals_import",
}
SIGNED_IN = {"session_close", "token_revoke", "account", "password-notice", "token-made"}
"""Routes and callbacks that are refused to whoever has not signed in, though every role is answered."""
EXPECTED = {endpoint: roles for roles, endpoints in TABLE.items() for endpoint in endpoints.split()}
"""By endpoint of a route, the roles that are answered; the others are refused, the visitor first of all."""

CALLBACK_TABLE = {
    PROPOSERS: """import-alert import-ran propose-grid propose-search propose-outcome place-roles place-message import-placing import-take
        import-spot-found place-viewpoint to-place to-place-found to-place-geo-box to-place-lost
        propose-title place-read propose-notice place-versions photos-gallery photos-notice""",
    DECIDERS: """journal-mail moderation-queue moderation-search moderation-tab moderation-head moderation-messages moderation-message
        decision-one-act decision-many-act decision-many-accept invitation-list invitation-step""",
    SAVERS: "meeting meeting-panel meeting-tried meeting-balance project register",
    READERS: "journal-filters journal-entries journal-tab-list",
    frozenset({PersonRole.FACILITATOR}): """persons person-panel person-landlord-box data-notice public-list public-step
        external-found external-chosen external-step""",
}
CALLBACKS = {component: roles for roles, components in CALLBACK_TABLE.items() for component in components.split()}
"""By the first component that a callback writes, the roles for which it runs; the others run for everybody."""
