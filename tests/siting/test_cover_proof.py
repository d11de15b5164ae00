"""The fewest places that reach all: equal to brute force and to HiGHS, sound when time runs out or the solver fails, and repeatable."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import highs
from siting.cover_all import SmallCover, cover_model, greedy_cover
from siting.cover_proof import fewest_places
from siting.cover_search import fewer_places
from siting.highs import NO_ROWS, solve_mip
from siting.incidence import Incidence, Ints, from_rows


def _rows(reached: np.ndarray) -> Incidence:
    """Give the rows of a 0/1 matrix (rows × places)."""
    ptr = np.concatenate(([0], np.cumsum(reached.sum(axis=1))))
    return from_rows(ptr, np.nonzero(reached)[1], reached.shape[1])


def _greedy(rows: Incidence) -> Ints:
    return greedy_cover(rows.row_ptr, rows.row_idx, rows.col_ptr, rows.col_idx)


def _reaches_all(reached: np.ndarray, places: Ints) -> bool:
    return bool(reached[:, places].any(axis=1).all()) and len(set(places.tolist())) == len(places)


@st.composite
def covers(draw: st.DrawFn) -> np.ndarray:
    """Draw who is reached by which place; everybody is, by somebody."""
    m, n = draw(st.integers(1, 14)), draw(st.integers(1, 9))
    reached = np.array(draw(st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=m, max_size=m)))
    for row in np.flatnonzero(~reached.any(axis=1)):
        reached[row, draw(st.integers(0, n - 1))] = True
    return reached


@settings(max_examples=150, deadline=None)
@given(covers())
def test_no_cover_has_fewer_places(reached: np.ndarray) -> None:
    rows = _rows(reached)
    found = fewest_places(rows, _greedy(rows), 1, 60.0)
    groups = (each for k in range(1, reached.shape[1] + 1) for each in combinations(range(reached.shape[1]), k))
    fewest = next(len(each) for each in groups if reached[:, each].any(axis=1).all())
    assert len(found.places) == found.least == fewest
    assert _reaches_all(reached, found.places)


def _scattered(m: int, n: int, radius: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    points, places = rng.random((m, 2)), rng.random((n, 2))
    reached = np.hypot(*(points[:, None] - places[None]).transpose(2, 0, 1)) <= radius
    return reached[reached.any(axis=1)]


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_the_solver_alone_finds(seed: int) -> None:
    reached = _scattered(180, 70, 0.14, seed)
    rows = _rows(reached)
    found = fewest_places(rows, _greedy(rows), 1, 60.0)
    small = SmallCover(rows, np.arange(70, dtype=np.int32), np.zeros(0, np.int32))
    alone = solve_mip(cover_model(small, np.ones(70), NO_ROWS, 70.0), 60.0)
    assert alone.proven
    assert len(found.places) == found.least == round(-alone.bound)
    assert _reaches_all(reached, found.places)


def test_when_time_runs_out_what_is_known_is_given() -> None:
    reached = _scattered(400, 120, 0.12, 5)
    rows = _rows(reached)
    proven, hurried = fewest_places(rows, _greedy(rows), 1, 60.0), fewest_places(rows, _greedy(rows), 1, 0.0)
    assert proven.least == len(proven.places) <= len(hurried.places)
    assert hurried.least <= proven.least
    assert _reaches_all(reached, hurried.places)


@pytest.mark.parametrize("failure", [MemoryError, RuntimeError])
def test_a_solver_that_fails_leaves_the_places_that_were_found(monkeypatch: pytest.MonkeyPatch, failure: type[Exception]) -> None:
    def fail(*_args: object) -> None:
        raise failure

    reached = _scattered(400, 120, 0.12, 5)
    rows = _rows(reached)
    monkeypatch.setattr(highs.highspy.Highs, "run", fail)
    found = fewest_places(rows, _greedy(rows), 3, 60.0)
    assert found.least == 3 < len(found.places)
    assert _reaches_all(reached, found.places)


@pytest.mark.parametrize("steps", [0, 1, 30, 1_000])
def test_the_search_keeps_all_reached_never_takes_more_and_repeats_itself(steps: int) -> None:
    reached = _scattered(300, 90, 0.13, 2)
    rows = _rows(reached)
    greedy = _greedy(rows)
    found = fewer_places(rows, greedy, 1, steps)
    assert _reaches_all(reached, found)
    assert len(found) <= len(greedy)
    assert found.tolist() == fewer_places(rows, greedy, 1, steps).tolist()


def test_the_search_finds_fewer_than_greed_does() -> None:
    """Greed takes the pair of columns that reach most; two other places reach everybody (Johnson, 1974)."""
    reached = np.zeros((14, 5), dtype=bool)
    reached[:7, 0] = reached[7:, 1] = True
    for place, (first, last) in enumerate(((0, 4), (4, 6), (6, 7)), 2):
        reached[first:last, place] = reached[7 + first : 7 + last, place] = True
    rows = _rows(reached)
    assert len(_greedy(rows)) == 3
    assert sorted(fewer_places(rows, _greedy(rows), 1, 100).tolist()) == [0, 1]
