"""Features of a WFS page after page, and frames of areas made of them: what is wrong is passed over and named."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely

from geodata.crs import WGS84
from geodata.readers import Reader
from geodata.sentences import Sentence
from geodata.sources.contours import field_of, polygon_l93
from geodata.sources.feed import FeedError, Frames, Reading
from i18n import N_

GEOPLATEFORME = "https://data.geopf.fr/wfs/ows"
GEORISQUES = "https://www.georisques.gouv.fr/services"
GEOJSON = "application/json"
GEOJSON_OF = {GEORISQUES: "application/json; subtype=geojson"}
"""How a service names GeoJSON, where it is not by its media type."""
PAGE = 5_000
AROUND_M = 500.0


@dataclass(frozen=True)
class Columns:
    """The fields of a layer: its identifier, its name, its kind and what else it says; several candidates, the first that it has."""

    code: Sequence[str]
    name: Sequence[str]
    kind: Sequence[str] = ()
    detail: Sequence[str] = ()


def wfs_url(
    layer: str,
    start: int,
    *,
    sort: str = "",
    cql: str = "",
    bounds_m: tuple[str, Sequence[float]] | None = None,
    base: str = GEOPLATEFORME,
) -> str:
    """Return the address of a page of features in GeoJSON, WGS 84: of a filter, or of a box in metres, whose axes have one order."""
    query = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typenames": layer,
        "outputFormat": GEOJSON_OF.get(base, GEOJSON),
        "srsName": WGS84,
        **({"sortBy": sort} if sort else {}),
        **({"cql_filter": cql} if cql else {}),
        **({"bbox": ",".join([*(f"{value:.0f}" for value in bounds_m[1]), bounds_m[0]])} if bounds_m else {}),
        "count": str(PAGE),
        "startIndex": str(start),
    }
    return f"{base}?{urllib.parse.urlencode(query)}"


def features(reader: Reader, name: str, url_of: Callable[[int], str]) -> list[dict[str, Any]]:
    """Return the features of a layer, all pages; `url_of` gives the address of the page that begins at a row.

    Raises
    ------
    FeedError, DownloadError
        The answer has another form, or cannot be read.
    """
    found: list[dict[str, Any]] = []

    def following(page: Any) -> str:
        matched = page.get("numberMatched", page.get("totalFeatures"))
        is_last = not page["features"] or (len(found) >= int(matched) if isinstance(matched, int) else len(page["features"]) < PAGE)
        return "" if is_last else url_of(len(found))

    for page in reader.pages(name, url_of(0), following):
        found += features_of(page)
    return found


def features_of(page: Any) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON collection.

    Raises
    ------
    FeedError
        It is none.
    """
    items = page.get("features") if isinstance(page, dict) else None
    if not isinstance(items, list):
        raise FeedError(N_("réponse d'une forme inattendue : une collection d'entités était attendue"))
    return [item for item in items if isinstance(item, dict)]


def among(field: str, codes: Iterable[str]) -> str:
    """Return the filter (CQL) of the features of which a field is one of some codes."""
    listed = ",".join(f"'{code}'" for code in codes)
    return f"{field} IN ({listed})"


def box_of(frames: Frames) -> tuple[str, Sequence[float]]:
    """Return the box of the territory, with a little around, and its projection."""
    towns = gpd.GeoDataFrame(frames["municipalities"])
    west, south, east, north = towns.total_bounds
    return str(towns.crs.to_string()), (west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)


def areas_of(
    items: Iterable[Mapping[str, Any]], columns: Columns, frames: Frames, *, may_be_none: bool = False
) -> tuple[gpd.GeoDataFrame, tuple[Sentence, ...]]:
    """Return the areas that touch the territory (code, name, kind, detail), and what is said of those passed over.

    An area whose contour is wrong is passed over and named; when all of them are, so is the answer.

    Raises
    ------
    FeedError
        A field is renamed, a code is there twice, every contour is wrong, none touches the territory where some must.
    """
    land = shapely.union_all(gpd.GeoDataFrame(frames["municipalities"]).geometry.to_numpy())
    shapely.prepare(land)
    rows: dict[str, tuple[Any, ...]] = {}
    wrong: list[FeedError] = []
    for item in items:
        properties = item.get("properties") or {}
        code, name, kind, detail = (_value(properties, names) for names in (columns.code, columns.name, columns.kind, columns.detail))
        code = code or str(item.get("id") or "")
        if code in rows:
            raise FeedError(N_("{name} : code en double, {code}"), name=name or kind or "", code=code)
        try:
            shape = shapely.force_2d(polygon_l93(item.get("geometry"), name or code))
        except FeedError as why:
            wrong.append(why)
            continue
        if land.intersects(shape):
            rows[code] = (code, name or kind or code, kind, detail, shape)
    if wrong and not rows:
        raise wrong[0]
    if not rows and not may_be_none:
        raise FeedError(N_("aucune zone du territoire dans la réponse"))
    crs = gpd.GeoDataFrame(frames["municipalities"]).crs
    ordered = [rows[code] for code in sorted(rows)]
    values = {column: [row[at] for row in ordered] for at, column in enumerate(("code", "name", "kind", "detail"))}
    return gpd.GeoDataFrame(values, geometry=[row[4] for row in ordered], crs=crs), tuple(one.sentence for one in wrong)


def _value(properties: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """Return the first field that the layer has, as text; None where it is empty, or no field is wanted."""
    if not names:
        return None
    name = next((one for one in names if one in properties), names[0])
    value = field_of(properties, name)
    text = " ".join(str(value).split()) if value is not None else ""
    return text or None


def _every(properties: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True, eq=False)
class AreaLayer:
    """A layer of areas, all of whose features in the box of the territory are read.

    Attributes
    ----------
    name, base, sort : its name, the address of its service, the field by which the service orders its pages.
    file : how its file is named in a directory or on a mirror.
    columns : its fields.
    vintage : what date an answer speaks of.
    keep : whether a feature of these properties is wanted.
    may_be_none : whether a territory may have no area of it.
    """

    name: str
    file: str
    columns: Columns
    vintage: str
    sort: str = ""
    base: str = GEOPLATEFORME
    keep: Callable[[Mapping[str, Any]], bool] = _every
    may_be_none: bool = False

    def read(self, reader: Reader, frames: Frames) -> Reading:
        """Return the areas that touch the territory.

        Raises
        ------
        FeedError, DownloadError
            A field is renamed, no area touches the territory where some must, or the service does not answer.
        """
        bounds = box_of(frames)
        items = features(reader, self.file, lambda start: wfs_url(self.name, start, sort=self.sort, bounds_m=bounds, base=self.base))
        wanted = [item for item in items if self.keep(item.get("properties") or {})]
        frame, passed_over = areas_of(wanted, self.columns, frames, may_be_none=self.may_be_none)
        return Reading(frame, self.vintage, passed_over)
