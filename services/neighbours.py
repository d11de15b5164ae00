"""The places that may be duplicates of another: those of the map and those that a person knows of, ready to be asked what is near."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from domain.neighbours import distance_m, is_near
from domain.proposal import Content, Proposal, has_position
from geodata.crs import Floats, to_l93
from geodata.neighbours import Neighbours, Places
from geodata.territory import Territory
from services.answer import Answer
from store.known_places import Known
from store.proposal_rows import name_of


class NearPlace(Answer):
    """A place that may be the same one; the distance is in metres; `is_own` where the person's organisation told it."""

    id: str
    name: str
    distance: int
    is_own: bool


class NearPlaces(Answer):
    """The places that may be the same one, the nearest first, and how many others there are."""

    nearest: list[NearPlace]
    more: int


def near_places(near: Neighbours, own: Collection[str]) -> NearPlaces:
    """Return what is near a place as the browser shows it; `own` are the ids of the places that the person's organisation told."""
    named = [NearPlace(id=one.id, name=one.name, distance=round(one.distance_m), is_own=one.id in own) for one in near.nearest]
    return NearPlaces(nearest=named, more=near.more)


def known_of(proposal: Proposal) -> Known | None:
    """Return where a proposal lies; None without a position."""
    content = proposal.content
    if not has_position(content):
        return None
    name = name_of(content, proposal.id)
    return Known(proposal.id, name, content["lon"], content["lat"], proposal.published is not None, proposal.stage, proposal.organisation)


def known_places(territory: Territory, others: Iterable[Known]) -> Places:
    """Return the places of the map and some others; one that stands in both at the same spot is there once."""
    frame, others = territory.candidates, list(others)
    spots = {key: (x, y) for key, x, y in zip(frame["id"], frame.geometry.x, frame.geometry.y, strict=True)}
    x, y = to_l93([one.lon for one in others], [one.lat for one in others])
    more = [row for row, one in enumerate(others) if one.id not in spots or not is_near(distance_m(*spots[one.id], x[row], y[row]))]
    ids, names = ([*frame[column].astype(str), *(getattr(others[row], column) for row in more)] for column in ("id", "name"))
    return Places(ids, names, np.concatenate([frame.geometry.x, x[more]]), np.concatenate([frame.geometry.y, y[more]]))


def near_contents(places: Places, contents: Sequence[Content], ids: Sequence[str]) -> list[Neighbours]:
    """Return what is near each of some contents of the proposals of these ids; nothing near one that has no position."""
    return places.near(*positions_l93(contents), own=ids)


def positions_l93(contents: Sequence[Content]) -> tuple[Floats, Floats]:
    """Return where some contents are, metres of EPSG:2154; not finite for one that has no position."""
    placed = [content if has_position(content) else {} for content in contents]
    lon, lat = ([content.get(key, np.nan) for content in placed] for key in ("lon", "lat"))
    return to_l93(lon, lat)
