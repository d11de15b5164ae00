"""Scores: values → one score by actor → convergence, with completeness beside and colours by threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
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
    UNSURE = 4  # too little of its weight is known to say


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
        Share of the weight whose measure is known, in [0, 1]; what is kept confidential does not count.
    actor_completeness : ndarray, shape (n, 4)
        The same by actor.
    """

    actors: Floats
    convergence: Floats
    completeness: Floats
    actor_completeness: Floats

    def ends(self) -> tuple[Floats, Floats]:
        """Return the lowest and highest score that each actor may have, whatever the unknown turns out to be, shape (n, 4)."""
        low = np.nan_to_num(self.actors) * self.actor_completeness
        return low, low + 1 - self.actor_completeness


def values_of(measures: Floats, items: Sequence[Criterion], role: Role) -> Floats:
    """Return the values in [0, 1] of measures, shape (n, m), NaN where unknown."""
    columns = np.ascontiguousarray(measures.T)
    return np.array([criterion.value(column, role) for criterion, column in zip(items, columns, strict=True)]).reshape(columns.shape).T


def score(
    values: Floats,
    columns: Sequence[Sequence[int]],
    actor_shares: Floats,
    criterion_shares: Floats,
    withheld: npt.NDArray[np.bool_] | None = None,
) -> Scores:
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
    withheld : ndarray of bool, shape (n, m), optional
        What is kept confidential: neither known nor missing.

    Notes
    -----
    s_a = Σ w_c v_c / Σ w_c over the *known* criteria of actor a; convergence = Σ W_a s_a / Σ W_a over the known actors;
    completeness = Σ W_a Σ w_c [v_c known]. An unknown moves completeness, never a score.
    """
    spread = _spread(columns, criterion_shares)
    blocks = [_block(values[start : start + BLOCK], spread, actor_shares) for start in range(0, max(1, len(values)), BLOCK)]
    scores = _joined(blocks)
    return scores if withheld is None or not withheld.any() else _without(scores, withheld.astype(float) @ spread, actor_shares)


def _without(scores: Scores, withheld: Floats, actor_shares: Floats) -> Scores:
    """Leave out of the completeness the weight that is kept confidential, shape (n, 4)."""
    counted = 1 - withheld
    parts = np.divide(scores.actor_completeness, counted, out=np.zeros_like(counted), where=counted > EDGE)
    return replace(scores, actor_completeness=parts, completeness=parts @ actor_shares)


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


def known_enough(completeness: Floats, thresholds: Thresholds) -> npt.NDArray[np.bool_]:
    """Return of which actors enough is known at each place to give them a colour, shape (n, 4)."""
    return np.asarray(completeness >= np.array([thresholds.known[actor] for actor in ACTORS]) - EDGE, bool)


def colours(actors: Floats, thresholds: Thresholds, completeness: Floats | None = None) -> npt.NDArray[np.int8]:
    """Return the `Colour` of each actor at each place, shape (n, 4); unknown is a colour of its own, never green.

    So is an actor of whom less than the threshold is known; all is without a `completeness`, shape (n, 4).
    """
    green = np.array([thresholds.green[actor] for actor in ACTORS]) - EDGE
    amber = np.array([thresholds.amber[actor] for actor in ACTORS]) - EDGE
    shades = np.where(actors >= green, Colour.GREEN, np.where(actors >= amber, Colour.AMBER, Colour.RED))
    if completeness is not None:
        shades = np.where(known_enough(completeness, thresholds), shades, Colour.UNSURE)
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
