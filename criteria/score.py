"""Scores: values → one score by actor → convergence, with completeness beside and colours by threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from criteria.criterion import Criterion
from criteria.scale import Floats
from criteria.weights import ACTORS, Thresholds, actor_columns
from domain.candidate import Role

BLOCK = 2_048  # rows scored at once: what fits the cache, and too little for the library to share among threads
RANK_DECIMALS = 9
EDGE = 1e-7  # a score equal to its threshold, but for rounding, has reached it


class Colour(IntEnum):
    """How an actor stands at a place."""

    UNKNOWN = 0
    RED = 1
    AMBER = 2
    GREEN = 3


@dataclass(frozen=True)
class Scores:
    """Scores of n places.

    Attributes
    ----------
    actors : ndarray, shape (n, 4)
        Score of each actor in [0, 1] over its known criteria; NaN when none is known.
    convergence : ndarray, shape (n,)
        Weighted mean of the known actors' scores; NaN when none is known.
    completeness : ndarray, shape (n,)
        Share of the weight whose measure is known, in [0, 1].
    actor_completeness : ndarray, shape (n, 4)
        The same by actor.
    """

    actors: Floats
    convergence: Floats
    completeness: Floats
    actor_completeness: Floats


def values_of(measures: Floats, items: Sequence[Criterion], role: Role) -> Floats:
    """Return the values in [0, 1] of measures, shape (n, m), NaN where unknown."""
    columns = np.ascontiguousarray(measures.T)
    return np.array([criterion.value(column, role) for criterion, column in zip(items, columns, strict=True)]).reshape(columns.shape).T


def score(values: Floats, columns: Sequence[Sequence[int]], actor_shares: Floats, criterion_shares: Floats) -> Scores:
    """Score places.

    Parameters
    ----------
    values : ndarray, shape (n, m)
        Values in [0, 1], NaN where unknown.
    columns : sequence of 4 sequences of int
        Positions of each actor's criteria among the m.
    actor_shares : ndarray, shape (4,)
    criterion_shares : ndarray, shape (m,)
        Summing to one inside each actor.

    Notes
    -----
    s_a = Σ w_c v_c / Σ w_c over the *known* criteria of actor a; convergence = Σ W_a s_a / Σ W_a over the known actors;
    completeness = Σ W_a Σ w_c [v_c known]. An unknown moves completeness, never a score.
    """
    spread = _spread(columns, criterion_shares)
    blocks = [_block(values[start : start + BLOCK], spread, actor_shares) for start in range(0, max(1, len(values)), BLOCK)]
    return _joined(blocks)


def _spread(columns: Sequence[Sequence[int]], criterion_shares: Floats) -> Floats:
    """Return each criterion's share in its own actor's column, shape (m, 4)."""
    spread = np.zeros((len(criterion_shares), len(columns)))
    for actor, rows in enumerate(columns):
        spread[rows, actor] = criterion_shares[rows]
    return spread


def _block(values: Floats, spread: Floats, actor_shares: Floats) -> Scores:
    """Score a block of rows that fits the cache."""
    unknown = np.isnan(values)
    if not unknown.any():
        actors = values @ spread / spread.sum(axis=0)
        weight_known = np.broadcast_to(spread.sum(axis=0), actors.shape)
    else:
        weight_known = 1 - unknown.astype(float) @ spread
        # Shares sum to one by actor but for rounding: what is left of a wholly unknown actor is nothing.
        weight_known[weight_known < EDGE] = 0.0
        with np.errstate(invalid="ignore", divide="ignore"):
            actors = (np.where(unknown, 0.0, values) @ spread) / weight_known
    return Scores(actors, weighted_mean(actors, actor_shares), weight_known @ actor_shares, weight_known)


def _joined(blocks: list[Scores]) -> Scores:
    if len(blocks) == 1:
        return blocks[0]
    names = [item.name for item in fields(Scores)]
    return Scores(**{name: np.concatenate([getattr(block, name) for block in blocks]) for name in names})


def weighted_mean(actors: Floats, actor_shares: Floats) -> Floats:
    """Return the mean of each row over its known entries, shape (n,); NaN when the known ones weigh nothing."""
    known = ~np.isnan(actors)
    if known.all() and actor_shares.all():
        return np.asarray(actors @ actor_shares / actor_shares.sum(), float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((np.where(known, actors, 0.0) @ actor_shares) / (known.astype(float) @ actor_shares), float)


def score_role(measures: Floats, items: Sequence[Criterion], role: Role, actor_shares: Floats, criterion_shares: Floats) -> Scores:
    """Score measures (n, m) in one pass: value functions, then `score`, block by block."""
    spread = _spread(actor_columns(items), criterion_shares)
    starts = range(0, max(1, len(measures)), BLOCK)
    return _joined([_block(values_of(measures[start : start + BLOCK], items, role), spread, actor_shares) for start in starts])


def colours(actors: Floats, thresholds: Thresholds) -> npt.NDArray[np.int8]:
    """Return the `Colour` of each actor at each place, shape (n, 4); unknown is a colour of its own, never green."""
    green = np.array([thresholds.green[actor] for actor in ACTORS]) - EDGE
    amber = np.array([thresholds.amber[actor] for actor in ACTORS]) - EDGE
    shades = np.where(actors >= green, Colour.GREEN, np.where(actors >= amber, Colour.AMBER, Colour.RED))
    return np.where(np.isnan(actors), Colour.UNKNOWN, shades).astype(np.int8)


def ranks(convergence: Floats, eligible: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the rank of each eligible place of known score, shape (n,): 1 is best, equal scores share a rank; 0 is unranked.

    Scores are equal when they are to nine decimals: in which order a sum was made does not part two places.
    """
    ranked = eligible & ~np.isnan(convergence)
    result = np.zeros(len(convergence), np.int64)
    scores = np.round(convergence[ranked], RANK_DECIMALS)
    result[ranked] = 1 + len(scores) - np.searchsorted(np.sort(scores), scores, side="right")
    return result
