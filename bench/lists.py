"""Processor time of the screens that list proposals, among thousands: ``python -m bench.lists [--rows N]``.

A page is what the service answers and what the view makes of it, as JSON; seconds are of processor, in this process.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from plotly.io.json import to_json_plotly

from bench.import_files import HEAD, places
from bench.imports import LANDLORD
from domain.candidate import Kind
from domain.person import Person, PersonRole
from domain.proposal import Act
from domain.published import PublishedPlace
from geodata.finder import Finder
from geodata.published import with_places
from geodata.territory import load_territory
from services.editions import Editions
from services.journal import JournalQuery, JournalService
from services.moderation import ModerationService
from services.moderation_queue import QueueFilters
from store.attachments import Attachments
from store.database import Database
from store.imports import Imports
from store.meetings import Meetings
from store.organisations import Organisations
from store.outbox import Outbox
from store.persons import Persons
from store.projects import Projects
from store.proposals import Proposals
from store.scenarios import Scenarios
from views.moderation.queue_shown import queue_shown

OFFICER = Person("p-officer", "officer", "Officer", PersonRole.ECONOMY)
CHUNK = 5_000
ORDERS = ("since", "name", "area", "suits_hub", "flags", "organisation")


def submitted(database: Database, n: int) -> Proposals:
    """Return the proposals of a database in which so many are submitted."""
    proposals, named = Proposals(database), [dict(zip(HEAD, row, strict=True)) for row in places(n)]
    contents = [
        {"name": one["Nom"], "reference": one["Référence"], "address": one["Adresse"], "area_m2": one["Surface (m²)"],
         "rent_eur_m2_yr": one["Loyer (€ HT/m²/an)"], "lon": one["Longitude"], "lat": one["Latitude"]}
        for one in named
    ]  # fmt: skip
    for start in range(0, n, CHUNK):
        made = proposals.create_many(LANDLORD, Kind.PREMISES, contents[start : start + CHUNK])
        Imports(database, proposals).act(LANDLORD, [(one.id, one.version) for one in made], Act.SUBMIT)
    return proposals


def cpu_s(of: Callable[[], Any]) -> float:
    """Return the processor time that something takes in this process, in seconds."""
    began = time.process_time()
    of()
    return time.process_time() - began


def moderation(database: Database, proposals: Proposals) -> dict[str, float]:
    """Return the processor time of each page of « Modérer », in seconds."""
    territory = load_territory()
    editions = cast("Editions", SimpleNamespace(latest=lambda: SimpleNamespace(territory=territory)))
    service = ModerationService(proposals, editions, Attachments(database), Organisations(database), lambda *_drawn: None)

    def page(**wanted: Any) -> Callable[[], Any]:
        filters = QueueFilters(**wanted)
        return lambda: to_json_plotly(list(queue_shown(service.queue(OFFICER, filters), filters).values()))

    found = {"first look": cpu_s(page()), "as it opens": cpu_s(page())}
    for words in ("republique 12", "marseille 3e", "nothing at all"):
        found[f"searched: {words}"] = cpu_s(page(search=words))
    for order in ORDERS:
        found[f"ordered by {order}"] = cpu_s(page(order=order, is_descending=True))
    one = proposals.queue(OFFICER)[0]
    proposals.act(OFFICER, one.id, one.version, Act.ASK, "La hauteur ?")
    found["after a decision"] = cpu_s(page())
    return found


def journal(database: Database, proposals: Proposals) -> dict[str, float]:
    """Return the processor time of each page of « Journal », in seconds."""
    others = Scenarios(database), Meetings(database), Projects(database), Persons(database), Outbox(database)
    service = JournalService(proposals, *others, sends=False)
    day = {"since": "2026-01-01T00:00:00+00:00", "until": "2026-01-02T00:00:00+00:00"}
    asked: dict[str, dict[str, str]] = {
        "first look": {},
        "as it opens": {},
        "of a place": {"place": "LP-000100"},
        "of one who wrote little": {"person": "Officer"},
        "of nobody": {"person": "Nobody"},
        "of a day": day,
    }
    return {what: cpu_s(partial(service.page, OFFICER, JournalQuery.parse(query))) for what, query in asked.items()}


def search(proposals: Proposals) -> dict[str, float]:
    """Return the processor time of searches among as many published places, in seconds."""
    published = [
        PublishedPlace(it.id, it.kind, it.organisation, it.content["lon"], it.content["lat"], it.content, False, it.updated_at.date())
        for it in proposals.queue(OFFICER)
    ]
    territory, finder = with_places(load_territory(), published).territory, Finder()
    found: dict[str, float] = {}
    for what, text in (("first look", "Joliette"), ("a place", "Local 40321"), ("an address", "12 rue de la République, Marseille"),
                       ("a word that is begun", "prad"), ("misspelt", "republiqe 13002"), ("nothing", "zzz")):  # fmt: skip
        found[what] = cpu_s(partial(finder.search, territory, text))
    return found


def main() -> None:
    """Print the processor time of each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'lists.db'}")
        database.migrate()
        proposals = submitted(database, arguments.rows)
        measured = {"moderation": moderation(database, proposals), "journal": journal(database, proposals), "search": search(proposals)}
        for screen, pages in measured.items():
            for what, seconds in pages.items():
                print(f"{screen}, {what}: {seconds:.2f} s", flush=True)


if __name__ == "__main__":
    main()
