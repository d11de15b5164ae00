"""Published instances beside HiGHS alone, in one run: maximal coverage (San José dos Campos, PCB3038, BDS) and p-medians of OR-Library.

``CONVERGENCE_REFERENCE_DATA=FOLDER python -m bench.siting_published [--seconds S]``; FOLDER holds ``mclp/`` and ``orlib/``.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.measure import Load
from bench.siting_cases import Case, Instance, pmed, published
from bench.siting_ours import highs_alone, warm_up
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

HEAD = """| Coverage: instance, radius, k | first answer, ms (gap) | proven, s | HiGHS alone, s | HiGHS ÷ ours | value |
|---|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True)
class Points:
    """Kilometres or units (m, n) and weights (m,)."""

    distance: Floats
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


def row(data: Points, name: str, radius: float, k: int, seconds: float) -> tuple[str, float | None]:
    """Measure one coverage; return its line of the table and how many times longer HiGHS took (None when we prove nothing)."""
    began = time.process_time()
    core = core_of(build_problem(data.distance, radius, data.weights), None, k)
    first = first_answer(undominated(core))
    first_s = time.process_time() - began
    began = time.process_time()
    state = solve_exact(core_of(build_problem(data.distance, radius, data.weights), None, k), seconds)
    ours_s = time.process_time() - began
    assert state.plan is not None
    assert coverage(data.distance, radius, data.weights, state.plan)[0] == state.value <= state.bound
    peer = highs_alone(Case("mclp", *data.distance.shape, radius, k), Instance(data.distance, data.weights), seconds)
    assert not (peer["proven"] and state.is_finished) or np.isclose(state.value, peer["value"])
    left, ratio = state.bound / state.value - 1, peer["proven_s"] / ours_s
    mine = f"**{ours_s:.3f}**" if state.is_finished else f"{left:.2%} left"
    mark = "" if peer["proven"] else "> "
    times = f"{mark}{ratio:.1f} ×" if state.is_finished else "–"
    cells = [f"{name}, {radius:g}, k = {k}", f"{first_s * 1e3:.0f} ({first.bound / first.value - 1:.2%})", mine]
    return "| " + " | ".join(
        [*cells, f"{mark}{peer['proven_s']:.2f}", times, f"{state.value:,.0f}"]
    ) + " |", ratio if state.is_finished else None


def medians(folder: Path, seconds: float) -> str:
    """Prove OR-Library's p-medians at hand; return one sentence."""
    times, found, proven = [], 0, 0
    for number in range(1, 21):
        distance, p, best = pmed(folder, number)
        weights = np.ones(len(distance))
        began = time.process_time()
        solution = prove_median(median_problem(distance, weights, p), seconds)
        times.append(time.process_time() - began)
        assert solution is not None
        found += total_time(distance, weights, solution.plan) == best
        proven += solution.certificate.is_optimal
    middle, longest = statistics.median(times), max(times)
    return f"OR-Library pmed1–20: {found} published optima found, {proven} proven; median {middle:.3f} s, longest {longest:.2f} s."


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="limit for each proof, elapsed")
    seconds, orlib = parser.parse_args().seconds, published()
    folder, load = Path(os.environ.get("CONVERGENCE_REFERENCE_DATA", "")) / "mclp", Load()
    warm_up()
    print(HEAD)
    ratios = []
    for name, radius, counts in CASES:
        data = points(folder, name)
        for k in counts:
            line, ratio = row(data, name, radius, k, seconds)
            ratios += [ratio] if ratio is not None else []
            print(line, flush=True)
    print(f"\nMedian of the ratios {statistics.median(ratios):.1f}; other programs used {load.others():.1f} of the cores meanwhile.")
    if orlib is not None:
        print(medians(orlib, seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
