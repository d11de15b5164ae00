"""Columns made of others: an address told in several columns is joined, and a place that has no name gets one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.candidate import Kind
from domain.words import folded
from i18n import gettext as _
from i18n import quoted
from intake.errors import listed, shown
from intake.fields import COORDINATES, LOCATION, fields_by_id
from intake.mapping import ADDRESS_PARTS, address_parts, guess
from intake.table import Cell, Table, headings, text_of
from intake.values import is_unknown

ASIDE_CHARS = 36
NAMED = 4
Row = tuple[Cell, ...]


def with_made(table: Table, kind: Kind) -> Table:
    """Return the table with an address joined from its parts, and a name, where no column tells them; both are said."""
    return _with_name(_with_address(table, kind), kind)


def _with_address(table: Table, kind: Kind) -> Table:
    parts = address_parts(table.columns)
    if not parts or "address" in guess(table.columns, kind).mapping.values():
        return table
    at = [table.columns.index(parts[part]) for part in ADDRESS_PARTS if part in parts]
    whole = [_joined([text_of(row[position]).strip() for position in at]) for row in table.rows]
    source = ", ".join(table.columns[position] for position in at)
    note = _("Adresse faite des colonnes {columns} : « {sample} ».")
    return _with_column(table, kind, "address", source, whole, note.format(columns=source, sample=_first(whole)))


def _joined(texts: Sequence[str]) -> str | None:
    """« 12 bis rue du Figuier »; a type that the name of the street repeats is told once."""
    parts = [text for text in texts if not is_unknown(text) and text != "0"]
    if len(parts) > 1 and folded(parts[-1]).startswith(f"{folded(parts[-2])} "):
        del parts[-2]
    return " ".join(parts) or None


def _with_name(table: Table, kind: Kind) -> Table:
    mapping = guess(table.columns, kind).mapping
    by_field = {field: table.columns.index(column) for column, field in mapping.items()}
    is_placed = "address" in by_field or LOCATION.id in by_field or table.geometries or all(field.id in by_field for field in COORDINATES)
    if "name" in by_field:
        return _with_bare_named(table, by_field) if table.geometries else table
    if not is_placed or not table.rows:
        return table
    names = _names(table, [by_field[field] for field in ("address", "reference") if field in by_field])
    source = next((table.columns[by_field[field]] for field in ("address", "reference") if field in by_field), None) or _(
        "rang dans le fichier"
    )
    note = _("Aucune colonne ne donne le nom : il est fait ({source}), par exemple « {sample} ».")
    return _with_column(table, kind, "name", source, names, note.format(source=source, sample=_first(names)))


def _with_bare_named(table: Table, by_field: Mapping[str, int]) -> Table:
    """Name the places of a map that have no attribute at all but an identifier, by it or by their rank."""
    at, known = by_field["name"], by_field.get("reference", -1)
    bare = {
        rank
        for rank, row in enumerate(table.rows)
        if all(position == known or is_unknown(text_of(cell)) for position, cell in enumerate(row))
    }
    if not bare:
        return table
    names = _names(table, [known] if known >= 0 else [])
    rows = tuple((*row[:at], names[rank], *row[at + 1 :]) if rank in bare else row for rank, row in enumerate(table.rows))
    unnamed = listed([quoted(shown(names[rank])) for rank in sorted(bare)], NAMED)
    return replace(table, rows=rows, notes=(*table.notes, _("Lieux sans attribut, nommés : {names}.").format(names=unnamed)))


def _names(table: Table, at: Sequence[int]) -> list[str | None]:
    """A name a row, of the first of some columns that tells one; the same name told again has its rank."""
    seen: Counter[str] = Counter()
    names: list[str | None] = []
    for rank, row in enumerate(table.rows, start=1):
        texts = (text_of(row[position]).strip() for position in at)
        name = next((text for text in texts if not is_unknown(text)), _("Lieu {number}").format(number=rank))
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _with_column(table: Table, kind: Kind, field_id: str, source: str, cells: Sequence[str | None], note: str) -> Table:
    aside = source if len(source) <= ASIDE_CHARS else f"{source[: ASIDE_CHARS - 1]}…"
    heading = f"{_(fields_by_id(kind)[field_id].label)} ({aside.replace('(', '').replace(')', '')})"
    columns = headings([*table.columns, heading], keep_all=True)
    rows: tuple[Row, ...] = tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True))
    return replace(table, columns=columns, rows=rows, notes=(*table.notes, note))


def _first(cells: Sequence[str | None]) -> str:
    return shown(next((cell for cell in cells if cell), ""))
