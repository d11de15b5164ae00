"""Which funding schemes a place could open, as far as its data tell, and what is missing to know."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pandas as pd

from criteria.assess import Assessment
from domain.address import Address
from domain.candidate import Kind
from funding.registry import eligibilities
from funding.scheme import Eligibility, Facts
from geodata.at_place import at_place
from geodata.perimeter import in_use

PATH = "/funding"
"""Where the files of a place are."""
SOCIAL_ECONOMY, INTEGRATION, STUDY = "ess", "ins", "study"
BEARER = (SOCIAL_ECONOMY, INTEGRATION, STUDY)
"""The keys by which an address tells of whoever would run the place: « 1 » for yes, « 0 » for no."""


def _with_bearer(facts: Facts, query: str) -> Facts:
    """Return the facts with those that an address tells of whoever would run the place."""
    address = Address.parse(query)
    ess, ins, study = ({"1": True, "0": False}.get(address.text(key)) for key in BEARER)
    return replace(facts, is_social_economy=ess, does_integration=ins, has_study=study)


def funding_of(assessment: Assessment, row: int, query: str = "") -> tuple[Eligibility, ...]:
    """Return what the facts of the candidate of a row say of every scheme; what nobody tells of whoever would run it stays unknown."""
    return eligibilities(_with_bearer(facts_of(assessment, row), query))


def facts_of(assessment: Assessment, row: int) -> Facts:
    """Return what is known of the candidate of a row."""
    place, territory = assessment.workspace.candidates.iloc[row], assessment.workspace.territory
    reached = next(at for at, item in enumerate(assessment.items) if item.id == "residents_newly_reached")
    near = at_place(territory, "brownfields", (place.geometry.x, place.geometry.y))
    return Facts(
        kind=Kind(place["kind"]),
        siren=in_use().siren,
        is_in_qpv=None if isnan(place["qpv_distance_m"]) else bool(place["qpv_distance_m"] <= 0),
        qpv_distance_m=_known(place["qpv_distance_m"]),
        is_vacant=None if pd.isna(place["vacant_since"]) else bool(place["vacant_since"] <= pd.Timestamp(territory.as_of)),
        is_brownfield=None if near is None else bool(near),
        newly_reached=_known(float(assessment.measures[row, reached])),
    )


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)
