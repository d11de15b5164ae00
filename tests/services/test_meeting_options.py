"""The options of a decision as they are projected: ranges, what is unknown, what is not compared, and what is said of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from access.settings import Settings
from domain.meeting import Decision, Option, OptionKind, Outcome
from geodata.territory import Territory
from services.assessor import Assessor
from services.context import Context
from services.meeting_balance import THRESHOLD, Balance, balance, prepared
from services.meeting_surroundings import ground_today
from services.words.options import contrary_words, hypothesis_words, option_waiting_words, sure_words
from views.components.still_map import Frame
from views.meetings.options_map import Label, options_map, placed


@pytest.fixture(scope="module")
def there(territory: Territory) -> Any:
    cache = SimpleNamespace(get=lambda _key, make: make())
    scenarios, hypotheses = SimpleNamespace(get=lambda _ref: None), SimpleNamespace(today=lambda: ())
    edition = SimpleNamespace(sheets=cache)
    return SimpleNamespace(
        territory=territory,
        assessor=Assessor.of(territory),
        edition=edition,
        scenarios=scenarios,
        hypotheses=hypotheses,
        settings=Settings(),
    )


def options_of(there: Any) -> tuple[Option, ...]:
    """Return the two first places of the ranking, one that is ruled out, and words."""
    held = there.assessor.assess("")
    out = next(
        str(name)
        for name, one in zip(held.ids, held.eligible, strict=True)
        if not one and not there.assessor.assess("role=hub").eligible[held.row_of(name)]
    )
    first = [str(held.ids[row]) for row in held.contenders()[:2]]
    return (*(Option(OptionKind.PLACE, ref, ref) for ref in (*first, out)), Option(OptionKind.TEXT, "", "Attendre"))


def weighed(there: Any, levers: dict[str, float] | None = None, outcome: Outcome | None = None) -> Balance:
    decision = Decision("d1", "Où ?", options_of(there), "", 1, None, {}, outcome)
    return balance(cast("Context", there), decision, levers or {})


def test_places_are_ranked_and_what_is_ruled_out_or_in_words_is_not(there: Any) -> None:
    found = weighed(there)
    assert found.options.compared == (0, 1)
    assert [one.letter for one in found.options.options] == ["A", "B", "C", "D"]
    assert found.is_prepared
    assert found.ranking is not None
    assert found.ranking.scores[0] >= found.ranking.scores[1]
    assert found.options.options[2].found.summary.startswith("exclu")
    assert (found.is_convergent(2), found.options.options[3].waiting) == (False, None)


def test_weights_and_threshold_that_are_tried_change_the_balance_and_what_is_prepared_comes_back(there: Any) -> None:
    before = weighed(there)
    ready = prepared(before.options)
    tried = weighed(there, {**ready, "waste": 100.0, "cohesion": 0.0, "landlord": 0.0, "economy": 0.0})
    assert tried.shares == (1.0, 0.0, 0.0, 0.0)
    assert tried.ranking is not None
    np.testing.assert_allclose(tried.ranking.scores, [one.rows[0][1] for one in before.options.options[:2]])
    assert not tried.is_prepared
    assert weighed(there, {**ready, THRESHOLD: 100.0}).is_convergent(0) is False
    again = weighed(there, ready)
    assert again.is_prepared
    assert again.shares == before.shares


def test_what_is_said_names_who_would_prefer_another_option_and_what_waiting_costs(there: Any) -> None:
    found = weighed(there)
    assert found.ranking is not None
    assert "tient" in sure_words(found.options, found.ranking)
    assert "{" not in contrary_words(found.options, found.ranking)
    said = option_waiting_words(found.options.options[0])
    assert "hypothèse" in said
    assert " à " in said
    assert "non renseigné" in option_waiting_words(found.options.options[3])
    chosen = weighed(there, outcome=Outcome(found.options.options[1].found.option.id, "B", ""))
    assert chosen.waited is not None
    assert chosen.waited.letter == "B"


def test_every_place_has_its_letter_on_the_map_and_no_label_hides_another(there: Any) -> None:
    marks = [mark for one in weighed(there).options.options for mark in one.marks]
    assert [mark.text for mark in marks] == ["A", "B", "C"]
    picture = options_map(ground_today(cast("Context", there)), weighed(there).options.options)
    assert all(f"%3E{letter}%3C/text" in picture for letter in "ABC")
    labels = placed(marks, [(300.0, 200.0), (306.0, 204.0), (300.0, 200.0)])
    assert [label.text for label in labels] == ["A C", "B"]
    assert not Label.overlaps(*labels)


def test_a_frame_draws_its_corners_on_the_corners_of_the_screen() -> None:
    frame = Frame.around((1_000.0, 2_000.0), 500.0, 200, 100)
    west, south, east, north = frame.ground.bounds
    assert (frame.at(west, north), frame.at(east, south)) == ((0.0, 0.0), (200.0, 100.0))


def test_the_smallest_change_of_one_hypothesis_is_said_with_who_would_prefer_it_and_none_where_none_does(there: Any) -> None:
    found = weighed(there)
    assert found.ranking is not None
    letters = found.options
    none = hypothesis_words(letters, found.ranking.order[0], None, is_complete=True)
    assert none == "aucune hypothèse seule, dans son intervalle, ne met une autre option devant A."
    assert hypothesis_words(letters, 0, None, is_complete=False).startswith("non essayées")
    assert found.overturn is not None
    words = hypothesis_words(letters, 0, found.overturn, is_complete=True)
    assert words.startswith("B passerait devant A si ")
    assert "Y gagneraient plus : " in words
