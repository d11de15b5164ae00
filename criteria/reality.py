"""How real a judgement is: which part of it rests on real data, on estimates, on hypotheses, on invented examples, on nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from criteria.assess import Assessment
from criteria.criterion import Criterion
from criteria.hypotheses import HYPOTHESES
from criteria.provenance import Provenance
from criteria.score import EDGE, Colour
from criteria.weights import ACTORS, actor_columns
from geodata.source import Source


class Nature(StrEnum):
    """What a figure rests on; the least sure of all that it is made of."""

    REAL = "real"
    ESTIMATE = "estimate"
    HYPOTHESIS = "hypothesis"
    EXAMPLE = "example"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reality:
    """How real a judgement is.

    Attributes
    ----------
    shares : mapping
        Part of the judgement by nature, summing to one.
    overturning : tuple of str
        Message ids of the data that are not real, and any one of which could turn an actor's light otherwise, the heaviest first.
    """

    shares: Mapping[Nature, float]
    overturning: tuple[str, ...]


def nature_of(sources: Iterable[Source], *, is_hypothesis: bool, is_invented: bool) -> Nature:
    """Return what a known figure rests on; `is_invented` says that the place itself is, whatever it declares."""
    sources = tuple(sources)
    if any(one.is_example or (one.is_declared and is_invented) for one in sources):
        return Nature.EXAMPLE
    if any(one.is_estimate for one in sources):
        return Nature.ESTIMATE
    return Nature.HYPOTHESIS if is_hypothesis else Nature.REAL


def reality_of_figures(figures: Sequence[Provenance]) -> Reality:
    """Return how real some figures are, each counting the same: those of a plan."""
    natures = [
        Nature.UNKNOWN if one.value != one.value else nature_of(one.sources, is_hypothesis=one.is_hypothesis, is_invented=one.is_example)
        for one in figures
    ]
    return Reality({nature: natures.count(nature) / len(natures) for nature in Nature if natures}, ())


def reality_of_place(assessment: Assessment, row: int) -> Reality:
    """Return how real the judgement of a place in a role is: each criterion counts by its weight and its actor's."""
    natures = [_nature(assessment, row, at, item) for at, item in enumerate(assessment.items)]
    weights, actors = assessment.shares, assessment.weights.actor_shares()
    whole = np.zeros(len(natures))
    for actor, columns in enumerate(actor_columns(assessment.items)):
        whole[columns] = weights[columns] * actors[actor]
    total = float(whole.sum()) or 1.0
    shares = {nature: float(sum(whole[at] for at, one in enumerate(natures) if one is nature)) / total for nature in Nature}
    doubtful = [at for at, one in enumerate(natures) if one is not Nature.REAL and not assessment.withheld[row, at]]
    turning = sorted((at for at in doubtful if _could_turn(assessment, row, at)), key=lambda at: -whole[at])
    labels = (label for at in turning for label in assessment.item_at(row, at).to_request)
    return Reality(shares, tuple(dict.fromkeys(labels)))


def unknown_turning(assessment: Assessment, row: int) -> tuple[str, ...]:
    """Return the data that are unknown of a place, and any one of which could turn an actor's light otherwise (message ids)."""
    unknown = (at for at, item in enumerate(assessment.items) if _nature(assessment, row, at, item) is Nature.UNKNOWN)
    labels = (label for at in unknown if _could_turn(assessment, row, at) for label in assessment.item_at(row, at).to_request)
    return tuple(dict.fromkeys(labels))


def _nature(assessment: Assessment, row: int, column: int, item: Criterion) -> Nature:
    if np.isnan(assessment.measures[row, column]) and not assessment.withheld[row, column]:
        return Nature.UNKNOWN
    is_hypothesis = any(HYPOTHESES[key].is_hypothesis for key in item.hypotheses)
    is_invented = bool(assessment.workspace.candidates["is_example"].iloc[row])
    return nature_of(item.sources_of(assessment.workspace, row), is_hypothesis=is_hypothesis, is_invented=is_invented)


def _could_turn(assessment: Assessment, row: int, column: int) -> bool:
    """Whether the worst or the best value of one criterion, the others as they are, would take its actor's green or give it.

    Notes
    -----
    With N = Σ w v and K = Σ w over the other known criteria of the actor, its score lies between N / (K + w) and (N + w) / (K + w).
    """
    actor = next(at for at, columns in enumerate(actor_columns(assessment.items)) if column in columns)
    others = [one for one in actor_columns(assessment.items)[actor] if one != column and not np.isnan(assessment.values[row, one])]
    shares = assessment.shares
    weight = float(shares[column])
    if weight <= 0:
        return False
    known, points = float(shares[others].sum()) + weight, float((shares[others] * assessment.values[row, others]).sum())
    green = assessment.thresholds.green[ACTORS[actor]] - EDGE
    if assessment.colours[row, actor] == Colour.GREEN:
        return points / known < green
    return (points + weight) / known >= green
