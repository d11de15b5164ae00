"""Choosing k places, beside spopt and HiGHS called directly: same instances, same machine, one table.

``python -m bench.siting [--peer PYTHON] [--parts peer,highs,ours] [--only TEXT] [--resume]``; each figure goes to
``results/siting.json`` as soon as it is known, and ``--resume`` measures only what is not there. ``--peer`` is the interpreter of an
environment that holds spopt (without it, no peer).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from bench import siting_ours
from bench.measure import HERE, Load, machine, versions, write_results
from bench.siting_cases import Case, Instance, coverage_cases, other_cases, peer_cases, published, territory
from bench.siting_peers import SPOPT, run_peer
from bench.siting_table import table

PEER_SECONDS = 60.0
PEER_CPU_SECONDS = 300.0  # for building and solving together: then it is stopped
STORED = HERE / "results" / "siting.json"


def main() -> int:
    """Measure what is missing, keep each figure as soon as it is known, write and print the table."""
    options = _options()
    for name, part, measure in _work(options):
        if options.resume and part in _stored()["cases"].get(name, {}):
            continue
        load = Load()
        figures = measure()
        figures["other_cores"] = load.others()
        print(name, part, json.dumps(figures), file=sys.stderr, flush=True)
        _keep(name, part, figures)
    results = _stored()
    write_results("siting", results, table(results))
    print(table(results))
    return 0


def _stored() -> dict[str, Any]:
    return dict(json.loads(STORED.read_text())) if STORED.exists() else {"machine": {}, "versions": {}, "cases": {}}


def _keep(name: str, part: str, figures: dict[str, Any]) -> None:
    """Add figures to the stored ones: a run that is cut short keeps what it measured."""
    results = _stored()
    results["machine"] = machine()
    results["versions"] |= versions("numpy", "scipy", "numba", "highspy") | figures.pop("versions", {})
    results["cases"].setdefault(name, {})[part] = figures
    STORED.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="interpreter of the environment that holds spopt")
    parser.add_argument("--parts", default="ours,highs,peer", help="what to measure, in that order")
    parser.add_argument("--only", default="", help="only the cases whose name contains this")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit for each proof")
    parser.add_argument("--resume", action="store_true", help="leave out what is already in the results")
    return parser.parse_args()


def _work(options: argparse.Namespace) -> list[tuple[str, str, Callable[[], dict[str, Any]]]]:
    """Return (name of the case, part, how to measure it)."""
    seconds = options.seconds
    work: list[tuple[str, str, Callable[[], dict[str, Any]]]] = []
    for part in options.parts.split(","):
        if part == "ours":
            siting_ours.warm_up()
            work += [(c.name, part, partial(_ours, c, seconds)) for c in coverage_cases() + other_cases()]
            work += [(name, part, measure) for name, measure in siting_ours.extras(published(), seconds)]
        elif part == "highs":
            work += [(c.name, part, partial(_highs, c, seconds)) for c in coverage_cases()]
        elif part == "peer" and options.peer:
            work += [(c.name, part, partial(peer, options.peer, c)) for c in peer_cases()]
    return [job for job in work if options.only in job[0]]


def _ours(case: Case, seconds: float) -> dict[str, Any]:
    return siting_ours.measure(case, _territory(case.m, case.n), seconds)


def _highs(case: Case, seconds: float) -> dict[str, Any]:
    return siting_ours.highs_alone(case, _territory(case.m, case.n), seconds)


@lru_cache(1)
def _territory(m: int, n: int) -> Instance:
    return territory(m, n)


def peer(python: str, case: Case) -> dict[str, Any]:
    """Run spopt on the same instance; set cover without the points out of reach, which it calls infeasible."""
    instance = _territory(case.m, case.n)
    if case.kind == "lscp":
        served = instance.km.min(axis=1) <= case.limit_km
        instance = Instance(instance.km[served], instance.people[served])
    return run_peer(python, SPOPT, case, instance, PEER_SECONDS, PEER_CPU_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
