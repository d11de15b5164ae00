"""What lies beside a proposal: its commune, what may be a duplicate of it, and the places to compare it with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from criteria.assess import Assessment
from criteria.score import Colour
from domain.address import Key, write
from domain.candidate import Kind, Role
from domain.neighbours import is_near
from domain.place_fields import PlaceField, fields_of
from domain.proposal import Content, Proposal, Stage
from domain.stakeholder import STAKEHOLDERS
from domain.suitability import Verdict
from geodata.crs import Floats
from geodata.neighbours import Neighbours
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from i18n.numbers import quantity
from services.answer import Answer
from services.assessor import Assessor
from services.feedback import COLOURS, ColourName, Feedback
from services.neighbours import known_of, known_places, near_contents, positions_l93
from services.words.places import value_of
from services.words.scores import span_text
from store.known_places import Known

NEAREST = 5
ALIVE = frozenset({Stage.SUBMITTED, Stage.TO_COMPLETE, Stage.ACCEPTED})
"""The stages in which a proposal stands for a place, of which another would be a duplicate."""
Points = npt.NDArray[np.object_]


class ComparedPlace(Answer):
    """A place of the comparison, and why it is there; the proposal itself has no distance."""

    id: str
    why: str
    name: str
    kind: str
    distance: str | None
    is_same_place: bool
    """Whether it may be the same place as the proposal."""
    is_example: bool


class ComparedField(Answer):
    """A field of each place, in words; None where it is not known."""

    label: str
    cells: list[str | None]


class ComparedActor(Answer):
    """How one of the four actors sees a place."""

    id: str
    letter: str
    colour: ColourName


class ComparedStanding(Answer):
    """How a place stands in a role."""

    shown: str | None
    """The score in points of a hundred; None where it is unknown."""
    fits: Verdict
    suited: str
    actors: list[ComparedActor]


class ComparedRole(Answer):
    """How each place stands in a role; None where it is not assessed."""

    label: str
    cells: list[ComparedStanding | None]


class SideBySide(Answer):
    """A proposal, in the first column, beside other places."""

    columns: list[ComparedPlace]
    rows: list[ComparedField]
    roles: list[ComparedRole]


def duplicates_of(territory: Territory, proposals: Sequence[Proposal], others: Iterable[Known] = ()) -> dict[str, Neighbours]:
    """Return, by id of proposal, the other places near it: published, of another proposal alive, or among `others`."""
    alive = [known for known in map(known_of, proposals) if known is not None]
    ids = [one.id for one in proposals]
    own = set(ids)
    beside = (one for one in others if one.id not in own)
    places = known_places(territory, (one for one in (*alive, *beside) if one.stage in ALIVE))
    near = near_contents(places, [one.content for one in proposals], ids)
    return {own: found for own, found in zip(ids, near, strict=True) if found.count}


@dataclass(frozen=True, slots=True)
class Beside:
    """A place of the map beside a proposal. `row` is its row among the candidates; `why` says why it is compared."""

    row: int
    id: str
    distance_m: float
    why: str


def neighbours(frame: pd.DataFrame, point: shapely.Point, except_id: str) -> list[Beside]:
    """Return the nearest places of the map, nearest first."""
    distances: Floats = np.asarray(shapely.distance(frame.geometry.to_numpy(), point), float)
    distances[(frame["id"] == except_id).to_numpy()] = np.inf
    order = [int(row) for row in np.argsort(distances, kind="stable")[:NEAREST] if np.isfinite(distances[row])]
    ranks = [_("Le plus proche"), *(_("{n}e plus proche").format(n=n) for n in range(2, NEAREST + 1))]
    return [Beside(row, str(frame["id"].iloc[row]), float(distances[row]), why) for row, why in zip(order, ranks, strict=False)]


def best_of(assessment: Assessment, area_code: str, point: shapely.Point, except_id: str) -> Beside | None:
    """Return the best ranked place of a commune or arrondissement in a role; None where none is ranked."""
    frame = assessment.workspace.candidates
    for row in assessment.contenders((frame["area_code"] == area_code).to_numpy() & (frame["id"] != except_id).to_numpy()):
        distance = float(shapely.distance(frame.geometry.iloc[row], point))
        return Beside(int(row), str(frame["id"].iloc[row]), distance, _("Le mieux classé de la commune"))
    return None


def side_by_side(assessor: Assessor, proposal: Proposal, area_code: str, assessed: Feedback) -> SideBySide:
    """Return the proposal beside the nearest places and the best of its commune: the same fields, and the four actors in both roles.

    Parameters
    ----------
    assessed
        What `services.feedback.feedback` says of the proposal.
    """
    point = shapely.points(*positions_l93([proposal.content]))[0]
    if not np.isfinite(shapely.get_coordinates(point)).all():
        return SideBySide(columns=[], rows=[], roles=[])
    assessments = {role: assessor.assess(write([(Key.ROLE, role)])) for role in Role}
    frame = assessments[Role.SHOP].workspace.candidates
    beside = neighbours(frame, point, proposal.id)
    best = best_of(assessments[Role.HUB if proposal.kind is Kind.ZONE_SITE else Role.SHOP], area_code, point, proposal.id)
    others = [*beside[:1], *([best] if best and best.id not in {one.id for one in beside[:1]} else []), *beside[1:]]
    compared = [field for field in fields_of(proposal.kind) if field.is_compared]
    contents = [proposal.content, *(_content(frame.iloc[other.row], compared) for other in others)]
    return SideBySide(
        columns=[_own_column(proposal), *(_column(frame, other) for other in others)],
        rows=[_compared(proposal.kind, field, contents) for field in compared],
        roles=[_role(assessed, assessments[role], role, others) for role in Role],
    )


ROLE_NAMES: Mapping[Role, str] = {Role.HUB: N_("Comme pôle"), Role.SHOP: N_("Comme boutique-relais")}


def _own_column(proposal: Proposal) -> ComparedPlace:
    return ComparedPlace(
        id=proposal.id,
        why=_("Celui-ci"),
        name=str(proposal.content.get("name", "")),
        kind=str(proposal.kind),
        distance=None,
        is_same_place=False,
        is_example=proposal.is_example,
    )


def _column(frame: pd.DataFrame, other: Beside) -> ComparedPlace:
    place = frame.iloc[other.row]
    return ComparedPlace(
        id=other.id,
        why=other.why,
        name=str(place["name"]),
        kind=str(place["kind"]),
        distance=quantity(other.distance_m, "m"),
        is_same_place=is_near(other.distance_m),
        is_example=bool(place["is_example"]),
    )


def _content(place: pd.Series, fields: Sequence[PlaceField]) -> Content:
    """Return a place of the map as the content of a proposal: unknown is None, a day is a text."""
    values = {field.id: place[field.id] for field in fields if field.id in place}
    return {key: None if pd.isna(value) or value == "unknown" else _plain(value) for key, value in values.items()}


def _plain(value: Any) -> str | float:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value if isinstance(value, str) else float(value)


def _compared(kind: Kind, field: PlaceField, contents: Sequence[Content]) -> ComparedField:
    return ComparedField(label=_(field.label), cells=[value_of(kind, field.id, content) for content in contents])


def _role(assessed: Feedback, assessment: Assessment, role: Role, others: Sequence[Beside]) -> ComparedRole:
    cells = [_own_standing(assessed, role), *(_standing(assessment, other.row) for other in others)]
    return ComparedRole(label=_(ROLE_NAMES[role]), cells=cells)


def _standing(assessment: Assessment, row: int) -> ComparedStanding:
    """Return how a place of the map stands in a role."""
    score = assessment.scores.convergence[row]
    return ComparedStanding(
        shown=None if np.isnan(score) else span_text(*assessment.span(row)),
        fits=assessment.suitability.verdict(row),
        suited=assessment.suitability.sentence(row),
        actors=[
            ComparedActor(id=actor.id, letter=actor.letter, colour=COLOURS[Colour(int(assessment.colours[row, place]))])
            for place, actor in enumerate(STAKEHOLDERS)
        ],
    )


def _own_standing(assessed: Feedback, role: Role) -> ComparedStanding | None:
    """Return how the proposal stands; None where it is not assessed."""
    found = next((one for one in assessed.roles or () if one.role is role), None)
    if found is None:
        return None
    actors = [ComparedActor(id=one.id, letter=one.letter, colour=one.colour) for one in found.actors]
    return ComparedStanding(shown=found.shown, fits=found.fits, suited=found.suited, actors=actors)
