"""Solve one stored instance with spopt, in spopt's own environment, and print the figures as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import numpy as np
import pulp
import spopt
from spopt.locate import LSCP, MCLP, PCenter, PMedian


def model_of(kind: str, stored: dict[str, Any]) -> LSCP | MCLP | PCenter | PMedian:
    """Build spopt's model of a question."""
    cost, weights, k, limit = stored["km"], stored["weights"], int(stored["k"]), float(stored["limit"])
    if kind == "mclp":
        return MCLP.from_cost_matrix(cost, weights, limit, p_facilities=k)
    if kind == "median":
        return PMedian.from_cost_matrix(cost, weights, p_facilities=k)
    if kind == "centre":
        return PCenter.from_cost_matrix(cost, p_facilities=k)
    return LSCP.from_cost_matrix(cost, limit)


def main() -> None:
    """Read the instance, build, solve, report."""
    kind, path, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    with np.load(path, allow_pickle=False) as data:
        stored = {name: data[name] for name in data.files}
    began, started = time.perf_counter(), time.process_time()
    model = model_of(kind, stored)
    built = time.perf_counter()
    failure = ""
    try:
        model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds))
    except Exception as error:  # the peer's own way to say that the limit came before any answer
        failure = f"{type(error).__name__}: {error}"[:200]
    done = time.perf_counter()
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    report = {
        "build_s": built - began,
        "solve_s": done - built,
        "value": pulp.value(model.problem.objective),
        "status": pulp.LpStatus[model.problem.status],
        "failure": failure,
        "timed_out": done - built >= 0.98 * seconds,
        "cpu_s": sum(use.ru_utime + use.ru_stime for use in used) - started,
        "peak_gib": sum(use.ru_maxrss for use in used) / 2**20,
        "versions": {"spopt": spopt.__version__, "pulp": pulp.__version__},
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
