"""Compiled upper bounds for coverage: a restarted primal–dual method (PDHG) on the linear relaxation.

For any multipliers ``0 ≤ λ ≤ weight`` of « a row counts only if a place reaches it » and ``μ`` of the side constraints,
``Σ(weight − λ) + μ·bounds + (the k best places by own + Aᵀλ − Bᵀμ)`` is at least the optimum. The method only has to find
good multipliers; the bound is recomputed from them. Chambolle & Pock (2011), restarts as in Applegate et al. (PDLP, 2021).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from siting.compiled import compiled
from siting.incidence import Floats, Ints, Pointers
from siting.search import Model

SLACK, LOOSE, LEAST = 0.75, 0.02, 1e-3
"""A side constraint is loose when places opened evenly leave this share of its limit; of the largest scale, what a loose one begins with,
and the least of all."""
RISE, FALL = 4.0, 0.3
"""By how much, at most, a scale is multiplied at a restart."""


class Multipliers(NamedTuple):
    """A point of the primal–dual method: fractional opening `x` (n,), row prices `lam`, side prices `mu`, step ratio."""

    x: Floats
    lam: Floats
    mu: Floats
    ratio: float


class DualResult(NamedTuple):
    """Where the method stopped (`last`), and the prices of the best bound seen (`best`), without the core's constant."""

    bound: float
    best: Multipliers
    last: Multipliers
    iterations: int


@compiled
def row_sums(ptr: Pointers, idx: Ints, x: Floats, out: Floats) -> None:
    """Write ``A x`` for the 0/1 matrix given by pointers and ids.

    Four partial sums and unsigned ids (no negative-index check) make it 2.5 times as fast as the plain loop: this is
    where the primal–dual method spends its time.
    """
    for i in range(len(out)):
        e, end = ptr[i], ptr[i + 1]
        a, b, c, d = 0.0, 0.0, 0.0, 0.0
        while e + 4 <= end:
            a += x[np.uint32(idx[e])]
            b += x[np.uint32(idx[e + 1])]
            c += x[np.uint32(idx[e + 2])]
            d += x[np.uint32(idx[e + 3])]
            e += 4
        while e < end:
            a += x[np.uint32(idx[e])]
            e += 1
        out[i] = a + b + c + d


@compiled
def _side_sums(model: Model, x: Floats) -> Floats:
    out = np.zeros(len(model.lower))
    for j in range(len(x)):
        for e in range(model.side_ptr[j], model.side_ptr[j + 1]):
            out[model.side_idx[e]] += model.side_coef[e] * x[j]
    return out


@compiled
def prices(model: Model, column: Floats, mu: Floats) -> Floats:
    """Return what each place is worth at the multipliers: own weight + `column` (= Aᵀλ) − Bᵀμ."""
    out = model.own + column
    if len(mu):
        for j in range(len(out)):
            for e in range(model.side_ptr[j], model.side_ptr[j + 1]):
                out[j] -= model.side_coef[e] * mu[model.side_idx[e]]
    return out


@compiled
def top_sum(values: Floats, k: int) -> float:
    """Return the sum of the k largest positive values."""
    if k <= 0:
        return 0.0
    head = np.partition(values, len(values) - k)[len(values) - k :] if k < len(values) else values
    total = 0.0
    for v in head:
        total += max(v, 0.0)
    return total


@compiled
def bound_at(model: Model, column: Floats, lam: Floats, mu: Floats) -> float:
    """Return the bound that the multipliers prove (infinite when a price stands against an absent side)."""
    total = 0.0
    for i in range(len(lam)):
        total += model.weight[i] - lam[i]
    for r in range(len(mu)):
        if mu[r] > 0:
            total += mu[r] * model.upper[r]
        elif mu[r] < 0:
            total += mu[r] * model.lower[r]
    return total + top_sum(prices(model, column, mu), model.k)


@compiled
def _project(v: Floats, tau: Floats, k: int) -> None:
    """Project onto {0 ≤ x ≤ 1, Σx ≤ k} in the norm weighted by 1/τ: x = clip(v − θτ, 0, 1), θ by safeguarded Newton steps."""
    theta, low, high = 0.0, 0.0, np.inf
    for _ in range(60):
        total, slope = 0.0, 0.0
        for j in range(len(v)):
            value = v[j] - theta * tau[j]
            if value >= 1.0:
                total += 1.0
            elif value > 0.0:
                total += value
                slope += tau[j]
        excess = total - k
        if (excess <= 0.0 and theta == 0.0) or abs(excess) <= 1e-9 * (1 + k):
            break
        if excess > 0:
            low = theta
        else:
            high = theta
        step = theta + excess / slope if slope > 0 else np.inf
        if not (low < step < high):
            step = 0.5 * (low + high) if high < np.inf else max(2.0 * low, 1e-12) if slope > 0 else _next_break(v, tau, theta)
        theta = step
    for j in range(len(v)):
        v[j] = min(1.0, max(0.0, v[j] - theta * tau[j]))


@compiled
def _next_break(v: Floats, tau: Floats, theta: float) -> float:
    """Return a θ a little past the next value where some coordinate leaves 1."""
    nearest = np.inf
    for j in range(len(v)):
        if v[j] - theta * tau[j] >= 1.0 and tau[j] > 0:
            nearest = min(nearest, (v[j] - 1.0) / tau[j])
    return nearest * (1 + 1e-9) + 1e-12


@compiled
def cold_start(model: Model) -> Multipliers:
    """Return a neutral starting point: each row's weight shared as if places were opened evenly."""
    n = len(model.own)
    x = np.full(n, min(1.0, model.k / max(n, 1)))
    return Multipliers(x, 0.5 * model.weight, np.zeros(len(model.lower)), 1.0)


class Scales(NamedTuple):
    """Step scales, by place, row and side constraint.

    Attributes
    ----------
    mass : what can pull on a place: `reach`, the weight that it may reach, and its side constraints at their scales.
    degree : places per row. side_size : sum of a side constraint's coefficients.
    side_scale : how large its price may become, as far as is known: it follows the price at each restart. side_most : its most.
    """

    mass: Floats
    reach: Floats
    degree: Floats
    side_size: Floats
    side_scale: Floats
    side_most: Floats


class Point(NamedTuple):
    """A point and its products: ``reach = A x``, ``column = Aᵀλ``, ``side = B x``."""

    x: Floats
    lam: Floats
    mu: Floats
    reach: Floats
    column: Floats
    side: Floats


@compiled
def _scales(model: Model) -> Scales:
    n, r = len(model.own), len(model.lower)
    mass, degree = np.zeros(n), np.diff(model.row_ptr).astype(np.float64)
    row_sums(model.col_ptr, model.col_idx, model.weight, mass)
    typical = (mass + model.own).sum() / max(n, 1)
    size, largest = np.zeros(r), np.full(r, 1e-12)
    for e in range(len(model.side_idx)):
        size[model.side_idx[e]] += abs(model.side_coef[e])
        largest[model.side_idx[e]] = max(largest[model.side_idx[e]], abs(model.side_coef[e]))
    reach = np.maximum(mass, 1e-9 * max(typical, 1e-30))
    most = max(typical, 1e-9) / largest
    even = _side_sums(model, np.full(n, min(1.0, model.k / max(n, 1))))
    is_tight = (even > model.upper - SLACK * np.abs(model.upper)) | (even < model.lower + SLACK * np.abs(model.lower))
    scale = np.where(is_tight, 1.0, LOOSE) * most
    return Scales(_mass(model, reach, scale), reach, degree, np.maximum(size, 1e-12), scale, most)


@compiled
def _mass(model: Model, reach: Floats, scale: Floats) -> Floats:
    mass = reach.copy()
    for j in range(len(mass)):
        for e in range(model.side_ptr[j], model.side_ptr[j + 1]):
            mass[j] += scale[model.side_idx[e]] * abs(model.side_coef[e])
    return mass


@compiled
def _rescaled(model: Model, scales: Scales, mu: Floats) -> Scales:
    """Let the scale of each side constraint follow its price: one that nothing pushes must not slow down the places it names."""
    if len(mu) == 0:
        return scales
    wanted = np.minimum(scales.side_most, np.maximum(2.0 * np.abs(mu), LEAST * scales.side_most))
    scale = np.minimum(RISE * scales.side_scale, np.maximum(FALL * scales.side_scale, wanted))
    return Scales(_mass(model, scales.reach, scale), scales.reach, scales.degree, scales.side_size, scale, scales.side_most)


@compiled
def _point(model: Model, start: Multipliers) -> Point:
    reach, column = np.empty(len(model.weight)), np.empty(len(model.own))
    row_sums(model.row_ptr, model.row_idx, start.x, reach)
    row_sums(model.col_ptr, model.col_idx, start.lam, column)
    return Point(start.x.copy(), start.lam.copy(), start.mu.copy(), reach, column, _side_sums(model, start.x))


@compiled
def _scaled(point: Point, factor: float) -> Point:
    return Point(point.x * factor, point.lam * factor, point.mu * factor, point.reach * factor, point.column * factor, point.side * factor)


@compiled
def _add(total: Point, point: Point) -> None:
    total.x[:] += point.x
    total.lam[:] += point.lam
    total.mu[:] += point.mu
    total.reach[:] += point.reach
    total.column[:] += point.column
    total.side[:] += point.side


@compiled
def _primal(model: Model, point: Point, scales: Scales) -> float:
    """Return the relaxed value of a point, less what its broken side constraints weigh."""
    total = 0.0
    for i in range(len(point.reach)):
        total += model.weight[i] * min(1.0, point.reach[i])
    for j in range(len(point.x)):
        total += model.own[j] * point.x[j]
    for r in range(len(point.side)):
        total -= scales.side_most[r] * max(0.0, point.side[r] - model.upper[r], model.lower[r] - point.side[r])
    return total


@compiled
def _step(model: Model, scales: Scales, point: Point, ratio: float) -> None:
    """Move `point` by one primal–dual step, in place."""
    tau = ratio / scales.mass
    fresh = point.x + tau * prices(model, point.column, point.mu)
    _project(fresh, tau, model.k)
    point.x[:] = fresh
    old_reach = point.reach.copy()
    row_sums(model.row_ptr, model.row_idx, fresh, point.reach)
    for i in range(len(point.lam)):
        w = model.weight[i]
        pull = 2.0 * point.reach[i] - old_reach[i] - 1.0
        point.lam[i] = min(w, max(0.0, point.lam[i] - w * pull / (ratio * scales.degree[i])))
    if len(point.mu):
        side = _side_sums(model, fresh)
        for s in range(len(side)):
            sigma = scales.side_scale[s] / (ratio * scales.side_size[s])
            v = point.mu[s] / sigma + 2.0 * side[s] - point.side[s]
            point.mu[s] = sigma * (v - min(max(v, model.lower[s]), model.upper[s]))
        point.side[:] = side
    row_sums(model.col_ptr, model.col_idx, point.lam, point.column)


@compiled
def pdhg(model: Model, start: Multipliers, iterations: int, target: float) -> DualResult:
    """Run the primal–dual method until the bound is ≤ `target` or `iterations` are spent.

    Steps are diagonally preconditioned (Pock & Chambolle 2011): nothing to tune. Every 8 iterations the current and the
    averaged point are both judged; the better one restarts the method when its primal–dual gap has halved.
    """
    scales, now, ratio = _scales(model), _point(model, start), start.ratio
    best, best_at = bound_at(model, now.column, now.lam, now.mu), _scaled(now, 1.0)
    anchor, total = _scaled(now, 1.0), _scaled(now, 0.0)
    epoch, restart_gap, done = 0, np.inf, 0
    while done < iterations and best > target:
        _step(model, scales, now, ratio)
        _add(total, now)
        done += 1
        epoch += 1
        if epoch % 8 and done < iterations:
            continue
        mean = _scaled(total, 1.0 / epoch)
        bound, mean_bound = bound_at(model, now.column, now.lam, now.mu), bound_at(model, mean.column, mean.lam, mean.mu)
        gap, mean_gap = bound - _primal(model, now, scales), mean_bound - _primal(model, mean, scales)
        if min(bound, mean_bound) < best:
            best, best_at = min(bound, mean_bound), _scaled(now if bound < mean_bound else mean, 1.0)
        if min(gap, mean_gap) <= 0.5 * restart_gap or epoch >= 64:
            now = mean if mean_gap < gap else now
            ratio = _new_ratio(model, scales, now, anchor, ratio)
            scales = _rescaled(model, scales, now.mu)
            anchor, total = _scaled(now, 1.0), _scaled(now, 0.0)
            epoch, restart_gap = 0, min(gap, mean_gap)
    found = Multipliers(best_at.x, best_at.lam, best_at.mu, ratio)
    return DualResult(best, found, Multipliers(now.x, now.lam, now.mu, ratio), done)


@compiled
def _new_ratio(model: Model, scales: Scales, now: Point, anchor: Point, ratio: float) -> float:
    """Balance the two step lengths by how far each side travelled since the last restart (geometric smoothing)."""
    far_x, far_lam = 0.0, 0.0
    for j in range(len(now.x)):
        far_x += scales.mass[j] * (now.x[j] - anchor.x[j]) ** 2
    for i in range(len(now.lam)):
        far_lam += scales.degree[i] * (now.lam[i] - anchor.lam[i]) ** 2 / max(model.weight[i], 1e-300)
    if far_x <= 1e-30 or far_lam <= 1e-30:
        return ratio
    return float(np.exp(0.25 * np.log(far_x / far_lam) + 0.5 * np.log(ratio)))
