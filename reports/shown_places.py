"""The file of exactly the places that an address shows, for who asks."""

from __future__ import annotations

from collections.abc import Mapping

import shapely

from domain.address import Address, Key
from domain.person import Person
from domain.selection import Selection
from reports.export import EVERY_FORMAT, Export, export
from reports.extract import NOTHING_MORE, Confidential, ScreenFacts
from reports.judgement import judgement
from reports.plan_facts import plan_facts
from services.context import Context
from store.database import StoreUnavailable

FEWEST_CORNERS = 4


def shown_places(context: Context, person: Person, query: str, fmt: str) -> Export | None:
    """Return the places of an address in a format (a key of `EVERY_FORMAT`); None when there is no such format."""
    if fmt not in EVERY_FORMAT:
        return None
    selection = Selection.from_query(query, context.facets)
    shown = selection.to_query()
    address = f"{context.settings.address}/" + (f"?{shown}" if shown else "")
    return export(
        context.territory,
        context.facets,
        selection,
        fmt,
        address,
        confidential=_confidential(context, person),
        question=Address.parse(query).text(Key.QUESTION),
        screen=_screen(context, person, selection, query),
        contours=_contours(context),
        left_out=context.external_layers.left_out(),
    )


def _screen(context: Context, person: Person, selection: Selection, query: str) -> ScreenFacts:
    """Return what the screen that one exports from says: « Scénarios » names a question, « Convergence » says that it judges."""
    parameters = Address.parse(query)
    if parameters.text(Key.QUESTION):
        return plan_facts(context, person, parameters.text(Key.QUESTION))
    return judgement(context, selection, query) if parameters.text(Key.JUDGED) else NOTHING_MORE


def _contours(context: Context) -> Mapping[str, shapely.Polygon]:
    """Return the contours that everybody may read, in degrees (WGS 84), by place; none while they cannot be read."""
    try:
        rings = context.proposals.contours()
    except StoreUnavailable:
        return {}
    return {place: shapely.Polygon(ring) for place, ring in rings.items() if len(ring) >= FEWEST_CORNERS}


def _confidential(context: Context, person: Person) -> Confidential:
    """Return what a person may read besides of what everybody sees; nothing while that cannot be read."""
    try:
        return context.proposals.confidential(person)
    except StoreUnavailable:
        return {}
