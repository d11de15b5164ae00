"""The accounts of who would run a place: lines that sum, a rent that changes what is left by itself alone, odds that mean what they say."""

from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.assess import assess
from criteria.hypotheses import HYPOTHESES, Group, Hypotheses
from criteria.registry import criteria_of
from criteria.viability import FACTORS, LINES, bearable_rent, viability, viability_at
from criteria.weights import Weights
from criteria.workspace import Workspace
from domain.candidate import Role
from services.words.viability import viability_sentences

PLACE = {"S": 400.0, "A": 400.0, "P": 60_000.0}
places = st.fixed_dictionaries({"A": st.floats(60, 5_000), "P": st.floats(0, 300_000)}).map(lambda item: {**item, "S": item["A"]})
rents = st.floats(0, 300)


def _by_hand(place, hypotheses):
    by = {factor.symbol: hypotheses.central(factor.hypothesis) for factor in FACTORS}
    tonnes = min(place["S"] * by["t"], place["P"] * by["c"] / 1_000)
    fte = tonnes * by["j"] / 1_000 * by["f"]
    earned = tonnes * (by["r"] * by["v"] + by["p"] + by["g"]) + fte * by["i"] * by["a"]
    return earned - fte * by["w"] - tonnes * by["u"] - tonnes * by["q"] * by["x"] - place["A"] * by["e"]


@given(places, rents)
def test_the_lines_sum_to_what_is_left_before_the_rent_and_the_rent_is_paid_once(place, rent):
    found = viability(place, rent, Hypotheses())
    assert {*found.lines} == {*LINES}
    assert sum(line.central for line in found.lines.values()) == pytest.approx(found.before_rent.central)
    assert found.before_rent.central == pytest.approx(_by_hand(place, Hypotheses()))
    assert found.result.central == pytest.approx(found.before_rent.central - rent * place["A"])
    assert found.bearable.central * place["A"] == pytest.approx(found.before_rent.central)
    assert found.gap == pytest.approx(rent - found.bearable.central)


@given(places, rents, st.floats(1, 100))
def test_a_higher_rent_never_makes_a_deficit_less_likely(place, rent, more):
    first, second = (viability(place, asked, Hypotheses()) for asked in (rent, rent + more))
    assert 0 <= first.deficit <= second.deficit <= 1
    assert first.bearable == second.bearable


def test_one_drawn_year_in_ten_loses_money_at_the_low_end_of_the_bearable_rent_and_nine_at_its_high_end():
    ends = viability(PLACE, nan, Hypotheses({"jobs_per_1000_t": 40.0})).bearable
    odds = [viability(PLACE, rent, Hypotheses({"jobs_per_1000_t": 40.0})).deficit for rent in (ends.low, ends.high)]
    assert odds == pytest.approx([0.10, 0.90], abs=0.002)


def test_what_is_drawn_follows_its_law_and_a_hypothesis_moves_only_what_rests_on_it():
    sales = HYPOTHESES["sales_eur_t"]
    low, high = Hypotheses(), Hypotheses({"sales_eur_t": sales.highest})
    poor, rich = viability(PLACE, 50.0, low), viability(PLACE, 50.0, high)
    assert rich.bearable.central > poor.bearable.central
    assert rich.lines["sales"].low > poor.lines["sales"].low
    assert all(rich.lines[name] == poor.lines[name] for name in LINES if name != "sales")


def test_the_heaviest_hypothesis_comes_first_and_each_goes_from_its_low_to_its_high_end():
    found, hypotheses = viability(PLACE, 50.0, Hypotheses()), Hypotheses()
    widths = [swing.width for swing in found.swings]
    assert widths == sorted(widths, reverse=True)
    assert {swing.hypothesis for swing in found.swings} == {factor.hypothesis for factor in FACTORS}
    wages = next(swing for swing in found.swings if swing.hypothesis == "wage_eur_fte")
    by = {factor.symbol: hypotheses.central(factor.hypothesis) for factor in FACTORS}
    ends = [bearable_rent(**PLACE, **{**by, "w": end}) * PLACE["A"] - 50.0 * PLACE["A"] for end in (22_700.0, 32_500.0)]
    assert [wages.low, wages.high] == pytest.approx([float(end) for end in ends])


def test_an_unknown_area_gives_no_accounts_and_an_unknown_rent_no_odds():
    assert viability({**PLACE, "A": nan, "S": nan}, 50.0, Hypotheses()) is None
    found = viability(PLACE, nan, Hypotheses())
    assert isnan(found.deficit)
    assert not found.result.is_known
    assert found.bearable.is_known


def bearable_rents(workspace):
    (item,) = (item for item in criteria_of(Role.HUB) if item.id == "bearable_rent")
    return np.nan_to_num(item.measure(workspace, Role.HUB), nan=-1.0)


def test_a_confidential_rent_is_not_given_away(workspace):
    rents = np.where(np.isfinite(workspace.column("rent_eur_m2_yr")), bearable_rents(workspace), -1)
    row = int(rents.argmax())
    assert viability_at(workspace, Role.HUB, row).result.is_known
    secret = Workspace(workspace.territory, workspace.candidates.assign(rent_is_confidential=True))
    found = viability_at(secret, Role.HUB, row)
    assert not found.result.is_known
    assert viability_sentences(found, is_withheld=True)[-1] == "Le loyer est gardé confidentiel."


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda rent: 1.2 * rent, "est trop haut de 20 % : l'Économie y perdrait une activité"),
        (lambda rent: rent + 50, "est trop haut de 50 €/m²/an : l'Économie y perdrait une activité"),
        (lambda rent: rent - 5, "est supportable : il reste 5 €/m²/an."),
        (lambda _rent: nan, "Le loyer demandé n'est pas renseigné : à demander."),
    ],
)
def test_the_sentence_says_by_how_much_and_for_whom(asked, words):
    rent = viability(PLACE, nan, Hypotheses()).bearable.central
    told = " ".join(viability_sentences(viability(PLACE, asked(rent), Hypotheses()), is_withheld=False))
    assert words in told.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_the_optional_criteria_count_once_they_have_a_weight_and_a_rent_then_moves_them(workspace):
    plain, given_weight = assess(workspace, Role.HUB), assess(workspace, Role.HUB, Weights(criteria={"rent_margin": 3.0}))
    economy = 3
    assert not np.allclose(plain.scores.actors[:, economy], given_weight.scores.actors[:, economy], equal_nan=True)
    cheaper = workspace.candidates.assign(rent_eur_m2_yr=0.0)
    moved = assess(replace(Workspace(workspace.territory, cheaper)), Role.HUB, Weights(criteria={"rent_margin": 3.0}))
    column = [item.id for item in criteria_of(Role.HUB)].index("rent_margin")
    known = np.isfinite(given_weight.measures[:, column])
    assert (moved.measures[known, column] >= given_weight.measures[known, column]).all()
    assert (moved.measures[known, column] > given_weight.measures[known, column]).any()


def test_every_hypothesis_of_the_accounts_enters_them():
    used = {factor.hypothesis for factor in FACTORS}
    assert {key for key, item in HYPOTHESES.items() if item.group is Group.ACCOUNTS} <= used
