"""Times of places that come a few at a time: the same as all at once, each computed once, whatever the file holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siting.added_reach import AddedReach
from siting.disk_cache import DiskCache
from siting.incidence import Floats
from siting.reach import StraightReach

DEMAND = np.array([[900_000.0, 6_250_000.0], [901_000.0, 6_251_000.0], [905_000.0, 6_240_000.0]])
PLACES = np.column_stack([np.linspace(899_000.0, 906_000.0, 8), np.linspace(6_249_000.0, 6_252_000.0, 8)])


@dataclass
class Counting:
    """Straight lines, and how many places were asked."""

    inner: StraightReach = field(default_factory=StraightReach)
    asked: int = 0

    def minutes(self, places: Floats, demand: Floats, mode: str, limit_min: float = np.inf) -> Floats:
        self.asked += len(places)
        return self.inner.minutes(places, demand, mode, limit_min)

    def outline(self, place: Floats, mode: str, minutes: float) -> object:
        return self.inner.outline(place, mode, minutes)

    def version(self) -> str:
        return self.inner.version()


@given(st.lists(st.lists(st.integers(0, 7), max_size=6), max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_and_in_which_order_the_times_are_those_of_the_reach_itself(tmp_path: Path, asked: list[list[int]]) -> None:
    kept = AddedReach(StraightReach(), tmp_path)
    for rows in asked:
        chosen = PLACES[np.array(rows, int)]
        assert np.array_equal(kept.minutes(chosen, DEMAND, "foot", 60), StraightReach().minutes(chosen, DEMAND, "foot", 60))


def test_a_place_more_costs_one_place_even_after_a_restart(tmp_path: Path) -> None:
    reach = Counting()
    AddedReach(reach, tmp_path).minutes(PLACES[:5], DEMAND, "foot", 60)
    assert reach.asked == 5
    AddedReach(reach, tmp_path).minutes(PLACES[:6], DEMAND, "foot", 60)
    assert reach.asked == 6
    AddedReach(reach, tmp_path).minutes(PLACES[[5, 2, 2]], DEMAND, "foot", 60)
    assert reach.asked == 6


def test_another_mode_limit_or_set_of_demand_points_is_another_file(tmp_path: Path) -> None:
    kept = AddedReach(StraightReach(), tmp_path)
    for demand, mode, limit in ((DEMAND, "foot", 60.0), (DEMAND, "car", 60.0), (DEMAND, "foot", 30.0), (DEMAND[:2], "foot", 60.0)):
        assert np.array_equal(kept.minutes(PLACES, demand, mode, limit), StraightReach().minutes(PLACES, demand, mode, limit))
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize(
    "arrays",
    [
        {"minutes": np.zeros((3, 2))},
        {"places": PLACES[:2], "minutes": np.zeros((4, 2))},
        {"places": PLACES[:3], "minutes": np.zeros((3, 2))},
        None,
    ],
    ids=["no places", "other demand", "other places", "not an archive"],
)
def test_a_file_of_another_form_is_made_again(tmp_path: Path, arrays: dict[str, Floats] | None) -> None:
    kept = AddedReach(StraightReach(), tmp_path)
    name = kept._name(DEMAND, "foot", 60)
    DiskCache(tmp_path).keep_arrays(name, **arrays) if arrays else (tmp_path / name).write_bytes(b"PK\x03\x04 not an archive")
    assert np.array_equal(kept.minutes(PLACES, DEMAND, "foot", 60), StraightReach().minutes(PLACES, DEMAND, "foot", 60))
