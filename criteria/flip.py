"""What would tip the balance: the smallest change of the actors' weights that dethrones the leader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from criteria.assess import Assessment
from criteria.scale import Floats, number
from criteria.weights import ACTORS
from domain.stakeholder import STAKEHOLDERS
from domain.suitability import Flags
from i18n import gettext as _
from i18n import ngettext, quoted


@dataclass(frozen=True, eq=False)
class Flip:
    """The smallest change.

    Attributes
    ----------
    leader, rival : int
        Rows: who is first now, who catches up.
    moved : float
        Share of the whole weight that changes hands, in [0, 1]; the L1 distance between the weights is twice that.
    before, after : ndarray, shape (4,)
        Shares of the actors.
    left_out : int
        Places that could not be compared exactly: their unknown actors are not the leader's.
    """

    leader: int
    rival: int
    moved: float
    before: Floats
    after: Floats
    left_out: int

    def sentence(self, name: Callable[[int], str]) -> str:
        """Say it; `name` gives the name of a row."""
        gains, losses = int(np.argmax(self.after - self.before)), np.flatnonzero(self.after < self.before - 1e-9)
        givers = ", ".join(quoted(_(STAKEHOLDERS[actor].label)) for actor in losses)
        if not len(losses):
            return _("{rival} est déjà à égalité avec {leader}").format(rival=name(self.rival), leader=name(self.leader))
        moved = 100 * self.moved
        taken = ngettext("{n} point pris à {givers}", "{n} points pris à {givers}", moved).format(n=number(moved, 1), givers=givers)
        return _("{rival} rejoindrait {leader} si le poids « {winner} » passait de {before} % à {after} % ({taken})").format(
            rival=name(self.rival),
            leader=name(self.leader),
            winner=_(STAKEHOLDERS[gains].label),
            after=number(100 * float(self.after[gains]), 1),
            before=number(100 * float(self.before[gains]), 1),
            taken=taken,
            givers=givers,
        )  # fmt: skip


def flip(assessment: Assessment, among: Flags | None = None) -> Flip | None:
    """Return the smallest change of the actors' weights that brings another eligible place level with the leader.

    None when no weighting does, or there are not two ranked places (among those kept, when a mask of shape (n,) is given).
    Locked actors keep their share.
    """
    ranked = assessment.contenders(among)
    if len(ranked) < 2:
        return None
    locked = np.array([actor in assessment.weights.locked for actor in ACTORS])
    return smallest_flip(assessment.scores.actors, ranked, assessment.weights.actor_shares(), locked)


def smallest_flip(scores: Floats, ranked: np.ndarray, shares: Floats, locked: np.ndarray) -> Flip | None:
    """Return the smallest change, in L1, that makes a rival's score equal the leader's.

    Parameters
    ----------
    scores : ndarray, shape (n, 4)
        Scores of the actors, NaN where unknown.
    ranked : ndarray of int
        Rows that compete, the leader first.
    shares : ndarray, shape (4,)
        Present shares, summing to one.
    locked : ndarray of bool, shape (4,)

    Notes
    -----
    Exact, by closed form. With d = s_leader − s_rival, the leader is ahead by d · W. Moving a unit of weight from actor a
    to actor b closes d_a − d_b: the linear programme « least moved » takes from the largest d first, always to the
    smallest d. Places with the same unknown actors share the divisor Σ W over the known: only d counts, with 0 for an
    unknown actor. Places with other unknown actors are left out and counted.
    """
    leader, rivals = int(ranked[0]), ranked[1:]
    unknown = np.isnan(scores)
    alike = (unknown[rivals] == unknown[leader]).all(axis=1)
    found: Flip | None = None
    for rival in rivals[alike]:
        difference = np.nan_to_num(scores[leader] - scores[rival])
        after = _least_moved(difference, shares, locked)
        if after is None:
            continue
        moved = float(np.abs(after - shares).sum() / 2)
        if found is None or moved < found.moved - 1e-12:
            found = Flip(leader, int(rival), moved, shares, after, int((~alike).sum()))
    return found


def _least_moved(difference: Floats, shares: Floats, locked: np.ndarray) -> Floats | None:
    after, gap = shares.copy(), float(difference @ shares)
    free = np.flatnonzero(~locked)
    if gap <= 0:
        return after
    if not len(free):
        return None
    sink = int(free[np.argmin(difference[free])])
    for source in free[np.argsort(-difference[free], kind="stable")]:
        gain = float(difference[source] - difference[sink])
        if gain <= 0:
            break
        amount = min(float(after[source]), gap / gain)
        after[source] -= amount
        after[sink] += amount
        gap -= amount * gain
        if gap <= 1e-12:
            return after
    return None
