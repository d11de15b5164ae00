"""Promises of the synthetic candidates."""

from __future__ import annotations

import pytest
import shapely

from geodata.schemas import ENRICHED_CANDIDATES
from geodata.synthetic import synthetic_candidates


@pytest.mark.parametrize("n", [0, 1, 500])
def test_they_have_the_columns_and_types_of_real_candidates(territory, n):
    frame = synthetic_candidates(n, territory, seed=3)
    assert len(frame) == n
    assert (frame.dtypes == territory.candidates.dtypes).all()
    ENRICHED_CANDIDATES.validate(frame)


def test_they_lie_on_the_land_of_the_area_they_name(territory):
    frame = synthetic_candidates(2_000, territory, seed=5)
    shapes = territory.municipalities.set_index("code").geometry
    assert shapely.contains(shapes[frame["area_code"]].to_numpy(), frame.geometry.to_numpy()).all()


def test_a_seed_gives_the_same_rows_and_another_seed_others(territory):
    assert synthetic_candidates(50, territory, 1).equals(synthetic_candidates(50, territory, 1))
    assert not synthetic_candidates(50, territory, 1).equals(synthetic_candidates(50, territory, 2))
