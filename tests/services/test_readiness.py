"""What a decision lacks: the unknown that could overturn it, whose it is, and what was requested already."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from criteria.reality import reality_of_place, unknown_turning
from domain.meeting import Meeting, MeetingStage
from geodata.territory import Territory
from services.assessor import Assessor
from services.context import Context
from services.place_sheet import gains_of
from services.readiness import ECONOMY, LANDLORD, readiness_of, request_missing
from store.meetings import NotFound
from tests.store.people import CHIEF
from views.meetings.board_parts import linked

NOW = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
OWN = "LP-000001"


class Sent:
    """Meetings that only remember what was requested of whom."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def request(self, _person: Any, _meeting: str, _decision: str, place: str, text: str) -> Any:
        assert place == OWN
        self.texts.append(text)

    def requests(self, _person: Any, places: Any) -> dict[str, dt.datetime]:
        return {place: NOW for place in places if self.texts}


@pytest.fixture(scope="module")
def doubtful(territory: Territory) -> tuple[Territory, str]:
    """A territory in which one premises has a file, and its id there and before; something unknown could overturn it."""
    assessor = Assessor.of(territory)
    for name in territory.candidates.loc[territory.candidates["landlord"].notna(), "id"]:
        found = gains_of(assessor, str(name), "")
        assert found is not None
        if unknown_turning(found.roles[0], found.row):
            candidates = territory.candidates.copy()
            candidates.loc[candidates["id"] == name, ["id", "is_example"]] = [OWN, False]
            return replace(territory, candidates=candidates), str(name)
    raise AssertionError("nothing is unknown")


@pytest.fixture
def there(doubtful: tuple[Territory, str]) -> Any:
    cache = SimpleNamespace(get=lambda _key, make: make())
    found = {"territory": doubtful[0], "assessor": Assessor.of(doubtful[0]), "edition": SimpleNamespace(sheets=cache)}
    return SimpleNamespace(**found, scenarios=SimpleNamespace(get=lambda _ref: None), meetings=Sent())


def meeting_of(*options: dict[str, str], material: str = "") -> Meeting:
    content = {"title": "Printemps", "d1.question": "Où ?", "d1.rank": 1, "d1.options": list(options), "d1.material": material}
    return Meeting("m1", None, MeetingStage.OPEN, content, {}, 1, NOW, NOW)


def place_of(ref: str) -> dict[str, str]:
    return {"kind": "place", "ref": ref, "words": ref}


def test_what_is_unknown_is_its_owner_s_and_is_requested_once(there: Any) -> None:
    meeting, context = meeting_of(place_of(OWN), place_of("ZS-001"), material="https://exemple.fr/etude"), cast("Context", there)
    found = readiness_of(context, CHIEF, meeting)["d1"]
    mine = next(one for one in found.missing if one.place == OWN)
    assert (mine.owner, mine.may_request, mine.requested_on) == (LANDLORD, True, None)
    assert mine.data
    assert all(one.owner == ECONOMY and not one.may_request for one in found.missing if one.place == "ZS-001")
    assert (len(found.examples), found.lacks_material, found.lacks_options) == (1, False, False)
    request_missing(context, CHIEF, meeting, "d1", OWN)
    assert all(label in there.meetings.texts[0] for label in mine.data)
    again = next(one for one in readiness_of(context, CHIEF, meeting)["d1"].missing if one.place == OWN)
    assert again.requested_on == NOW.date()
    with pytest.raises(NotFound):
        request_missing(context, CHIEF, meeting, "d1", "nowhere")


def test_what_is_unknown_and_could_overturn_is_part_of_what_is_not_real(doubtful: tuple[Territory, str]) -> None:
    found = gains_of(Assessor.of(doubtful[0]), OWN, "")
    assert found is not None
    assert set(unknown_turning(found.roles[0], found.row)) <= set(reality_of_place(found.roles[0], found.row).overturning)


def test_a_question_without_options_nor_material_says_so_and_a_decided_one_is_not_looked_at(there: Any) -> None:
    context = cast("Context", there)
    found = readiness_of(context, CHIEF, meeting_of({"kind": "scenario", "ref": "s1", "words": "Trois lieux"}))["d1"]
    assert (found.unsaved, found.lacks_options, found.lacks_material, found.is_ready) == (("Trois lieux",), True, True, False)
    decided = meeting_of()
    parts = {**decided.content, "d1.outcome": {"option": "", "words": "", "why": "plus tard"}}
    assert readiness_of(context, CHIEF, replace(decided, content=parts)) == {}


def test_addresses_in_a_text_are_links_without_the_sentence_s_stop() -> None:
    before, link, after = linked("Lire https://exemple.fr/a?b=1, puis voter.")
    assert (before, link.href, after) == ("Lire ", "https://exemple.fr/a?b=1", ", puis voter.")
    assert linked("javascript:alert(1)") == ["javascript:alert(1)"]
