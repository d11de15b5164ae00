"""What a row of a file changes of a place that is there: the cells that it holds, and no other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from bulk.import_view import ImportView
from bulk.placements import is_placed
from domain.candidate import Kind, Status
from domain.place_fields import PRECISION, PlaceField
from domain.proposal import RENT_SWITCH, Content, Proposal, has_position
from geodata.crs import polygon_l93, ring_area_m2, to_l93, to_wgs84
from i18n import gettext as _
from intake.check import Row
from intake.columns import REMARKS, with_remarks
from intake.content import content_of
from intake.fields import PARTS, WHOLE, fields_by_id
from intake.lenient import reading_of
from intake.table import is_filled
from intake.values import CellError
from store.imports import Rewriting

SAME_M = 0.2
"""Metres: a file rounds positions, and one that is no further is the same."""
SAME_POINT_M = 2.0
"""Metres between the point of a contour in one system of coordinates and in another."""
PLACED = ("lon", "lat", "footprint")
FROM_ADDRESS = ("lon", "lat", PRECISION)


def changes_of(row: Row, known: Content, kind: Kind, *, tells_remarks: bool) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what a row changes of a place, by key of its content, and sentences on what of it may not be.

    An empty cell changes nothing, and neither does one that says what is known already, as the file could write it.

    Parameters
    ----------
    tells_remarks : bool
        Whether the row has a cell of remarks; without one, what is kept of its other cells goes behind the remarks that are known.
    """
    fields, given = fields_by_id(kind), content_of(row)
    plain = {key: value for key, value in given.items() if key not in PLACED}
    if not tells_remarks and REMARKS in plain:
        plain[REMARKS] = _behind(known.get(REMARKS), str(plain[REMARKS]))
    before = _with_area_of_contour(known)
    changes = {key: value for key, value in plain.items() if not _is_known(fields.get(key), value, before.get(key))}
    refused = _oversized(changes, known, fields)
    for key in refused:
        del changes[key]
    return {**changes, **_placed(row, given, known)}, tuple(refused.values())


def rewritings(view: ImportView, rows: Sequence[Row], places: Sequence[Proposal]) -> tuple[list[Rewriting], tuple[tuple[str, str], ...]]:
    """Return what rows change of the places that they tell, and what they may not change: (place, sentence) each.

    A place that is no longer there, or no longer the organisation's, is left out: its row is looked at again the next time.
    """
    known, refused, found = {place.id: place for place in places}, [], []
    for row in rows:
        place = known.get(view.matches[row.number].id)
        if place is None:
            continue
        changes, sentences = changes_of(row, place.content, view.kind, tells_remarks=_tells_remarks(view, row.number))
        if is_placed(row, view.choices.placements) and has_position(place.content):  # an address says less than who placed it
            changes = {key: value for key, value in changes.items() if key not in FROM_ADDRESS}
        found.append(Rewriting(row.number, place.id, place.version, changes))
        refused += [(place.id, sentence) for sentence in sentences]
    return found, tuple(refused)


def _tells_remarks(view: ImportView, number: int) -> bool:
    table, column = view.review.table, next((name for name, field_id in view.review.mapping.items() if field_id == REMARKS), None)
    return column in table.columns and is_filled(table.rows[table.numbers.index(number)][table.columns.index(column)])


def _is_known(field: PlaceField | None, value: Any, known: Any) -> bool:
    if known is None:
        # What everybody sees of a site whose progress is unknown (see `geodata.published`), and of a rent of which nothing is said.
        return field is not None and (field.id, value) in {("status", str(Status.SPOTTED)), (RENT_SWITCH, False)}
    if isinstance(value, float) and isinstance(known, float):
        return math.isclose(value, known, rel_tol=1e-9)
    if field is not None and field.id == "name" and value == f"{known} ({_('exemple')})":
        return True  # as the exports mark the name of what is invented
    return value == known or (field is not None and field.type == "text" and value == _as_read(field, known))


def _as_read(field: PlaceField, known: Any) -> Any:
    """A text as it is read in a cell: of one line, for most fields."""
    try:
        return reading_of(field, str(known)).value
    except CellError:
        return None


def _behind(known: Any, remarks: str) -> str:
    """The remarks that are known, with those of a row that they do not hold yet."""
    lines = str(known or "").split("\n")
    return with_remarks(known, [line for line in remarks.split("\n") if line not in lines])


def _oversized(changes: Mapping[str, Any], known: Content, fields: Mapping[str, PlaceField]) -> dict[str, str]:
    """What of the areas would make a part larger than the whole, each with a sentence: as by hand, it is not written."""
    after = {**known, **changes}
    found = {}
    for part in PARTS:
        share, whole = after.get(part), after.get(WHOLE)
        if not (isinstance(share, float) and isinstance(whole, float) and share > whole):
            continue
        for key in (part, WHOLE):
            if key in changes:
                found[key] = _("{label} plus grande que la surface du lieu").format(label=_(fields[part].label))
                break
    return found


def _with_area_of_contour(known: Content) -> Content:
    """A site as the national standard tells it: with the area of its contour where it has none of its own (see `reports.cnig`)."""
    ring = known.get("footprint")
    return known if known.get(WHOLE) is not None or not ring else {**known, WHOLE: ring_area_m2(ring)}


def _placed(row: Row, given: Content, known: Content) -> dict[str, Any]:
    """The position and the contour where they are others; a contour that has no position of its own leaves the one that lies in it."""
    changes: dict[str, Any] = {}
    if "footprint" in given and not _is_same_ring(given["footprint"], known.get("footprint")):
        changes["footprint"] = given["footprint"]
    if not has_position(given):
        return changes
    if has_position(known):
        x, y = (float(axis[0]) for axis in to_l93([known["lon"]], [known["lat"]]))
        is_same = math.hypot(x - row.x_l93, y - row.y_l93) <= SAME_M
        if is_same or (_is_point_of_contour(row) and shapely.dwithin(row.footprint_l93, shapely.Point(x, y), SAME_M)):
            return changes
    return changes | {"lon": given["lon"], "lat": given["lat"]}


def _is_same_ring(given: Any, known: Any) -> bool:
    if not known:
        return False
    return bool(shapely.hausdorff_distance(*(polygon_l93(ring).exterior for ring in (given, known))) <= SAME_M)


def _is_point_of_contour(row: Row) -> bool:
    """Whether the position of a row is the one that its contour brought, in whatever system its file is."""
    shape = row.footprint_l93
    if shape is None:
        return False
    degrees = shapely.transform(shape, lambda pairs: np.column_stack(to_wgs84(pairs[:, 0], pairs[:, 1])))
    lon, lat = shapely.get_coordinates(shapely.point_on_surface(degrees))[0]
    points = [shapely.get_coordinates(shapely.point_on_surface(shape))[0], np.concatenate(to_l93([lon], [lat]))]
    return any(math.hypot(x - row.x_l93, y - row.y_l93) <= SAME_POINT_M for x, y in points)
