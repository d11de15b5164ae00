"""What a database holds: written, and read back whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData, select

from domain.candidate import Kind
from domain.person import Person, PersonRole
from domain.proposal import Act
from domain.saved import SavedScenario
from store.attachments import Attachments
from store.attempts import Attempts
from store.backup import SAVED_TABLES
from store.database import Database
from store.import_shapes import ImportShapes
from store.persons import Persons
from store.proposals import Proposals
from store.scenarios import Scenarios
from store.searches import Searches
from store.sessions import Sessions
from tests.store.drafts import draft
from tests.store.people import CHEAP, CHIEF, PLANNER, enrol

AGENT = Person("p-agent", "agent", "Une agente", PersonRole.LANDLORD, "hpr")


def every_scenario(scenarios: Scenarios) -> tuple[SavedScenario, ...]:
    """Return all that the library lists, on one page."""
    return scenarios.page(size=10_000).items


def everything(database: Database) -> bytes:
    """Return the bytes of a database's files; of a server's, every value of every row."""
    if database.file:
        return b"".join(file.read_bytes() for file in database.file.parent.iterdir())
    found = MetaData()
    with database.reading() as connection:
        found.reflect(connection)
        rows = [row for table in found.sorted_tables for row in connection.execute(select(table))]
    assert rows
    return repr(rows).encode()


def rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that a backup keeps."""
    with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in SAVED_TABLES
        }


def write(database: Database, name: str = "Nord", count: int = 3) -> None:
    """Write something of each kind: scenarios with their journal, a person who signs in, a search, what was chosen for a file,
    proposals."""
    scenarios, persons = Scenarios(database), Persons(database, CHEAP)
    for number in range(count):
        made = scenarios.create(PLANNER, draft(name=f"{name} {number}"))
        scenarios.update(PLANNER, made.id, 1, note="changed", starred=True)
    scenarios.copy(PLANNER, made.id, f"{name} copié")
    person = enrol(persons, name.lower())
    persons.set_password(CHIEF, person.login, "un autre mot de passe")
    Sessions(database).open(person)
    Attempts(database).claim(person.login, "192.0.2.1")
    Searches(database).start(name, "plan", "k=8", bytes(range(256)), {"words": "été", "none": None}, False)
    ImportShapes(database).put(AGENT, Kind.PREMISES, f"csv:{name}", {"mapping": {"nom": "name"}})
    _propose(database, name)


def _propose(database: Database, name: str) -> None:
    """Write proposals at several stages, with what is said of them and what is attached."""
    proposals, attachments = Proposals(database), Attachments(database)
    told = {"name": f"Local {name}", "lon": 5.37, "lat": 43.3, "rent_eur_m2_yr": 120.0}
    first, second, third = (proposals.create(AGENT, Kind.PREMISES, told) for _ in range(3))
    photo = attachments.add(AGENT, first.id, "photo", "façade.jpg", "image/jpeg", bytes(range(256)) * 20, 10, 20, "la façade")
    attachments.describe(AGENT, photo.id, "la façade, côté rue")
    changed = proposals.edit(AGENT, first.id, 3, {"rent_eur_m2_yr": None, "area_m2": 80.5})
    sent = proposals.act(AGENT, first.id, changed.version, Act.SUBMIT)
    proposals.say(AGENT, first.id, "Visite possible mardi.")
    proposals.act(CHIEF, first.id, sent.version, Act.ACCEPT)
    attachments.remove(AGENT, photo.id)
    refused = proposals.act(AGENT, second.id, 1, Act.SUBMIT)
    proposals.say(CHIEF, second.id, "Trop loin.", internal=True)
    proposals.act(CHIEF, second.id, refused.version, Act.REFUSE, "Trop loin")
    proposals.act(AGENT, third.id, 1, Act.WITHDRAW)
