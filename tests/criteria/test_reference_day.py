"""Nothing moves because something else did: a place that is accepted changes no value of another."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from criteria.assess import assess
from criteria.workspace import Workspace
from domain.candidate import Role
from geodata.published import with_places
from tests.published import LAUNDRY, YARD


@pytest.fixture(scope="module")
def after(territory):
    later = dataclasses.replace(LAUNDRY, updated_on=dt.date(2031, 5, 4))
    both = with_places(territory, (later, YARD)).territory
    return Workspace(both, both.candidates)


@pytest.mark.parametrize("role", Role)
def test_accepting_a_place_leaves_every_value_of_the_others_as_it_was(role, after, hub, shop):
    before, now = hub if role is Role.HUB else shop, assess(after, role)
    size = before.workspace.size
    for name in ("measures", "values", "colours", "eligible", "known", "convergent"):
        np.testing.assert_array_equal(getattr(now, name)[:size], getattr(before, name), err_msg=name)
    for name in ("actors", "convergence", "completeness", "actor_completeness"):
        np.testing.assert_allclose(getattr(now.scores, name)[:size], getattr(before.scores, name), rtol=1e-12, err_msg=name)
    assert now.suitability.sentences()[:size].tolist() == before.suitability.sentences().tolist()
    kept = [row for row in before.order() if before.rank[row]]
    assert [row for row in now.order() if now.rank[row] and row < size] == kept


def test_the_day_of_the_data_is_that_of_the_snapshot(territory, after):
    assert after.territory.as_of == territory.as_of == pd.Timestamp(territory.candidates["updated_on"].max()).date()


def test_a_rent_kept_confidential_is_neither_missing_nor_counted(territory):
    kept = dataclasses.replace(LAUNDRY, content={**LAUNDRY.content, "rent_eur_m2_yr": None}, rent_is_confidential=True)
    unknown = dataclasses.replace(kept, id="LP-000009", rent_is_confidential=False)
    both = with_places(territory, (kept, unknown)).territory
    held = assess(Workspace(both, both.candidates), Role.SHOP)
    row, other = held.row_of(kept.id), held.row_of(unknown.id)
    assert held.scores.convergence[row] == pytest.approx(held.scores.convergence[other])
    assert held.scores.completeness[row] > held.scores.completeness[other]
    asked = [item.id for item in held.unknown(row)]
    assert "rent" not in asked
    assert set(asked) == {item.id for item in held.unknown(other)} - {"rent"}
