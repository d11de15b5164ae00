"""The p-centre: the shortest time within which everyone is reached, by bisection on proven covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.certificate import Certificate, Solution
from siting.compiled import compiled
from siting.cover_all import SmallCover, cover_model, dominated, greedy_on, packed_rows, start_cover, without_implied
from siting.evaluate import longest_time
from siting.highs import chosen_of, side_rows, solve_mip
from siting.incidence import Floats, Ints, within
from siting.rules import Constraints, Frame, Places, frame_of

METHOD = "bisection + dominance + HiGHS"


@dataclass(frozen=True)
class Centre:
    """The answer: `solution` (None when no plan is allowed), and the demand points that no allowed place reaches at all."""

    solution: Solution | None
    unreachable: Ints


def solve_centre(minutes: NDArray[np.floating[Any]], frame: Frame | int, seconds: float = 60.0) -> Centre:
    """Choose the places (at most k) that make the longest time to the nearest one as short as possible.

    Parameters
    ----------
    minutes : (m, n) times; infinite or NaN = unreachable. Demand points that nobody reaches are named and left out.
    frame : the rules, or just k.
    seconds : time for each of the (about ten) covers to be proven; a bound is kept where one is not.
    """
    rules = frame_of(Places(minutes.shape[1]), Constraints(frame)) if isinstance(frame, int) else frame
    allowed = np.setdiff1d(np.arange(rules.n), np.setdiff1d(rules.forbidden, rules.existing)).astype(np.int32)
    times = np.ascontiguousarray(np.where(np.isnan(minutes), np.inf, minutes), dtype=np.float64)
    nearest = times[:, allowed].min(axis=1) if len(allowed) else np.full(len(times), np.inf)
    served = np.isfinite(nearest)
    unreachable = np.flatnonzero(~served).astype(np.int32)
    times = times[served]
    if not len(times):
        return Centre(None, unreachable)
    return Centre(_bisect(times, rules, float(nearest[served].max()), seconds), unreachable)


def _bisect(times: Floats, frame: Frame, least: float, seconds: float) -> Solution | None:
    """Keep ``low`` < optimum ≤ ``high``; halve first on time, then on the distinct times left between the two."""
    most = float(times[np.isfinite(times)].max())
    plan, _ = _cover_within(times, most, frame, seconds)
    if plan is None:
        return None
    high, low, bound = longest_time(times, plan), float(np.nextafter(least, -np.inf)), least
    while True:
        levels = _levels_between(times, low, high)
        if not len(levels):
            break
        radius = float(levels[len(levels) // 2])
        found, proven = _cover_within(times, radius, frame, seconds)
        if found is not None:
            plan, high = found, longest_time(times, found)
        elif not proven:
            return Solution(plan, Certificate(high, bound, METHOD, maximise=False))
        else:
            low, bound = radius, float(levels[len(levels) // 2 + 1]) if len(levels) // 2 + 1 < len(levels) else high
    return Solution(plan, Certificate(high, high, METHOD, maximise=False))


@compiled
def _levels_between(times: Floats, low: float, high: float) -> Floats:
    """Return times strictly between `low` and `high`, ascending: all of them, or an even sample while they are many."""
    m, n = times.shape
    count = 0
    for i in range(m):
        for j in range(n):
            count += 1 if low < times[i, j] < high else 0
    step = max(1, count // 4096)
    out = np.empty(count // step + 1)
    seen, kept = 0, 0
    for i in range(m):
        for j in range(n):
            if low < times[i, j] < high:
                if seen % step == 0 and kept < len(out):
                    out[kept] = times[i, j]
                    kept += 1
                seen += 1
    return np.unique(out[:kept])


def _cover_within(times: Floats, radius: float, frame: Frame, seconds: float) -> tuple[tuple[int, ...] | None, bool]:
    """Return a plan that reaches everyone within `radius` (None when there is none, or none was found) and whether that is proven."""
    barred = np.setdiff1d(frame.forbidden, frame.existing).astype(np.int32)
    if np.isin(frame.required, barred).any():
        return None, True
    opened = np.union1d(frame.existing, frame.required).astype(np.int32)
    cover = within(times, radius)
    small = start_cover(cover, opened, barred)
    if _is_anyone_left(cover, small, opened):
        return None, True
    plain = frame.sides.n_rows == 0
    small = dominated(small) if plain else without_implied(small)
    left = frame.k - (len(small.opened) - len(frame.existing))
    if left < 0:
        return None, True
    if plain:
        greedy = greedy_on(small)
        if len(greedy) <= left:
            return _plan(small, greedy), True
        if packed_rows(small.rows.row_ptr, small.rows.row_idx, small.rows.n_places) > left:
            return None, True
    model = cover_model(small, np.zeros(len(small.places)), side_rows(frame.sides.keep(small.places, small.opened)), left)
    result = solve_mip(model, seconds)
    if result.values is None:
        return None, result.infeasible
    return _plan(small, small.places[chosen_of(result.values, len(small.places))]), True


def _is_anyone_left(cover: Any, small: SmallCover, opened: Ints) -> bool:
    """Tell whether some demand point has lost every place that could reach it."""
    flags = np.zeros(cover.n_places, dtype=np.float64)
    flags[opened], flags[small.places] = 1.0, 1.0
    ends = np.concatenate(([0.0], np.cumsum(flags[cover.row_idx])))
    return bool(np.any(ends[cover.row_ptr[1:]] == ends[cover.row_ptr[:-1]]))


def _plan(small: SmallCover, chosen: Ints) -> tuple[int, ...]:
    return tuple(sorted(int(p) for p in np.concatenate((small.opened, chosen))))
