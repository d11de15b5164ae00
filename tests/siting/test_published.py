"""Published instances solved to their published optimum: OR-Library pmed (Beasley) and the San Francisco stores of spopt."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path

from siting.centre import solve_centre
from siting.cover_all import cover_all
from siting.evaluate import coverage, longest_time, total_time
from siting.exact import solve_exact
from siting.median import median_problem
from siting.median_proof import prove_median
from siting.problem import build_problem, core_of
from siting.rules import Constraints, Places, frame_of
from tests.reference import needs, reference

ORLIB, SAN_FRANCISCO = reference("orlib"), reference("spopt_sf")


def orlib(number: int) -> tuple[np.ndarray, int]:
    """Return all-pairs distances and p; the last listed cost of a repeated edge wins."""
    lines = [line.split() for line in (ORLIB / f"pmed{number}.txt").read_text().splitlines() if line.strip()]
    n, p = int(lines[0][0]), int(lines[0][2])
    edges = np.full((n, n), np.inf)
    for a, b, cost in lines[1:]:
        edges[int(a) - 1, int(b) - 1] = edges[int(b) - 1, int(a) - 1] = float(cost)
    return shortest_path(edges, method="D"), p


def optima(name: str) -> dict[str, int]:
    lines = [line.split() for line in (ORLIB / name).read_text().splitlines()]
    return {line[0]: int(line[1]) for line in lines if len(line) == 2 and line[0].startswith("pmed")}


@needs("orlib")
@pytest.mark.parametrize("number", range(1, 21))
def test_every_orlib_median_is_found_and_proven(number) -> None:
    times, p = orlib(number)
    solution = prove_median(median_problem(times, np.ones(len(times)), p), 120.0)
    assert solution.certificate.value == optima("pmedopt.txt")[f"pmed{number}"] == total_time(times, np.ones(len(times)), solution.plan)
    assert solution.certificate.is_optimal


@needs("orlib")
@pytest.mark.parametrize("number", range(1, 21))
def test_every_orlib_centre_is_found_and_proven(number) -> None:
    times, p = orlib(number)
    solution = solve_centre(times, p).solution
    assert solution.certificate.value == optima("kcenteropt.txt")[f"pmed{number}"] == longest_time(times, solution.plan)
    assert solution.certificate.is_optimal
    assert len(solution.plan) <= p


def san_francisco() -> tuple[np.ndarray, np.ndarray]:
    """Return network distances (205 × 16, metres) and populations."""
    with (SAN_FRANCISCO / "SF_network_distance_candidateStore_16_censusTract_205_new.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    tracts, stores = sorted({r["DestinationName"] for r in rows}), sorted({r["name"] for r in rows})
    distance, people = np.full((len(tracts), len(stores)), np.inf), np.zeros(len(tracts))
    for r in rows:
        i = tracts.index(r["DestinationName"])
        distance[i, stores.index(r["name"])], people[i] = float(r["distance"]), float(r["demand"])
    return distance, people


@needs("spopt_sf")
def test_the_published_san_francisco_optima_are_proven() -> None:
    distance, people = san_francisco()
    assert distance.shape == (205, 16)
    state = solve_exact(core_of(build_problem(distance, 5000.0, people), None, 4))
    assert state.is_finished
    assert (state.value, people.sum()) == (875_247.0, 955_113.0)
    assert coverage(distance, 5000.0, people, state.plan)[0] == state.value
    cover = cover_all(distance, 5000.0, frame_of(Places(16), Constraints(16)))
    assert cover.solution.certificate.value == 8 == cover.solution.certificate.bound
    median = prove_median(median_problem(distance, people, 4))
    assert median.certificate.value == pytest.approx(2848268129.7145, rel=1e-12)
    assert median.certificate.is_optimal
