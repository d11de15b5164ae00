"""The file of exactly the places that an address shows, for who asks."""

from __future__ import annotations

from domain.address import Address, Key
from domain.person import Person
from domain.selection import Selection
from reports.export import EVERY_FORMAT, Export, export
from reports.extract import Confidential
from reports.plan_facts import plan_facts
from services.context import Context
from store.database import StoreUnavailable


def shown_places(context: Context, person: Person, query: str, fmt: str) -> Export | None:
    """Return the places of an address in a format (a key of `EVERY_FORMAT`); None when there is no such format."""
    if fmt not in EVERY_FORMAT:
        return None
    selection = Selection.from_query(query, context.facets)
    shown = selection.to_query()
    address = f"{context.settings.address}/" + (f"?{shown}" if shown else "")
    question, confidential = Address.parse(query).text(Key.QUESTION), _confidential(context, person)
    plan = plan_facts(context, person, question)
    return export(context.territory, context.facets, selection, fmt, address, confidential=confidential, question=question, plan=plan)


def _confidential(context: Context, person: Person) -> Confidential:
    """Return what a person may read besides of what everybody sees; nothing while that cannot be read."""
    try:
        return context.proposals.confidential(person)
    except StoreUnavailable:
        return {}
