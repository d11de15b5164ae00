"""Published instances beside HiGHS alone, CP-SAT and spopt, in one run: maximal coverage (San José dos Campos, PCB3038, BDS, and BDS's
rule drawn anew with more clients) and p-medians (OR-Library's, and its rule drawn anew up to 900 places).

``CONVERGENCE_REFERENCE_DATA=FOLDER python -m bench.siting_published [--seconds S] [--peer PYTHON]``; FOLDER holds ``mclp/`` and ``orlib/``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import shortest_path

from bench.measure import Load
from bench.siting_cases import Case, Instance, pmed, published
from bench.siting_ours import highs_alone, warm_up
from bench.siting_peers import CP_SAT, SPOPT, run_peer
from siting.evaluate import coverage, total_time
from siting.exact import first_answer, solve_exact, undominated
from siting.incidence import Floats
from siting.median import median_problem
from siting.median_proof import prove_median
from siting.problem import build_problem, core_of

CASES = (
    ("SJC324", 800.0, (3, 5)), ("SJC500", 800.0, (5, 8)), ("SJC818", 800.0, (6, 10, 20)),
    ("PCB3038", 400.0, (10, 20, 40)), ("BDS10000A", 5.5, (10, 15, 20)),
)  # fmt: skip

DRAWN = ((100_000, 5.5, (10, 15, 20)), (1_000_000, 5.5, (10, 15, 20)))
PLACES, SIDE = 100, 30.0
PEER_LIMIT = 500_000
PMEDS = tuple((n, p) for n in (500, 600, 700, 800, 900) for p in (5, 10, n // 10, n // 5, n // 3))

HEAD = """| Coverage: instance, radius, k | first, ms (gap) | proven, s | HiGHS alone, s | CP-SAT, s | spopt, s | HiGHS ÷ ours | value |
|---|--:|--:|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True)
class Points:
    """Kilometres or units (m, n) and weights (m,)."""

    distance: NDArray[np.floating[Any]]
    weights: Floats


def points(folder: Path, name: str) -> Points:
    """Read an instance: x, y, demand a line (every point is a place too), or BDS's lines of facilities (F) and clients (C)."""
    lines = [line.split() for line in (folder / f"{name}.txt").read_text().splitlines()][1:]
    if name.startswith("BDS"):
        places, clients = ([line[2:] for line in lines if line and line[0] == kind] for kind in "FC")
    else:
        places = clients = [line for line in lines if len(line) >= 3]
    at, table = np.array([line[:2] for line in places], dtype=float), np.array([line[:3] for line in clients], dtype=float)
    return Points(np.hypot(*(table[:, None, :2] - at[None]).transpose(2, 0, 1)), table[:, 2])


def drawn(clients: int) -> Points:
    """Draw an instance by BDS's rule: places and clients evenly over a square, demands from 1 to 100."""
    rng = np.random.default_rng(clients)
    places, weights = rng.uniform(0, SIDE, (PLACES, 2)), rng.integers(1, 101, clients).astype(float)
    distance = np.empty((clients, PLACES), dtype=np.float32)
    for at in range(0, clients, 100_000):
        block = rng.uniform(0, SIDE, (min(100_000, clients - at), 2))
        distance[at : at + len(block)] = np.hypot(*(block[:, None] - places[None]).transpose(2, 0, 1))
    return Points(distance, weights)


def row(data: Points, name: str, radius: float, k: int, options: argparse.Namespace) -> tuple[str, float | None]:
    """Measure one coverage; return its line and how many times longer HiGHS took (None when we prove nothing, or HiGHS was not run)."""
    began = time.process_time()
    core = core_of(build_problem(data.distance, radius, data.weights), None, k)
    first = first_answer(undominated(core))
    first_s = time.process_time() - began
    began = time.process_time()
    state = solve_exact(core_of(build_problem(data.distance, radius, data.weights), None, k), options.seconds)
    ours_s = time.process_time() - began
    assert state.plan is not None
    assert coverage(data.distance, radius, data.weights, state.plan)[0] == state.value <= state.bound
    peers = peers_on(Case("mclp", *data.distance.shape, radius, k), Instance(data.distance, data.weights), options)
    assert not state.is_finished or all(np.isclose(value, state.value) for _, is_proven, value in peers if is_proven)
    ratio = peers[0][0] / ours_s if peers and state.is_finished else None
    mine = f"**{ours_s:.3f}**" if state.is_finished else f"{state.bound / state.value - 1:.2%} left"
    cells = [f"{name}, {radius:g}, k = {k}", f"{first_s * 1e3:.0f} ({first.bound / first.value - 1:.2%})", mine]
    cells += [f"{'' if is_proven else '> '}{s:.2f}" for s, is_proven, _ in peers] + ["–"] * (3 - len(peers))
    cells += ["–" if ratio is None else f"{'' if peers[0][1] else '> '}{ratio:.1f} ×", f"{state.value:,.0f}"]
    return f"| {' | '.join(cells)} |", ratio


def peers_on(case: Case, instance: Instance, options: argparse.Namespace) -> list[tuple[float, bool, float]]:
    """Return processor seconds, whether it is proven, and the value, of HiGHS alone, CP-SAT and spopt; none on what none can hold."""
    if case.m > PEER_LIMIT:
        return []
    alone = highs_alone(case, instance, options.seconds)
    answers = [(alone["proven_s"], alone["proven"], alone["value"])]
    for script in (CP_SAT, SPOPT) if options.peer else ():
        found = run_peer(options.peer, script, case, instance, options.seconds, 4 * options.seconds)
        assert "error" not in found, found
        answers.append((found["cpu_s"], not found["timed_out"], found["value"] or np.nan))
    return answers


def medians(problems: Iterator[tuple[Floats, int, float]], seconds: float) -> str:
    """Prove p-medians (distances, p, the published optimum or NaN); return a clause."""
    times, found, proven, known = [], 0, 0, 0
    for distance, p, best in problems:
        weights = np.ones(len(distance))
        began = time.process_time()
        solution = prove_median(median_problem(distance, weights, p), seconds)
        times.append(time.process_time() - began)
        assert solution is not None
        known += not np.isnan(best)
        found += total_time(distance, weights, solution.plan) == best
        proven += solution.certificate.is_optimal
    optima = f"{found} of {known} published optima found, " if known else ""
    return f"{optima}{proven} of {len(times)} proven; median {statistics.median(times):.3f} s, longest {max(times):.2f} s."


def like_pmed(n: int, p: int) -> tuple[Floats, int, float]:
    """Draw a p-median by OR-Library's rule (Beasley 1985): n²/50 edges of 1 to 100, shortest ways between all."""
    rng = np.random.default_rng(n + p)
    ends = np.column_stack((rng.integers(0, n, n * n // 50), rng.integers(0, n, n * n // 50)))
    ends[: n - 1] = np.column_stack((np.arange(n - 1), np.arange(1, n)))
    edges = np.full((n, n), np.inf)
    edges[ends[:, 0], ends[:, 1]] = edges[ends[:, 1], ends[:, 0]] = rng.integers(1, 101, len(ends))
    return shortest_path(edges, method="D", directed=False), p, np.nan


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="limit for each proof, elapsed")
    parser.add_argument("--peer", help="interpreter of the environment that holds spopt and OR-tools")
    options, orlib = parser.parse_args(), published()
    folder, load = Path(os.environ.get("CONVERGENCE_REFERENCE_DATA", "")) / "mclp", Load()
    warm_up()
    print(HEAD)
    stored = ((name, partial(points, folder, name), radius, counts) for name, radius, counts in CASES)
    made = ((f"drawn, {clients:,} clients", partial(drawn, clients), radius, counts) for clients, radius, counts in DRAWN)
    ratios = []
    for name, read, radius, counts in chain(stored, made):
        data = read()
        for k in counts:
            line, ratio = row(data, name, radius, k, options)
            ratios += [ratio] if ratio is not None else []
            print(line, flush=True)
    print(f"\nMedian of the ratios {statistics.median(ratios):.1f}; other programs used {load.others():.1f} of the cores meanwhile.")
    if orlib is not None:
        print("OR-Library pmed1–20:", medians((pmed(orlib, number) for number in range(1, 21)), options.seconds))
    print(f"Drawn by its rule, {len(PMEDS)} of 500 to 900 places:", medians((like_pmed(n, p) for n, p in PMEDS), options.seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
