"""The instances on which choosing k places is timed: a territory at three sizes, a country, published p-medians."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import shortest_path

from siting.incidence import Floats, Incidence, from_rows, within

SIZES = ((2_994, 300), (5_816, 500), (9_780, 800))
RADII_KM = (2.5, 4.0, 7.0)
COUNTS = (3, 8, 20)
DETOUR = 1.3
OTHER_RADIUS_KM = 4.0


@dataclass(frozen=True)
class Instance:
    """Kilometres (m, n) with the detour included, and inhabitants (m,)."""

    km: Floats
    people: Floats


@dataclass(frozen=True)
class Case:
    """One question on one instance: mclp, median, centre or lscp, on m demand points and n places."""

    kind: str
    m: int
    n: int
    limit_km: float = OTHER_RADIUS_KM
    k: int = 8

    @property
    def name(self) -> str:
        """The key of the case in the results."""
        return f"{self.kind} {self.m}×{self.n} {self.limit_km} km k={self.k}"


def territory(m: int, n: int, seed: int = 18) -> Instance:
    """Draw m demand points and n places over 18 towns of 40 × 30 km, 1.06 million inhabitants, half of them in one city."""
    rng = np.random.default_rng(seed)
    centres, spread = rng.random((18, 2)) * [40, 30], rng.uniform(1.0, 3.0, 18)
    spread[0] = 5.0
    share = np.concatenate(([0.5], 0.5 * rng.dirichlet(np.full(17, 3.0))))

    def points(count: int) -> Floats:
        town = rng.choice(18, count, p=share)
        return centres[town] + rng.normal(size=(count, 2)) * spread[town][:, None]

    demand, places = points(m), points(n)
    people = np.round(rng.gamma(1.2, 1.06e6 / m / 1.2, m)).clip(1)
    return Instance(DETOUR * np.hypot(*(demand[:, None] - places[None]).transpose(2, 0, 1)), people)


def coverage_cases() -> list[Case]:
    """Return every size, radius and k of maximal coverage."""
    return [Case("mclp", m, n, limit, k) for m, n in SIZES for limit in RADII_KM for k in COUNTS]


def other_cases() -> list[Case]:
    """Return the p-median, the p-centre and the set cover at each size."""
    return [Case(kind, m, n) for m, n in SIZES for kind in ("lscp", "median", "centre")]


def peer_cases() -> list[Case]:
    """Return the cases given to spopt: nine coverages, every set cover, the p-median and p-centre of the smallest size."""
    coverages = [case for case in coverage_cases() if case.k == 8]
    small = {("median", SIZES[0][0]), ("centre", SIZES[0][0])}
    covers = [case for case in other_cases() if case.kind == "lscp"]
    return coverages + covers + [case for case in other_cases() if (case.kind, case.m) in small]


def country(m: int = 100_000, n: int = 5_000, radius_km: float = 8.0) -> tuple[Incidence, Floats]:
    """Draw m demand points and n places over 300 × 300 km: who is within reach, and inhabitants."""
    rng = np.random.default_rng(5)
    demand, places = rng.random((m, 2)) * 300, rng.random((n, 2)) * 300
    people = np.round(rng.gamma(0.6, 500.0, m)).clip(1)
    blocks = [within(np.hypot(*(demand[a : a + 5000, None] - places[None]).transpose(2, 0, 1)), radius_km) for a in range(0, m, 5000)]
    ptr = np.concatenate([[0], *[np.diff(b.row_ptr) for b in blocks]]).cumsum()
    return from_rows(ptr, np.concatenate([b.row_idx for b in blocks]), n), people


def published() -> Path | None:
    """Return the folder of OR-Library's files, None when CONVERGENCE_REFERENCE_DATA does not lead to it."""
    folder = Path(os.environ.get("CONVERGENCE_REFERENCE_DATA", "")) / "orlib"
    return folder if (folder / "pmedopt.txt").exists() else None


def pmed(folder: Path, number: int) -> tuple[Floats, int, int]:
    """Return all-pairs distances, p and the published optimum; the last listed cost of a repeated edge wins."""
    lines = [line.split() for line in (folder / f"pmed{number}.txt").read_text().splitlines() if line.strip()]
    n, p = int(lines[0][0]), int(lines[0][2])
    edges = np.full((n, n), np.inf)
    for a, b, cost in lines[1:]:
        edges[int(a) - 1, int(b) - 1] = edges[int(b) - 1, int(a) - 1] = float(cost)
    listed = [line.split() for line in (folder / "pmedopt.txt").read_text().splitlines()]
    best = next(int(line[1]) for line in listed if line and line[0] == f"pmed{number}")
    return shortest_path(edges, method="D"), p, best
