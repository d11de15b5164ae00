"""What is kept on disk is what would be computed: for all places at once or a few at a time, once each, whatever the file holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siting.cached_matrix import CachedMatrix, GrowingMatrix
from siting.disk_cache import DiskCache
from siting.incidence import Floats
from siting.reach import Minutes, StraightReach
from tests.siting.test_disk_cache import DAMAGES

DEMAND = np.array([[900_000.0, 6_250_000.0], [901_000.0, 6_251_000.0], [905_000.0, 6_240_000.0]])
PLACES = np.column_stack([np.linspace(899_000.0, 906_000.0, 8), np.linspace(6_249_000.0, 6_252_000.0, 8)])


@dataclass
class Counting:
    """Straight lines, and how many places were asked."""

    inner: Minutes
    asked: int = 0

    def between(self, places: Floats, demand: Floats) -> Floats:
        self.asked += len(places)
        return self.inner.between(places, demand)

    def version(self) -> str:
        return self.inner.version()


def minutes(mode: str = "foot", limit_min: float = 60.0) -> Minutes:
    return Minutes(StraightReach(), mode, limit_min)


@given(st.lists(st.lists(st.integers(0, 7), max_size=6), max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_and_in_which_order_the_times_are_those_of_the_reach_itself(tmp_path: Path, asked: list[list[int]]) -> None:
    kept = GrowingMatrix(minutes(), tmp_path)
    for rows in asked:
        chosen = PLACES[np.array(rows, int)]
        assert np.array_equal(kept.between(chosen, DEMAND), minutes().between(chosen, DEMAND))


def test_a_place_more_costs_one_place_even_after_a_restart(tmp_path: Path) -> None:
    counted = Counting(minutes())
    for places, in_all in ((PLACES[:5], 5), (PLACES[:6], 6), (PLACES[[5, 2, 2]], 6)):
        GrowingMatrix(counted, tmp_path).between(places, DEMAND)
        assert counted.asked == in_all


def test_all_places_are_computed_once_and_anew_when_anything_changes(tmp_path: Path) -> None:
    first = CachedMatrix(minutes(), tmp_path).between(PLACES, DEMAND)
    counted = Counting(minutes())
    assert np.array_equal(CachedMatrix(counted, tmp_path).between(PLACES, DEMAND), first)
    assert not counted.asked
    CachedMatrix(counted, tmp_path).between(PLACES + 1, DEMAND)
    assert counted.asked == len(PLACES)


@pytest.mark.parametrize("kind", [CachedMatrix, GrowingMatrix])
def test_another_mode_limit_or_set_of_demand_points_is_another_file(tmp_path: Path, kind: type[CachedMatrix | GrowingMatrix]) -> None:
    for demand, mode, limit in ((DEMAND, "foot", 60.0), (DEMAND, "car", 60.0), (DEMAND, "foot", 30.0), (DEMAND[:2], "foot", 60.0)):
        inner = minutes(mode, limit)
        assert np.array_equal(kind(inner, tmp_path).between(PLACES, demand), inner.between(PLACES, demand))
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("kind", [CachedMatrix, GrowingMatrix])
def test_what_is_kept_is_not_copied_into_the_memory_of_each_process(tmp_path: Path, kind: type[CachedMatrix | GrowingMatrix]) -> None:
    for _ in range(2):  # whoever computed it, then whoever finds it
        given_back = kind(minutes(), tmp_path).between(PLACES, DEMAND)
        assert is_mapped(given_back)
        assert not given_back.flags.writeable


def is_mapped(array: object) -> bool:
    """Whether the values of an array are the pages of a file."""
    return isinstance(array, mmap) or (isinstance(array, np.ndarray) and is_mapped(array.base))


@pytest.mark.parametrize("kind", [CachedMatrix, GrowingMatrix])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_made_again(tmp_path: Path, kind: type[CachedMatrix | GrowingMatrix], damage: Callable[[Path], object]) -> None:
    kept, expected = kind(minutes(), tmp_path), minutes().between(PLACES, DEMAND)
    kept.between(PLACES, DEMAND)
    damage(next(tmp_path.iterdir()))
    assert np.array_equal(kept.between(PLACES, DEMAND), expected)


@pytest.mark.parametrize("kind", [CachedMatrix, GrowingMatrix])
def test_where_nothing_can_be_kept_it_is_computed(tmp_path: Path, kind: type[CachedMatrix | GrowingMatrix]) -> None:
    (tmp_path / "file").write_text("")
    assert np.array_equal(kind(minutes(), tmp_path / "file").between(PLACES, DEMAND), minutes().between(PLACES, DEMAND))


@pytest.mark.parametrize("stored", [np.zeros((3, 2)), np.zeros((6, 2)), np.zeros((5, 2), np.float32), np.zeros(5)])
def test_a_file_of_another_form_is_made_again(tmp_path: Path, stored: Floats) -> None:
    kept = GrowingMatrix(minutes(), tmp_path)
    DiskCache(tmp_path).keep_matrix(kept._name(DEMAND), stored)
    assert np.array_equal(kept.between(PLACES, DEMAND), minutes().between(PLACES, DEMAND))
