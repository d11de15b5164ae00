"""The options of one decision, set against each other by what each actor gains: which is ahead, how surely, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from criteria.flip import Flip, smallest_flip
from criteria.robustness import AROUND, Draws, smaa
from criteria.scale import Floats
from criteria.score import EDGE, weighted_mean
from criteria.simplex import draw_simplex
from criteria.standing import FIRM, Hold
from criteria.weights import ACTORS

DRAWS = 2_000


@dataclass(frozen=True, eq=False)
class Spans:
    """What each actor gains with each of n options: lowest, central and highest scores, shape (n, 4), in [0, 1].

    NaN in `central` where nothing is known; the ends are then 0 and 1.
    """

    low: Floats
    central: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Ranking:
    """How n options stand for some shares of the actors.

    Attributes
    ----------
    order : the options that have a score, best first.
    scores, low, high : weighted scores, shape (n,): central, and whatever the unknown turns out to be; NaN, 0 and 1 where nothing is known.
    first : share of the weightings drawn anyhow in which each option is ahead, shape (n,).
    near : share of the weightings close to the chosen ones in which the leader is; NaN without two options to rank.
    change : the smallest change of the shares that brings another option level; None when none does.
    preferring : the actors, by rank, who gain more with that option than with the leader.
    doubtful : the options of which what is unknown could put them before the leader, the leader's own unknown included.
    """

    order: tuple[int, ...]
    scores: Floats
    low: Floats
    high: Floats
    first: Floats
    near: float
    change: Flip | None
    preferring: tuple[int, ...]
    doubtful: tuple[int, ...]

    @property
    def hold(self) -> Hold | None:
        """Whether the leader stays ahead: by the rule of `criteria.standing`; None where there are not two options to rank."""
        if len(self.order) < 2:
            return None
        if self.first[self.order[0]] >= FIRM:
            return Hold.ALWAYS
        return Hold.NEAR if self.near >= FIRM else Hold.NOT


def rank_options(spans: Spans, shares: Floats, draws: int = DRAWS) -> Ranking:
    """Rank options.

    Parameters
    ----------
    spans : Spans
    shares : ndarray, shape (4,)
        Of the actors, summing to one.
    draws : int
        Weightings drawn; always the same ones.

    Notes
    -----
    The change is exact (`criteria.flip.smallest_flip`): the scores of two options are linear in the shares.
    """
    scores = weighted_mean(spans.central, shares)
    order = tuple(int(row) for row in np.argsort(-np.nan_to_num(scores, nan=-1.0), kind="stable") if not np.isnan(scores[row]))
    low, high = np.asarray(spans.low @ shares, float), np.asarray(spans.high @ shares, float)
    first, near = np.zeros(len(scores)), float("nan")
    if len(order) < 2:
        return Ranking(order, scores, low, high, first, near, None, (), ())
    rows, leader = np.array(order), order[0]
    none, all_ = np.zeros(len(ACTORS)), np.ones(len(ACTORS))
    first[rows] = _first(spans.central[rows], none, all_, draws)
    near = float(_first(spans.central[rows], np.maximum(shares - AROUND, 0.0), np.minimum(shares + AROUND, 1.0), draws)[0])
    change = smallest_flip(spans.central, rows, shares, np.zeros(len(ACTORS), bool))
    doubtful = tuple(row for row in order[1:] if high[row] > low[leader] + EDGE and (_is_open(spans, row) or _is_open(spans, leader)))
    return Ranking(order, scores, low, high, first, near, change, _preferring(spans.central, leader, change), doubtful)


def _first(central: Floats, low: Floats, high: Floats, draws: int) -> Floats:
    """Return in which share of the shares drawn within bounds each option is ahead, shape (n,); ties share."""
    actors = draw_simplex(low, high, draws, np.random.default_rng(0))
    return smaa(central, [[actor] for actor in range(len(ACTORS))], Draws(actors, np.ones_like(actors))).first


def _is_open(spans: Spans, row: int) -> bool:
    return bool((spans.high[row] - spans.low[row] > EDGE).any())


def _preferring(central: Floats, leader: int, change: Flip | None) -> tuple[int, ...]:
    if change is None:
        return ()
    return tuple(int(actor) for actor in np.flatnonzero(central[change.rival] > central[leader] + EDGE))
