"""The table of a file, and what was found of its rows, as bytes that the store keeps while its import lasts: both are made once."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
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
        "rows": [[_tagged(cell) for cell in row] for row in table.rows],
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
        tuple(tuple(_untagged(cell) for cell in row) for row in fields["rows"]),
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
        "rows": [_packed_row(row, names) for row in checked.rows],
        "wrong": [_packed_row(row, names) for row in checked.wrong],
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


def _packed_row(row: Row, fields: Sequence[str]) -> list[Any]:
    shape = None if row.footprint_l93 is None else shapely.to_wkb(row.footprint_l93, hex=True)
    values = [_tagged(row.values[name]) for name in fields]
    return [row.number, row.x_l93, row.y_l93, row.lon_wgs84, row.lat_wgs84, shape, values, row.id]


def _rows_of(packed: Sequence[Sequence[Any]], fields: Sequence[str]) -> tuple[Row, ...]:
    rows = []
    for number, x, y, lon, lat, shape, values, id_ in packed:
        known = MappingProxyType({name: _untagged(value) for name, value in zip(fields, values, strict=True)})
        rows.append(Row(number, known, x, y, lon, lat, None if shape is None else shapely.from_wkb(shape), id_))
    return tuple(rows)


def _packed_errors(errors: Iterable[RowError]) -> list[list[Any]]:
    return [[error.row, error.field, error.message, error.value] for error in errors]


def _errors_of(packed: Iterable[Sequence[Any]]) -> tuple[RowError, ...]:
    return tuple(RowError(*error) for error in packed)


def _packed(content: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), LEVEL)


def _unpacked(data: bytes) -> Any:
    """Return what `_packed` was given; `ValueError` when it is more than any file makes."""
    machine = zlib.decompressobj()
    text = machine.decompress(data, MAX_UNPACKED_BYTES)
    if machine.unconsumed_tail:
        raise ValueError("too much")
    return json.loads(text)


def _tagged(cell: Cell) -> Any:
    """A day is a list of one text, since a text may look like one."""
    return [cell.isoformat()] if isinstance(cell, dt.date) else cell


def _untagged(cell: Any) -> Cell:
    return dt.date.fromisoformat(cell[0]) if isinstance(cell, list) else cell
