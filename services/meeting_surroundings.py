"""What is frozen around a closed meeting for whoever reads it: the ground of its maps, and the sources of its figures."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import cast

import geopandas as gpd
import pandas as pd
import shapely

from domain.authority import Letterhead
from geodata.catalogue import nature
from geodata.source import Source
from geodata.territory import Territory
from i18n import LANGUAGES, current_language, use_language
from i18n import gettext as _
from scenarios.stakes import DEMAND_STAKES
from services.context import Context
from services.meeting_archive import AUTHORITY, GROUND, PERIMETER, SOURCES, Files

Points = list[list[float]]
Rings = list[Points]
SourceWords = dict[str, str | bool]

TOLERANCE_M = 80.0
DECIMALS = 4
OF_PLANS = ("communes", "legal_populations", "qpv2024", *dict.fromkeys(one for stake in DEMAND_STAKES for one in stake.sources))
"""Catalogue ids of what every plan rests on, beside the sources of its own places."""


@dataclass(frozen=True)
class Ground:
    """What the map of a meeting lies on; rings and points of [longitude, latitude] in degrees (WGS 84).

    Attributes
    ----------
    communes, land : rings of the communes, and of those around.
    facilities : points of the existing facilities.
    version : of the data that it is of.
    is_of_today : whether it follows the data in use: false once it was frozen.
    """

    communes: Rings
    land: Rings
    facilities: Points
    version: str
    is_of_today: bool


def surroundings(context: Context, places: Collection[str]) -> dict[str, object]:
    """Return what is frozen around a meeting, by file of its archive; `places` are the ids of those that options open."""
    ground, sources = ground_today(context), {}
    for language in LANGUAGES:
        with use_language(language):
            sources[language] = sources_of_places(context.territory, places)
    shown = context.settings.authority.on_paper
    return {
        **({} if shown == Letterhead() else {AUTHORITY: shown.frozen()}),
        PERIMETER: ground.communes,
        GROUND: {"land": ground.land, "facilities": ground.facilities},
        SOURCES: {"data_version": ground.version, "sources": sources},
    }


def ground_today(context: Context) -> Ground:
    """Return the ground as the data in use have it; it is kept with the edition."""
    return cast("Ground", context.edition.sheets.get(("ground",), partial(_ground, context.territory)))


def _ground(territory: Territory) -> Ground:
    communes, land = _outlines(territory)
    points = shapely.get_coordinates(territory.facilities.geometry.to_crs(4326)).round(DECIMALS).tolist()
    return Ground(communes, land, points, territory.version, is_of_today=True)


def frozen_ground(files: Files) -> Ground | None:
    """Return the ground that an archive holds; None of an archive of before. Raises KeyError, ValueError for one of another format."""
    if GROUND not in files or PERIMETER not in files:
        return None
    around = json.loads(files[GROUND])
    _sources, version = frozen_sources(files)
    return Ground(json.loads(files[PERIMETER]), around["land"], around["facilities"], version, is_of_today=False)


def frozen_letterhead(files: Files) -> Letterhead:
    """Return whose meeting it was; the product's own where nobody's was set. Raises KeyError, TypeError, ValueError for another format."""
    return Letterhead.thawed(json.loads(files.get(AUTHORITY, b"{}")))


def frozen_sources(files: Files) -> tuple[list[SourceWords], str]:
    """Return the sources that an archive holds, in the current language (archives of before have one), and the version of its data."""
    if SOURCES not in files:
        return [], ""
    known = json.loads(files[SOURCES])
    found = known["sources"]
    return found if isinstance(found, list) else found[current_language()], known["data_version"]


def communes_wgs84(territory: Territory) -> Rings:
    """Return the rings of the communes, simplified together: [longitude, latitude] in degrees (WGS 84), 4 decimals."""
    return _outlines(territory)[0]


def _outlines(territory: Territory) -> tuple[Rings, Rings]:
    """Return the rings of the communes and of those around, simplified together so that they part nowhere."""
    communes = territory.municipalities[territory.municipalities["level"] == "municipality"].geometry
    every = gpd.GeoSeries(pd.concat([communes, territory.neighbours.geometry]), crs=communes.crs)
    shapes = every.simplify_coverage(TOLERANCE_M).to_crs(4326)
    return _rings(shapes[: len(communes)]), _rings(shapes[len(communes) :])


def _rings(shapes: Iterable[shapely.Geometry]) -> Rings:
    parts = [part for shape in shapes for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return [shapely.get_coordinates(part.exterior).round(DECIMALS).tolist() for part in parts]


def sources_of_places(territory: Territory, places: Collection[str]) -> list[SourceWords]:
    """Return the sources of some places (ids) and of what a plan says of them, in words of the current language."""
    candidates = territory.candidates
    return sources_in_words(territory, [*OF_PLANS, *own_sources(candidates[candidates["id"].isin(list(places))])])


def named_sources(sources: Iterable[SourceWords]) -> str:
    """Return sources in one sentence, without its full stop: each with its producer, vintage and nature."""
    named = " ; ".join(f"{one['label']} ({one['producer']}, {one['vintage']}, {one['nature']})" for one in sources)
    return _("Sources : {named}").format(named=named)


def own_sources(candidates: pd.DataFrame) -> list[str]:
    """Return the catalogue ids of the sources of some candidates, each once."""
    return [str(name) for name in candidates["source_id"].dropna().unique()]


def sources_in_words(territory: Territory, names: Iterable[str]) -> list[SourceWords]:
    """Return the sources that stand for these catalogue ids, each once, in words of the current language."""
    return [source_words(source) for source in territory.sources(names)]


def source_words(source: Source) -> SourceWords:
    """Return a source in words, and whether it is real data (neither an example nor an estimate)."""
    return {
        "label": _(source.label),
        "producer": source.producer,
        "vintage": _(source.vintage),
        "licence": _(source.licence),
        "nature": nature(source),
        "is_real": not (source.is_example or source.is_estimate),
    }
