"""The places of one's own organisation as a file that comes back: every field that a file of places may hold, and the contour."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import shapely

from domain.candidate import Kind
from domain.place_fields import TAGS, PlaceField
from domain.proposal import RENT_SWITCH, STAGE_LABELS, Content, Proposal, has_position
from domain.tags import TAGS_BETWEEN
from geodata.crs import WGS84
from i18n import gettext as _
from intake.content import DEGREE_DECIMALS
from intake.fields import COORDINATES, EXAMPLE, FIELDS
from intake.table import Cell
from intake.template import CONTOUR, csv_of, xlsx_of
from reports.export import FORMATS, Export
from reports.geopackage import append_layer, write_aliases

LAYER = "mes_lieux"
_AXES = dict(zip((field.id for field in COORDINATES), ("lon", "lat"), strict=True))


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column: its name for programs, its heading in the current language, and what it holds of a place (None where unknown)."""

    id: str
    heading: str
    value: Callable[[Proposal], Cell]
    type: str = "text"


def own_columns(kind: Kind) -> tuple[OwnColumn, ...]:
    """Return the columns of a kind of place, but its contour: those of the template, among what tells which place it is."""
    return (
        OwnColumn("id", _("Identifiant"), lambda place: place.id),
        *(_column(field) for field in FIELDS[kind]),
        OwnColumn("stage", _("Étape de la proposition"), lambda place: _(STAGE_LABELS[place.stage])),
        OwnColumn("updated_on", _("Fiche mise à jour le"), lambda place: place.updated_at.date(), "day"),
    )


def _column(field: PlaceField) -> OwnColumn:
    if field is EXAMPLE:
        return OwnColumn(field.id, field.heading, lambda place: _("exemple") if place.is_example else None)
    key = _AXES.get(field.id, field.id)
    return OwnColumn(key, field.heading, lambda place: _cell(field, place.content.get(key)), field.type)


def _cell(field: PlaceField, value: Any) -> Cell:
    if field.id == RENT_SWITCH:
        return None if value is None else field.word("yes" if value else "no")
    if field.id == TAGS:
        return TAGS_BETWEEN.join(map(str, value or ())) or None
    if field.type == "choice":
        return field.word(value) or value
    if field.type == "day" and value is not None:
        return dt.date.fromisoformat(str(value))
    return value


def _csv(kind: Kind, places: Sequence[Proposal]) -> bytes:
    return csv_of(_lines(kind, places))


def _xlsx(kind: Kind, places: Sequence[Proposal]) -> bytes:
    return xlsx_of(_("Lieux"), _lines(kind, places))


def _lines(kind: Kind, places: Sequence[Proposal]) -> list[list[Cell]]:
    columns = own_columns(kind)
    head: list[Cell] = [*(column.heading for column in columns), _(CONTOUR)]
    return [head, *([*(column.value(place) for column in columns), _wkt(place.content)] for place in places)]


def _wkt(content: Content) -> str | None:
    ring = content.get("footprint")
    return str(shapely.to_wkt(shapely.Polygon(ring), rounding_precision=DEGREE_DECIMALS)) if ring else None


def _shape(content: Content) -> shapely.Geometry | None:
    """The contour of a place, else its position; degrees, WGS 84."""
    if ring := content.get("footprint"):
        return shapely.Polygon(ring)
    return shapely.Point(content["lon"], content["lat"]) if has_position(content) else None


def _geojson(kind: Kind, places: Sequence[Proposal]) -> bytes:
    columns = own_columns(kind)
    features = [
        {
            "type": "Feature",
            "id": place.id,
            "geometry": None if (shape := _shape(place.content)) is None else shapely.geometry.mapping(shape),
            "properties": {column.id: _plain(column.value(place)) for column in columns},
        }
        for place in places
    ]
    document = {"type": "FeatureCollection", "name": LAYER, "features": features}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _plain(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _gpkg(kind: Kind, places: Sequence[Proposal]) -> bytes:
    columns = own_columns(kind)
    types = {"number": pa.float64(), "day": pa.date32()}
    cells = {column.id: pa.array([column.value(place) for place in places], types.get(column.type, pa.string())) for column in columns}
    shapes = [_shape(place.content) for place in places]
    cells["geom"] = pa.array([None if shape is None else shapely.to_wkb(shape) for shape in shapes], pa.binary())
    with tempfile.TemporaryDirectory(prefix="convergence-") as directory:
        path = Path(directory) / "lieux.gpkg"
        title = _("Mes lieux")
        append_layer(path, LAYER, pa.table(cells), title, "", geometry_name="geom", geometry_type="Unknown", crs=WGS84)
        write_aliases(path, {LAYER: {column.id: column.heading for column in columns}})
        return path.read_bytes()


_WRITERS: Mapping[str, Callable[[Kind, Sequence[Proposal]], bytes]] = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson, "gpkg": _gpkg}


def own_places_file(kind: Kind, places: Sequence[Proposal], fmt: str, on: dt.date) -> Export | None:
    """Return the places of an organisation, for its own people, as « csv », « xlsx », « geojson » or « gpkg »; None for any other format.

    Degrees are WGS 84. What is confidential is in it: nobody else is to be given this file.
    """
    if fmt not in _WRITERS:
        return None
    return Export(f"convergence-mes-lieux-{on.isoformat()}.{fmt}", FORMATS[fmt].mimetype, _WRITERS[fmt](kind, places))
