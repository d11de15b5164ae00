"""What was forecast of a place against what was observed, and the hypotheses that the observations contradict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.actuals import BY_ID, Months

MONTHS_A_YEAR = 12
ENOUGH_MONTHS = 6
"""Months from which on observations contradict anything: less says little."""
Span = tuple[float, float, float]
"""Low, central and high, of a year."""


@dataclass(frozen=True)
class Forecast:
    """What was forecast of a place when it opened: by measure, of a whole year.

    `area_m2` is the floor put to use, `residents` those within a donor's reach, None where unknown; `hypotheses` are the ranges on which
    the forecast rests, by id; `origin` is ``scenario`` or ``criteria``, `ref` the id of the one or the version of the others.
    """

    spans: Mapping[str, Span]
    hypotheses: Mapping[str, Span]
    area_m2: float | None
    residents: float | None
    origin: str
    ref: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One month of a measure, brought to a year, and whether it lies inside what was forecast."""

    month: str
    value: float
    is_inside: bool


@dataclass(frozen=True)
class Gap:
    """A measure: what was forecast, and what each month observed of it."""

    measure: str
    span: Span
    observations: tuple[Observation, ...]

    @property
    def mean(self) -> float:
        """The mean of the observations; NaN without any."""
        return math.fsum(one.value for one in self.observations) / len(self.observations) if self.observations else math.nan

    @property
    def inside(self) -> int:
        """How many observations lie inside."""
        return sum(one.is_inside for one in self.observations)

    @property
    def is_contradicted(self) -> bool:
        """Whether enough months, taken together, lie outside."""
        return len(self.observations) >= ENOUGH_MONTHS and not self.span[0] <= self.mean <= self.span[2]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A hypothesis, its range, and what the observations make of it."""

    hypothesis: str
    span: Span
    observed: float


def gaps(forecast: Forecast, months: Months) -> tuple[Gap, ...]:
    """Set each forecast beside what was observed; a month that does not tell a measure is no observation of it."""
    found = []
    for measure, span in forecast.spans.items():
        times = MONTHS_A_YEAR if BY_ID[measure].is_flow else 1
        values = [(month, values[measure] * times) for month, values in sorted(months.items()) if measure in values]
        found.append(Gap(measure, span, tuple(Observation(month, value, span[0] <= value <= span[2]) for month, value in values)))
    return tuple(found)


def share_inside(found: Sequence[Gap]) -> tuple[int, int]:
    """Return how many observations lie inside what was forecast, and how many there are."""
    return sum(one.inside for one in found), sum(len(one.observations) for one in found)


def contradictions(forecast: Forecast, found: Sequence[Gap]) -> tuple[Contradiction, ...]:
    """Return the hypotheses that the observations contradict: with every other inside its range, no value of theirs gives what is observed.

    Tonnes are the smaller of floor × t and residents × c: above, each bound that is passed is contradicted; below, the one that bound.
    Jobs are tonnes × j: they are held to the tonnes that were observed.
    """
    by_measure = {one.measure: one for one in found}
    wrong = _of_tonnes(forecast, by_measure.get("tonnes_in"))
    jobs, tonnes = by_measure.get("jobs_fte"), by_measure.get("tonnes_in")
    if jobs and tonnes and min(len(jobs.observations), len(tonnes.observations)) >= ENOUGH_MONTHS and tonnes.mean > 0:
        wrong += _outside(forecast, "jobs_per_1000_t", jobs.mean / tonnes.mean * 1_000)
    return tuple(wrong)


def _of_tonnes(forecast: Forecast, tonnes: Gap | None) -> list[Contradiction]:
    area, residents = forecast.area_m2, forecast.residents
    if tonnes is None or not tonnes.is_contradicted or not area or not residents:
        return []
    by_floor = "tonnes_per_m2_yr", tonnes.mean / area
    by_people = "collected_kg_per_inhabitant_yr", tonnes.mean / residents * 1_000
    if tonnes.mean > tonnes.span[2]:
        passed = [pair for pair in (by_floor, by_people) if pair[0] in forecast.hypotheses and pair[1] > forecast.hypotheses[pair[0]][2]]
        return [one for pair in passed for one in _outside(forecast, *pair)]
    floor, people = forecast.hypotheses[by_floor[0]][0] * area, forecast.hypotheses[by_people[0]][0] * residents / 1_000
    return _outside(forecast, *(by_floor if floor <= people else by_people))


def _outside(forecast: Forecast, key: str, observed: float) -> list[Contradiction]:
    span = forecast.hypotheses.get(key)
    return [] if span is None or span[0] <= observed <= span[2] else [Contradiction(key, span, observed)]
