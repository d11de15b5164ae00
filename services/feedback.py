"""What a place would be worth as it is described so far: the roles that it suits, the four actors, and what is missing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from criteria.assess import Assessment, assess
from criteria.diagnosis import landlord_statement
from criteria.score import Colour
from criteria.weights import Thresholds, Weights
from criteria.workspace import Workspace
from domain.candidate import Kind, Role, role_label
from domain.place_fields import Audience, PlaceField, fields_by_id, fields_of
from domain.proposal import PREFIXES, Content, has_position, keeps_rent, public_part
from domain.published import PublishedPlace
from domain.stakeholder import STAKEHOLDERS
from domain.suitability import Verdict
from geodata.crs import to_l93
from geodata.published import candidate_rows
from geodata.surroundings import surroundings
from geodata.territory import Territory
from i18n import gettext as _
from services.answer import Answer
from services.words.priority import none_near
from services.words.scores import COLOUR_NAMES, span_text

TYPICAL = (0.1, 0.9)
"""Shares of the known places of the same kind between which a figure that is unknown is tried."""
VACANT_MONTHS = (3, 60)
ColourName = Literal["unknown", "red", "amber", "green", "unsure"]
COLOURS: Mapping[Colour, ColourName] = {
    Colour.UNKNOWN: "unknown",
    Colour.RED: "red",
    Colour.AMBER: "amber",
    Colour.GREEN: "green",
    Colour.UNSURE: "unsure",
}


class NearPriority(Answer):
    """A priority neighbourhood (QPV) within 800 m."""

    name: str
    distance_m: int


class Whereabouts(Answer):
    """Where a place lies; the area is null outside the territory, the quartier where none is known; `no_qpv` says why `qpv` is empty."""

    area: str | None
    quartier: str | None
    qpv: list[NearPriority]
    no_qpv: str
    residents: int


class ActorStanding(Answer):
    """How an actor stands at a place. Scores are points of a hundred, null where unknown."""

    id: str
    letter: str
    label: str
    score: int | None
    shown: str
    colour: ColourName
    words: str


class RoleFeedback(Answer):
    """Whether a place suits a role and why, its convergence and completeness in points of a hundred, and what each actor lacks."""

    role: Role
    label: str
    fits: Verdict
    suited: str
    eligible: bool
    convergent: bool
    convergence: int | None
    shown: str
    completeness: int | None
    actors: list[ActorStanding]
    lacks: list[str]


class MissingFigure(Answer):
    """A figure that is unknown, and what it may change: points of completeness won, convergence from `low` to `high`."""

    field: str
    label: str
    completeness: int
    low: int | None
    high: int | None
    may_exclude: bool
    role: Role


class Feedback(Answer):
    """What a place would be worth as it is described so far."""

    placed: bool
    inside: bool | None = None
    """Only where it is placed: whether it lies in the territory."""
    where: Whereabouts | None = None
    """Only where it is placed."""
    roles: tuple[RoleFeedback, ...] | None = None
    """Only where it is inside, with what is missing: nothing, where everything is known."""
    missing: tuple[MissingFigure, ...] | None = None
    landlord_gain: str | None = None
    """What its landlord gains by it in the role that suits it best, of the figures that are known; only of premises, inside."""


def feedback(territory: Territory, kind: Kind, content: Content, today: dt.date | None = None) -> Feedback:
    """Assess a place that is not published, with the weights, thresholds and hypotheses in force for everybody by default.

    A confidential rent does not count, as it will not once the place is accepted.
    """
    if not has_position(content):
        return Feedback(placed=False)
    where = _where(territory, content)
    places = _variants(territory, kind, content, today or dt.date.today())
    alone = dataclasses.replace(territory, candidates=territory.candidates.iloc[:0])  # the ids of the variants may be those of real places
    rows, placed, _out = candidate_rows(alone, [place for _field, place in places])
    if not placed:
        return Feedback(placed=True, inside=False, where=where)
    workspace = Workspace(territory, rows)
    assessments = {role: assess(workspace, role, Weights(), Thresholds()) for role in Role}
    tried = [field for field, _place in places]
    roles = tuple(_role(assessments[role], role) for role in Role)
    best = _best(assessments)
    return Feedback(
        placed=True,
        inside=True,
        where=where,
        roles=roles,
        missing=_missing(best, tried, kind),
        landlord_gain=landlord_statement(best, 0) if kind is Kind.PREMISES else None,
    )


def _best(assessments: Mapping[Role, Assessment]) -> Assessment:
    """Return the assessment in the role that suits the place best: eligible first, then the most convergent."""
    return max(assessments.values(), key=lambda one: (bool(one.eligible[0]), np.nan_to_num(one.scores.convergence[0], nan=-1.0)))


def _where(territory: Territory, content: Content) -> Whereabouts:
    x, y = to_l93([content["lon"]], [content["lat"]])
    around = surroundings(territory, (float(x[0]), float(y[0])))
    names = dict(zip(territory.quartiers["code"], territory.quartiers["name"], strict=True))
    return Whereabouts(
        area=around.area_name,
        quartier=names.get(around.quartier, around.quartier),
        qpv=[NearPriority(name=near.name, distance_m=round(near.distance_m)) for near in around.priority_neighbourhoods],
        no_qpv="" if around.priority_neighbourhoods else none_near(territory),
        residents=around.residents,
    )


def _variants(territory: Territory, kind: Kind, content: Content, today: dt.date) -> list[tuple[str, PublishedPlace]]:
    """Return the place as it is described, then the same with each figure that is unknown at typical values."""
    known, is_rent_private = public_part(content), keeps_rent(content)
    landlord = "x" * 3 if kind is Kind.PREMISES else None
    base = PublishedPlace(f"{PREFIXES[kind]}-000000", kind, landlord, content["lon"], content["lat"], known, False, today, is_rent_private)
    found = [("", base)]
    for field in fields_of(kind):
        if field.is_tried and known.get(field.id) is None and not (is_rent_private and field.audience is Audience.RENT):
            for value in _typical(territory, kind, field, today):
                number = f"{PREFIXES[kind]}-{len(found):06d}"
                found.append((field.id, dataclasses.replace(base, id=number, content={**known, field.id: value})))
    return found


def _typical(territory: Territory, kind: Kind, field: PlaceField, today: dt.date) -> Sequence[str | float]:
    if field.type == "choice":
        return [choice.code for choice in field.choices]
    if field.type == "day":
        return [(today - dt.timedelta(days=30 * months)).isoformat() for months in VACANT_MONTHS]
    known = territory.candidates.loc[(territory.candidates["kind"] == kind).to_numpy(), field.id].to_numpy(float)
    known = known[np.isfinite(known)]
    return [float(np.quantile(known, share)) for share in TYPICAL] if len(known) else [field.low, field.high]


def _role(assessment: Assessment, role: Role) -> RoleFeedback:
    return RoleFeedback(
        role=role,
        label=role_label(role),
        fits=assessment.suitability.verdict(0),
        suited=assessment.suitability.sentence(0),
        eligible=bool(assessment.eligible[0]),
        convergent=bool(assessment.convergent[0]),
        convergence=_points(float(assessment.scores.convergence[0])),
        shown=span_text(*assessment.span(0)),
        completeness=_points(float(assessment.scores.completeness[0])),
        actors=[_actor(assessment, index) for index in range(len(STAKEHOLDERS))],
        lacks=list(assessment.missing(0)),
    )


def _actor(assessment: Assessment, index: int) -> ActorStanding:
    actor, colour = STAKEHOLDERS[index], Colour(int(assessment.colours[0, index]))
    return ActorStanding(
        id=actor.id,
        letter=actor.letter,
        label=_(actor.label),
        score=_points(float(assessment.scores.actors[0, index])),
        shown=span_text(*assessment.actor_span(0, index)),
        colour=COLOURS[colour],
        words=_(COLOUR_NAMES[colour]),
    )


def _points(share: float) -> int | None:
    """Return a share in whole points of a hundred; None where it is unknown."""
    return None if np.isnan(share) else round(100 * share)


def _missing(assessment: Assessment, tried: Sequence[str], kind: Kind) -> tuple[MissingFigure, ...]:
    """Say for each unknown figure what it may change in the role of the assessment, the largest change first."""
    fields = fields_by_id(kind)
    scores, eligible = assessment.scores, assessment.eligible
    found = []
    for name in dict.fromkeys(tried[1:]):
        rows = [index for index, field in enumerate(tried) if field == name]
        ends = np.array([assessment.span(row) for row in rows])
        gain = float(scores.completeness[rows].max() - scores.completeness[0])
        may_exclude = bool(eligible[0] and not eligible[rows].all())
        if gain <= 0 and not may_exclude:
            continue
        found.append(
            MissingFigure(
                field=name,
                label=_(fields[name].label),
                completeness=round(100 * gain),
                low=_points(float(ends.min())),
                high=_points(float(ends.max())),
                may_exclude=may_exclude,
                role=assessment.role,
            )
        )
    return tuple(sorted(found, key=lambda figure: (-figure.completeness, not figure.may_exclude, figure.label)))
