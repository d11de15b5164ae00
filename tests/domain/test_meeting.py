"""A meeting's parts: checked, read back as an agenda, nobody's position lost in a count."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.meeting import ACTORS, MOST_DECISIONS, Meeting, MeetingStage, Stance, checked, next_decision
from services.meeting_agenda import copied_parts, opening_parts

NOW = dt.datetime(2027, 3, 31, tzinfo=dt.UTC)


def meeting(content: dict[str, Any], key: str = "m1") -> Meeting:
    return Meeting(key, "Gaëlle", MeetingStage.OPEN, checked(content), {}, 1, NOW, NOW)


def decided(question: str, outcome: dict[str, str] | None, n: int = 1) -> dict[str, Any]:
    return {f"d{n}.question": question, f"d{n}.rank": n, f"d{n}.outcome": outcome}


POSTPONED = {"option": "", "words": "", "why": "il manque un devis"}
TAKEN = {"option": "text.Nord", "words": "Nord", "why": ""}


@pytest.mark.parametrize(
    "parts",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"day": "31/03/2027"},
        {"unknown": 1},
        {"d0.question": "?"},
        {"d1.position.nobody": None},
        {"d1.position.waste": {"stance": "perhaps", "words": "", "author": ""}},
        {"d1.outcome": {"option": "", "words": "", "why": " "}},
        {"d1.options": [{"kind": "text", "ref": "", "words": "Nord"}] * 2},
        {"d1.options": [{"kind": "text", "ref": "", "words": str(n)} for n in range(9)]},
    ],
)
def test_a_part_that_is_wrong_is_refused_in_a_sentence(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked(parts)


@pytest.mark.parametrize("stance", ["against", "reserve"])
def test_an_objection_says_what_it_is(stance: str) -> None:
    with pytest.raises(ValueError, match="ce qui manque"):
        checked({"d1.position.waste": {"stance": stance, "words": " ", "author": "A"}})
    assert checked({"d1.position.waste": {"stance": stance, "words": "le loyer", "author": "A"}})


@given(st.dictionaries(st.sampled_from(ACTORS), st.sampled_from(Stance)))
def test_every_objection_stays_in_sight(stances: dict[str, Stance]) -> None:
    parts = {f"d1.position.{actor}": {"stance": one.value, "words": "mots", "author": "A"} for actor, one in stances.items()}
    (found,) = meeting({"title": "S", "d1.question": "?", **parts}).decisions
    assert {actor: one.stance for actor, one in found.positions.items()} == stances
    assert set(found.reserves) == {actor for actor, one in stances.items() if one in {Stance.AGAINST, Stance.RESERVE}}


def test_an_agenda_is_in_the_order_of_its_ranks_and_what_is_removed_may_come_back() -> None:
    parts = {**decided("un", None), **decided("deux", None, 2), **decided("trois", None, 3), "d1.rank": 9, "d3.removed": True}
    found = meeting({"title": "S", **parts})
    assert [one.question for one in found.decisions] == ["deux", "un"]
    assert [one.question for one in found.removed] == ["trois"]
    assert next_decision(found.content) == "d4"
    with pytest.raises(ValueError, match=str(MOST_DECISIONS)):
        next_decision({f"d{MOST_DECISIONS}.question": "dernier"})


def test_what_is_postponed_opens_the_next_agenda_once() -> None:
    first = meeting({"title": "S", "place": "Hôtel", **decided("reportée", POSTPONED), **decided("prise", TAKEN, 2)})
    parts = opening_parts([first])
    assert (parts["place"], parts["d1.question"], parts["d1.origin"]) == ("Hôtel", "reportée", {"meeting": "m1", "decision": "d1"})
    assert "d2.question" not in parts
    second = meeting(parts, "m2")
    assert not [key for key in opening_parts([second, first]) if key.startswith("d1")]


def test_a_copy_asks_the_same_without_what_was_decided() -> None:
    first = meeting({"title": "S", **decided("prise", TAKEN)})
    parts = copied_parts(first, [first])
    assert (parts["title"], parts["d1.question"], parts.get("d1.outcome")) == ("S (suite)", "prise", None)
