"""What a year of waiting costs: each line is a figure times its price, unknown is never zero, an occupied place costs nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.assess import Assessment, assess
from criteria.derived import span_of
from criteria.hypotheses import HYPOTHESES, Hypotheses
from criteria.vacancy import Vacancy, vacancy_at
from criteria.waiting import ACTORS, Left, cost_of, left_at
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.units import Range

rates = st.tuples(st.floats(0, 200), st.floats(0, 50), st.floats(0, 50)).map(lambda ends: Range(*sorted(ends)))


def by_id(left: tuple[Left, ...]) -> dict[str, Left]:
    return {one.id: one for one in left}


def row_where(workspace: Workspace, kept: pd.Series) -> int:
    return int(np.flatnonzero(kept.to_numpy(bool))[0])


def test_tonnes_and_bulky_waste_cost_their_price_at_each_end(shop: Assessment) -> None:
    row = row_where(shop.workspace, shop.workspace.candidates["vacant_since"].notna() & shop.workspace.candidates["area_m2"].notna())
    found = by_id(left_at(shop, row))
    for id_, price in (("tonnes", "waste_eur_t"), ("bulky", "bulky_eur_t")):
        amount, cost = found[id_].amount, found[id_].cost
        assert cost is not None
        low, central, high = HYPOTHESES[price].default
        assert (cost.low, cost.value, cost.high) == pytest.approx((amount.low * low, amount.value * central, amount.high * high))
        assert cost.is_hypothesis
        assert set(amount.sources) <= set(cost.sources)
    assert found["jobs"].cost is None
    total = cost_of(tuple(found.values()))
    assert total.central == pytest.approx(sum(one.cost.value for one in found.values() if one.cost is not None))


def test_a_price_that_the_group_changes_moves_the_cost_and_nothing_else(workspace: Workspace, shop: Assessment) -> None:
    dearer = assess(replace(workspace, hypotheses=Hypotheses({"waste_eur_t": 500.0}), measured={}, suited={}, variables={}), Role.SHOP)
    before, after = by_id(left_at(shop, 0)), by_id(left_at(dearer, 0))
    assert after["tonnes"].cost is not None
    assert before["tonnes"].cost is not None
    assert after["tonnes"].cost.value == pytest.approx(before["tonnes"].cost.value * 500 / 272)
    assert after["bulky"] == before["bulky"]


@given(st.floats(10, 5_000), st.floats(0.1, 100), rates, rates)
def test_an_empty_place_costs_what_is_known_by_its_area(area: float, months: float, guard: Range, decay: Range) -> None:
    found = Vacancy(months, area, {"l": Range.unknown(), "c": Range.exact(12.0), "g": guard, "d": decay})
    assert found.cost.central == pytest.approx(area * (12 + guard.central + decay.central))
    assert found.left_out == ("loyer perdu, au plus ce qu'un exploitant peut payer",)
    assert sum(found.line(symbol).central for symbol in ("c", "g", "d")) == pytest.approx(found.cost.central)


def test_what_is_not_known_to_be_empty_has_no_cost_and_what_is_occupied_costs_nothing() -> None:
    known = {"g": Range.exact(10.0), "d": Range.exact(5.0)}
    assert not Vacancy(float("nan"), 100.0, known).cost.is_known
    assert not Vacancy(3.0, float("nan"), known).cost.is_known
    assert Vacancy(0.0, 100.0, known).cost == Range.exact(0.0)


def test_the_rent_forgone_is_never_above_what_is_asked_nor_what_one_can_pay_and_a_confidential_one_is_not_given_away(
    workspace: Workspace,
) -> None:
    frame = workspace.candidates
    kept = frame["vacant_since"].notna() & frame["rent_eur_m2_yr"].notna() & frame["area_m2"].notna()
    rows = np.flatnonzero(kept.to_numpy(bool))[:12]
    for row in rows:
        rent = vacancy_at(workspace, Role.SHOP, int(row)).rates["l"]
        assert 0 <= rent.low <= rent.high <= frame["rent_eur_m2_yr"].iloc[row]
    secret = Workspace(workspace.territory, frame.assign(rent_is_confidential=True))
    found = vacancy_at(secret, Role.SHOP, int(rows[0]))
    assert not found.rates["l"].is_known
    assert not found.rates["c"].is_known
    assert found.cost.is_known


def test_each_place_has_the_vacancy_of_its_kind_and_every_line_an_actor(shop: Assessment) -> None:
    kinds = shop.workspace.candidates["kind"]
    for kind, mine, other in (("premises", "premises", "sites"), ("zone_site", "sites", "premises")):
        found = by_id(left_at(shop, row_where(shop.workspace, kinds == kind)))
        assert mine in found
        assert other not in found
        assert set(found) <= set(ACTORS)
        assert all(span_of(one.amount).low <= span_of(one.amount).high or not span_of(one.amount).is_known for one in found.values())
