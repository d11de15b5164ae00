"""The p-centre: the shortest time within which everyone is reached, by bisection on proven covers of a few demand points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from siting.certificate import Certificate, Solution
from siting.compiled import compiled
from siting.cover_all import SmallCover, cover_model, dominated, greedy_on, packed_rows, start_cover, without_implied
from siting.highs import chosen_of, side_rows, solve_mip
from siting.incidence import Bools, Floats, Ints, within
from siting.rules import Constraints, Frame, Places, frame_of

METHOD = "bisection + growing cover + dominance + HiGHS"


@dataclass(frozen=True)
class Centre:
    """The answer: `solution` (None when no plan is allowed), and the demand points that no allowed place reaches at all."""

    solution: Solution | None
    unreachable: Ints


class _Best(NamedTuple):
    """The best plan so far with its longest time (infinite when there is none), and the demand points (ids) looked at."""

    plan: tuple[int, ...]
    high: float
    rows: Ints


def solve_centre(minutes: NDArray[np.floating[Any]], frame: Frame | int, seconds: float = 60.0) -> Centre:
    """Choose the places (at most k) that make the longest time to the nearest one as short as possible.

    Only a few demand points decide: covers are solved on those, and the points that a cover leaves too far join them
    (Chen & Chen 2009). What is impossible for a few is impossible for all, so the proof is the whole problem's.

    Parameters
    ----------
    minutes : (m, n) times; infinite or NaN = unreachable. Demand points that nobody reaches are named and left out.
    frame : the rules, or just k.
    seconds : time for each of the covers to be proven; a bound is kept where one is not.
    """
    rules = frame_of(Places(minutes.shape[1]), Constraints(frame)) if isinstance(frame, int) else frame
    allowed = np.ones(rules.n, dtype=np.bool_)
    allowed[np.setdiff1d(rules.forbidden, rules.existing)] = False
    nearest = _nearest_allowed(minutes, allowed)
    unreachable = np.flatnonzero(~np.isfinite(nearest)).astype(np.int32)
    extra = len(np.setdiff1d(rules.required, rules.existing))
    if len(unreachable) == len(minutes) or extra > rules.k or not np.all(allowed[rules.required]):
        return Centre(None, unreachable)
    nearest[unreachable] = -np.inf
    return Centre(_bisect(minutes, rules, nearest, allowed, seconds), unreachable)


@compiled
def _nearest_allowed(minutes: NDArray[np.floating[Any]], allowed: Bools) -> Floats:
    """Return the least time of each row over the allowed places; NaN is never the least."""
    out = np.full(len(minutes), np.inf)
    for i in range(len(out)):
        for j in range(len(allowed)):
            if allowed[j] and minutes[i, j] < out[i]:
                out[i] = minutes[i, j]
    return out


def _bisect(minutes: NDArray[np.floating[Any]], frame: Frame, nearest: Floats, allowed: Bools, seconds: float) -> Solution | None:
    """Keep ``low`` < optimum ≤ ``high``; halve on the distinct times that the demand points looked at have between the two."""
    best = _spread(minutes, frame, nearest, allowed)
    low = float(np.nextafter(nearest.max(), -np.inf))
    while True:
        levels = _levels_between(_times_of(minutes, best.rows), low, best.high)
        if not len(levels):  # the points looked at cannot all be reached sooner
            return Solution(best.plan, Certificate(best.high, best.high, METHOD, maximise=False)) if np.isfinite(best.high) else None
        radius = float(levels[len(levels) // 2] if np.isfinite(best.high) else levels[-1])
        best, is_reached, is_proven = _reach_within(minutes, radius, frame, nearest, best, seconds)
        if not is_reached and is_proven:
            low = radius
        elif not is_reached:
            bound = float(min(levels[0], best.high))
            return Solution(best.plan, Certificate(best.high, bound, METHOD, maximise=False)) if np.isfinite(best.high) else None


def _times_of(minutes: NDArray[np.floating[Any]], rows: Ints | list[int]) -> Floats:
    times = np.asarray(minutes[rows], dtype=np.float64)
    return np.where(np.isnan(times), np.inf, times)


def _spread(minutes: NDArray[np.floating[Any]], frame: Frame, nearest: Floats, allowed: Bools) -> _Best:
    """Start from the worst-served demand point, again and again, each with its nearest place (Gonzalez 1985)."""
    plan = frame.opened.tolist()
    reach = _reach_of(minutes, nearest, plan)[0]
    rows = [int(nearest.argmax())]
    for _ in range(frame.k - len(np.setdiff1d(frame.required, frame.existing))):
        worst = int(reach.argmax())
        if reach[worst] <= nearest.max():
            break
        rows.append(worst)
        plan.append(int(np.where(allowed, _times_of(minutes, rows[-1:])[0], np.inf).argmin()))
        reach = np.fmin(reach, np.where(nearest > -np.inf, minutes[:, plan[-1]], -np.inf))
    flags = np.zeros(frame.n, dtype=np.bool_)
    flags[plan] = True
    high = float(reach.max()) if frame.sides.hold(flags) else np.inf
    return _Best(tuple(np.flatnonzero(flags).tolist()), high, np.unique(rows).astype(np.int32))


def _reach_of(minutes: NDArray[np.floating[Any]], nearest: Floats, plan: Sequence[int]) -> tuple[Floats, NDArray[np.int64]]:
    """Return the time of each demand point to its nearest place of the plan (−∞ for one that nobody reaches), and that place."""
    if not len(plan):
        return np.where(nearest > -np.inf, np.inf, -np.inf), np.zeros(len(minutes), dtype=np.int64)
    times = minutes[:, list(plan)].astype(np.float64)
    times[np.isnan(times)] = np.inf
    at = times.argmin(axis=1)
    return np.where(nearest > -np.inf, times[np.arange(len(at)), at], -np.inf), at


@compiled
def _levels_between(times: Floats, low: float, high: float) -> Floats:
    """Return the distinct times strictly between `low` and `high`, ascending."""
    flat = times.ravel()
    return np.unique(flat[(flat > low) & (flat < high)])


def _reach_within(
    minutes: NDArray[np.floating[Any]], radius: float, frame: Frame, nearest: Floats, best: _Best, seconds: float
) -> tuple[_Best, bool, bool]:
    """Look for a plan that reaches everyone within `radius`; says whether there is one, and whether that is proven."""
    while True:
        plan, is_proven = _cover_within(_times_of(minutes, best.rows), radius, frame, seconds)
        if plan is None:
            return best, False, is_proven
        reach, at = _reach_of(minutes, nearest, plan)
        longest = float(reach.max())
        if longest < best.high:
            best = best._replace(plan=plan, high=longest)
        if longest <= radius:
            return best, True, True
        far = np.flatnonzero(reach > radius)
        far = far[np.argsort(-reach[far], kind="stable")]
        _, first = np.unique(at[far], return_index=True)  # the farthest of each place's demand points
        best = best._replace(rows=np.union1d(best.rows, far[first]).astype(np.int32))


def _cover_within(times: Floats, radius: float, frame: Frame, seconds: float) -> tuple[tuple[int, ...] | None, bool]:
    """Return a plan that reaches everyone within `radius` (None when there is none, or none was found) and whether that is proven."""
    barred = np.setdiff1d(frame.forbidden, frame.existing).astype(np.int32)
    if np.isin(frame.required, barred).any():
        return None, True
    opened = frame.opened
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
