"""The table of a file, and what was found of its rows, as bytes that the store keeps while its import lasts: both are made once."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import Any

import shapely

from intake.check import Checked, Misplacement, Row
from intake.errors import RowError
from intake.reading import Way
from intake.table import MAX_BYTES, Cell, Table

LEVEL = 1  # three times smaller already, and quick
MAX_UNPACKED_BYTES = 128 * 1024 * 1024


def pack(table: Table) -> bytes:
    """Return a table as compressed JSON; `unpack` gives the same one back."""
    fields = {
        "columns": table.columns,
        "rows": table.rows,
        "numbers": table.numbers,
        "geometries": table.geometries,
        "crs": table.crs,
        "notes": table.notes,
        "errors": _packed_errors(table.errors),
        "ways": [[way.id, way.chosen, way.options] for way in table.ways],
        "asides": table.asides,
        "hidden": table.hidden,
        "shape": table.shape,
    }
    return _packed(fields)


def unpack(data: bytes) -> Table:
    """Return the table that `pack` was given."""
    fields = _unpacked(data)
    return Table(
        tuple(fields["columns"]),
        tuple(map(_row_of, fields["rows"])),
        tuple(fields["numbers"]),
        tuple(fields["geometries"]),
        fields["crs"],
        tuple(fields["notes"]),
        _errors_of(fields["errors"]),
        tuple(Way(key, chosen, tuple((value, label) for value, label in options)) for key, chosen, options in fields.get("ways", ())),
        tuple(fields.get("asides", ())),
        tuple(fields.get("hidden", ())),
        fields.get("shape", ""),
    )


def with_source(table: bytes, source: bytes) -> bytes:
    """Return a packed table with the file that it was read from behind it: `unpack` sees the table alone."""
    return table + zlib.compress(source, LEVEL)


def source_of(data: bytes) -> bytes:
    """Return the file that a packed table was read from; empty when it is not kept."""
    machine = zlib.decompressobj()
    machine.decompress(data, MAX_UNPACKED_BYTES)
    return zlib.decompressobj().decompress(machine.unused_data, MAX_BYTES) if machine.unused_data else b""


def pack_checked(checked: Checked | None, need: str = "") -> bytes:
    """Return a check as compressed JSON, or why there is none (`need`); `unpack_checked` gives both back."""
    if checked is None:
        return _packed({"need": need})
    names = list(next((row.values for row in (*checked.rows, *checked.wrong)), {}))
    content = {
        "fields": names,
        "rows": _packed_rows(checked.rows, names),
        "wrong": _packed_rows(checked.wrong, names),
        "errors": _packed_errors(checked.errors),
        "warnings": _packed_errors(checked.warnings),
        "misplacements": [[misplacement.id, misplacement.rows_n, misplacement.sentence] for misplacement in checked.misplacements],
        "rows_n": checked.rows_n,
        "repeats": sorted(checked.repeats),
    }
    return _packed(content)


def unpack_checked(data: bytes) -> tuple[Checked | None, str]:
    """Return what `pack_checked` was given."""
    fields = _unpacked(data)
    if "need" in fields:
        return None, fields["need"]
    rows, wrong = (_rows_of(fields[name], fields["fields"]) for name in ("rows", "wrong"))
    errors, warnings = _errors_of(fields["errors"]), _errors_of(fields["warnings"])
    misplacements = tuple(Misplacement(*misplacement) for misplacement in fields["misplacements"])
    return Checked(rows, errors, warnings, misplacements, fields["rows_n"], wrong, frozenset(fields["repeats"])), ""


def _packed_rows(rows: Sequence[Row], fields: Sequence[str]) -> list[list[Any]]:
    values_of = itemgetter(*fields) if len(fields) > 1 else lambda values: tuple(map(values.__getitem__, fields))
    shapes = shapely.to_wkb([row.footprint_l93 for row in rows], hex=True).tolist() if rows else []
    return [
        [row.number, row.x_l93, row.y_l93, row.lon_wgs84, row.lat_wgs84, shape, values_of(row.values), row.id]
        for row, shape in zip(rows, shapes, strict=True)
    ]


def _rows_of(packed: Sequence[Sequence[Any]], fields: Sequence[str]) -> tuple[Row, ...]:
    shapes = shapely.from_wkb([each[5] for each in packed]).tolist() if packed else []
    return tuple(
        Row(number, MappingProxyType(dict(zip(fields, _row_of(values), strict=True))), x, y, lon, lat, shape, id_)
        for (number, x, y, lon, lat, _wkb, values, id_), shape in zip(packed, shapes, strict=True)
    )


def _packed_errors(errors: Iterable[RowError]) -> list[list[Any]]:
    return [[error.row, error.field, error.message, error.value] for error in errors]


def _errors_of(packed: Iterable[Sequence[Any]]) -> tuple[RowError, ...]:
    return tuple(RowError(*error) for error in packed)


def _packed(content: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(content, separators=(",", ":"), default=_tagged).encode(), LEVEL)


def _unpacked(data: bytes) -> Any:
    """Return what `_packed` was given; `ValueError` when it is more than any file makes."""
    machine = zlib.decompressobj()
    text = machine.decompress(data, MAX_UNPACKED_BYTES)
    if machine.unconsumed_tail:
        raise ValueError("too much")
    return json.loads(text)


def _tagged(cell: dt.date) -> list[str]:
    """A day is a list of one text, since a text may look like one."""
    return [cell.isoformat()]


def _row_of(cells: Sequence[Any]) -> tuple[Cell, ...]:
    return tuple(map(_untagged, cells)) if list in map(type, cells) else tuple(cells)


def _untagged(cell: Any) -> Cell:
    return dt.date.fromisoformat(cell[0]) if isinstance(cell, list) else cell
