"""Bring the territory up to date from the official services, into a directory of one's own: ``convergence refresh DIR``."""

from __future__ import annotations

import hashlib
import shutil
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.errors
import shapely

from geodata.apportion import apportion
from geodata.build import write_snapshot
from geodata.crs import COORDINATE_DECIMALS, L93, WGS84
from geodata.demand import demand_points
from geodata.download import DownloadError, Limits, parse_json, read_bytes, unzip_entry
from geodata.manifest import MANIFEST, Manifest
from geodata.perimeter import ARRONDISSEMENTS, COMMUNES, PARENT
from geodata.schemas import CANDIDATES, check
from geodata.territory import SNAPSHOT, Territory, load_territory
from i18n import gettext as _

MAX_PAGES = 20
DEGREES_BOX = (4.0, 42.0, 7.0, 45.0)  # wide enough for any commune of the region, narrow enough to see swapped axes


class RefreshError(RuntimeError):
    """The refresh stopped; the message says at what, and the snapshot in use is untouched."""


@dataclass(frozen=True)
class Endpoints:
    """Where the official services answer."""

    priority: str = "https://www.data.gouv.fr/api/1/datasets/r/942d4ee8-8142-4556-8ea1-335537ce1119"
    priority_entry: str = "GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson"
    boundaries: str = "https://data.geopf.fr/wfs/ows"
    communes_layer: str = "ADMINEXPRESS-COG-CARTO.LATEST:commune"
    arrondissements_layer: str = "ADMINEXPRESS-COG-CARTO.LATEST:arrondissement_municipal"
    populations: str = "https://geo.api.gouv.fr/epcis/200054807/communes?fields=nom,code,population"
    page_size: int = 5_000


@dataclass(frozen=True)
class Fetched:
    """What the services answered, in EPSG:2154, with the hash of each answer."""

    boundaries: Mapping[str, shapely.Geometry]
    arrondissement_populations: Mapping[str, int]
    populations: Mapping[str, int]
    priority: gpd.GeoDataFrame
    origins: Mapping[str, str]


def refresh(directory: Path, endpoints: Endpoints | None = None, limits: Limits | None = None) -> Manifest:
    """Fetch, check, compose and write a refreshed snapshot; all or nothing.

    Parameters
    ----------
    directory : Path
        Where to write: a new directory, or one that holds an earlier refreshed snapshot. Never the embedded one.
    endpoints : Endpoints, optional
        The official services by default.
    limits : Limits, optional
        Time and size limits of each request.

    Raises
    ------
    RefreshError
        When the directory cannot be used, a service does not answer as documented, or a frame breaks its schema.
    """
    _check_directory(directory)
    base = load_territory()
    try:
        fetched = _fetch(endpoints or Endpoints(), limits or Limits())
        frames = _compose(base, fetched)
    except (DownloadError, pandera.errors.SchemaError, pandera.errors.SchemaErrors) as error:
        raise _stopped(str(error)) from error
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.GEOSException) as error:
        raise _stopped(_("réponse d'une forme inattendue : {detail}").format(detail=repr(error))) from error
    return _replace(directory, lambda target: write_snapshot(frames, target, fetched.origins))


def _check_directory(directory: Path) -> None:
    target = directory.resolve()
    if target == SNAPSHOT.resolve() or SNAPSHOT.resolve().parent in target.parents or target in SNAPSHOT.resolve().parents:
        raise _stopped(_("le jeu de données embarqué ne se remplace pas : choisissez un autre dossier que {path}").format(path=target))
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not (target / MANIFEST).is_file())):
        raise _stopped(_("{path} existe et n'est pas un jeu de données").format(path=target))


def _replace(directory: Path, write: Callable[[Path], Manifest]) -> Manifest:
    """Write beside the directory, then swap: a reader sees the old snapshot or the new one."""
    fresh, old = directory.with_name(directory.name + ".new"), directory.with_name(directory.name + ".old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        manifest = write(fresh)
        if directory.exists():
            directory.rename(old)
        fresh.rename(directory)
    except OSError as error:
        raise _stopped(str(error)) from error
    shutil.rmtree(old, ignore_errors=True)
    return manifest


def _fetch(endpoints: Endpoints, limits: Limits) -> Fetched:
    communes, communes_hash = _features(endpoints, endpoints.communes_layer, COMMUNES, limits)
    districts, districts_hash = _features(endpoints, endpoints.arrondissements_layer, ARRONDISSEMENTS, limits)
    answer = read_bytes(endpoints.populations, limits)
    populations = {
        str(item["code"]): int(item["population"]) for item in parse_json(answer, endpoints.populations) if item["code"] in COMMUNES
    }
    _check_codes(populations, COMMUNES, endpoints.populations)
    archive = read_bytes(endpoints.priority, limits)
    collection = parse_json(unzip_entry(archive, endpoints.priority_entry, endpoints.priority, limits), endpoints.priority)
    return Fetched(
        boundaries={code: _shape(item) for code, item in {**communes, **districts}.items()},
        arrondissement_populations={code: int(item["properties"]["population"]) for code, item in districts.items()},
        populations=populations,
        priority=_priority(collection),
        origins={
            "communes": f"{endpoints.communes_layer} sha256:{communes_hash}",
            "arrondissements": f"{endpoints.arrondissements_layer} sha256:{districts_hash}",
            "legal_populations": f"{endpoints.populations} sha256:{hashlib.sha256(answer).hexdigest()}",
            "qpv2024": f"{endpoints.priority} sha256:{hashlib.sha256(archive).hexdigest()}",
        },
    )


def _features(endpoints: Endpoints, layer: str, codes: tuple[str, ...], limits: Limits) -> tuple[dict[str, dict[str, Any]], str]:
    """Read the wanted features of a WFS layer, page after page, keyed by INSEE code."""
    found: dict[str, dict[str, Any]] = {}
    digest = hashlib.sha256()
    seen = 0
    for _page in range(MAX_PAGES):
        url = _wfs_url(endpoints, layer, codes, seen)
        data = read_bytes(url, limits)
        digest.update(data)
        page = parse_json(data, url)
        found |= {str(item["properties"]["code_insee"]): item for item in page["features"]}
        seen += len(page["features"])
        if len(page["features"]) < endpoints.page_size or seen == page.get("numberMatched"):
            break
    _check_codes(found, codes, layer)
    return {code: found[code] for code in codes}, digest.hexdigest()


def _wfs_url(endpoints: Endpoints, layer: str, codes: tuple[str, ...], start: int) -> str:
    listed = ",".join(f"'{code}'" for code in codes)
    query = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typenames": layer,
        "outputFormat": "application/json",
        "srsName": WGS84,
        "sortBy": "code_insee",
        "cql_filter": f"code_insee IN ({listed})",
        "count": str(endpoints.page_size),
        "startIndex": str(start),
    }
    return f"{endpoints.boundaries}?{urllib.parse.urlencode(query)}"


def _check_codes(found: Mapping[str, object], wanted: tuple[str, ...], origin: str) -> None:
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise DownloadError(_("{origin} : codes absents de la réponse : {codes}").format(origin=origin, codes=", ".join(missing)))


def _shape(feature: Mapping[str, Any]) -> shapely.Geometry:
    """Return a feature's valid geometry, projected to EPSG:2154 and rounded."""
    name = feature["properties"].get("code_insee") or feature["properties"].get("code_qp")
    shape = shapely.geometry.shape(feature["geometry"])
    west, south, east, north = shape.bounds
    box = DEGREES_BOX
    if box[0] <= south and north <= box[2] and box[1] <= west and east <= box[3]:
        raise DownloadError(_("{name} : latitude et longitude semblent inversées").format(name=name))
    if not (box[0] <= west and east <= box[2] and box[1] <= south and north <= box[3]):
        raise DownloadError(_("{name} : coordonnées hors du territoire, degrés WGS 84 attendus").format(name=name))
    if not shape.is_valid or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise DownloadError(_("{name} : contour invalide").format(name=name))
    projected = gpd.GeoSeries([shape], crs=WGS84).to_crs(L93).iloc[0]
    return shapely.transform(projected, lambda xy: np.round(xy, COORDINATE_DECIMALS))


def _priority(collection: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Return the priority neighbourhoods that touch the perimeter, by their ``insee_com`` codes."""
    rows = []
    for feature in collection["features"]:
        properties = feature["properties"]
        towns = str(properties["insee_com"]).replace(" ", "").split(",")
        if not set(towns) & set(COMMUNES):
            continue
        shape = _shape(feature)
        rows.append((str(properties["code_qp"]), str(properties["lib_qp"]), towns, shape))
    frame = gpd.GeoDataFrame(
        {
            "code": [row[0] for row in rows],
            "name": [row[1] for row in rows],
            "municipality": [next(town for town in row[2] if town in COMMUNES) for row in rows],
            "municipalities": [".".join(row[2]) for row in rows],
            "area_ha": [round(float(row[3].area) / 10_000, 2) for row in rows],
            "population": np.nan,
            "poverty_rate_pct": np.nan,
        },
        geometry=[row[3] for row in rows],
        crs=L93,
    )
    return frame.sort_values("code", ignore_index=True)


def _compose(base: Territory, fetched: Fetched) -> dict[str, pd.DataFrame]:
    """Replace boundaries, populations and neighbourhoods, spread the demand again, keep the rest; check everything."""
    areas = _municipalities(base, fetched)
    frames: dict[str, pd.DataFrame] = {
        "municipalities": areas,
        "town_halls": base.town_halls,
        "neighbours": base.neighbours,
        "priority_neighbourhoods": fetched.priority,
        "quartiers": base.quartiers,
        "iris": base.iris,
        "demand": demand_points(areas, base.town_halls, fetched.priority, base.quartiers, base.iris, areas),
        "facilities": base.facilities,
        "candidates": gpd.GeoDataFrame(base.candidates[list(CANDIDATES.columns)], crs=L93),
    }
    return {name: check(name, frame) for name, frame in frames.items()}


def _municipalities(base: Territory, fetched: Fetched) -> gpd.GeoDataFrame:
    """Return the municipalities with fresh contours and populations.

    The arrondissements' populations are scaled so that they sum to Marseille's (the two services may differ by a year).
    """
    shares = [fetched.arrondissement_populations[code] for code in ARRONDISSEMENTS]
    scaled = apportion(fetched.populations[PARENT], shares)
    populations = {**fetched.populations, **dict(zip(ARRONDISSEMENTS, scaled.tolist(), strict=True))}
    frame = base.municipalities.copy()
    shapes = [fetched.boundaries[code] for code in frame["code"]]
    frame["population"] = [populations[code] for code in frame["code"]]
    frame["area_ha"] = [round(float(shape.area) / 10_000, 1) for shape in shapes]
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=L93))


def _stopped(reason: str) -> RefreshError:
    return RefreshError(_("Rafraîchissement arrêté : {reason}. Le jeu de données en service n'a pas changé.").format(reason=reason))
