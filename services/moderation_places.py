"""What lies beside a proposal: its commune, what may be the same place told twice, and the places to compare it with."""

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
from domain.candidate import Kind, Role
from domain.neighbours import is_near
from domain.place_fields import PlaceField, fields_of
from domain.proposal import Proposal, Stage
from domain.stakeholder import STAKEHOLDERS
from geodata.crs import Floats
from geodata.neighbours import Neighbours
from geodata.perimeter import AREAS
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from i18n.numbers import quantity
from services.assessor import Assessor
from services.feedback import Feedback
from services.neighbours import known_of, near_contents, places_told, positions_l93
from services.words.places import value_of
from services.words.scores import span_text
from store.proposals import Known

NEAREST = 5
ALIVE = frozenset({Stage.SUBMITTED, Stage.TO_COMPLETE, Stage.ACCEPTED})
"""The stages in which a proposal stands for a place, which another must not tell again."""
Points = npt.NDArray[np.object_]


def points_of(contents: Sequence[Mapping[str, Any]]) -> Points:
    """Return where some contents are, metres of EPSG:2154; an empty point for one that has no position."""
    x, y = positions_l93(contents)
    return np.array([shapely.Point(a, b) if np.isfinite(a + b) else shapely.Point() for a, b in zip(x, y, strict=True)], dtype=object)


def areas_of(territory: Territory, points: Points) -> list[tuple[str, str]]:
    """Return the code and the name of the commune or arrondissement of each point; two empty texts outside all of them."""
    towns = territory.municipalities[territory.municipalities["code"].isin(AREAS)]
    codes, names = towns["code"].to_numpy(), towns["name"].to_numpy()
    found = [("", "")] * len(points)
    tree = shapely.STRtree(towns.geometry.to_numpy())
    for row, town in zip(*tree.query(points, predicate="intersects"), strict=True):
        found[row] = (str(codes[town]), str(names[town]))
    return found


def twins(territory: Territory, proposals: Sequence[Proposal], others: Iterable[Known] = ()) -> dict[str, Neighbours]:
    """Return, by id of proposal, the other places near it: published, told by another proposal alive, or among `others`."""
    alive = [known for known in map(known_of, proposals) if known is not None]
    ids = [one.id for one in proposals]
    beside = (one for one in others if one.id not in ids)
    places = places_told(territory, (one for one in (*alive, *beside) if one.stage in ALIVE))
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


def best_of(judged: Assessment, area_code: str, point: shapely.Point, except_id: str) -> Beside | None:
    """Return the best ranked place of a commune or arrondissement in a role; None where none is ranked."""
    frame = judged.workspace.candidates
    for row in judged.contenders((frame["area_code"] == area_code).to_numpy() & (frame["id"] != except_id).to_numpy()):
        distance = float(shapely.distance(frame.geometry.iloc[row], point))
        return Beside(int(row), str(frame["id"].iloc[row]), distance, _("Le mieux classé de la commune"))
    return None


def side_by_side(assessor: Assessor, proposal: Proposal, area_code: str, told: Feedback) -> dict[str, Any]:
    """Return the proposal beside the nearest places and the best of its commune: the same fields, and the four actors in both roles.

    Parameters
    ----------
    told
        What `services.feedback.feedback` says of the proposal.
    """
    point = points_of([proposal.content])[0]
    if point.is_empty:
        return {"columns": [], "rows": [], "roles": []}
    judged = {role: assessor.assess(f"as={role}") for role in Role}
    frame = judged[Role.SHOP].workspace.candidates
    beside = neighbours(frame, point, proposal.id)
    best = best_of(judged[Role.HUB if proposal.kind is Kind.ZONE_SITE else Role.SHOP], area_code, point, proposal.id)
    others = [*beside[:1], *([best] if best and best.id not in {one.id for one in beside[:1]} else []), *beside[1:]]
    own = {"id": proposal.id, "why": _("Celui-ci"), "name": str(proposal.content.get("name", "")), "kind": str(proposal.kind)}
    compared = [field for field in fields_of(proposal.kind) if field.is_compared]
    contents = [_content(frame.iloc[other.row], compared) for other in others]
    return {
        "columns": [own, *(_column(frame, other) for other in others)],
        "rows": [_compared(proposal.kind, field, [proposal.content, *contents]) for field in compared],
        "roles": [
            {"label": _(ROLE_NAMES[role]), "cells": [_own_standing(told, role), *(_standing(judged[role], other.row) for other in others)]}
            for role in Role
        ],
    }


ROLE_NAMES: Mapping[Role, str] = {Role.HUB: N_("Comme pôle"), Role.SHOP: N_("Comme boutique-relais")}


def _column(frame: pd.DataFrame, other: Beside) -> dict[str, Any]:
    place = frame.iloc[other.row]
    return {
        "id": other.id,
        "why": other.why,
        "name": str(place["name"]),
        "kind": str(place["kind"]),
        "distance": quantity(other.distance_m, "m"),
        "is_twin": is_near(other.distance_m),
        "is_example": bool(place["is_example"]),
    }


def _content(place: pd.Series, fields: Sequence[PlaceField]) -> dict[str, Any]:
    """Return a place of the map as a proposal would tell it: unknown is None, a day is a text."""
    told = {field.id: place[field.id] for field in fields if field.id in place}
    return {key: None if pd.isna(value) or value == "unknown" else _plain(value) for key, value in told.items()}


def _plain(value: Any) -> str | float:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return value if isinstance(value, str) else float(value)


def _compared(kind: Kind, field: PlaceField, contents: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"label": _(field.label), "cells": [value_of(kind, field.id, content) for content in contents]}


def _standing(judged: Assessment, row: int) -> dict[str, Any]:
    """Return how a place of the map stands in a role, in the form of `services.feedback`."""
    score = judged.scores.convergence[row]
    return {
        "shown": None if np.isnan(score) else span_text(*judged.span(row)),
        "fits": str(judged.suitability.verdict(row)),
        "suited": judged.suitability.sentence(row),
        "actors": [
            {"id": actor.id, "letter": actor.letter, "colour": Colour(int(judged.colours[row, place])).name.lower()}
            for place, actor in enumerate(STAKEHOLDERS)
        ],
    }


def _own_standing(told: Feedback, role: Role) -> dict[str, Any] | None:
    found = next((one for one in told.roles if one.role is role), None)
    return None if found is None else found.model_dump(include={"shown", "fits", "suited", "actors"})
