"""A file that follows a national standard: the columns that are made of those of the standard which take some reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import shapely

from domain.candidate import Kind
from geodata.crs import local_crs, to_l93
from i18n import gettext as _
from i18n import ngettext
from intake.columns import REMARKS
from intake.comment_fields import BETWEEN, ID_LABEL, comment_fields
from intake.errors import listed
from intake.fields import PLACE_ID, fields_by_id
from intake.geometry import shape_of
from intake.locations import geometry_of
from intake.mapping import guess
from intake.table import Cell, Table, headings, is_filled, text_of
from intake.values import plain
from standards.known import standard_of
from standards.standard import UNKNOWN_VALUES, Standard, StandardColumn

DEGREES = 360.0
NAMED_ROWS = 8
_WKT_POINT = re.compile(r"\s*POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)\s*", re.IGNORECASE | re.ASCII)
_JSON_POINTS = re.compile(
    r'\s*\{\s*"type"\s*:\s*"MultiPoint"\s*,\s*"coordinates"\s*:\s*\[\s*\[\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\]', re.ASCII
)
_LABELLED_ID = re.compile(rf"(?:(?<={BETWEEN})|^){re.escape(ID_LABEL)}(SZ-\d{{6,9}})(?:{BETWEEN}|$)", re.ASCII)
_OWN_ID = re.compile(r"\w{5}_SITE-ECO_(SZ-\d{6,9})", re.ASCII)
CNIG_ID = "cnig_id"
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{42,}", re.ASCII)
Cells = Sequence[Cell]


def with_standard(table: Table, kind: Kind) -> Table:
    """Return the table of a file with what its standard needs to be read, and says which it is; the same table when it follows none.

    A column is made of each list of codes that has a match among the fields, of each field that several columns tell, and of what the
    remarks keep; where a row has no contour that can be read, the position beside it takes its place.
    """
    standard = standard_of(table.columns)
    if standard is None:
        return table
    file = _File(table, standard, kind)
    notes = [_("Fichier reconnu : {standard}. Ses colonnes sont associées d'elles-mêmes.").format(standard=standard.title)]
    table = replace(table, notes=(*table.notes, *notes))
    return _with_remarks(_with_comment(_with_fields(_with_own_ids(_with_places(table, file), file), file), file), file)


class _File:
    """The columns of a file by the names of its standard."""

    def __init__(self, table: Table, standard: Standard, kind: Kind) -> None:
        self.standard = standard
        self.kind = kind
        self.fields = fields_by_id(kind)
        self.at = {column.strip().lower(): at for at, column in reversed(list(enumerate(table.columns)))}
        self.made_of: set[str] = set()
        self.own: frozenset[int] = frozenset()
        self.left: dict[str, Cells] = {}

    def cells(self, table: Table, name: str) -> Cells:
        """The cells of a column, without what was read in them already."""
        return self.left.get(name) or [row[self.at[name]] for row in table.rows]

    def columns(self) -> Iterator[StandardColumn]:
        """Those that the file has."""
        return (column for column in self.standard.columns if column.name.lower() in self.at)


def _is_known(cell: Cell) -> bool:
    return is_filled(cell) and text_of(cell).strip().lower() not in UNKNOWN_VALUES


def _with_fields(table: Table, file: _File) -> Table:
    """The columns made of lists of codes, and of the columns of which the first that tells anything is read."""
    for column in file.columns():
        if column.codes and column.field in file.fields:
            field = file.fields[column.field]
            words = {plain(value): field.word(code) for value, code in column.codes.items()}
            made = [words.get(plain(text_of(cell))) for cell in file.cells(table, column.name.lower())]
            table = _with_column(table, file, column.field, (column.name,), made)
    for field_id, names in file.standard.preferred.items():
        present = [name for name in names if name.lower() in file.at and any(map(_is_known, file.cells(table, name.lower())))]
        if field_id in file.fields and present:
            used = present[:1] if file.fields[field_id].type == "number" else present
            sources = [file.cells(table, name.lower()) for name in used]
            made = [next((cell for cell in cells if _is_known(cell)), None) for cells in zip(*sources, strict=True)]
            file.made_of.update(name.lower() for name in used)
            table = _with_column(table, file, field_id, tuple(used), made)
    return table


def _with_column(table: Table, file: _File, field_id: str, sources: tuple[str, ...], cells: Cells) -> Table:
    """The table with a column that is made of others, unless nothing is in it or the file tells the field already.

    It is named by its field and its sources, or its unit where it has none.
    """
    if not any(map(is_filled, cells)) or field_id in guess(table.columns, file.kind).mapping.values():
        return table
    field = file.fields[field_id]
    heading = f"{_(field.label)} ({', '.join(sources)})" if sources else field.heading
    rows = tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True))
    return replace(table, columns=headings([*table.columns, heading], keep_all=True), rows=rows)


def _with_own_ids(table: Table, file: _File) -> Table:
    """The column of our identifiers, where our own export wrote the row; what it worked out of the place is then told by none of its cells.

    The identifier is in that of the standard (« 13055_SITE-ECO_SZ-000012 »), or in the free comment of a site that has one of its own.
    """
    ids = next((file.at[column.name.lower()] for column in file.columns() if column.field == CNIG_ID), None)
    comment = next((file.at[column.name.lower()] for column in file.columns() if column.is_comment), None)
    if ids is None or comment is None:
        return table
    rows = [_with_own_id(row, ids, comment) for row in table.rows]
    if not any(row[-1] for row in rows):
        return table
    file.own = frozenset(rank for rank, row in enumerate(rows) if row[-1])
    towns = {file.at[column.name.lower()] for column in file.columns() if column.field == "town"}
    rows = [tuple(None if at in towns else cell for at, cell in enumerate(row)) if row[-1] else row for row in rows]
    return replace(table, columns=headings([*table.columns, PLACE_ID.heading], keep_all=True), rows=tuple(rows))


def _with_own_id(row: tuple[Cell, ...], ids: int, comment: int) -> tuple[Cell, ...]:
    if found := _OWN_ID.fullmatch(text_of(row[ids]).strip()):
        return (*row[:ids], None, *row[ids + 1 :], found[1])
    text = text_of(row[comment])
    if found := _LABELLED_ID.search(text):
        return (*row[:comment], text[: found.start()] + text[found.end() :], *row[comment + 1 :], found[1])
    return (*row, None)


def _with_comment(table: Table, file: _File) -> Table:
    """The columns of the fields that a free comment tells, which our own exports write: a value has its unit behind it."""
    for name in [column.name.lower() for column in file.columns() if column.is_comment]:
        left, found = comment_fields([text_of(cell) for cell in file.cells(table, name)], file.kind)
        if found:
            file.left[name] = left
            for field_id, values in found.items():
                table = _with_column(table, file, field_id, (), [value or None for value in values])
    return table


def _with_remarks(table: Table, file: _File) -> Table:
    """The column of what the fields of a place do not hold: title and value, a line each."""
    lacking = {name.lower() for names in file.standard.preferred.values() for name in names} - file.made_of
    remarked = [column for column in file.columns() if column.is_remark or column.name.lower() in lacking]
    named = [(column.title, file.cells(table, column.name.lower())) for column in remarked]
    described = [[] if rank in file.own else [(title, cells[rank]) for title, cells in named] for rank in range(len(table.rows))]
    lines = ["\n".join(_remark(title, cell) for title, cell in cells if _is_known(cell)) for cells in described]
    return _with_column(table, file, REMARKS, (_(file.standard.label),), [line or None for line in lines])


def _remark(title: str, cell: Cell) -> str:
    return f"{title[:1].upper()}{title[1:]} : {' '.join(text_of(cell).split())}"


def _with_places(table: Table, file: _File) -> Table:
    """The table whose column of contours tells a place on each row, where the standard has one; what was read beside it is said."""
    names = [name for name in file.standard.geometries if name in file.at]
    if table.geometries or not names:
        return table
    cells, instead = list[str | None](), list[int]()
    for rank, row in enumerate(table.rows):
        texts = [_in_order(text_of(row[file.at[name]]).strip()) for name in names]
        at = next((at for at, text in enumerate(texts) if text and _is_readable(text)), 0)
        cells.append(texts[at] or None)
        if at:
            instead.append(table.numbers[rank])
    is_l93 = any(map(_is_metres, cells))
    cells = [_in_metres(cell) if is_l93 and cell else cell for cell in cells]
    at = file.at[names[0]]
    rows = tuple((*row[:at], cell, *row[at + 1 :]) for row, cell in zip(table.rows, cells, strict=True))
    notes = [_instead(names, instead)] if instead else []
    return replace(table, rows=rows, notes=(*table.notes, *notes), crs=table.crs or (local_crs() if is_l93 else None))


def _instead(names: Sequence[str], rows: Sequence[int]) -> str:
    sentence = ngettext(
        "« {contour} » ne donne pas de contour lisible à la ligne {rows} : la position de « {point} » est prise.",
        "« {contour} » ne donne pas de contour lisible aux lignes {rows} : la position de « {point} » est prise.",
        len(rows),
    )
    return sentence.format(contour=names[0], point=names[-1], rows=listed([str(row) for row in rows], NAMED_ROWS))


def _in_order(text: str) -> str:
    """A point in WKT, or the first of several in GeoJSON, as two numbers.

    Files of the standards write longitude and latitude in one order or the other, which is then found; an establishment may have
    several points.
    """
    point = _WKT_POINT.fullmatch(text) or _JSON_POINTS.match(text)
    return f"{point[1]}, {point[2]}" if point else text


def _is_readable(text: str) -> bool:
    try:
        return geometry_of(text)[0] is not None
    except (ValueError, RecursionError, shapely.errors.ShapelyError):
        return False


def _in_metres(text: str) -> str:
    """A position in degrees as metres of the territory: the contours of its file are in them."""
    try:
        shape = None if _is_metres(text) else shape_of(geometry_of(text)[0] or {})
    except (ValueError, RecursionError, shapely.errors.ShapelyError):
        return text
    if shape is None or shape.geom_type != "Point":
        return text
    x, y = to_l93([shape.x], [shape.y])
    return f"{x[0]:.2f}, {y[0]:.2f}"


def _is_metres(text: str | None) -> bool:
    """Whether the first number of a geometry is no degree; a geometry in hexadecimal says its own system."""
    first = None if text is None or _HEXADECIMAL.fullmatch(text) else re.search(r"-?\d+(?:\.\d+)?", text)
    return first is not None and abs(float(first[0])) > DEGREES
