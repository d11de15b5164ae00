"""What the attacks run in processes of their own."""

from __future__ import annotations

from multiprocessing.connection import Connection

from domain.candidate import Kind
from domain.proposal import Act
from store.database import Database, StoreUnavailable
from store.proposals import Conflict, Proposals
from store.scenarios import Scenarios
from tests.store.contents import AGENT
from tests.store.drafts import draft
from tests.store.people import PLANNER

PLACE = {"name": "Ancienne laverie", "lon": 5.37, "lat": 43.3, "area_m2": 1.0}


def write_for_ever(pipe: Connection, url: str) -> None:
    """Write scenarios and proposals, and tell each write once it is acknowledged."""
    database = Database.open(url)
    scenarios, proposals = Scenarios(database), Proposals(database)
    while True:
        saved = scenarios.create(PLANNER, draft(result={"much": "x" * 20_000}))
        pipe.send((saved.id, saved.version))
        pipe.send((saved.id, scenarios.update(PLANNER, saved.id, 1, note="changed").version))
        place = proposals.create(AGENT, Kind.PREMISES, PLACE)
        pipe.send((place.id, place.version))
        edited = proposals.edit(AGENT, place.id, 1, {"area_m2": 80.5, "notes": "y" * 1_000})
        pipe.send((place.id, edited.version))
        pipe.send((place.id, proposals.act(AGENT, place.id, edited.version, Act.SUBMIT).version))


def add_many(pipe: Connection, url: str, proposal_id: str, edits: int) -> None:
    """Add one to a proposal's area, `edits` times, starting when told to; tell how often somebody else was first, and how often nobody."""
    proposals = Proposals(Database.open(url))
    pipe.send("ready")
    pipe.recv()
    conflicts = waits = 0
    current = proposals.get(AGENT, proposal_id)
    for _ in range(edits):
        while True:
            try:
                current = proposals.edit(AGENT, proposal_id, current.version, {"area_m2": float(current.content["area_m2"]) + 1})
            except Conflict as conflict:
                conflicts += 1
                current = conflict.current
            except StoreUnavailable:
                waits += 1
            else:
                break
    pipe.send((conflicts, waits))
