"""A saved plan worked out again for another detour reaches what its whole question would, asked with that detour."""

from __future__ import annotations

import numpy as np
import pytest

from domain.scenario import STAKES
from scenarios.outcome import outcome_of
from scenarios.plan_reach import is_as_saved, plan_reach
from scenarios.plan_view import plan_view
from scenarios.solving import first
from tests.scenarios.conftest import Ask

FOOT = "open=shop&mode=foot&min=15"


@pytest.mark.parametrize("query", ["", FOOT, f"{FOOT}&ex=0"])
@pytest.mark.parametrize("detour", [1.2, 1.3, 1.4])
def test_a_plan_is_worth_the_same_as_in_its_whole_question(ask: Ask, query: str, detour: float) -> None:
    base, other = ask(query), ask(f"{query}&hyp=detour-{detour}".lstrip("&"))
    progress = first(base)
    view = plan_view(base, progress, query)
    ids = [str(base.ids[place]) for place in progress.plan or ()]
    plan = [other.ids.astype(str).tolist().index(name) for name in ids]
    wanted = [outcome_of(other, plan).stakes[actor] for actor in STAKES]
    found = plan_reach(base.travel_times, view, detour)
    assert found is not None
    for mine, theirs in ((found.after, "after"), (found.before, "before"), (found.total, "total")):
        assert mine == pytest.approx([getattr(one, theirs) for one in wanted], abs=1e-3)
    saved = [view.outcome.stakes[actor].after / view.outcome.stakes[actor].total for actor in STAKES]
    assert is_as_saved(view, found) is np.allclose(found.shares, saved, atol=1e-6)


def test_a_plan_whose_capacity_counts_or_that_lost_a_place_is_not_worked_out_again(ask: Ask) -> None:
    base = ask("cap=1")
    assert plan_reach(base.travel_times, plan_view(base, first(base), "cap=1"), 1.3) is None
    plain = ask("")
    view = plan_view(plain, first(plain), "")
    object.__setattr__(view.places[0], "id", "gone")
    assert plan_reach(plain.travel_times, view, 1.3) is None
