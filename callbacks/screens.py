"""Every screen of the product: what registers callbacks, and what serves the routes that are asked beside them."""

from __future__ import annotations

from flask import Flask

from callbacks import (
    api,
    attachments,
    authority,
    convergence,
    decisions,
    dossier,
    duties,
    explore,
    external_layers,
    followed,
    funding_files,
    geocode,
    imports,
    invitations,
    journal,
    landlord_page,
    meetings,
    moderate,
    ogc,
    own_place,
    own_place_acts,
    own_place_photos,
    own_places,
    place_queue,
    projection,
    proposals,
    public_pages,
    routes,
    scenarios,
    shell,
    sources,
    zone_file,
)  # fmt: skip
from callbacks.registry import Registry
from services.context import Context
from services.proposals import ProposalService

OF_PLACES = (own_places, own_place, own_place_acts, own_place_photos, place_queue, imports, invitations)
OF_MEETINGS = (meetings, projection, followed, public_pages)
SCREENS = (shell, explore, convergence, scenarios, journal, moderate, decisions, *OF_PLACES, *OF_MEETINGS, sources, external_layers)
"""What registers callbacks, but the screens of accounts."""


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks of all of them."""
    for screen in SCREENS:
        screen.register(registry, context)


def serve(server: Flask, context: Context) -> None:
    """Serve the routes that the screens ask, beside their callbacks."""
    stored, editions = context.proposals, context.editions
    routes.serve_editions(server, editions)
    routes.serve_files(server, editions.file)
    routes.serve_exports(server, context)
    convergence.serve_values(server, context)
    scenarios.serve(server, context)
    proposals.serve(server, ProposalService(stored, editions))
    own_places.serve(server, context)
    journal.serve(server, context.journal)
    meetings.serve(server, context)
    followed.serve(server, context)
    public_pages.serve(server, context)
    landlord_page.serve(server, context)
    funding_files.serve(server, context)
    dossier.serve(server, context)
    zone_file.serve(server, context.attachments.slots)
    external_layers.serve(server, context)
    duties.serve(server, context)
    authority.serve(server, context)
    invitations.serve(server, context)
    geocode.serve(server, context.imports.search)
    attachments.serve(server, context.attachments)
    imports.serve(server, context.imports)
    ogc.serve(server, context)
    api.serve(server, context)
