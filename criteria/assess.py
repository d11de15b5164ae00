"""The whole assessment of the candidates in one role: what a screen, an export or a saved result reads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from criteria.criterion import Criterion
from criteria.missing import ActorRow, Lack, data_lack, doubt_of, lack_of
from criteria.provenance import Provenance
from criteria.registry import criteria_of, criteria_version
from criteria.scale import Floats
from criteria.score import Colour, Scores, colours, known_enough, ranks, score, values_of
from criteria.weights import ACTORS, Thresholds, Weights, actor_columns
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.stakeholder import STAKEHOLDERS
from domain.suitability import Flags, Suitability, suitability
from i18n import gettext as _


@dataclass(frozen=True, eq=False)
class Assessment:
    """Every result of n candidates in one role; arrays follow the rows of ``workspace.candidates``.

    Attributes
    ----------
    items : tuple of Criterion
        The m criteria of the role, grouped by actor.
    measures, values : ndarray, shape (n, m)
        In the criterion's unit; in [0, 1]. NaN where unknown.
    withheld : ndarray of bool, shape (n, m)
        What is kept confidential: neither known nor missing.
    scores : Scores
        By actor, convergence, completeness.
    colours : ndarray of int8, shape (n, 4)
        `Colour` of each actor.
    suitability : Suitability
        Whether each place suits the role, and why not, or what is missing to say so.
    eligible, known, convergent : ndarray of bool, shape (n,)
        Not ruled out of the role; of which enough is known for each of the four actors; eligible and green for the four.
    green_count : ndarray of int, shape (n,)
        Number of green actors.
    rank : ndarray of int, shape (n,)
        1 is best among the eligible of which enough is known; 0 is unranked.
    version : str
        Versions of the criteria, of the data snapshot and of the hypotheses, in one name.
    """

    workspace: Workspace
    role: Role
    weights: Weights
    thresholds: Thresholds
    items: tuple[Criterion, ...]
    measures: Floats
    values: Floats
    withheld: Flags
    scores: Scores
    colours: npt.NDArray[np.int8]
    suitability: Suitability
    eligible: Flags
    known: Flags
    convergent: Flags
    green_count: npt.NDArray[np.int64]
    rank: npt.NDArray[np.int64]
    version: str

    @property
    def nbytes(self) -> int:
        """Bytes that it takes beside its workspace."""
        arrays = (self.values, self.withheld, self.colours, self.scores.actors, self.eligible, self.known, self.green_count, self.rank)
        return sum(int(array.nbytes) for array in arrays)

    @property
    def shares(self) -> Floats:
        """Share of each criterion inside its actor, shape (m,)."""
        return self.weights.shares_of(self.items)

    @property
    def ids(self) -> npt.NDArray[np.object_]:
        """Ids of the candidates, shape (n,)."""
        return self.workspace.candidates["id"].to_numpy(object)

    def row_of(self, candidate_id: str) -> int | None:
        """Return the row of a candidate; None when it is not there."""
        rows = np.flatnonzero(self.ids == candidate_id)
        return int(rows[0]) if len(rows) else None

    def order(self) -> npt.NDArray[np.int64]:
        """Return the rows as a table shows them: ranked ones by rank, little known ones, then excluded ones, by score; shape (n,)."""
        most = np.iinfo(np.int64).max
        last = np.where(self.rank > 0, self.rank, np.where(self.eligible, most - 1, most))
        return np.lexsort((np.arange(len(last)), -np.nan_to_num(self.scores.convergence, nan=-1.0), last))

    def contenders(self, among: Flags | None = None) -> npt.NDArray[np.int64]:
        """Return the ranked rows, best first, kept by `among` (shape (n,); all by default)."""
        ranked = self.rank > 0 if among is None else (self.rank > 0) & among
        order = self.order()
        return order[ranked[order]]

    def lacks(self, row: int) -> tuple[Lack, ...]:
        """Return, for each actor that is not green at a place, what it lacks and what would fix it."""
        found = [self._lack(actor, row) for actor in range(len(ACTORS))]
        return tuple(lack for lack in found if lack is not None)

    def _lack(self, actor: int, row: int) -> Lack | None:
        mine = self._actor_row(actor, row)
        if self.colours[row, actor] == Colour.UNSURE:
            return data_lack(mine)
        return lack_of(mine, self.role, self.thresholds.green[ACTORS[actor]])

    def actor_span(self, row: int, actor: int) -> tuple[float, float]:
        """Return between which scores one actor stands at a place: its score twice where enough is known."""
        if self.colours[row, actor] not in (Colour.UNSURE, Colour.UNKNOWN):
            return float(self.scores.actors[row, actor]), float(self.scores.actors[row, actor])
        low, high = self.scores.ends()
        return float(low[row, actor]), float(high[row, actor])

    def span(self, row: int) -> tuple[float, float]:
        """Return between which scores the convergence of a place stands: its score twice where enough is known.

        Elsewhere whatever is unknown counts, also of an actor of whom enough is known: no later answer leads out of it.
        """
        low, high = self.spans()[row]
        return float(low), float(high)

    def spans(self) -> Floats:
        """Return the span of every place (see `span`), shape (n, 2)."""
        ends = np.column_stack([ends @ self.weights.actor_shares() for ends in self.scores.ends()])
        return np.where(self.known[:, None], self.scores.convergence[:, None], ends)

    def missing(self, row: int) -> tuple[str, ...]:
        """Say, in one sentence for each actor that is not green, what it lacks."""
        return tuple(lack.sentence() for lack in self.lacks(row))

    def doubts(self, row: int) -> tuple[str, ...]:
        """Say which unknown could overturn a convergent place: an actor's green lost, or an exclusion; empty when none could."""
        if not self.convergent[row]:
            return ()
        found = [doubt_of(self._actor_row(actor, row), self.thresholds.green[ACTORS[actor]]) for actor in range(len(ACTORS))]
        lines = [doubt.sentence() for doubt in found if doubt is not None]
        unchecked = self.unchecked(row)
        return (*lines, *([_("Pourrait être exclu selon : {names}.").format(names=", ".join(unchecked))] if unchecked else []))

    def reasons(self, row: int) -> tuple[str, ...]:
        """Say why a place is excluded; empty when it is not."""
        return self.suitability.reasons(row)

    def unchecked(self, row: int) -> tuple[str, ...]:
        """Name what is unknown of a place and could exclude it."""
        return self.suitability.missing(row)

    def explain(self, row: int, criterion_id: str) -> Provenance:
        """Say where one criterion's figure comes from.

        Raises
        ------
        KeyError
            When the criterion does not count in this role.
        """
        return self.figures(row, [criterion_id])[criterion_id]

    def figures(self, row: int, criterion_ids: Sequence[str] | None = None) -> dict[str, Provenance]:
        """Say where the figures of a place come from, by criterion id (all those of the role by default).

        Raises
        ------
        KeyError
            When a criterion does not count in this role.
        """
        place, items = self.workspace.at(row), {item.id: item for item in self.items}
        return {key: items[key].explain(place, self.role, 0) for key in (items if criterion_ids is None else criterion_ids)}

    def unknown(self, row: int) -> tuple[Criterion, ...]:
        """Return the criteria whose measure is unknown at a place (to be asked from its owner); an optional one once it has a weight."""
        counted = np.array([not item.is_optional for item in self.items]) | (self.shares > 0)
        missing = np.isnan(self.measures[row]) & ~self.withheld[row] & counted
        return tuple(self.item_at(row, column) for column in np.flatnonzero(missing).tolist())

    def item_at(self, row: int, column: int) -> Criterion:
        """Return a criterion as one asks about it at a place: for what is not known there."""
        item = self.items[column]
        return (
            item.requested_at(self.workspace.candidates.iloc[row]) if len(item.datum) > 1 and np.isnan(self.measures[row, column]) else item
        )

    def frame(self) -> pd.DataFrame:
        """Return one row a candidate with plain columns, for a table or an export, in `order`."""
        columns: dict[str, object] = {"id": self.ids, "rank": self.rank, "convergence": self.scores.convergence}
        columns |= {"completeness": self.scores.completeness, "green_count": self.green_count}
        columns |= {"convergent": self.convergent, "eligible": self.eligible}
        columns |= {f"score_{actor}": self.scores.actors[:, position] for position, actor in enumerate(ACTORS)}
        columns |= {f"colour_{actor}": self.colours[:, position] for position, actor in enumerate(ACTORS)}
        columns |= {item.id: self.measures[:, position] for position, item in enumerate(self.items)}
        return pd.DataFrame(columns).iloc[self.order()].reset_index(drop=True)

    def _actor_row(self, actor: int, row: int) -> ActorRow:
        rows = [column for column in actor_columns(self.items)[actor] if not self.withheld[row, column]]
        shares = self.shares[rows]
        items = [self.item_at(row, column) for column in rows]
        return ActorRow(STAKEHOLDERS[actor], items, self.measures[row, rows], self.values[row, rows], shares)


def measures_of(workspace: Workspace, role: Role) -> Floats:
    """Return the measures of a role's criteria, shape (n, m), NaN where unknown; computed once a workspace."""
    if role not in workspace.measured:
        workspace.measured[role] = np.column_stack([item.measure(workspace, role) for item in criteria_of(role)])
    return workspace.measured[role]


def suited_to(workspace: Workspace, role: Role) -> Suitability:
    """Return whether each candidate suits a role; computed once a workspace."""
    if role not in workspace.suited:
        workspace.suited[role] = suitability(workspace.candidates, role)
    return workspace.suited[role]


def assess(workspace: Workspace, role: Role, weights: Weights | None = None, thresholds: Thresholds | None = None) -> Assessment:
    """Assess every candidate of a workspace in one role.

    Parameters
    ----------
    workspace : Workspace
        ``Workspace(territory, candidates, hypotheses)``: keep it from one call to the next, it holds the costly part.
    role : Role
    weights : Weights, optional
        All equal by default.
    thresholds : Thresholds, optional
    """
    weights, thresholds = weights or Weights(), thresholds or Thresholds()
    measured = Measured(workspace, role, criteria_of(role), measures_of(workspace, role), suited_to(workspace, role))
    return judged(measured, weights, thresholds)


class Measured(NamedTuple):
    """What is known of n candidates in one role before anything is weighed: m criteria, measures of shape (n, m), suitability."""

    workspace: Workspace
    role: Role
    items: tuple[Criterion, ...]
    measures: Floats
    suitability: Suitability


def judged(measured: Measured, weights: Weights, thresholds: Thresholds) -> Assessment:
    """Score, colour and rank what is measured: the one rule, for places and for networks of them."""
    workspace, role, items, measures, suited = measured
    values = values_of(measures, items, role)
    withheld = np.column_stack([item.is_withheld(workspace) for item in items])
    scores = score(values, actor_columns(items), weights.actor_shares(), weights.shares_of(items), withheld)
    shades = colours(scores.actors, thresholds, scores.actor_completeness)
    known = np.asarray(known_enough(scores.actor_completeness, thresholds).all(axis=1), bool)
    eligible = ~suited.excluded
    green_count = np.asarray((shades == Colour.GREEN).sum(axis=1), np.int64)
    return Assessment(
        workspace=workspace,
        role=role,
        weights=weights,
        thresholds=thresholds,
        items=items,
        measures=measures,
        values=values,
        withheld=withheld,
        scores=scores,
        colours=shades,
        suitability=suited,
        eligible=eligible,
        known=known,
        convergent=eligible & (green_count == len(ACTORS)),
        green_count=green_count,
        rank=ranks(scores.convergence, eligible & known),
        version=version_of(workspace),
    )


def better_is_hub(hub: Assessment, shop: Assessment) -> Flags:
    """Say which role suits each place better, shape (n,): the one it is not excluded from, then more green actors, then the score."""
    keys = [
        (hub.eligible.astype(int), shop.eligible.astype(int)),
        (hub.green_count, shop.green_count),
        (np.nan_to_num(hub.scores.convergence), np.nan_to_num(shop.scores.convergence)),
    ]
    result = np.ones(len(hub.eligible), bool)
    for left, right in reversed(keys):
        result = np.where(left == right, result, left > right)
    return result


def version_of(workspace: Workspace) -> str:
    """Return the name of everything a result depends on: criteria, data snapshot, hypotheses."""
    hypotheses = hashlib.sha256(workspace.hypotheses.to_query().encode()).hexdigest()[:6]
    return f"{criteria_version()}.{workspace.territory.version}.{hypotheses}"
