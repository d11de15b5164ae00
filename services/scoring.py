"""What the browser needs to score places by itself, for a role and a set of hypotheses: criteria, values, exclusions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from criteria.assess import Assessment, version_of
from criteria.criterion import Criterion
from criteria.weights import ACTORS
from domain.candidate import Role
from domain.suitability import Flags, Suitability
from i18n import gettext as _
from services.answer import Answer
from services.context import Context
from services.networks import JudgedNetwork, judged_networks

VALUE_DECIMALS = 10  # finer than what parts two ranks


class ScoredCriterion(Answer):
    """A criterion of the role: the rank of its actor, and its weight among those of that actor."""

    id: str
    label: str
    actor: int
    weight: float


class ScoredNetwork(Answer):
    """A hub with its shops as one candidate: its criteria are those of its members' roles."""

    id: str
    name: str
    is_example: bool
    members: list[int]
    """Ranks of its places among those of the map, the hub first."""
    criteria: list[ScoredCriterion]
    values: list[float | None]
    withheld: list[int]
    excluded: str
    """Why it is excluded, in words; "" when it is not."""
    undecided: str
    """What is missing to say whether its places suit their roles; "" when nothing is."""


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
    networks: list[ScoredNetwork]
    """The networks of the address, whatever the role."""


def scoring_values(context: Context, query: str) -> ScoringValues:
    """Return the values for the role, the hypotheses and the networks of an address."""
    return values_of(context.assessor.assess(query), judged_networks(context.assessor, query))


def values_of(assessment: Assessment, networks: Sequence[JudgedNetwork] = ()) -> ScoringValues:
    """Return the values of an assessment, and of networks of its places."""
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
        networks=[_network(one) for one in networks],
    )


def _network(one: JudgedNetwork) -> ScoredNetwork:
    found, suited = one.assessment, one.assessment.suitability
    values = np.round(found.values[0], VALUE_DECIMALS).tolist()
    return ScoredNetwork(
        id=one.network.id,
        name=one.name,
        is_example=one.is_example,
        members=[member.row for member in one.members],
        criteria=[_criterion(item) for item in found.items],
        values=[None if value != value else value for value in values],
        withheld=np.flatnonzero(found.withheld[0]).tolist(),
        excluded=suited.sentence(0) if suited.excluded[0] else "",
        undecided=suited.sentence(0) if suited.undecided[0] else "",
    )


def _words(suited: Suitability, among: Flags) -> dict[int, str]:
    """Return the answer « convient comme » of some places in words, by row."""
    return {row: suited.sentence(row) for row in np.flatnonzero(among).tolist()}


def _criterion(item: Criterion) -> ScoredCriterion:
    return ScoredCriterion(id=item.id, label=_(item.label), actor=ACTORS.index(item.stakeholder.id), weight=item.weight)
