"""Contours of the communes and arrondissements, with the arrondissements' shares of their city's population (IGN, ADMIN EXPRESS)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.apportion import apportion
from geodata.crs import local_crs
from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.sources.contours import field_of, polygon_l93
from geodata.sources.feed import Feed, FeedError, Frames, Reading, put
from geodata.sources.wfs import among, features, wfs_url
from i18n import N_

LAYER, DISTRICTS = "ADMINEXPRESS-COG-CARTO.LATEST:commune", "ADMINEXPRESS-COG-CARTO.LATEST:arrondissement_municipal"
FILES = ("communes.geojson", "arrondissements.geojson")


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the municipalities with fresh contours and areas, and arrondissements that share their city's population anew.

    Raises
    ------
    FeedError, DownloadError
        A commune is absent or its contour wrong, a field is renamed, the service does not answer: all contours are taken or none.
    """
    perimeter = in_use()
    towns = _features(reader, FILES[0], LAYER, perimeter.communes)
    districts = _features(reader, FILES[1], DISTRICTS, perimeter.districts) if perimeter.districts else {}
    shapes = {code: polygon_l93(item.get("geometry"), code) for code, item in {**towns, **districts}.items()}
    frame = gpd.GeoDataFrame(frames["municipalities"].copy())
    fresh = [shapes[code] for code in frame["code"]]
    frame["area_ha"] = [round(float(shape.area) / 10_000, 1) for shape in fresh]
    frame = frame.set_geometry(gpd.GeoSeries(fresh, index=frame.index, crs=local_crs()))
    shares = {code: _population(districts[code], code) for code in perimeter.districts}
    return Reading(with_populations(frame, {}, shares), N_("dernière édition d'ADMIN EXPRESS COG (IGN)"))


def with_populations(frame: gpd.GeoDataFrame, populations: Mapping[str, int], shares: Mapping[str, int] | None = None) -> gpd.GeoDataFrame:
    """Return the municipalities with the communes' populations; the arrondissements' sum to their city's, as `shares` or as they did."""
    now = {str(code): int(count) for code, count in zip(frame["code"], frame["population"], strict=True)} | dict(populations)
    for city, codes in in_use().cities.items():
        scaled = apportion(now[city], [(shares or now)[code] for code in codes])
        now |= dict(zip(codes, scaled.tolist(), strict=True))
    return frame.assign(population=[now[code] for code in frame["code"]])


def _features(reader: Reader, name: str, layer: str, codes: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return the wanted features of a layer, page after page, by INSEE code."""
    cql = among("code_insee", codes)
    found: dict[str, dict[str, Any]] = {}
    for item in features(reader, name, lambda start: wfs_url(layer, start, sort="code_insee", cql=cql)):
        put(found, str(field_of(item.get("properties") or {}, "code_insee")), item, layer)
    missing = sorted(set(codes) - set(found))
    if missing:
        raise FeedError(N_("{name} : communes absentes de la réponse : {codes}"), name=layer, codes=", ".join(missing))
    return {code: found[code] for code in codes}


def _population(item: Mapping[str, Any], code: str) -> int:
    count = field_of(item["properties"], "population")
    if not isinstance(count, (int, float)) or pd.isna(count) or count <= 0:
        raise FeedError(N_("{name} : population absente"), name=code)
    return int(count)


FEED = Feed("communes", 10, "municipalities", read, FILES)
