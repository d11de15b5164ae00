"""Choosing k places, beside spopt and HiGHS called directly: same instance, same run, one table.

Usage: python -m bench.siting [--peer PYTHON] [--full] [--peer-seconds S]
``--peer`` is the interpreter of an environment that holds ``spopt==0.7.0`` and ``pulp<4`` (without it, its column is empty).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from siting.centre import solve_centre
from siting.cover_all import cover_all
from siting.curve import coverage_curve
from siting.evaluate import coverage, longest_time, total_time
from siting.exact import solve_exact, undominated
from siting.highs import MipModel, Rows, count_row, solve_mip, stack
from siting.incidence import from_rows, within
from siting.instant import solve_core
from siting.median import instant_solution, median_problem, prove_median, solve_median
from siting.problem import Core, build_problem, core_of, problem_of
from siting.robust import random_mixes, solve_weightings
from siting.rules import Constraints, Places, frame_of
from siting.stakes import stakes_in

SIZES = ((2_994, 300), (5_816, 500), (9_780, 800))
RADII_KM = (2.5, 4.0, 7.0)
COUNTS = (3, 8, 20)
DETOUR = 1.3
REPEATS = 5
FIRST_GAP = 0.01


@dataclass(frozen=True)
class Instance:
    """Kilometres (detour included) and inhabitants."""

    km: np.ndarray
    people: np.ndarray


def territory(m: int, n: int, seed: int = 18) -> Instance:
    """Draw m demand points and n places over 18 towns of 40 × 30 km, 1.06 million inhabitants, half of them in one city."""
    rng = np.random.default_rng(seed)
    centres, spread = rng.random((18, 2)) * [40, 30], rng.uniform(1.0, 3.0, 18)
    spread[0] = 5.0
    share = np.concatenate(([0.5], 0.5 * rng.dirichlet(np.full(17, 3.0))))

    def points(count: int) -> np.ndarray:
        town = rng.choice(18, count, p=share)
        return centres[town] + rng.normal(size=(count, 2)) * spread[town][:, None]

    demand, places = points(m), points(n)
    people = np.round(rng.gamma(1.2, 1.06e6 / m / 1.2, m)).clip(1)
    return Instance(DETOUR * np.hypot(*(demand[:, None] - places[None]).transpose(2, 0, 1)), people)


def timed(action: Callable[[], object], repeats: int = REPEATS) -> tuple[float, object]:
    """Return the median seconds and the last result."""
    seconds = []
    result: object = None
    for _ in range(repeats):
        began = time.perf_counter()
        result = action()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), result


def peer(python: str | None, kind: str, instance: Instance, limit: float, k: int, seconds: float) -> dict | None:
    """Run spopt on the same instance in its own process."""
    if not python:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        np.savez(path, minutes=instance.km, weights=instance.people, limit=limit, k=k)
        script = Path(__file__).with_name("siting_peer.py")
        try:
            done = subprocess.run(
                [python, str(script), kind, str(path), str(seconds)], capture_output=True, text=True, timeout=3 * seconds + 120
            )
        except subprocess.TimeoutExpired:
            return {"build_s": 0.0, "solve_s": 3 * seconds + 120, "timed_out": True}
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 and done.stdout else {"error": done.stderr[-200:]}


def highs_alone(instance: Instance, limit: float, k: int, seconds: float) -> tuple[float, bool]:
    """Time HiGHS on the plain sparse model: no merging, no start, default restarts stay off."""
    began = time.perf_counter()
    cover = within(instance.km, limit)
    m, n = cover.n_rows, cover.n_places
    ptr = cover.row_ptr + np.arange(m + 1)
    idx, coef = np.empty(cover.nnz + m, dtype=np.int32), np.full(cover.nnz + m, -1.0)
    body = np.ones(len(idx), dtype=np.bool_)
    body[ptr[1:] - 1] = False
    idx[body], idx[~body], coef[~body] = cover.row_idx, n + np.arange(m), 1.0
    rows = stack(Rows(ptr, idx, coef, np.full(m, -np.inf), np.zeros(m)), count_row(n, k))
    result = solve_mip(MipModel(np.concatenate((np.zeros(n), instance.people)), np.ones(n + m), rows, n), seconds, step=1.0)
    return time.perf_counter() - began, result.proven


def peer_text(report: dict | None, ours_s: float) -> str:
    if report is None:
        return "–"
    if "error" in report:
        return "failed"
    total = report["build_s"] + report["solve_s"]
    mark = ">" if report["timed_out"] else ""
    return f"{mark}{total:.1f} s ({mark}{total / ours_s:,.0f}×)"


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def coverage_rows(args: argparse.Namespace) -> None:
    print("\n### Maximal coverage (MCLP), end to end from the travel matrix\n")
    row("case", "k", "pairs", "first answer", "its certified gap", "proven", "HiGHS alone", "spopt")
    row(*["---"] * 8)
    for m, n in SIZES if args.full else SIZES[:1]:
        instance = territory(m, n)
        for limit in RADII_KM if args.full else RADII_KM[:2]:
            for k in COUNTS if args.full else COUNTS[1:2]:
                coverage_row(args, instance, limit, k)


def coverage_row(args: argparse.Namespace, instance: Instance, limit: float, k: int) -> None:
    def core() -> Core:
        return core_of(build_problem(instance.km, limit, instance.people), None, k)

    first_s, first = timed(lambda: solve_core(undominated(core()), 1.0, FIRST_GAP))
    proven_s, state = timed(lambda: solve_exact(core(), args.seconds), 1 if args.full else 3)
    assert coverage(instance.km, limit, instance.people, state.plan)[0] == state.value <= state.bound
    alone_s, alone = highs_alone(instance, limit, k, args.seconds)
    report = peer(args.peer, "mclp", instance, limit, k, args.peer_seconds)
    gap = (first.bound - first.value) / first.value
    proof = f"{proven_s:.2f} s" if state.is_finished else f"gap {(state.bound / state.value - 1):.2%} after {proven_s:.0f} s"
    pairs = within(instance.km, limit).nnz
    m, n = instance.km.shape
    alone_text = f"{'' if alone else '>'}{alone_s:.2f} s"
    row(f"{m:,}×{n} {limit} km", k, f"{pairs:,}", f"{first_s * 1e3:.0f} ms", f"{gap:.2%}", proof, alone_text, peer_text(report, proven_s))


def other_rows(args: argparse.Namespace) -> None:
    print("\n### p-median, p-centre, set cover (k = 8, 4 km)\n")
    row("case", "question", "first answer", "its certified gap", "proven", "spopt")
    row(*["---"] * 6)
    for m, n in SIZES if args.full else SIZES[:1]:
        instance = territory(m, n)
        median_row(args, instance, f"{m:,}×{n}")
        centre_row(args, instance, f"{m:,}×{n}")
        cover_row(args, instance, f"{m:,}×{n}")


def median_row(args: argparse.Namespace, instance: Instance, name: str) -> None:
    first_s, first = timed(lambda: solve_median(median_problem(instance.km, instance.people, 8), target_gap=FIRST_GAP), 3)
    proven_s, solution = timed(lambda: prove_median(median_problem(instance.km, instance.people, 8), args.seconds), 3)
    certificate = solution.certificate
    assert np.isclose(total_time(instance.km, instance.people, solution.plan), certificate.value)
    report = peer(args.peer, "median", instance, 0.0, 8, args.peer_seconds)
    state = "" if certificate.is_optimal else f" (gap {certificate.gap:.2%})"
    gap = instant_solution(first).certificate.gap
    row(name, "p-median", f"{first_s * 1e3:.0f} ms", f"{gap:.2%}", f"{proven_s:.2f} s{state}", peer_text(report, proven_s))


def centre_row(args: argparse.Namespace, instance: Instance, name: str) -> None:
    seconds, centre = timed(lambda: solve_centre(instance.km, 8), 3)
    assert longest_time(instance.km, centre.solution.plan) == centre.solution.certificate.value
    report = peer(args.peer, "centre", instance, 0.0, 8, args.peer_seconds)
    row(name, "p-centre", "", "", f"{seconds:.3f} s", peer_text(report, seconds))


def cover_row(args: argparse.Namespace, instance: Instance, name: str) -> None:
    n = instance.km.shape[1]
    seconds, _ = timed(lambda: cover_all(instance.km, 4.0, frame_of(Places(n), Constraints(n))), 3)
    served = instance.km.min(axis=1) <= 4.0  # the peer answers « Infeasible » as soon as one point is unreachable
    report = peer(args.peer, "lscp", Instance(instance.km[served], instance.people[served]), 4.0, 8, args.peer_seconds)
    row(name, "set cover", "", "", f"{seconds:.3f} s", peer_text(report, seconds))


def sweep_rows(args: argparse.Namespace) -> None:
    print("\n### Sweeps\n")
    row("case", "what", "time", "gap")
    row(*["---"] * 4)
    for limit in (2.5, 4.0):
        sweep_row(limit)
    if args.full:
        france_row()


def sweep_row(limit: float, draws: int = 1_000) -> None:
    m, n = SIZES[0]
    instance, rng = territory(m, n), np.random.default_rng(1)
    people = instance.people
    groups = (np.ones(m), rng.random(m) < 0.15, 0.3 * rng.random(m), rng.random(m) < 0.6)
    table = np.stack([np.round(people * group) for group in groups], axis=1)
    stakes = stakes_in(build_problem(instance.km, limit, table / table.sum(axis=0) * 1e6), frame_of(Places(n), Constraints(8)))
    seconds, sweep = timed(lambda: solve_weightings(stakes, random_mixes(draws, 4, 7)), 1)
    name = f"{m:,}×{n} {limit} km"
    row(name, f"{draws:,} weightings, k = 8, {len(sweep.plans)} plans", f"{seconds:.1f} s", f"≤ {sweep.gaps.max():.2%}")
    seconds, curve = timed(lambda: coverage_curve(core_of(build_problem(instance.km, limit, people), None, 20)), 3)
    row(name, "curve k = 1…20", f"{seconds:.2f} s", f"≤ {(curve.bounds[1:] / curve.values[1:] - 1).max():.2%}")


def france_row() -> None:
    """Time the country-sized case: 100 000 demand points, 5 000 places, k = 100."""
    rng = np.random.default_rng(5)
    demand, places = rng.random((100_000, 2)) * 300, rng.random((5_000, 2)) * 300
    people = np.round(rng.gamma(0.6, 500.0, 100_000)).clip(1)
    blocks = [within(np.hypot(*(demand[a : a + 5000, None] - places[None]).transpose(2, 0, 1)), 8.0) for a in range(0, 100_000, 5000)]
    ptr = np.concatenate([[0], *[np.diff(b.row_ptr) for b in blocks]]).cumsum()
    cover = from_rows(ptr, np.concatenate([b.row_idx for b in blocks]), 5_000)
    for effort in (1.0, 20.0):
        seconds, answer = timed(lambda effort=effort: solve_core(core_of(problem_of(cover, people[:, None]), None, 100), effort), 1)
        gap = answer.bound / answer.value - 1
        row("100,000×5,000, k = 100", f"{cover.nnz:,} pairs, effort {effort:.0f}", f"{seconds:.1f} s", f"{gap:.2%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="interpreter of the environment that holds spopt")
    parser.add_argument("--full", action="store_true", help="every size, radius and k (an hour or more with the peer)")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit for each proof")
    parser.add_argument("--peer-seconds", type=float, default=120.0, help="limit for the peer's solver")
    args = parser.parse_args()
    names = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "numba", "highspy"))
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {names}")
    warm = territory(300, 40)
    solve_exact(core_of(build_problem(warm.km, 3.0, warm.people), None, 5))
    prove_median(median_problem(warm.km, warm.people, 5))
    cover_all(warm.km, 6.0, frame_of(Places(40), Constraints(40)))
    solve_centre(warm.km, 5)
    coverage_rows(args)
    other_rows(args)
    sweep_rows(args)


if __name__ == "__main__":
    main()
