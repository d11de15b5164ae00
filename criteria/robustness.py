"""Robustness: how often a place stays ahead when the weights are drawn at random (SMAA)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from criteria.assess import Assessment
from criteria.criterion import Criterion
from criteria.scale import Floats
from criteria.simplex import draw_simplex
from criteria.weights import ACTORS, Weights, actor_columns
from domain.suitability import Flags

DRAWS = 10_000
AROUND = 0.10
"""How far from the chosen weights the « close » ones are drawn, as a share."""
TOP = 5
CACHE_CELLS = 160_000  # places × weightings worked on at once: what fits the processor's cache
DENSE_COLUMNS = 64
ONE_THREAD = 250_000  # multiplications under which OpenBLAS keeps to one thread
_Singles = npt.NDArray[np.float32]
Bounds = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Draws:
    """Random weights: actors' shares, shape (N, 4), and criteria's shares inside their actor, shape (N, m); ``float32``."""

    actors: _Singles
    criteria: _Singles


@dataclass(frozen=True, eq=False)
class Acceptability:
    """Answers of the weightings drawn, for n places.

    Attributes
    ----------
    draws, top : int
        Number of weightings; how many first places count as « in the top ».
    first, in_top : ndarray, shape (n,)
        Share of the weightings in which the place is first, in the top; ``first`` sums to one. Ties share.
    central : ndarray, shape (n, 4)
        Mean shares of the actors over the weightings that put the place first; NaN when none does.
    """

    draws: int
    top: int
    first: Floats
    in_top: Floats
    central: Floats

    @property
    def margin(self) -> float:
        """Half-width of the 95 % confidence interval of a share, at most (± 1 point for 10,000 weightings)."""
        return float(0.98 / np.sqrt(self.draws))


def acceptability(
    assessment: Assessment, draws: int = DRAWS, top: int = TOP, seed: int = 0, bounds: Bounds | None = None, among: Flags | None = None
) -> Acceptability:
    """Return how the eligible places of an assessment stand over random weights; excluded places get zero.

    Parameters
    ----------
    assessment : Assessment
        Its weights' locks are respected: a locked share does not move.
    draws, top, seed : int
    bounds : mapping of str to (low, high), optional
        Bounds on the share of actors (of the whole) and of criteria (inside their actor), in [0, 1].
    among : ndarray of bool, shape (n,), optional
        The places that compete (those of a selection); all by default.

    Raises
    ------
    ValueError
        When no weights satisfy the bounds and the locks.
    """
    rng = np.random.default_rng(seed)
    drawn = draw_weights(assessment.weights, assessment.items, draws, rng, bounds or {})
    rows = assessment.contenders(among)
    part = smaa(assessment.values[rows], actor_columns(assessment.items), drawn, top)
    size = len(assessment.eligible)
    first, in_top, central = np.zeros(size), np.zeros(size), np.full((size, len(ACTORS)), np.nan)
    first[rows], in_top[rows], central[rows] = part.first, part.in_top, part.central
    return Acceptability(draws, top, first, in_top, central)


def draw_weights(weights: Weights, items: Sequence[Criterion], draws: int, rng: np.random.Generator, bounds: Bounds) -> Draws:
    """Draw weights uniformly: actors' shares on their simplex, criteria's shares on that of each actor.

    A locked share keeps its value; a bounded one stays within its bounds; an optional criterion that nobody gave a weight stays out.
    """
    actors = _drawn(list(ACTORS), weights.actor_shares(), weights, draws, rng, bounds)
    inside = np.zeros((draws, len(items)), np.float32)
    shares = weights.shares_of(items)
    counted = [not item.is_optional or share > 0 for item, share in zip(items, shares, strict=True)]
    for columns in actor_columns(items):
        drawn = [column for column in columns if counted[column]]
        inside[:, drawn] = _drawn([items[column].id for column in drawn], shares[drawn], weights, draws, rng, bounds)
    return Draws(actors, inside)


def bounds_around(weights: Weights, items: Sequence[Criterion], points: float) -> dict[str, tuple[float, float]]:
    """Return bounds of ± `points` (of share, e.g. 0.10) around the present weights, for « others close to mine »."""
    shares = dict(zip(ACTORS, weights.actor_shares(), strict=True))
    shares |= {item.id: share for item, share in zip(items, weights.shares_of(items), strict=True)}
    return {key: (max(0.0, float(share) - points), min(1.0, float(share) + points)) for key, share in shares.items()}


def _drawn(ids: list[str], shares: Floats, weights: Weights, draws: int, rng: np.random.Generator, bounds: Bounds) -> _Singles:
    low = np.array([bounds.get(key, (0.0, 1.0))[0] for key in ids])
    high = np.array([bounds.get(key, (0.0, 1.0))[1] for key in ids])
    locked = np.array([key in weights.locked for key in ids], bool)
    low, high = np.where(locked, shares, low), np.where(locked, shares, high)
    if locked.sum() == len(ids) - 1:
        # What the locked ones leave goes to the last: it is fixed too.
        low = high = shares
    return draw_simplex(low, high, draws, rng).astype(np.float32, copy=False)


def smaa(values: Floats, columns: Sequence[Sequence[int]], drawn: Draws, top: int = TOP) -> Acceptability:
    """Count first and top ranks of n places over N weightings.

    Parameters
    ----------
    values : ndarray, shape (n, m)
        In [0, 1], NaN where unknown: weights are renormalised over what is known, place by place.
    columns : sequence of 4 sequences of int
        Positions of each actor's criteria.
    drawn : Draws
    top : int

    Notes
    -----
    Weightings go by blocks that fit the cache, in single precision. Renormalising needs one divisor for each distinct
    pattern of known criteria, not one for each place: the divisors of the patterns are copied to their places.
    """
    size, draws = len(values), len(drawn.actors)
    if not size:
        return Acceptability(draws, top, np.zeros(0), np.zeros(0), np.zeros((0, drawn.actors.shape[1])))
    kernel = _Kernel.of(values, columns)
    tally = _Tally.of(size, drawn.actors.shape[1], min(top, size))
    step = max(16, CACHE_CELLS // size)
    for start in range(0, draws, step):
        block = slice(start, start + step)
        tally.add(kernel.scores(drawn.actors[block], drawn.criteria[block]), drawn.actors[block])
    with np.errstate(invalid="ignore", divide="ignore"):
        return Acceptability(draws, top, tally.first / draws, tally.in_top / draws, tally.central / tally.first[:, None])


@dataclass(frozen=True, eq=False)
class _Actor:
    """One actor's values with zeros for the unknown, its distinct patterns of known criteria, and each place's pattern."""

    index: int
    columns: list[int]
    values: _Singles
    patterns: _Singles
    pattern_of: npt.NDArray[np.intp]

    @classmethod
    def of(cls, index: int, filled: _Singles, known: npt.NDArray[np.bool_], columns: list[int]) -> _Actor:
        patterns, pattern_of = np.unique(known[:, columns], axis=0, return_inverse=True)
        return cls(index, columns, np.ascontiguousarray(filled[:, columns]), patterns.astype(np.float32), pattern_of.reshape(-1))

    @property
    def is_dense(self) -> bool:
        """Whether the actor is cheaper as a wider product (a column a pattern and criterion) than as a rescaled one."""
        return self.patterns.size <= DENSE_COLUMNS

    def expanded(self) -> _Singles:
        """Return the values with a set of columns for each pattern, shape (n, patterns × criteria)."""
        wide = np.zeros((len(self.values), *self.patterns.shape), np.float32)
        wide[np.arange(len(wide)), self.pattern_of] = self.values
        return wide.reshape(len(wide), -1)

    def scale(self, actors: _Singles, criteria: _Singles) -> _Singles:
        """Return the actor's weight over the known share of each pattern, shape (patterns, block)."""
        return _over(actors[:, self.index], self.patterns @ criteria[:, self.columns].T)

    def weights(self, actors: _Singles, criteria: _Singles) -> _Singles:
        """Return the weight of each column of `expanded`, shape (patterns × criteria, block)."""
        both = self.scale(actors, criteria)[:, None, :] * criteria[:, self.columns].T[None]
        return both.reshape(-1, len(actors))


@dataclass(frozen=True, eq=False)
class _Kernel:
    """The places, laid out for the blocks: most actors in one product, those of many patterns one by one."""

    dense: list[_Actor]
    dense_values: _Singles
    others: list[_Actor]
    known_actors: _Singles
    known_of: npt.NDArray[np.intp]

    @classmethod
    def of(cls, values: Floats, columns: Sequence[Sequence[int]]) -> _Kernel:
        known = ~np.isnan(values)
        filled = np.where(known, values, 0.0).astype(np.float32)
        actors = [_Actor.of(index, filled, known, list(rows)) for index, rows in enumerate(columns)]
        dense = [actor for actor in actors if actor.is_dense]
        wide = np.concatenate([np.zeros((len(values), 0), np.float32), *(actor.expanded() for actor in dense)], axis=1)
        seen, seen_of = np.unique(np.column_stack([known[:, list(rows)].any(axis=1) for rows in columns]), axis=0, return_inverse=True)
        return cls(dense, wide, [actor for actor in actors if not actor.is_dense], seen.astype(np.float32), seen_of.reshape(-1))

    def scores(self, actors: _Singles, criteria: _Singles) -> _Singles:
        """Return the convergence scores, shape (n, block)."""
        none = np.zeros((0, len(actors)), np.float32)
        result = _product(self.dense_values, np.concatenate([none, *(actor.weights(actors, criteria) for actor in self.dense)]))
        for actor in self.others:
            part = _product(actor.values, np.ascontiguousarray(criteria[:, actor.columns].T))
            part *= actor.scale(actors, criteria)[actor.pattern_of]
            result += part
        if not self.known_actors.all():
            result *= _over(np.ones(len(actors), np.float32), self.known_actors @ actors.T)[self.known_of]
        return result


def _product(left: _Singles, right: _Singles) -> _Singles:
    """Return ``left @ right``, cut into products too small for the library to share among threads.

    The whole takes a few milliseconds, while waiting for a thread on a busy server takes hundreds.
    """
    rows, inner = left.shape
    if not inner:
        return np.zeros((rows, right.shape[1]), np.float32)
    height = max(1, ONE_THREAD // max(1, inner * right.shape[1]))
    whole = rows // height * height
    result = np.empty((rows, right.shape[1]), np.float32)
    np.matmul(left[:whole].reshape(-1, height, inner), right, out=result[:whole].reshape(-1, height, right.shape[1]))
    np.matmul(left[whole:], right, out=result[whole:])
    return result


def _over(part: _Singles, whole: _Singles) -> _Singles:
    """Return ``part / whole``, 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


@dataclass(frozen=True, eq=False)
class _Tally:
    """Counts of ranks, filled block by block."""

    top: int
    first: Floats
    in_top: Floats
    central: Floats

    @classmethod
    def of(cls, size: int, actors: int, top: int) -> _Tally:
        return cls(top, np.zeros(size), np.zeros(size), np.zeros((size, actors)))

    def add(self, scores: _Singles, actors: _Singles) -> None:
        """Count one block: scores (n, block), actors' shares (block, 4). Equal scores share their ranks."""
        rows, draws = np.nonzero(scores >= self._floor(scores))
        values = scores[rows, draws]
        # By weighting, best first: one key in double precision, where a score in [0, 1] keeps all its digits.
        order = np.argsort(draws - 0.5 * values.astype(float))
        rows, draws, values = rows[order], draws[order], values[order]
        start = np.flatnonzero(np.r_[True, (draws[1:] != draws[:-1]) | (values[1:] != values[:-1])])
        ties = np.diff(np.r_[start, len(draws)])
        rank = start - np.searchsorted(draws, draws[start])
        self.in_top[:] += np.bincount(rows, np.repeat(np.clip((self.top - rank) / ties, 0, 1), ties), minlength=len(self.in_top))
        won = np.repeat(np.where(rank == 0, 1 / ties, 0.0), ties)
        self.first[:] += np.bincount(rows, won, minlength=len(self.first))
        for actor in range(actors.shape[1]):
            self.central[:, actor] += np.bincount(rows, won * actors[draws, actor], minlength=len(self.first))

    def _floor(self, scores: _Singles) -> _Singles:
        """Return, for each weighting, a score that every place of the top reaches, shape (block,).

        The top-th best of a few places that often lead: the top-th best of all cannot be lower.
        """
        lead = self.in_top if self.in_top.any() else scores.mean(axis=1)
        few = np.argpartition(-lead, min(len(lead), 3 * self.top) - 1)[: 3 * self.top]
        return np.partition(scores[few], len(few) - self.top, axis=0)[len(few) - self.top]
