"""The lines of an organisation's list follow what is written, and only what was written is read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.candidate import Kind
from domain.proposal import Act, Stage
from services.own_lines import OwnLine, OwnLines
from tests.services.counted import Counted
from tests.store.proposers import AGENT, RIVAL

PLACE: dict[str, Any] = {"name": "Ancienne laverie", "lon": 5.37, "lat": 43.3, "town": "Marseille"}


@pytest.fixture
def store(tmp_path: Path) -> Counted:
    return Counted.new(tmp_path)


def test_only_what_was_written_since_is_read_again(store: Counted) -> None:
    lines = OwnLines(store)
    made = store.create_many(AGENT, Kind.PREMISES, [PLACE] * 5)
    assert len(lines.of(AGENT)) == 5
    store.read = 0
    assert lines.of(AGENT) is lines.of(AGENT)
    assert store.read == 0
    store.edit(AGENT, made[1].id, 1, {"name": "Épicerie"})
    assert [line.name for line in lines.of(AGENT)][:2] == ["epicerie", "ancienne laverie"]
    assert store.read == 1


def test_the_lines_are_those_that_are_worked_out_of_all_places(store: Counted) -> None:
    lines = OwnLines(store)
    first, second = store.create_many(AGENT, Kind.PREMISES, [PLACE, {"name": "Sans position"}])
    lines.of(AGENT)
    store.act(AGENT, first.id, 1, Act.SUBMIT)
    store.edit(AGENT, second.id, 1, {"lon": 5.4, "lat": 43.3, "tags": ["angle"]})
    store.create_many(AGENT, Kind.PREMISES, [{**PLACE, "name": "Nouveau"}])
    assert lines.of(AGENT) == tuple(map(OwnLine.of, store.list(AGENT)))
    assert [line.stage for line in lines.of(AGENT)] == [Stage.DRAFT, Stage.DRAFT, Stage.SUBMITTED]
    assert [line.is_ready for line in lines.of(AGENT)] == [True, True, False]


def test_each_organisation_has_its_own(store: Counted) -> None:
    lines = OwnLines(store)
    store.create_many(AGENT, Kind.PREMISES, [PLACE])
    assert (len(lines.of(AGENT)), len(lines.of(RIVAL))) == (1, 0)


def test_places_without_a_position_are_those_that_may_be_given_one(store: Counted) -> None:
    store.create_many(AGENT, Kind.PREMISES, [PLACE])
    one, gone = store.create_many(AGENT, Kind.PREMISES, [{"name": "À placer"}, {"name": "Retiré"}])
    store.act(AGENT, gone.id, 1, Act.WITHDRAW)
    assert store.unplaced(AGENT) == [one.id]
