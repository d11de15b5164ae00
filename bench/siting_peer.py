"""Solve one stored instance with spopt, in spopt's own environment, and print the figures as JSON."""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import pulp
import spopt
from spopt.locate import LSCP, MCLP, PCenter, PMedian


def model_of(kind: str, stored: dict) -> LSCP | MCLP | PCenter | PMedian:
    cost, weights, k, limit = stored["minutes"], stored["weights"], int(stored["k"]), float(stored["limit"])
    if kind == "mclp":
        return MCLP.from_cost_matrix(cost, weights, limit, p_facilities=k)
    if kind == "median":
        return PMedian.from_cost_matrix(cost, weights, p_facilities=k)
    if kind == "centre":
        return PCenter.from_cost_matrix(cost, p_facilities=k)
    return LSCP.from_cost_matrix(cost, limit)


def main() -> None:
    kind, path, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    with np.load(path, allow_pickle=False) as data:
        stored = {name: data[name] for name in data.files}
    began = time.perf_counter()
    model = model_of(kind, stored)
    built = time.perf_counter()
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds))
    done = time.perf_counter()
    report = {
        "build_s": built - began,
        "solve_s": done - built,
        "value": float(pulp.value(model.problem.objective)),
        "status": pulp.LpStatus[model.problem.status],
        "timed_out": done - built >= 0.98 * seconds,
        "version": f"spopt {spopt.__version__}, pulp {pulp.__version__}",
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
