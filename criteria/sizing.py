"""The floor that a hub would need to sort and store what its catchment can give, beside the floor that it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import isnan

from criteria.assess import Assessment
from criteria.derived import derived, figure_of, of_hypothesis
from criteria.provenance import Provenance, Term
from criteria.ranges import residents_within_reach
from criteria.scale import number
from domain.units import Range
from i18n import gettext as _
from i18n.numbers import quantity
from i18n.units import counted


class Fit(StrEnum):
    """Whether the floor of a hub is enough for its catchment."""

    UNKNOWN = "unknown"
    NEVER = "never"
    DEPENDS = "depends"
    ALWAYS = "always"


@dataclass(frozen=True)
class Sizing:
    """What a hub would need and what it has.

    Attributes
    ----------
    given : Provenance
        Tonnes a year that the residents within a donor's reach may give.
    needed : Provenance
        Floor to sort, repair and store them, m².
    sorted : Provenance
        Tonnes a year that the floor of the hub can take; unknown where the floor is.
    area_m2 : float
        The floor of the hub; NaN where unknown.
    """

    given: Provenance
    needed: Provenance
    sorted: Provenance
    area_m2: float

    @property
    def fit(self) -> Fit:
        """Whether it is enough with none, some or all of the hypotheses' values."""
        if isnan(self.area_m2):
            return Fit.UNKNOWN
        if self.area_m2 < self.needed.low:
            return Fit.NEVER
        return Fit.ALWAYS if self.area_m2 >= self.needed.high else Fit.DEPENDS


def sizing(assessment: Assessment, row: int, area_m2: float) -> Sizing:
    """Return the sizing of a hub, alone or with its shops: `area_m2` is the floor of the hub itself."""
    base, space = assessment.explain(row, "tonnes_diverted"), assessment.workspace
    ranges = space.hypotheses.__getitem__
    residents = float(residents_within_reach(space)[row])
    rate, share = of_hypothesis("t", "tonnes_per_m2_yr", ranges), of_hypothesis("q", "sorting_share", ranges)
    collected = of_hypothesis("c", "collected_kg_per_inhabitant_yr", ranges)
    people = Term(
        "P", _("habitants à portée d'un donateur"), counted(residents, "habitants"), False, space.notes.get("tonnes_diverted", "")
    )
    given = figure_of(
        base,
        _("Ce que le bassin peut donner"),
        "t/an",
        Range.exact(residents / 1_000) * collected.span,
        "P × c ÷ 1 000",
        f"{number(residents)} × {number(collected.span.central, 2)} ÷ 1 000",
        [people, collected.term],
    )
    floor = figure_of(
        base, _("Surface du pôle"), "m²", Range.exact(area_m2), "A", number(area_m2),
        [Term("A", _("surface du lieu"), quantity(area_m2, "m²"), False, "")],
    )  # fmt: skip
    return Sizing(
        given,
        derived(given, "T", _("La surface qu'il faudrait"), "m²", [replace(rate, is_divisor=True), share]),
        derived(floor, "A", _("Ce que sa surface peut trier"), "t/an", [rate, replace(share, is_divisor=True)]),
        area_m2,
    )
