"""Solve one stored coverage with OR-tools' CP-SAT, in an environment that holds it, and print the figures as JSON."""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

import numpy as np
from ortools.sat.python import cp_model


def main() -> None:
    """Read the instance, build, solve with one worker, report."""
    path, seconds = sys.argv[2], float(sys.argv[3])
    with np.load(path, allow_pickle=False) as stored:
        near, people, k = stored["km"] <= float(stored["limit"]), stored["weights"].astype(int), int(stored["k"])
    began = time.process_time()
    model = cp_model.CpModel()
    places = [model.new_bool_var("") for _ in range(near.shape[1])]
    reached = [model.new_bool_var("") for _ in range(near.shape[0])]
    for row, flag in zip(near, reached, strict=True):
        model.add_bool_or([*(places[j] for j in np.flatnonzero(row)), ~flag])
    model.add(sum(places) <= k)
    model.maximize(cp_model.LinearExpr.weighted_sum(reached, people.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 1
    status = solver.solve(model)
    has_plan = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    report = {
        "cpu_s": time.process_time() - began,
        "value": solver.objective_value if has_plan else None,
        "timed_out": status != cp_model.OPTIMAL,
        "versions": {"ortools": version("ortools")},
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
