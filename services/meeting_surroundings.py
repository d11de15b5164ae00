"""What is frozen around a closed meeting for whoever reads it: the outline of the communes, and the sources of its figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd
import shapely

from geodata.catalogue import nature
from geodata.source import Source
from geodata.territory import Territory
from i18n import gettext as _
from scenarios.stakes import DEMAND_STAKES
from services.context import Context

Rings = list[list[list[float]]]
SourceWords = dict[str, str | bool]

TOLERANCE_M = 80.0
DECIMALS = 4
SOURCES = ("communes", "legal_populations", "qpv2024", *dict.fromkeys(one for stake in DEMAND_STAKES for one in stake.sources))
"""Catalogue ids of what every plan rests on, beside the sources of its own places."""


def surroundings(context: Context, places: Collection[str]) -> tuple[Rings, dict[str, str | list[SourceWords]]]:
    """Return the outline of the communes, and the sources with the version of the data; `places` are the ids of those that options open."""
    territory = context.territory
    return communes_wgs84(territory), {"data_version": territory.version, "sources": sources_of_places(territory, places)}


def communes_wgs84(territory: Territory) -> Rings:
    """Return the rings of the communes, simplified together: [longitude, latitude] in degrees (WGS 84), 4 decimals."""
    communes = territory.municipalities[territory.municipalities["level"] == "municipality"]
    shapes = communes.geometry.simplify_coverage(TOLERANCE_M).to_crs(4326)
    parts = [part for shape in shapes for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return [shapely.get_coordinates(part.exterior).round(DECIMALS).tolist() for part in parts]


def sources_of_places(territory: Territory, places: Collection[str]) -> list[SourceWords]:
    """Return the sources of some places (ids) and of what a plan says of them, in words of the current language."""
    candidates = territory.candidates
    return sources_in_words(territory, [*SOURCES, *own_sources(candidates[candidates["id"].isin(list(places))])])


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
