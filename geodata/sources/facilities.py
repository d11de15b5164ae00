"""Existing places of the waste and reuse directories as rows of the facilities: in the territory, one a site, with names that differ."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.communes import Communes
from geodata.crs import COORDINATE_DECIMALS, local_crs, to_l93
from geodata.perimeter import municipality_of
from geodata.readers import Reader
from geodata.sentences import Sentence, sentence
from geodata.sources.contours import field_of
from geodata.sources.feed import FeedError, Frames
from i18n import N_


@dataclass(frozen=True)
class Site:
    """One place of a directory: its id there, its name, its position (WGS 84 degrees, NaN unknown), the day of which it is told."""

    id: str
    name: str
    lon: float
    lat: float
    day: dt.date


def records(reader: Reader, name: str, url: str, fields: Sequence[str]) -> list[dict[str, Any]]:
    """Return all the lines of a data set that data-fair serves (``results``, ``next``), with these fields: it leaves out what is empty.

    Raises
    ------
    FeedError, DownloadError
        The answer has another form, no line has one of the fields, or it cannot be read.
    """
    found: list[dict[str, Any]] = []
    for page in reader.pages(name, url, lambda page: str(page.get("next") or "")):
        lines = page.get("results") if isinstance(page, dict) else None
        if not isinstance(lines, list):
            raise FeedError(N_("réponse d'une forme inattendue : « results » absent"))
        found += [line for line in lines if isinstance(line, dict)]
    present = {field: None for line in found for field in line}
    for field in fields if found else ():
        field_of(present, field)
    return [{field: line.get(field) for field in fields} for line in found]


def begins(field: str, starts: Iterable[str]) -> str:
    """Return the condition of data-fair (``qs``, as an address writes it) that a field begins by one of some texts."""
    return "(" + "%20OR%20".join(f"{field}:{start}*" for start in sorted(starts)) + ")"


def degrees(value: Any) -> float:
    """Return a position's number, told as a number or as a text with a point or a comma; NaN where it is neither."""
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return math.nan
    return number if math.isfinite(number) and number != 0 else math.nan


def replaced(frames: Frames, kind: str, prefix: str, sites: Sequence[Site]) -> tuple[gpd.GeoDataFrame, tuple[Sentence, ...]]:
    """Return the facilities with those of a kind replaced by the sites of the territory, and what is said of those passed over.

    A site without a position is passed over and named; one that lies elsewhere is none of the territory's.

    Raises
    ------
    FeedError
        None is of the territory.
    """
    areas = Communes(gpd.GeoDataFrame(frames["municipalities"]), gpd.GeoDataFrame(frames["neighbours"]))
    x, y = to_l93([site.lon for site in sites], [site.lat for site in sites])
    codes = [code for code, _name in areas.at(x, y)]
    lost = tuple(sentence(N_("{name} : sans position"), name=site.name) for site in sites if math.isnan(site.lon) or math.isnan(site.lat))
    rows = [row for row, code in enumerate(codes) if code]
    if not rows:
        raise FeedError(N_("aucun lieu du territoire dans la réponse"))
    names = _distinct([sites[row].name for row in rows])
    xy = np.round(np.column_stack([x, y])[rows], COORDINATE_DECIMALS)
    fresh = gpd.GeoDataFrame(
        {
            "id": [f"{prefix}-{sites[row].id}" for row in rows],
            "name": names,
            "kind": kind,
            "area_code": [codes[row] for row in rows],
            "municipality": [municipality_of(codes[row]) for row in rows],
            "tonnes_yr": np.nan,
            "is_example": False,
            "updated_on": [sites[row].day for row in rows],
        },
        geometry=gpd.points_from_xy(xy[:, 0], xy[:, 1]),
        crs=local_crs(),
    ).sort_values("id")
    before = frames["facilities"]
    both = pd.concat([before[before["kind"] != kind], fresh.astype({"updated_on": before["updated_on"].dtype})], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry", crs=local_crs()), lost


def _distinct(names: Sequence[str]) -> list[str]:
    """Number the names that several sites bear."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
    rank: dict[str, int] = {}
    found = []
    for name in names:
        rank[name] = rank.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({rank[name]})")
    return found
