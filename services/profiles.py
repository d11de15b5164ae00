"""What is open on « Convergence », and what is compared there: places and networks alike."""

from __future__ import annotations

from dataclasses import dataclass

from criteria.assess import Assessment
from services.assessor import Assessor, compared
from services.context import Context
from services.networks import NetworkProfile, PlaceChoices, candidates_of, choices_of, network_profile

Judged = tuple[Assessment, int]
"""A candidate: the assessment that has it, and its row there."""


@dataclass(frozen=True, eq=False)
class PlaceProfile:
    """The place that an address opens, if any, as it is judged there; `choices` are None where no place has this id."""

    assessment: Assessment
    place_id: str | None
    choices: PlaceChoices | None = None


Profile = NetworkProfile | PlaceProfile


def opened(context: Context, query: str, place_id: str | None) -> Profile:
    """Return what is open: the network or the place of an id, with what an address sets."""
    network = network_profile(context, query, place_id)
    if network is not None:
        return network
    choices = choices_of(context.assessor, query, place_id) if place_id else None
    return PlaceProfile(context.assessor.assess(query), place_id, choices)


def compared_in(assessor: Assessor, query: str) -> tuple[Judged, ...]:
    """Return the places and networks that an address sets side by side."""
    return candidates_of(assessor, query, compared(query))
