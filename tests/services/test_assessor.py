"""From an address to an assessment: total, and costly results kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from criteria.assess import assess
from criteria.hypotheses import Hypotheses
from criteria.weights import Thresholds, Weights
from criteria.workspace import MOST_WORKSPACES, Workspace
from domain.candidate import Role
from domain.limits import MOST_COMPARED
from geodata.territory import Territory
from services.assessor import Assessor, compared, role_of


@pytest.fixture(scope="module")
def assessor(territory: Territory) -> Assessor:
    return Assessor.of(territory)


@pytest.mark.parametrize(
    ("query", "role"),
    [
        ("", Role.SHOP),
        ("as=hub", Role.HUB),
        ("?as=hub", Role.HUB),
        ("as=shop", Role.SHOP),
        ("as=HUB", Role.SHOP),
        ("as=", Role.SHOP),
        ("as=shop&as=hub", Role.HUB),
        ("has=hub", Role.SHOP),
        ("as=%00%FF", Role.SHOP),
    ],
)
def test_the_role_is_read_from_the_address_and_is_the_shop_otherwise(query: str, role: Role) -> None:
    assert role_of(query) == role


@given(st.lists(st.text("abcXYZ019-_", max_size=5), max_size=9))
def test_at_most_four_places_are_compared_each_once_in_the_order_chosen(ids: list[str]) -> None:
    chosen = compared("cmp=" + ".".join(ids))
    assert len(chosen) <= MOST_COMPARED
    wanted = [text for text in ids if text]
    assert list(chosen) == sorted(set(wanted), key=wanted.index)[:MOST_COMPARED]


@examples(max_examples=60)
@given(query=st.text(max_size=200) | st.builds("as={}&w={}&wc={}&green={}&hyp={}&cmp={}".format, *[st.text(max_size=12)] * 6))
def test_any_address_gives_an_assessment(query: str, assessor: Assessor) -> None:
    found = assessor.assess(query)
    assert len(found.ids) == len(found.rank) > 0
    assert np.nanmin(found.scores.convergence) >= 0
    assert np.nanmax(found.scores.convergence) <= 1 + 1e-9
    compared(query)


@pytest.mark.parametrize("role", list(Role))
def test_an_address_is_judged_as_its_weights_thresholds_and_hypotheses_say(role: Role, assessor: Assessor, territory: Territory) -> None:
    weights, thresholds = Weights({"waste": 3, "economy": 0.5}, {"rent": 4}, frozenset({"waste"})), Thresholds.same(0.7, 0.3)
    hypotheses = Hypotheses({"walk_reach_m": 700})
    query = "&".join([f"as={role.value}", "kinds=premises", weights.to_query(), thresholds.to_query(), hypotheses.to_query()])
    found, wanted = assessor.assess(query), assess(Workspace(territory, territory.candidates, hypotheses), role, weights, thresholds)
    assert found.role is role
    assert found.version == wanted.version
    for name in ("values", "rank", "colours", "convergent", "eligible"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))
    np.testing.assert_array_equal(found.scores.convergence, wanted.scores.convergence)


def test_the_last_hypotheses_asked_for_are_kept_and_no_more(territory: Territory) -> None:
    kept = Assessor.of(territory).workspace
    first = kept(Hypotheses())
    assert kept(Hypotheses({"detour": Hypotheses().central("detour")})) is first, "the same hypotheses, written out"
    built = [kept(Hypotheses({"walk_reach_m": 1_100 + 100 * step})).hypotheses for step in range(MOST_WORKSPACES)]
    assert len(set(built)) == MOST_WORKSPACES
    assert kept(Hypotheses()) is not first, "the oldest was let go"
