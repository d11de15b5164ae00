"""Robustness among the places that are left, and places side by side."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from criteria.assess import Assessment
from criteria.robustness import acceptability
from criteria.standing import Hold, Standing, standing
from domain.candidate import EXAMPLE_SUFFIX, Role
from geodata.territory import Territory
from services.assessor import Assessor
from services.robustness import AROUND, among, robustness_among
from tests.components import of_class, of_type, text
from views.convergence.panels import SHOWN, _standing_words, comparison
from views.convergence.panels import robustness as drawn


@pytest.fixture(scope="module", params=list(Role), ids=lambda role: role.value)
def held(request: pytest.FixtureRequest, territory: Territory) -> Assessment:
    return Assessor.of(territory).assess(f"as={request.param.value}")


def robustness(held: Assessment, kept: np.ndarray) -> Any:
    return drawn(robustness_among(held, kept))


def everyone(held: Assessment) -> np.ndarray:
    return np.ones(len(held.ids), bool)


def only(held: Assessment, rows: list[int]) -> np.ndarray:
    kept = np.zeros(len(held.ids), bool)
    kept[rows] = True
    return kept


def names(held: Assessment, rows: list[int]) -> list[str]:
    return [name.removesuffix(EXAMPLE_SUFFIX) for name in held.workspace.candidates["name"].iloc[rows]]


def test_only_the_places_left_by_the_filters_compete(held: Assessment) -> None:
    rows = [int(row) for row in held.contenders()[2:9]]
    shown = robustness(held, only(held, rows))
    lines = of_type(of_type(shown, "Tbody"), "Tr")
    assert {text(of_type(line, "Th")).removesuffix(" exemple") for line in lines} <= set(names(held, rows))
    assert "parmi 7 lieux" in text(shown)
    firsts = [float(text(of_type(line, "Td")[2]).split("\u202f")[0].split(" ")[0].replace(",", ".")) for line in lines]
    assert sum(firsts) == pytest.approx(100, abs=0.05 * len(firsts) + 0.01), "one of them is first in every weighting"


def test_the_shares_are_those_of_the_engine(held: Assessment) -> None:
    told, shown = acceptability(held), robustness(held, everyone(held))
    lines = of_type(of_type(shown, "Tbody"), "Tr")
    assert 0 < len(lines) <= SHOWN
    best = int(np.argmax(told.in_top))
    assert text(of_type(lines[0], "Th")).startswith(names(held, [best])[0])
    widths = [bar.style["width"] for bar in of_class(lines[0], "bar-fill")[1:]]
    assert widths == [f"{100 * told.first[best]:.1f}%", f"{100 * told.in_top[best]:.1f}%"]
    assert f"± {100 * AROUND:.0f} points" in text(shown)


def test_it_says_what_would_dethrone_the_first_and_by_how_much(held: Assessment) -> None:
    lead = text(of_class(robustness(held, everyone(held)), "lead"))
    leader = names(held, [int(held.contenders()[0])])[0]
    assert lead.startswith("Ce qui ferait basculer : «\u00a0")
    assert f"rejoindrait «\u00a0{leader}\u00a0»" in lead
    assert re.search(r"passait de [\d,]+ % à [\d,]+ % \([\d,]+ points pris à", lead)


def test_one_sentence_says_whether_the_ranking_holds(held: Assessment) -> None:
    rows = [int(row) for row in held.contenders()[:30]]
    kept = only(held, rows)
    said = text(of_class(robustness(held, kept), "standing"))
    found = standing(among(held, kept), acceptability(among(held, kept)), acceptability(held, among=kept))
    verdicts = ("Le classement tient : ", "Le classement tient si les poids restent à ± 10 points", "Le classement ne tient pas : ")
    assert sum(said.startswith(verdict) for verdict in verdicts) == 1
    assert names(held, [found.weakest])[0] in said or found.hold is not Hold.NOT


def test_a_ranking_that_does_not_hold_says_among_how_many_first_places() -> None:
    names = np.array(["Ancienne laverie"], object)
    assert "ne reste parmi les 5 premiers que dans 40 %" in _standing_words(Standing(Hold.NOT, 5, 0, 0.4), names)
    assert "ne reste premier que dans 40 %" in _standing_words(Standing(Hold.NOT, 1, 0, 0.4), names)


def test_two_rivals_alone_are_judged_on_who_is_first(held: Assessment) -> None:
    rows = [int(row) for row in held.contenders()[[0, -1]]]
    said = text(of_class(robustness(held, only(held, rows)), "standing"))
    assert "le premier reste premier" in said or "ne tient pas" in said


def test_fewer_than_two_places_have_no_robustness(held: Assessment) -> None:
    best = [int(held.contenders()[0])]
    excluded = [int(row) for row in np.flatnonzero(~held.eligible)[:4]]
    for rows in ([], best, excluded, best + excluded):
        shown = robustness(held, only(held, rows))
        assert "au moins deux lieux" in text(shown)
        assert not of_type(shown, "Table")


def test_a_place_out_of_the_selection_neither_competes_nor_ranks(held: Assessment) -> None:
    rows = [int(row) for row in held.contenders()[:5]]
    field = among(held, only(held, rows))
    assert sorted(field.contenders().tolist()) == sorted(rows)
    assert not field.eligible[[row for row in range(len(held.ids)) if row not in rows]].any()


def test_nothing_compared_says_how_to() -> None:
    assert "jusqu'à quatre lieux" in text(comparison(()))


def test_places_stand_side_by_side_with_every_criterion_and_the_best_in_bold(held: Assessment) -> None:
    rows = [int(row) for row in held.order()[[0, 3, -1]]]
    shown = comparison([(held, row) for row in rows])
    heads = [text(head).removesuffix(" exemple") for head in of_type(of_type(shown, "Thead"), "Th")]
    assert heads == names(held, rows)
    lines = {text(of_type(line, "Th")): of_type(line, "Td") for line in of_type(of_type(shown, "Tbody"), "Tr")}
    for column, item in enumerate(held.items):
        cells, values = lines[item.heading(held.workspace)], held.values[rows, column]
        assert [text(cell) for cell in cells] == [item.show(held.measures[row, column]) for row in rows]
        bold = [bool(of_type(cell, "B")) for cell in cells]
        known = values[~np.isnan(values)]
        several = len(known) > 0 and known.min() < known.max()
        assert bold == [bool(several and value == known.max()) for value in values]


def test_the_last_line_says_what_is_missing_or_why_a_place_is_excluded(held: Assessment) -> None:
    rows = [int(np.flatnonzero(held.convergent)[0]), int(np.flatnonzero(held.eligible & ~held.convergent)[0])]
    rows.append(int(np.flatnonzero(~held.eligible)[0]))
    last = of_type(of_type(of_type(comparison([(held, row) for row in rows]), "Tbody"), "Tr")[-1], "Td")
    assert text(last[0]) == " ".join(["Rien : convergent.", *held.doubts(rows[0])])
    assert all(sentence in text(last[1]) for sentence in held.missing(rows[1]))
    assert text(last[2]) == held.suitability.sentence(rows[2])
