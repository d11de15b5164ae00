"""The score of « Explorer » is the one of « Convergence » in the role that suits a place better; unknown never looks good."""

from __future__ import annotations

import numpy as np
import pytest

from criteria.assess import Assessment
from geodata.territory import Territory
from services.assessor import Assessor
from services.best_scores import best_scores
from services.place_sheet import gains_of
from services.words.scores import span_text


@pytest.fixture(scope="module")
def assessor(territory: Territory) -> Assessor:
    return Assessor.of(territory)


@pytest.mark.parametrize("query", ["", "w=waste-70,economy-10", "as=hub"])
def test_a_place_has_the_score_that_its_sheet_gives_in_the_better_role(query: str, assessor: Assessor, territory: Territory) -> None:
    found = best_scores(assessor, query)
    assert len(found.words) == len(found.values) == len(territory.candidates)
    for row, place_id in enumerate(territory.candidates["id"]):
        gains = gains_of(assessor, place_id, query)
        assert gains
        best = gains.roles[0]
        if best.eligible[row]:
            assert found.words[row] == span_text(*best.span(row))
            assert found.values[row] == best.span(row)[0]
        else:
            assert (found.words[row], found.values[row]) == ("exclu", None)


def test_too_little_known_is_sorted_by_the_least_it_may_be(assessor: Assessor) -> None:
    found, roles = best_scores(assessor, ""), assessor.in_both_roles("")

    def unsure(one: Assessment) -> set[int]:
        return set(np.flatnonzero(one.eligible & ~one.known).tolist())

    spans = [row for row in unsure(roles[0]) | unsure(roles[1]) if "–" in found.words[row] and found.words[row] != "–"]
    assert spans
    for row in spans:
        low, high = (int(part) for part in found.words[row].split("–"))
        assert low <= high
        assert found.values[row] is not None and round(100 * found.values[row]) == low
