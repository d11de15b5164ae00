"""What the browser needs to score places by itself, for a role and a set of hypotheses: criteria, values, exclusions."""

from __future__ import annotations

import numpy as np

from criteria.assess import Assessment, version_of
from criteria.criterion import Criterion
from criteria.weights import ACTORS
from domain.candidate import Role
from domain.suitability import Flags, Suitability
from i18n import gettext as _
from services.answer import Answer
from services.context import Context

VALUE_DECIMALS = 10  # finer than what parts two ranks


class ScoredCriterion(Answer):
    """A criterion of the role: the rank of its actor, and its weight among those of that actor."""

    id: str
    label: str
    actor: int
    weight: float


class ScoringValues(Answer):
    """The values of every candidate for a role; keys are the ranks of places among those of the map."""

    role: Role
    version: str
    criteria: list[ScoredCriterion]
    values: list[list[float | None]]
    """Value in [0, 1] of each candidate for each criterion, null where unknown."""
    excluded: dict[int, str]
    """Why some places are excluded from the role, in words."""
    withheld: dict[int, list[int]]
    """The criteria that rest on what is kept confidential, neither known nor missing, by place."""
    undecided: dict[int, str]
    """What is missing to say whether some places suit the role, in words."""


def scoring_values(context: Context, query: str) -> ScoringValues:
    """Return the values for the role and the hypotheses of an address."""
    return values_of(context.assessor.assess(query))


def values_of(assessment: Assessment) -> ScoringValues:
    """Return the values of an assessment."""
    values = np.round(assessment.values, VALUE_DECIMALS)
    suited, withheld = assessment.suitability, assessment.withheld
    return ScoringValues(
        role=assessment.role,
        version=version_of(assessment.workspace),
        criteria=[_criterion(item) for item in assessment.items],
        values=[[None if value != value else value for value in row] for row in values.tolist()],
        excluded=_words(suited, suited.excluded),
        withheld={row: np.flatnonzero(withheld[row]).tolist() for row in np.flatnonzero(withheld.any(axis=1)).tolist()},
        undecided=_words(suited, suited.undecided),
    )


def _words(suited: Suitability, among: Flags) -> dict[int, str]:
    """Return the answer « convient comme » of some places in words, by row."""
    return {row: suited.sentence(row) for row in np.flatnonzero(among).tolist()}


def _criterion(item: Criterion) -> ScoredCriterion:
    return ScoredCriterion(id=item.id, label=_(item.label), actor=ACTORS.index(item.stakeholder.id), weight=item.weight)
