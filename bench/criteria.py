"""Speed of scoring and robustness, beside pymcdm on the same inputs, in one run; prints a small markdown table.

The peer is optional and never a dependency of the product; to have both in a throw-away environment::

    uv run --with pymcdm==1.4.0 --with tabulate python -m bench.criteria
"""

from __future__ import annotations

import importlib.util
import os
import platform
import time
from collections.abc import Callable
from importlib.metadata import version

import numpy as np

from criteria.assess import assess
from criteria.flip import flip
from criteria.pareto import undominated
from criteria.registry import criteria_of
from criteria.robustness import Draws, smaa
from criteria.score import score, score_role
from criteria.simplex import draw_simplex
from criteria.weights import Weights
from criteria.workspace import Workspace
from domain.candidate import Role
from geodata.territory import load_territory

PLACES, CRITERIA, DRAWS, TOP, MANY = 500, 15, 10_000, 5, 100_000
COLUMNS = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10], [11, 12, 13, 14]]
HAS_PEER = importlib.util.find_spec("pymcdm") is not None


def best_and_median_ms(work: Callable[[], object], times: int = 7) -> tuple[float, float]:
    work()
    spent = []
    for _time in range(times):
        start = time.perf_counter()
        work()
        spent.append(1_000 * (time.perf_counter() - start))
    return min(spent), float(np.median(spent))


def drawn(rng: np.random.Generator) -> Draws:
    def part(size: int) -> np.ndarray:
        return draw_simplex(np.zeros(size), np.ones(size), DRAWS, rng)

    return Draws(part(4), np.concatenate([part(len(columns)) for columns in COLUMNS], axis=1))


def flat(draws: Draws) -> np.ndarray:
    """One weight a criterion, as the peer takes them, shape (draws, criteria)."""
    owner = [actor for actor, columns in enumerate(COLUMNS) for _column in columns]
    weights = (draws.criteria * draws.actors[:, owner]).astype(float)
    return weights / weights.sum(axis=1, keepdims=True)


def as_it_is(column: np.ndarray, cost: bool) -> np.ndarray:
    """The values are already in [0, 1]: nothing to normalise (the peer asks for a function)."""
    return column


def peer_sum(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    from pymcdm.methods import WSM

    return WSM(normalization_function=as_it_is)(values, weights, np.ones(values.shape[1]), validation=False)


def peer_smaa(values: np.ndarray, draws: Draws) -> tuple[np.ndarray, np.ndarray]:
    """The same study written around the peer's weighted sum, one call a weighting (it has none of its own)."""
    from pymcdm.methods import WSM

    body, types = WSM(normalization_function=as_it_is), np.ones(values.shape[1])
    first, in_top = np.zeros(len(values)), np.zeros(len(values))
    for weights in flat(draws):
        scores = body(values, weights, types, validation=False)
        first[scores.argmax()] += 1
        in_top[np.argpartition(-scores, TOP)[:TOP]] += 1
    return first / DRAWS, in_top / DRAWS


def row(name: str, ours: tuple[float, float], theirs: tuple[float, float] | None, check: str = "") -> str:
    peer = f"{theirs[0]:,.2f} ({theirs[1]:,.2f})" if theirs else "–"
    ratio = f"{theirs[0] / ours[0]:.1f}×" if theirs else "–"
    return f"| {name} | {ours[0]:,.2f} ({ours[1]:,.2f}) | {peer} | {ratio} | {check} |"


def sums(rng: np.random.Generator) -> list[str]:
    lines = []
    shares, inside = np.full(4, 0.25), np.concatenate([np.full(len(columns), 1 / len(columns)) for columns in COLUMNS])
    weights = np.concatenate([np.full(len(columns), 0.25 / len(columns)) for columns in COLUMNS])
    for places in (PLACES, MANY):
        values = rng.random((places, CRITERIA))
        ours = best_and_median_ms(lambda values=values: score(values, COLUMNS, shares, inside))
        theirs, check = None, ""
        if HAS_PEER:
            theirs = best_and_median_ms(lambda values=values: peer_sum(values, weights))
            gap = np.abs(score(values, COLUMNS, shares, inside).convergence - peer_sum(values, weights)).max()
            check = f"largest difference {gap:.0e}; ours also by actor, with completeness"
        lines.append(row(f"weighted sum, {places:,} × {CRITERIA}", ours, theirs, check))
    return lines


def studies(rng: np.random.Generator) -> list[str]:
    values, draws = rng.random((PLACES, CRITERIA)), drawn(rng)
    ours = best_and_median_ms(lambda: smaa(values, COLUMNS, drawn(rng), TOP))
    theirs, check = None, ""
    if HAS_PEER:
        theirs = best_and_median_ms(lambda: peer_smaa(values, draws), 3)
        mine, (first, in_top) = smaa(values, COLUMNS, draws, TOP), peer_smaa(values, draws)
        gap = max(np.abs(mine.first - first).max(), np.abs(mine.in_top - in_top).max())
        check = f"largest difference of a share {gap:.0e}; ours includes the drawing"
    holes = np.where(rng.random(values.shape) < 0.15, np.nan, values)
    unknown = best_and_median_ms(lambda: smaa(holes, COLUMNS, drawn(rng), TOP))
    name = f"SMAA, {PLACES} × {CRITERIA} × {DRAWS:,} weightings, first and top {TOP}"
    return [row(name, ours, theirs, check), row(f"{name}, 15 % unknown", unknown, None, "the peer takes no unknown")]


def own(rng: np.random.Generator) -> list[str]:
    territory = load_territory()
    workspace = Workspace(territory, territory.candidates)
    items, weights = criteria_of(Role.HUB), Weights()
    measures = rng.random((MANY, len(items))) * [3 * max(item.scales[Role.HUB].measures) for item in items]
    shares, inside = weights.actor_shares(), weights.criterion_shares(Role.HUB)

    def built() -> object:
        fresh = Workspace(territory, territory.candidates)
        return [assess(fresh, role) for role in Role]

    draws, actors = assess(workspace, Role.HUB), rng.random((MANY, 4))
    return [
        row(
            f"value functions and scores, {MANY:,} × {len(items)}",
            best_and_median_ms(lambda: score_role(measures, items, Role.HUB, shares, inside)),
            None,
        ),
        row(
            f"workspace and both roles, {workspace.size} places × {len(territory.demand):,} demand points",
            best_and_median_ms(built, 3),
            None,
        ),
        row(f"assessment again with other weights, {workspace.size} places", best_and_median_ms(lambda: assess(workspace, Role.HUB)), None),
        row("smallest change that tips", best_and_median_ms(lambda: flip(draws)), None),
        row(f"undominated of {PLACES}", best_and_median_ms(lambda: undominated(actors[:PLACES])), None),
        row(f"undominated of {MANY:,}", best_and_median_ms(lambda: undominated(actors), 3), None),
    ]


def main() -> None:
    rng = np.random.default_rng(0)
    peer = f"pymcdm {version('pymcdm')}" if HAS_PEER else "pymcdm not installed"
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()},", end=" ")
    print(f"numpy {np.__version__}, {peer}. Best (median), ms.\n")
    print("| Task | Convergence | pymcdm | Ratio | Check |\n|---|---:|---:|---:|---|")
    print("\n".join([*sums(rng), *studies(rng), *own(rng)]))


if __name__ == "__main__":
    main()
