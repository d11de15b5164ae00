"""Meetings in the store: written part by part by several at once, each with its journal, by whoever may and nobody else."""

from __future__ import annotations

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from domain.meeting import Meeting
from domain.person import VISITOR, NotAllowed, Person, PersonRole
from store.database import Database
from store.meetings import Conflict, Meetings, NotFound
from store.verify import faults
from tests.store.people import ADA, CHIEF, PLANNER
from tests.store.processes import close_meeting, start

FEWEST_STEPS = 5
"""What a closing asks of the database, at least: it reads, writes three rows and commits."""
PARTS: dict[str, Any] = {"title": "Printemps", "day": "2027-03-31", "d1.question": "Où ?", "d1.rank": 1}
ESMA = Person("esma", "esma", "Esma", PersonRole.COHESION)
FOR = {"stance": "for", "words": "", "author": "Ada Lovelace"}


@pytest.fixture
def store(database: Database) -> Meetings:
    database.migrate()
    return Meetings(database)


@pytest.fixture
def meeting(store: Meetings) -> Meeting:
    return store.create(CHIEF, PARTS)


def test_what_is_written_is_read_back_and_the_journal_tells_it(store: Meetings, meeting: Meeting, database: Database) -> None:
    changed = store.write(CHIEF, meeting.id, 1, {"place": "Hôtel", "title": "Printemps"})
    assert store.get(PLANNER, meeting.id) == changed
    assert (changed.version, changed.place, changed.seen["place"], changed.seen["title"]) == (2, "Hôtel", 2, 1)
    assert store.write(CHIEF, meeting.id, 2, {"place": "Hôtel"}).version == 2
    assert [one.id for one in store.list(ADA)] == [meeting.id]
    assert faults(database) == ()
    with pytest.raises(NotFound):
        store.get(CHIEF, "nowhere")


def test_two_who_write_different_parts_lose_nothing_of_each_other(store: Meetings, meeting: Meeting) -> None:
    store.write(CHIEF, meeting.id, 1, {"place": "Hôtel"})
    store.write(ADA, meeting.id, 1, {"d1.position.waste": FOR}, "position")
    last = store.write(CHIEF, meeting.id, 1, {"d1.question": "Où ouvrir ?"})
    assert (last.place, last.decisions[0].question, last.decisions[0].positions["waste"].author) == ("Hôtel", "Où ouvrir ?", "Ada Lovelace")


def test_two_who_write_the_same_part_are_told(store: Meetings, meeting: Meeting) -> None:
    store.write(CHIEF, meeting.id, 1, {"place": "Hôtel"})
    with pytest.raises(Conflict) as found:
        store.write(CHIEF, meeting.id, 1, {"place": "Mairie", "d1.question": "Où ouvrir ?"})
    assert (found.value.keys, found.value.current.place) == ({"place"}, "Hôtel")
    assert store.get(CHIEF, meeting.id).decisions[0].question == "Où ?"


def test_each_actor_gives_its_own_position_alone(store: Meetings, meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        store.write(ESMA, meeting.id, 1, {"d1.position.waste": FOR})
    with pytest.raises(NotAllowed):
        store.write(PLANNER, meeting.id, 1, {"d1.position.waste": FOR})
    with pytest.raises(NotAllowed):
        store.write(ADA, meeting.id, 1, {"d1.position.waste": FOR, "d1.question": "Autre ?"})
    assert store.write(ESMA, meeting.id, 1, {"d1.position.cohesion": FOR}).version == 2
    assert store.write(CHIEF, meeting.id, 2, {"d1.position.waste": FOR}).version == 3


@pytest.mark.parametrize("person", [VISITOR, ADA, PLANNER])
def test_only_the_facilitator_prepares_and_only_members_read(person: Person, store: Meetings, meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        store.create(person, PARTS)
    with pytest.raises(NotAllowed):
        store.write(person, meeting.id, 1, {"place": "Ailleurs"})
    if person is VISITOR:
        with pytest.raises(NotAllowed):
            store.get(person, meeting.id)


def test_what_is_closed_is_never_edited_and_is_added_to_by_amendments(store: Meetings, meeting: Meeting, database: Database) -> None:
    with pytest.raises(Conflict):
        store.close(CHIEF, meeting.id, 7, b"zip", "f" * 64)
    with pytest.raises(NotFound):
        store.archive(CHIEF, meeting.id)
    closed = store.close(CHIEF, meeting.id, 1, b"zip", "f" * 64)
    assert (closed.is_closed, store.archive(ADA, meeting.id)) == (True, b"zip")
    for act in (lambda: store.write(CHIEF, meeting.id, 2, {"place": "Ailleurs"}), lambda: store.close(CHIEF, meeting.id, 2, b"", "")):
        with pytest.raises(ValueError, match="close"):
            act()
    with pytest.raises(NotAllowed):
        store.amend(ADA, meeting.id, "Le loyer a changé")
    store.amend(CHIEF, meeting.id, "Le loyer a changé")
    first, second = store.archives(ADA, meeting.id)
    assert (first.kind, second.kind, second.words) == ("closing", "amendment", "Le loyer a changé")
    assert first.fingerprint != second.fingerprint
    assert store.get(CHIEF, meeting.id).content == meeting.content
    assert faults(database) == ()


def test_a_closing_that_is_cut_short_leaves_the_meeting_open(
    store: Meetings, meeting: Meeting, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("store.meetings._keep_archive", cut)
    with pytest.raises(KeyboardInterrupt):
        store.close(CHIEF, meeting.id, 1, b"zip", "f" * 64)
    assert store.get(CHIEF, meeting.id) == meeting
    assert store.archives(CHIEF, meeting.id) == ()
    assert faults(database) == ()


def test_two_facilitators_who_close_at_once_close_it_once(store: Meetings, meeting: Meeting, database: Database) -> None:
    ready = threading.Barrier(8)

    def closing(n: int) -> bool:
        ready.wait()
        try:
            store.close(CHIEF, meeting.id, 1, b"zip%d" % n, f"{n}" * 64)
        except (Conflict, ValueError):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        closed = [*pool.map(closing, range(8))]
    assert closed.count(True) == 1
    assert store.archive(CHIEF, meeting.id) == b"zip%d" % closed.index(True)
    assert [one.kind for one in store.archives(CHIEF, meeting.id)] == ["closing"]
    assert faults(database) == ()


def test_a_process_killed_at_any_step_of_a_closing_leaves_the_meeting_open_or_closed_never_half(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/convergence.db"
    database = Database.open(url)
    database.migrate()
    store, step, came = Meetings(database), 0, None
    meeting = store.create(CHIEF, PARTS)
    while came != "closed":
        step += 1
        process, pipe = start(close_meeting, url, meeting.id, step)
        came = pipe.recv()
        if came != "closed":
            process.kill()
        process.join(30)
        assert came == "closed" or process.exitcode == -signal.SIGKILL
        found, archives = store.get(CHIEF, meeting.id), store.archives(CHIEF, meeting.id)
        assert found.is_closed is bool(archives)
        assert found.is_closed is (came == "closed")
        assert faults(database) == ()
    assert step > FEWEST_STEPS
    assert store.archive(CHIEF, meeting.id) == b"zip" * 100_000
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
