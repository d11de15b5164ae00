"""Who proposes and who decides, for tests, and what they tell."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from domain.candidate import Kind
from domain.person import VISITOR, Person, PersonRole
from domain.proposal import Act, Proposal, Stage
from store.database import Database
from store.proposals import Proposals
from store.tables import journal as journal_table
from store.tables import messages as messages_table
from store.tables import outbox as outbox_table
from store.tables import proposals as table

AGENT = Person("agent", "agent", "Basile", PersonRole.LANDLORD, "hpr")
COLLEAGUE = Person("colleague", "colleague", "Bérénice", PersonRole.LANDLORD, "hpr")
RIVAL = Person("rival", "rival", "Nour", PersonRole.LANDLORD, "mlo")
OFFICER = Person("officer", "officer", "Chloé", PersonRole.ECONOMY)
CHIEF = Person("chief", "chief", "Gaëlle", PersonRole.FACILITATOR)
PLANNER = Person("planner", "planner", "David", PersonRole.PLANNER)
COHESION = Person("cohesion", "cohesion", "Esma", PersonRole.COHESION)
WASTE = Person("waste", "waste", "Farid", PersonRole.WASTE)
GONE = Person("gone", "gone", "Parti", PersonRole.ECONOMY, active=False)
GUEST = Person("g-0123456789", "", "Mme Roux", PersonRole.LANDLORD, "hpr", is_guest=True)
STRANGERS = (RIVAL, GUEST, PLANNER, COHESION, WASTE, VISITOR, GONE)


def told(**changes: Any) -> dict[str, Any]:
    """Return a content that may be submitted, with a contact and a rent that is to be kept."""
    content: dict[str, Any] = {"name": "Ancienne laverie", "lon": 5.3691, "lat": 43.3487, "area_m2": 140.0, "contact": "06 00 00 00 01"}
    return content | {"rent_eur_m2_yr": 85.0, "rent_is_confidential": True, "notes": "clé chez le gardien"} | changes


def propose(store: Proposals, person: Person = AGENT, **changes: Any) -> Proposal:
    """Begin a draft of what the person's organisation proposes."""
    return store.create(person, Kind.ZONE_SITE if person.role is PersonRole.ECONOMY else Kind.PREMISES, told(**changes))


def submit(store: Proposals, person: Person = AGENT, **changes: Any) -> Proposal:
    """Begin and submit."""
    made = propose(store, person, **changes)
    return store.act(person, made.id, made.version, Act.SUBMIT)


def publish(store: Proposals, person: Person = AGENT, **changes: Any) -> Proposal:
    """Begin, submit and have accepted."""
    made = submit(store, person, **changes)
    return store.act(CHIEF, made.id, made.version, Act.ACCEPT)


def at_stage(store: Proposals, stage: Stage) -> Proposal:
    """Return a landlord's proposal at a stage."""
    if stage is Stage.DRAFT:
        return propose(store)
    made = submit(store)
    way = {Stage.SUBMITTED: (), Stage.TO_COMPLETE: (Act.ASK,), Stage.ACCEPTED: (Act.ACCEPT,), Stage.REFUSED: (Act.REFUSE,)}
    for act in way.get(stage, ()):
        made = store.act(CHIEF, made.id, made.version, act, "pourquoi")
    return store.act(AGENT, made.id, made.version, Act.WITHDRAW) if stage is Stage.WITHDRAWN else made


def count_rows(database: Database) -> dict[str, int]:
    """Return how many rows each table of proposals has."""
    with database.reading() as connection:
        tables = (table, journal_table, messages_table, outbox_table)
        return {one.name: connection.execute(select(func.count()).select_from(one)).scalar() or 0 for one in tables}
