"""The product's own figures in bench.siting, and HiGHS called directly on the same instances."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import highspy
import numpy as np

from bench.siting_cases import SIZES, Case, Instance, country, pmed, territory
from siting.centre import solve_centre
from siting.cover_all import cover_all
from siting.evaluate import coverage, longest_time, total_time
from siting.exact import solve_exact, undominated
from siting.incidence import within
from siting.instant import solve_core
from siting.median import instant_solution, median_problem, solve_median
from siting.median_proof import prove_median
from siting.problem import Core, build_problem, core_of, problem_of
from siting.robust import random_mixes, solve_weightings
from siting.rules import Constraints, Places, frame_of
from siting.stakes import stakes_in

FIRST_GAP = 0.01
SHORT_S = 1.0
Figures = dict[str, Any]
T = TypeVar("T")


def timed(action: Callable[[], T], repeats: int = 5) -> tuple[float, T]:
    """Return the median processor seconds and the last result; what takes more than a second is run once."""
    seconds = []
    for _ in range(repeats):
        began = time.process_time()
        result = action()
        seconds.append(time.process_time() - began)
        if seconds[-1] > SHORT_S:
            break
    return statistics.median(seconds), result


def warm_up() -> None:
    """Let numba load or compile what it needs: done once when the application starts."""
    warm = territory(300, 40)
    for limit in (3.0, 7.0):
        solve_exact(core_of(build_problem(warm.km, limit, warm.people), None, 5))
    prove_median(median_problem(warm.km, warm.people, 5))
    cover_all(warm.km, 6.0, frame_of(Places(40), Constraints(40)))
    solve_centre(warm.km, 5)


def measure(case: Case, instance: Instance, seconds: float) -> Figures:
    """Answer one case from the travel matrix, check the answer against it, return the figures."""
    kinds = {"mclp": _coverage, "median": _median, "centre": _centre, "lscp": _set_cover}
    return kinds[case.kind](case, instance, seconds)


def _coverage(case: Case, instance: Instance, seconds: float) -> Figures:
    def core() -> Core:
        return core_of(build_problem(instance.km, case.limit_km, instance.people), None, case.k)

    first_s, first = timed(lambda: solve_core(undominated(core()), 1.0, FIRST_GAP))
    proven_s, state = timed(lambda: solve_exact(core(), seconds), 3)
    assert state.plan is not None
    assert coverage(instance.km, case.limit_km, instance.people, state.plan)[0] == state.value <= state.bound
    pairs, gap = within(instance.km, case.limit_km).nnz, (first.bound - first.value) / first.value
    left = (state.bound - state.value) / state.value
    return {"pairs": pairs, "first_s": first_s, "first_gap": gap, "proven_s": proven_s, "gap": left, "value": state.value}


def _median(case: Case, instance: Instance, seconds: float) -> Figures:
    first_s, first = timed(lambda: solve_median(median_problem(instance.km, instance.people, case.k), target_gap=FIRST_GAP))
    proven_s, solution = timed(lambda: prove_median(median_problem(instance.km, instance.people, case.k), seconds), 3)
    assert solution is not None
    assert np.isclose(total_time(instance.km, instance.people, solution.plan), solution.certificate.value)
    gaps = {"first_gap": instant_solution(first).certificate.gap, "gap": solution.certificate.gap}
    return {"first_s": first_s, "proven_s": proven_s, "value": solution.certificate.value, **gaps}


def _centre(case: Case, instance: Instance, seconds: float) -> Figures:
    proven_s, answer = timed(lambda: solve_centre(instance.km, case.k, seconds))
    assert answer.solution is not None
    assert longest_time(instance.km, answer.solution.plan) == answer.solution.certificate.value
    return {"proven_s": proven_s, "gap": answer.solution.certificate.gap, "value": answer.solution.certificate.value}


def _set_cover(case: Case, instance: Instance, seconds: float) -> Figures:
    frame = frame_of(Places(case.n), Constraints(case.n))
    proven_s, answer = timed(lambda: cover_all(instance.km, case.limit_km, frame, seconds=seconds))
    assert answer.solution is not None
    reached = instance.km[:, list(answer.solution.plan)].min(axis=1) <= case.limit_km
    assert np.array_equal(np.flatnonzero(~reached), answer.unreachable)
    return {"proven_s": proven_s, "gap": answer.solution.certificate.gap, "value": answer.solution.certificate.value}


def highs_alone(case: Case, instance: Instance, seconds: float) -> Figures:
    """Time HiGHS on the plain sparse coverage model, its own settings but for an exact proof and one thread; loops all in numpy."""
    began = time.process_time()
    cover = within(instance.km, case.limit_km)
    m, n = cover.n_rows, cover.n_places
    ptr = cover.row_ptr + np.arange(m + 1)
    idx, coef = np.empty(cover.nnz + m, dtype=np.int32), np.full(cover.nnz + m, -1.0)
    body = np.ones(len(idx), dtype=np.bool_)
    body[ptr[1:] - 1] = False
    idx[body], idx[~body], coef[~body] = cover.row_idx, n + np.arange(m), 1.0
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_, lp.sense_ = n + m, m + 1, highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.concatenate((np.zeros(n), instance.people)), np.zeros(n + m), np.ones(n + m)
    lp.row_lower_, lp.row_upper_ = np.full(m + 1, -np.inf), np.append(np.zeros(m), float(case.k))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = n + m, m + 1
    lp.a_matrix_.start_ = np.append(ptr, ptr[-1] + n)
    lp.a_matrix_.index_ = np.append(idx, np.arange(n, dtype=np.int32))
    lp.a_matrix_.value_ = np.append(coef, np.ones(n))
    lp.integrality_ = [highspy.HighsVarType.kInteger] * n + [highspy.HighsVarType.kContinuous] * m
    solver = highspy.Highs()
    exact = {"output_flag": False, "threads": 1, "time_limit": seconds, "mip_rel_gap": 0.0, "mip_abs_gap": 0.999}
    for name, value in exact.items():
        solver.setOptionValue(name, value)
    solver.passModel(lp)
    solver.run()
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return {"proven_s": time.process_time() - began, "proven": proven, "value": solver.getInfo().objective_function_value}


def extras(folder: Path | None, seconds: float) -> list[tuple[str, Callable[[], Figures]]]:
    """Return the measures that have no peer: published p-medians, sweeps of weightings, curves, a country."""
    measures: list[tuple[str, Callable[[], Figures]]] = []
    if folder is not None:
        measures += [(f"pmed{i}", partial(_published, folder, i, seconds)) for i in range(1, 21)]
    for limit in (2.5, 4.0):
        measures += [(f"weightings {limit} km", partial(_weightings, limit)), (f"curve {limit} km", partial(_curve, limit))]
    return [*measures, ("country", _country_apart)]


def _published(folder: Path, number: int, seconds: float) -> Figures:
    times, p, best = pmed(folder, number)
    weights = np.ones(len(times))
    first_s, first = timed(lambda: solve_median(median_problem(times, weights, p)), 1)
    proven_s, solution = timed(lambda: prove_median(median_problem(times, weights, p), seconds), 1)
    assert solution is not None
    value = total_time(times, weights, solution.plan)
    figures = {"first_s": first_s, "first_gap": (first.value - best) / best, "proven_s": proven_s, "value": value}
    return figures | {"published": best, "found": value == best, "proven": solution.certificate.is_optimal}


def _weightings(limit: float, draws: int = 1_000) -> Figures:
    m, n = SIZES[0]
    instance, rng = territory(m, n), np.random.default_rng(1)
    groups = (np.ones(m), rng.random(m) < 0.15, 0.3 * rng.random(m), rng.random(m) < 0.6)
    people = np.stack([np.round(instance.people * group) for group in groups], axis=1)
    began = time.process_time()
    stakes = stakes_in(build_problem(instance.km, limit, people / people.sum(axis=0) * 1e6), frame_of(Places(n), Constraints(8)))
    sweep = solve_weightings(stakes, random_mixes(draws, 4, 7))
    return {"first_s": time.process_time() - began, "first_gap": float(sweep.gaps.max()), "plans": len(sweep.plans), "draws": draws}


def _curve(limit: float, top: int = 20) -> Figures:
    instance = territory(*SIZES[0])
    problem = build_problem(instance.km, limit, instance.people)
    seconds, answers = timed(lambda: [solve_core(undominated(core_of(problem, None, k))) for k in range(1, top + 1)])
    return {"first_s": seconds, "first_gap": max(answer.bound / answer.value - 1 for answer in answers), "k": top}


def _country_apart() -> Figures:
    """Measure the country in a process of its own, so that the peak memory is its own."""
    code = "import json, bench.siting_ours as ours; print(json.dumps(ours.country_figures()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def country_figures() -> Figures:
    """Time the country: first answer, then the certificate; k = 100."""
    warm_up()
    cover, people = country()
    figures: Figures = {"pairs": cover.nnz}
    for name, effort in (("first", 1.0), ("certified", 20.0)):
        began = time.process_time()
        answer = solve_core(core_of(problem_of(cover, people[:, None]), None, 100), effort, FIRST_GAP)
        figures[f"{name}_s"] = time.process_time() - began
        figures[f"{name}_gap"] = answer.bound / answer.value - 1
    return figures | {"peak_gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20}
