"""The sites of one's own organisation by the CNIG standard « sites économiques », whatever their stage: nothing confidential is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import shapely

from domain.candidate import Kind
from domain.proposal import Proposal, has_position, keeps_rent, public_part
from domain.published import PublishedPlace
from domain.selection import Selection
from geodata.candidate_facets import candidate_facets
from geodata.published import with_places
from geodata.territory import Territory
from reports.export import Export, export

AXES = frozenset({"lon", "lat"})


def own_sites_file(territory: Territory, places: Sequence[Proposal], address: str, on: dt.date) -> Export | None:
    """Return the archive of the sites of a list of places; None where none of them is a site in a commune of the territory."""
    sites = [_published(place) for place in places if place.kind is Kind.ZONE_SITE and has_position(place.content)]
    alone = replace(territory, candidates=territory.candidates.iloc[:0])
    settled = with_places(alone, sites).territory
    if settled is alone or not len(settled.candidates):
        return None
    facets = candidate_facets(settled)
    contours = {place.id: shapely.Polygon(ring) for place in places if (ring := place.content.get("footprint"))}
    return export(settled, facets, Selection.from_query("", facets), "cnig", address, on, contours=contours)


def _published(place: Proposal) -> PublishedPlace:
    """A place as everybody would read it."""
    content, position = place.content, (place.content["lon"], place.content["lat"])
    public = {key: value for key, value in public_part(content).items() if key not in AXES and isinstance(value, (str, float))}
    day = place.updated_at.date()
    return PublishedPlace(place.id, place.kind, None, *position, public, place.is_example, day, keeps_rent(content))
