"""Files to fill in and files to correct: template and corrected file, CSV and XLSX, never a formula."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from domain.candidate import Kind
from domain.formula import guarded
from domain.place_fields import PlaceField
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from intake.check import Row
from intake.errors import RowError
from intake.fields import EXAMPLE, FIELDS, example_of
from intake.form_names import FORMATS
from intake.table import Cell, Table
from intake.values import Value
from intake.written_places import written_places

ENCODING = "utf-8-sig"
SEPARATOR = ";"
SPECIAL = (SEPARATOR, '"', "\r", "\n")
MAX_CELL_CHARS = 32_767
# Text stays text: nothing that a person typed becomes a formula, a number or a link.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
ERRORS, CONTOUR = N_("Erreurs"), N_("Contour")
INSTRUCTIONS = (N_("Colonne"), N_("À remplir"), N_("Valeurs attendues"), N_("Exemple"), N_("Remarque"))
Line = Sequence[Cell]


def template_csv(kind: Kind, rows: Iterable[Row] = ()) -> bytes:
    """Return the template as CSV for a French spreadsheet (UTF-8 with its mark, « ; », decimal comma), with the given rows.

    Its first line holds the headings, the second an example that is left out when the file comes back.
    """
    return csv_of([_headings(kind), _example(kind), *(_line(row, kind) for row in rows)])


def template_xlsx(kind: Kind, rows: Iterable[Row] = ()) -> bytes:
    """Return the template as a workbook: the sheet to fill in, a sheet of instructions with the allowed values."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    _write_sheet(book, _("Lieux"), [_headings(kind), _example(kind), *(_line(row, kind) for row in rows)])
    _write_sheet(book, _("Mode d'emploi"), _instructions(kind))
    book.close()
    return buffer.getvalue()


def corrected_csv(table: Table, errors: Iterable[RowError], kind: Kind) -> bytes:
    """Return the rows of a file as they were, with a column « Erreurs » that says what to correct in each."""
    return csv_of(_with_errors(table, errors, kind))


def corrected_xlsx(table: Table, errors: Iterable[RowError], kind: Kind) -> bytes:
    """Return the rows of a file as they were, with a column « Erreurs » that says what to correct in each, as a workbook."""
    return xlsx_of(_("Lieux"), _with_errors(table, errors, kind))


def xlsx_of(title: str, lines: Sequence[Line]) -> bytes:
    """Return lines as a workbook of one sheet: texts stay texts, never a formula."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    _write_sheet(book, title, lines)
    book.close()
    return buffer.getvalue()


def _headings(kind: Kind) -> list[Cell]:
    return [field.heading for field in FIELDS[kind]]


def _example(kind: Kind) -> list[Cell]:
    return [_example_cell(field) for field in FIELDS[kind]]


def _example_cell(field: PlaceField) -> Cell:
    example = example_of(field)
    if not example:
        return None
    if field.type == "number":
        return float(example)
    return dt.date.fromisoformat(example) if field.type == "day" else example


def _line(row: Row, kind: Kind) -> list[Cell]:
    """A valid row as its template would have been filled in: positions in WGS 84, labels for codes."""
    values: dict[str, Value] = {**row.values, "x": row.lon_wgs84, "y": row.lat_wgs84}
    return [_choice_label(field, values.get(field.id)) for field in FIELDS[kind]]


def _choice_label(field: PlaceField, value: Value) -> Cell:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return next((_(choice.label) for choice in field.choices if choice.code == value), value)


def _instructions(kind: Kind) -> list[list[Cell]]:
    lines: list[list[Cell]] = [[_(heading) for heading in INSTRUCTIONS]]
    for field in FIELDS[kind]:
        needed = _("obligatoire") if field.is_required else _("facultatif")
        lines.append([field.heading, needed, _allowed(field), example_of(field), _(field.help) if field.help else ""])
    return [*lines, [], [_("Formats que l'envoi accepte : {formats}.").format(formats=_(FORMATS))]]


def _allowed(field: PlaceField) -> str:
    """What a field takes, in words."""
    if field is EXAMPLE:
        return ""
    if field.type == "choice":
        return ", ".join(_(choice.label) for choice in field.choices)
    if field.type == "day":
        return _("date : 2026-03-01 ou 01/03/2026")
    if field.type == "text":
        return _("texte, {limit} caractères au plus").format(limit=number(field.high))
    if field.id in ("x", "y"):
        return _("nombre")
    return _("nombre de {low} à {high}").format(low=number(field.low, 1), high=number(field.high, 1))


def _with_errors(table: Table, errors: Iterable[RowError], kind: Kind) -> list[Line]:
    """The file's own columns, the position of a map file, and the errors; a column of an earlier correction is replaced."""
    sentences: Mapping[int, list[str]] = defaultdict(list)
    for error in errors:
        sentences[error.row].append(error.message)
    columns = [position for position, column in enumerate(table.columns) if column != _(ERRORS)]
    geometry = _located(table, kind)
    head: list[Cell] = [*(table.columns[position] for position in columns), *geometry[0], _(ERRORS)]
    lines: list[Line] = [head]
    for row, number_, place in zip(table.rows, table.numbers, geometry[1], strict=True):
        lines.append([*(row[position] for position in columns), *place, " · ".join(sentences.get(number_, []))])
    return lines


def _located(table: Table, kind: Kind) -> tuple[list[str], Sequence[Sequence[Cell]]]:
    """Headings, positions and contours of a map file, in degrees: a spreadsheet has no geometry."""
    if not table.geometries:
        return [], [[] for _row in table.rows]
    names = [field.heading for field in FIELDS[kind] if field.id in ("x", "y")]
    places, has_contours = written_places(table)
    return ([*names, _(CONTOUR)], places) if has_contours else (names, [place[:2] for place in places])


def csv_of(lines: Iterable[Line]) -> bytes:
    """Return lines as a CSV for a French spreadsheet (UTF-8 with its mark, « ; », decimal comma)."""
    text = "".join(SEPARATOR.join(map(_written, line)) + "\r\n" for line in lines)
    return text.encode(ENCODING, "replace")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("Oui") if cell else _("Non")
    if isinstance(cell, (int, float)):
        return repr(cell).removesuffix(".0").replace(".", ",")
    text = cell.isoformat() if isinstance(cell, dt.date) else guarded(cell)
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in SPECIAL) else text


def _write_sheet(book: Any, title: str, lines: Sequence[Line]) -> None:
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#eef1f3"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.set_column(0, max(len(lines[0]) - 1, 0), 22)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            _write_cell(sheet, (row, column), cell, None if row else head, day)


def _write_cell(sheet: Any, at: tuple[int, int], cell: Cell, style: Any, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(*at, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(*at, cell) if math.isfinite(cell) and abs(cell) < 1e300 else sheet.write_string(*at, str(cell)[:60])
    elif isinstance(cell, dt.date):
        sheet.write_datetime(*at, dt.datetime.combine(cell, dt.time()), day)
    else:
        sheet.write_string(*at, cell[: MAX_CELL_CHARS // 2] if len(cell) > MAX_CELL_CHARS // 2 else cell, style)
