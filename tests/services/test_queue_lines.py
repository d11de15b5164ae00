"""The lines of the queue follow what is written, by whichever process, and only what was written is read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.candidate import Kind
from domain.person import NotAllowed
from domain.proposal import Act
from geodata.territory import Territory
from services.moderation_queue import queue_lines
from services.queue_lines import QueueLines
from store.database import Database
from store.proposals import Proposals
from tests.services.counted import Counted
from tests.store.proposers import AGENT, OFFICER, RIVAL, propose, submit


@pytest.fixture
def store(tmp_path: Path) -> Counted:
    return Counted.new(tmp_path)


def all_again(store: Proposals, territory: Territory) -> list[Any]:
    return queue_lines(territory.communes, store.queue(OFFICER))


def test_only_what_was_written_since_is_read_again(store: Counted, territory: Territory) -> None:
    lines, made = QueueLines(store), [submit(store, name=f"Local {rank}", lon=5.37 + rank / 1_000) for rank in range(5)]
    assert len(lines.of(OFFICER, territory).lines) == 5
    store.read = 0
    assert lines.of(OFFICER, territory) is lines.of(OFFICER, territory)
    propose(store, name="Brouillon")
    lines.of(OFFICER, territory)
    assert store.read == 0
    store.act(OFFICER, made[1].id, made[1].version, Act.ASK, "La hauteur ?")
    lines.of(OFFICER, territory)
    assert store.read == 1


def test_the_lines_are_those_that_are_worked_out_of_all_proposals(store: Counted, territory: Territory) -> None:
    lines = QueueLines(store)
    one, two, three, four = (submit(store, AGENT if rank % 2 else RIVAL, name=f"Local {rank}") for rank in range(4))
    lines.of(OFFICER, territory)
    store.act(OFFICER, one.id, one.version, Act.REFUSE, "Trop petit.")
    store.edit(RIVAL, three.id, three.version, {"name": "Épicerie", "lon": None, "lat": None, "area_m2": 900.0})
    store.act(AGENT, two.id, two.version, Act.TAKE_BACK)
    store.act(OFFICER, four.id, four.version, Act.ACCEPT)
    submit(store, name="Nouveau", lon=5.4, lat=43.3)
    assert repr(list(lines.of(OFFICER, territory).lines)) == repr(
        all_again(store, territory)
    )  # a position that is unknown is no other's equal
    assert two.id not in {line.id for line in lines.of(OFFICER, territory).lines}


def test_two_processes_find_the_same(store: Counted, territory: Territory) -> None:
    here, there, one = QueueLines(store), QueueLines(Proposals(store._database)), submit(store)
    assert [len(each.of(OFFICER, territory).lines) for each in (here, there)] == [1, 1]
    store.act(OFFICER, one.id, one.version, Act.REFUSE, "Trop petit.")
    assert [each.of(OFFICER, territory).counts for each in (here, there)] == [{"refused": 1}] * 2


def test_a_database_that_was_put_in_the_place_of_another_is_read_anew(tmp_path: Path, territory: Territory) -> None:
    stores = []
    for name, count in (("a.db", 3), ("b.db", 3)):
        database = Database.open(f"sqlite:///{tmp_path / name}")
        database.migrate()
        stores.append(Proposals(database))
        for rank in range(count):
            submit(stores[-1], name=f"{name} {rank}")
    lines = QueueLines(stores[0])
    lines.of(OFFICER, territory)
    stores[0]._database = stores[1]._database
    assert {line.name[:4] for line in lines.of(OFFICER, territory).lines} == {"b.db"}


def test_what_is_kept_is_told_to_nobody_else(store: Counted, territory: Territory) -> None:
    lines = QueueLines(store)
    submit(store)
    lines.of(OFFICER, territory)
    with pytest.raises(NotAllowed):
        lines.of(AGENT, territory)


def test_a_duplicate_is_told_on_both_whatever_their_stage_and_follows_the_map(store: Counted, territory: Territory) -> None:
    lines, made = QueueLines(store), store.create_many(AGENT, Kind.PREMISES, [{"name": "Seul", "lon": 5.52, "lat": 43.31}])
    near, twin = submit(store, lon=5.3700, lat=43.3000), submit(store, RIVAL, lon=5.3700, lat=43.3001)
    store.act(AGENT, made[0].id, 1, Act.SUBMIT)
    store.act(OFFICER, twin.id, twin.version, Act.ASK, "La hauteur ?")
    known = lines.of(OFFICER, territory)
    assert known.all_doubles == known.doubles(known.lines) == {near.id, twin.id}
    moved = territory.candidates.iloc[[0]].to_crs(4326).geometry.iloc[0]
    on_the_map = submit(store, name="Sur la carte", lon=moved.x, lat=moved.y)
    without = replace(territory, candidates=territory.candidates.iloc[1:].reset_index(drop=True))
    assert on_the_map.id in lines.of(OFFICER, territory).all_doubles
    gone = lines.of(OFFICER, without).all_doubles
    assert near.id in gone
