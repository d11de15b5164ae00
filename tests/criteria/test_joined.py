"""A hub and its shops as one candidate: each resident counted once, the worst of what must hold everywhere, unknown kept unknown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.assess import Assessment, assess
from criteria.hypotheses import Hypotheses
from criteria.joined import assess_network, members_of, weighed
from criteria.registry import criteria, criteria_of
from criteria.together import WORDS, Together
from criteria.viability import viability_at
from criteria.weights import Weights
from criteria.workspace import Workspace
from domain.candidate import EXAMPLE_SUFFIX, Role
from domain.network import Network

CASES = settings(max_examples=25, deadline=None)
REACHED = ("residents_newly_reached", "qpv_residents")


def judge(hub: Assessment, shop: Assessment, rows: list[int], name: str = "") -> Assessment:
    network = Network(1, str(hub.ids[rows[0]]), tuple(str(shop.ids[row]) for row in rows[1:]), name)
    return assess_network(network, members_of(network, hub, shop))


def measure(assessment: Assessment, criterion_id: str, row: int = 0) -> float:
    return float(assessment.measures[row, [item.id for item in assessment.items].index(criterion_id)])


def rows(least: int = 2, most: int = 5) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, 163), min_size=least, max_size=most, unique=True)


def plain_name(space: Workspace, row: int) -> str:
    """The name of a place without the mark of an example, which the network bears once."""
    return str(space.candidates["name"].iloc[row]).removesuffix(EXAMPLE_SUFFIX)


@CASES
@given(st.integers(0, 163))
def test_a_network_of_one_place_is_judged_as_the_place_alone(hub: Assessment, shop: Assessment, row: int) -> None:
    found = judge(hub, shop, [row])
    assert [item.id for item in found.items] == [item.id for item in hub.items]
    np.testing.assert_allclose(found.measures[0], hub.measures[row], rtol=1e-9)
    np.testing.assert_allclose(found.scores.actors[0], hub.scores.actors[row], rtol=1e-9)
    np.testing.assert_allclose(found.scores.completeness[0], hub.scores.completeness[row])
    assert (found.colours[0] == hub.colours[row]).all()
    assert (found.convergent[0], found.eligible[0]) == (hub.convergent[row], hub.eligible[row])
    assert found.suitability.sentence(0).replace("\u00a0", " ").startswith(hub.suitability.sentence(row)[:6])


@CASES
@given(rows(3))
def test_a_shop_more_never_lowers_reach_and_nobody_is_counted_twice(hub: Assessment, shop: Assessment, rows: list[int]) -> None:
    fewer, whole = judge(hub, shop, rows[:-1]), judge(hub, shop, rows)
    for reached in REACHED:
        alone = [measure(hub, reached, rows[0]), *[measure(shop, reached, row) for row in rows[1:]]]
        assert measure(whole, reached) >= measure(fewer, reached) - 1e-6
        assert measure(whole, reached) <= sum(alone) + 1e-6
        assert measure(whole, reached) >= max(alone) - 1e-6
    for total in ("tonnes_diverted", "jobs"):
        assert not measure(whole, total) < measure(fewer, total) - 1e-6


@CASES
@given(rows())
def test_what_must_hold_everywhere_is_worth_its_worst_place(hub: Assessment, shop: Assessment, rows: list[int]) -> None:
    found = judge(hub, shop, rows)
    for at, item in enumerate(found.items):
        alone = [
            float(judged.values[row, list(judged.items).index(of)])
            for judged, row in [(hub, rows[0]), *[(shop, row) for row in rows[1:]]]
            for of in criteria_of(judged.role)
            if of.id == item.id
        ]
        if item.together is Together.WORST:
            expected = float("nan") if np.isnan(alone).any() else min(alone)
            np.testing.assert_allclose(found.values[0, at], expected)


@CASES
@given(rows())
def test_what_excludes_a_place_excludes_the_network_and_names_it(hub: Assessment, shop: Assessment, rows: list[int]) -> None:
    found = judge(hub, shop, rows)
    excluded = [not judged.eligible[row] for judged, row in [(hub, rows[0]), *[(shop, row) for row in rows[1:]]]]
    assert found.eligible[0] == (not any(excluded))
    if any(excluded):
        assert plain_name(hub.workspace, rows[excluded.index(True)]) in found.suitability.sentence(0)


def test_residents_reached_are_those_of_a_loop_over_the_points(hub: Assessment, shop: Assessment) -> None:
    members, space = [3, 20, 40], hub.workspace
    found, demand = judge(hub, shop, members), hub.workspace.territory.demand
    near = np.zeros(len(demand), bool)
    for row in members:
        reach = space.crow_m(space.hypotheses.central("donor_reach_m"))
        near |= (demand.geometry.distance(space.candidates.geometry.iloc[row]) / space.scale[row] <= reach).to_numpy()
    told = {term.symbol: term for term in found.explain(0, "tonnes_diverted").terms}
    people = float(demand["population"][near].sum())
    assert found.items[0].read(found.workspace, Role.HUB) is not None
    assert float(found.workspace.around(reach).population[0]) == pytest.approx(people)
    assert "une fois" in told["P"].note


def test_an_unknown_floor_leaves_the_whole_unknown_and_is_named(territory) -> None:
    candidates = territory.candidates.copy()
    candidates.loc[candidates.index[20], "area_m2"] = np.nan
    space = Workspace(territory, candidates)
    found = judge(assess(space, Role.HUB), assess(space, Role.SHOP), [3, 20])
    for unknown in ("tonnes_diverted", "jobs", "floor_area"):
        assert np.isnan(measure(found, unknown))
    assert np.isfinite(measure(found, "residents_newly_reached"))
    assert plain_name(space, 20) in {term.symbol: term.note for term in found.explain(0, "floor_area").terms}["S"]
    assert "floor_area" in {item.id for item in found.unknown(0)}
    assert viability_at(found.workspace, Role.HUB, 0) is None


def test_a_rent_is_the_mean_by_floor_area_and_a_confidential_one_is_not_counted(territory) -> None:
    candidates = territory.candidates.copy()
    for row, area, rent in ((3, 900.0, 60.0), (20, 100.0, 160.0)):
        candidates.loc[candidates.index[row], ["area_m2", "rent_eur_m2_yr", "rent_is_confidential"]] = [area, rent, False]
    space = Workspace(territory, candidates)
    found = judge(assess(space, Role.HUB), assess(space, Role.SHOP), [3, 20])
    assert measure(found, "rent") == pytest.approx(70.0)
    accounts = viability_at(found.workspace, Role.HUB, 0)
    assert accounts is not None
    assert accounts.rent == pytest.approx(70.0)
    candidates.loc[candidates.index[20], "rent_is_confidential"] = True
    candidates.loc[candidates.index[20], "rent_eur_m2_yr"] = np.nan
    space = Workspace(territory, candidates)
    found = judge(assess(space, Role.HUB), assess(space, Role.SHOP), [3, 20])
    column = [item.id for item in found.items].index("rent")
    assert found.withheld[0, column]
    assert "rent" not in {item.id for item in found.unknown(0)}


def test_weights_and_hypotheses_move_a_network_as_they_move_places(territory) -> None:
    space = Workspace(territory, territory.candidates, Hypotheses({"tonnes_per_m2_yr": 0.3}))
    weights = Weights({"waste": 9.0})
    found = judge(*(assess(space, role, weights) for role in (Role.HUB, Role.SHOP)), [3, 20])
    calm = judge(*(assess(Workspace(territory, territory.candidates), role) for role in (Role.HUB, Role.SHOP)), [3, 20])
    assert measure(found, "tonnes_diverted") > measure(calm, "tonnes_diverted")
    np.testing.assert_allclose(found.scores.convergence[0], found.scores.actors[0] @ weights.actor_shares())
    assert found.rank[0] == 0


def test_a_network_has_its_name_or_that_of_its_hub_and_is_an_example_if_a_member_is(hub: Assessment, shop: Assessment) -> None:
    place = judge(hub, shop, [3, 20], "Réseau nord").workspace.candidates.iloc[0]
    assert (place["id"], place["name"], bool(place["is_example"])) == ("net_1", "Réseau nord", True)
    assert plain_name(hub.workspace, 3) in judge(hub, shop, [3, 20]).workspace.candidates["name"].iloc[0]


def test_a_network_without_its_hub_is_none_and_a_lost_shop_is_left_out(hub: Assessment, shop: Assessment) -> None:
    ids = [str(one) for one in hub.ids]
    assert members_of(Network(1, "nowhere", (ids[3],)), hub, shop) == ()
    assert [one.row for one in members_of(Network(1, ids[3], ("nowhere", ids[20])), hub, shop)] == [3, 20]


def test_each_way_of_combining_is_said_in_words_and_what_is_summed_or_averaged_is_one_figure() -> None:
    assert set(WORDS) == set(Together)
    for item in criteria():
        if item.together in (Together.SUM, Together.MEAN):
            assert len(item.variables) == 1
            assert not item.factors


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=5))
def test_a_mean_by_floor_area_lies_between_its_ends(values: list[float]) -> None:
    areas = [100.0 + 10 * at for at in range(len(values))]
    assert min(values) - 1e-6 <= weighed(values, areas) <= max(values) + 1e-6
    assert np.isnan(weighed([*values, float("nan")]))
