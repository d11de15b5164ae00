"""Fields checked one by one, as they are typed in a form: the same rules and sentences as the rows of a file."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely

from domain.candidate import Kind
from domain.place_fields import PRECISION, PlaceField
from domain.proposal import RENT_SWITCH
from geodata.crs import WGS84, to_l93
from i18n import gettext as _
from intake.content import DEGREE_DECIMALS, MAX_RING_VERTICES, Ring, ring_of
from intake.errors import RowError, shown
from intake.fields import EXAMPLE, PARTS, WHOLE, fields_by_id
from intake.geometry import GeometryError, shape_of
from intake.places import judgement
from intake.position import is_inside, readings_of
from intake.values import CellError, Value, value_of

POSITION: Mapping[str, str] = {"lon": "x", "lat": "y"}
FOOTPRINT = "footprint"
Report = Callable[[str, str, object], None]


def clean_changes(
    kind: Kind, raw: Mapping[str, Any], known: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], tuple[RowError, ...]]:
    """Check some fields of a place as they were typed, and return what can be kept and what is wrong.

    Parameters
    ----------
    kind : Kind
        Premises or zone site.
    raw : mapping
        By field id: a text as typed (decimal comma, day/month/year, the label of a choice or its code), or a number. Also ``lon`` and
        ``lat`` (degrees), ``rent_is_confidential`` (true or false) and ``footprint`` (one ring of [lon, lat], closed or not).
    known : mapping, optional
        What is already known of the place: a part is compared with the whole, one coordinate goes with the other.

    Returns
    -------
    tuple
        The values to keep (None erases: the field was emptied), and the errors, whose `row` is 0 and `field` the key of `raw`.
            A wrong field is in the errors alone; one that this kind of place has not is an error too.

    Notes
    -----
    A contour brings a point inside itself when no position is given, and the one that is known lies outside it, or there is none.
    A position that moves forgets how precise it was, unless its precision comes with it.
    """
    errors: list[RowError] = []
    fields, known = fields_by_id(kind), known or {}

    def refuse(name: str, sentence: str, value: object) -> None:
        errors.append(RowError(0, name, sentence, "" if value is None else shown(value)))

    clean = _plain_fields(fields, raw, refuse)
    is_placed = any(name in raw for name in POSITION)
    _compare_areas(clean, known, fields, refuse)
    if is_placed:
        clean |= _position(raw, known, fields, refuse)
    if FOOTPRINT in raw:
        clean |= _footprint(raw[FOOTPRINT], {**known, **clean}, refuse, is_placed=is_placed)
    if PRECISION not in clean and any(clean.get(name, known.get(name)) != known.get(name) for name in POSITION) and known.get(PRECISION):
        clean[PRECISION] = None  # it told of the position that was there before
    return clean, tuple(errors)


def _plain_fields(fields: Mapping[str, PlaceField], raw: Mapping[str, Any], refuse: Report) -> dict[str, Any]:
    """Return the fields that are checked alone: neither the position nor the contour."""
    clean: dict[str, Any] = {}
    for name, value in raw.items():
        if name in (*POSITION, FOOTPRINT):
            continue
        try:
            clean[name] = _flag(value) if name == RENT_SWITCH else _field_value(fields, name, value)
        except CellError as why:
            refuse(name, str(why), value)
    return clean


def _flag(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise CellError(_("Valeur inattendue."))


def _field_value(fields: Mapping[str, PlaceField], name: str, value: object) -> str | float | None:
    field = fields.get(name)
    if field is None or field is EXAMPLE or name in POSITION.values():
        raise CellError(_("Champ inconnu."))
    return _value(field, value)


def _value(field: PlaceField, value: object) -> str | float | None:
    if not (value is None or isinstance(value, (str, int, float))) or (isinstance(value, bool) and field.type != "choice"):
        raise CellError(_("Valeur inattendue."))
    found: Value = value_of(field, value)
    if isinstance(found, dt.date):
        return found.isoformat()
    return None if isinstance(found, float) and math.isnan(found) else found


def _compare_areas(clean: dict[str, Any], known: Mapping[str, Any], fields: Mapping[str, PlaceField], refuse: Report) -> None:
    """A part is never larger than the whole: what was just typed is what is refused."""
    after = {**known, **clean}
    for part in PARTS:
        share, whole = after.get(part), after.get(WHOLE)
        if (part not in clean and WHOLE not in clean) or share is None or whole is None or share <= whole:
            continue
        message = _("{label} plus grande que la surface du lieu").format(label=_(fields[part].label))
        wrong = part if part in clean else WHOLE
        refuse(wrong, message, clean.pop(wrong))


def _position(raw: Mapping[str, Any], known: Mapping[str, Any], fields: Mapping[str, PlaceField], refuse: Report) -> dict[str, Any]:
    """Both coordinates, or none of them when one is emptied."""
    found: dict[str, Any] = {name: known.get(name) for name in POSITION}
    is_wrong = False
    for name, field_id in POSITION.items():
        if name not in raw:
            continue
        try:
            found[name] = _value(fields[field_id], raw[name])
        except CellError as why:
            refuse(name, str(why), raw[name])
            is_wrong = True
    if is_wrong:
        return {}
    if any(name in raw and found[name] is None for name in POSITION):
        return dict.fromkeys(POSITION)
    missing = next((name for name in POSITION if found[name] is None), None)
    if missing is not None:
        refuse(missing, _("Il manque une des deux coordonnées"), None)
        return {}
    lon, lat = found["lon"], found["lat"]
    reading = readings_of(np.array([lon]), np.array([lat]), WGS84)[0]
    if reading != "degrees":
        refuse("lon", judgement(reading, is_corrected=False), f"{lon:.12g}, {lat:.12g}")
        return {}
    return {"lon": round(lon, DEGREE_DECIMALS), "lat": round(lat, DEGREE_DECIMALS)}


def _footprint(value: Any, known: Mapping[str, Any], refuse: Report, *, is_placed: bool) -> dict[str, Any]:
    if value is None or value == []:
        return {FOOTPRINT: None}
    try:
        shape = _shape(value)
    except GeometryError as why:
        refuse(FOOTPRINT, str(why), None)
        return {}
    outline: Ring = ring_of(shape)
    lon, lat = known.get("lon"), known.get("lat")
    ring = shapely.Polygon(outline)
    if is_placed or (lon is not None and lat is not None and shapely.intersects_xy(ring, lon, lat)):
        return {FOOTPRINT: outline}
    x, y = shapely.get_coordinates(shapely.point_on_surface(ring)).round(DEGREE_DECIMALS)[0].tolist()
    return {FOOTPRINT: outline, "lon": x, "lat": y}


def _shape(value: Any) -> shapely.Geometry:
    """The contour in metres, EPSG:2154."""
    closed = [*value, value[0]] if isinstance(value, list) and value and value[0] != value[-1] else value
    if isinstance(closed, list) and len(closed) > MAX_RING_VERTICES:
        raise GeometryError(_("Le contour a plus de {limit} sommets : simplifiez-le.").format(limit=MAX_RING_VERTICES))
    shape = shape_of({"type": "Polygon", "coordinates": [closed]})
    lon, lat = shapely.get_coordinates(shape).T
    if (np.abs(lon) > 180).any() or (np.abs(lat) > 90).any():
        raise GeometryError(_("Une partie du contour est hors du territoire"))
    x, y = to_l93(lon, lat)
    if not is_inside(x, y).all():
        raise GeometryError(_("Une partie du contour est hors du territoire"))
    return shapely.Polygon(np.column_stack([x, y]))
