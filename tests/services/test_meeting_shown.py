"""What was projected of a closed meeting is read again as it was, whatever the data have become."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict
from types import SimpleNamespace
from typing import Any, cast

import pytest

from domain.meeting import Decision, Meeting, MeetingStage
from i18n import LANGUAGES, use_language
from services.context import Context
from services.meeting_archive import PERIMETER, SHOWN, SOURCES, canonical, gains_table, packed
from services.meeting_balance import balance
from services.meeting_options import shown_options
from services.meeting_screens import Page, Screen
from services.meeting_shown import as_closed, frozen_shown, plain
from services.meeting_surroundings import frozen_ground, frozen_sources, ground_today, surroundings
from services.meetings import Projection
from tests.services.test_meeting_options import options_of, there  # noqa: F401 - a fixture
from tests.store.people import CHIEF
from views.meetings.balance import balance_panel
from views.meetings.options_map import options_map
from views.meetings.projector import projector


@pytest.fixture
def closed(there: Any) -> tuple[Any, Any, Decision]:  # noqa: F811
    """Return a closed meeting that chooses among places, and a context in which no place is any more what it was."""
    decision = Decision("d1", "Où ?", options_of(there), "", 1, None, {}, None)
    meeting = cast("Meeting", SimpleNamespace(id="m1", title="Séance", is_closed=True, stage=MeetingStage.CLOSED, decisions=(decision,)))
    around = {**surroundings(cast("Context", there), [decision.options[0].ref]), SHOWN: frozen_shown(cast("Context", there), meeting)}
    archive = packed({name: canonical(value) for name, value in around.items()}).data
    later = SimpleNamespace(meetings=SimpleNamespace(archive=lambda _person, _meeting: archive), edition=there.edition)
    return later, meeting, decision


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_meeting_says_what_it_said_in_each_language_once_the_places_are_gone(
    there: Any,  # noqa: F811
    closed: tuple[Any, Any, Decision],
    language: str,
) -> None:
    later, meeting, decision = closed
    screen = Screen(decision, 0, Page.WHOLE, range(4))
    with use_language(language):
        found = as_closed(later, CHIEF, meeting, decision.id)
        assert found is not None
        assert plain(asdict(found.options)) == plain(asdict(shown_options(there, decision)))
        before, after = balance(there, decision, {}), balance(later, decision, {}, found)
        assert str(balance_panel(after, screen)) == str(balance_panel(before, screen))
        assert after.overturn is not None


def test_a_meeting_that_is_open_or_was_closed_before_follows_the_data(closed: tuple[Any, Any, Decision]) -> None:
    later, meeting, decision = closed
    assert as_closed(later, CHIEF, cast("Meeting", SimpleNamespace(is_closed=False)), decision.id) is None
    later.meetings = SimpleNamespace(archive=lambda _person, _meeting: packed({}).data)
    assert as_closed(later, CHIEF, meeting, decision.id) is None


def test_the_table_of_gains_has_what_a_place_brings_and_the_ranges_of_a_plan(closed: tuple[Any, Any, Decision]) -> None:
    gain = {"actor": "landlord", "figure": "+9 à +12", "words": "logements", "is_hypothesis": True, "gains": True}
    found = {"gains": [gain], "is_convergent": None, "summary": "convient"}
    option = {"kind": "place", "ref": "p1", "words": "Halle"}
    frozen = {"language": "fr", "meeting": {"decisions": [{"id": "d1", "options": [option]}]}}
    shown = {"options": {"fr": {"d1": {"options": [{"found": found}]}}}}
    row = gains_table(frozen, {}, {}, shown)[0]
    assert (row["gains"], row["is_convergent"], row["summary"]) == ([gain], None, "convient")
    assert gains_table(frozen, {}, {})[0]["gains"] == []


def test_the_map_of_a_closed_meeting_lies_on_the_ground_of_its_day(there: Any, closed: tuple[Any, Any, Decision]) -> None:  # noqa: F811
    later, meeting, decision = closed
    found, before = as_closed(later, CHIEF, meeting, decision.id), ground_today(there)
    assert found is not None and found.ground is not None
    assert (found.ground.version, found.ground.is_of_today, len(found.ground.facilities)) == (there.territory.version, False, 12)
    drawn = options_map(found.ground, found.options.options)
    assert drawn == options_map(before, shown_options(there, decision).options)
    moved = dataclasses.replace(there.territory, facilities=there.territory.facilities.iloc[:1])
    today = ground_today(cast("Context", SimpleNamespace(territory=moved, edition=there.edition)))
    assert drawn != options_map(today, found.options.options)
    screen = Screen(decision, 0, Page.WHOLE, range(4))
    assert there.territory.version not in str(projector(Projection(meeting, screen, found.options, found.ground)))
    assert there.territory.version in str(projector(Projection(meeting, screen, found.options, today)))


def test_sources_are_frozen_in_each_language_and_those_of_archives_of_before_in_one(there: Any) -> None:  # noqa: F811
    files = {name: canonical(value) for name, value in surroundings(there, []).items()}
    with use_language("en"):
        english, version = frozen_sources(files)
    french, _version = frozen_sources(files)
    assert version == there.territory.version
    assert french[0]["label"] != english[0]["label"] and french[0]["producer"] == english[0]["producer"]
    before = {SOURCES: canonical({"data_version": "v", "sources": french}), PERIMETER: files[PERIMETER]}
    with use_language("en"):
        assert frozen_sources(before) == (french, "v")
    assert frozen_sources({}) == ([], "") and frozen_ground(before) is None
