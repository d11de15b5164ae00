"""The devil's advocate over hypotheses: the smallest change of one of them, within its interval, by which another option wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from criteria.assess import assess
from criteria.hypotheses import HYPOTHESES, slider_values
from criteria.registry import criteria_of
from criteria.scale import Floats
from criteria.score import EDGE, weighted_mean
from criteria.workspace import Workspace
from domain.candidate import Role


@dataclass(frozen=True, eq=False)
class Trial:
    """What n options are worth to each actor once one hypothesis has another value: `central` is of shape (n, 4), NaN where unknown."""

    hypothesis: str
    before: float
    value: float
    central: Floats

    @property
    def moved(self) -> float:
        """How far the hypothesis moves, as a share of its interval."""
        default = HYPOTHESES[self.hypothesis].default
        return abs(self.value - self.before) / max(default.high - default.low, abs(self.value - self.before))


@dataclass(frozen=True)
class Overturn:
    """A trial by which another option wins: `rival` is its rank; `preferring` are the actors who gain more with it than with the leader."""

    trial: Trial
    leader: int
    rival: int
    preferring: tuple[int, ...]


def smallest_overturn(central: Floats, shares: Floats, trials: Sequence[Trial]) -> Overturn | None:
    """Return the trial that moves its hypothesis least among those that put another option ahead; None where none does.

    Parameters
    ----------
    central : ndarray, shape (n, 4)
        What each option is worth to each actor now.
    shares : ndarray, shape (4,)
        Of the actors, summing to one.
    """
    now = weighted_mean(central, shares)
    if (~np.isnan(now)).sum() < 2:
        return None
    leader = int(np.nanargmax(now))
    found: Overturn | None = None
    for trial in sorted(trials, key=lambda one: one.moved):
        worth = weighted_mean(trial.central, shares)
        if np.isnan(worth[leader]) or np.isnan(now[int(np.nanargmax(worth))]):
            continue
        rival = int(np.nanargmax(worth))
        if worth[rival] > worth[leader] + EDGE:
            gains = np.flatnonzero(trial.central[rival] > trial.central[leader] + EDGE)
            found = Overturn(trial, leader, rival, tuple(int(actor) for actor in gains))
            break
    return found


@dataclass(frozen=True, eq=False)
class PlaceTrials:
    """The trials of some places, each in its role; `rows` are those of `space`'s candidates."""

    space: Workspace
    rows: Sequence[int]
    roles: Sequence[Role]

    def __iter__(self) -> Iterator[Trial]:
        """Try each value that the slider of each hypothesis gives within its interval, but the one in force."""
        for key in self._relevant:
            before = self._alone.hypotheses.central(key)
            for value in slider_values(key):
                if value != before:
                    yield Trial(key, before, value, self._central(key, value))

    @cached_property
    def _alone(self) -> Workspace:
        """The places alone, with what is read around them: nothing of what they are worth depends on the others."""
        alone = Workspace(self.space.territory, self.space.candidates.iloc[list(self.rows)], self.space.hypotheses)
        for role in set(self.roles):
            assess(alone, role)
        return alone

    @cached_property
    def _relevant(self) -> tuple[str, ...]:
        """The hypotheses on which a criterion that counts rests."""
        used = {key for role in set(self.roles) for item in criteria_of(role) if not item.is_optional for key in item.hypotheses}
        return tuple(key for key in HYPOTHESES if key in used)

    @cached_property
    def _reaching(self) -> frozenset[str]:
        """Those that act inside what is read around a place; the others only multiply it."""
        return frozenset(key for role in set(self.roles) for item in criteria_of(role) for key in item.reaches)

    def _central(self, key: str, value: float) -> Floats:
        space = self._alone.under(self._alone.hypotheses.with_(key, value), is_same_reach=key not in self._reaching)
        scores = {role: assess(space, role).scores.actors for role in set(self.roles)}
        return np.array([scores[role][at] for at, role in enumerate(self.roles)])
