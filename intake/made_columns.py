"""Columns made of others: an address told in several columns is joined, and a place that has no name gets one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from domain.candidate import Kind
from domain.words import folded
from i18n import gettext as _
from i18n import quoted
from intake.errors import listed, shown
from intake.fields import fields_by_id, tell_position
from intake.likely_columns import guess_of, is_address, sample_of_column
from intake.mapping import ADDRESS_PARTS, address_parts, guess, number_column
from intake.table import Cell, Table, headings, text_of
from intake.units import AMOUNTS
from intake.values import is_unknown, plain

ASIDE_CHARS = 36
CODED = frozenset({"btq", "suffixe", "indice", "indice repetition"})
REPETITIONS = {"B": "bis", "T": "ter", "Q": "quater"}
"""How the cadastre and others write « bis »."""
PERIOD_HEADINGS = frozenset({"periodicite", "periodicite loyer", "periode", "frequence", "periodicite du loyer"})
PERIODS = dict.fromkeys(("mensuel", "mensuelle", "mois", "m", "par mois", "/mois", "mensuellement"), "€/mois")
PERIODS |= dict.fromkeys(("annuel", "annuelle", "an", "a", "par an", "/an", "annuellement"), "€/an")
PERIODS |= dict.fromkeys(("trimestriel", "trimestrielle", "trimestre", "t", "par trimestre", "/trimestre"), "€/trimestre")
PERIODS |= dict.fromkeys(("semestriel", "semestrielle", "semestre", "s", "par semestre", "/semestre"), "€/semestre")
PERIODS |= dict.fromkeys(("hebdomadaire", "hebdo", "semaine", "par semaine", "/semaine"), "€/semaine")
_FIRST_LINE = re.compile(r"(adresse|adr|address|adresse ligne|ligne)(?: 1)?")
MOST_LINES = 4
_NUMBER = re.compile(r"\d{1,4}(\s*([a-zA-Z]|bis|ter|quater))?([-/]\d{1,4})?", re.ASCII)
_POSTCODE_TOWN = re.compile(r"(\d{5})\s*[-,–]?\s*([^\W\d][^\d;]{1,60}(?:\d{1,2}(?:er|e|eme)?)?)")
_AMOUNT = re.compile(r"\d[\d\s.,\u00a0\u202f]*€?")
Row = tuple[Cell, ...]


def with_made(table: Table, kind: Kind) -> Table:
    """Return the table with what several columns tell together, and a name where none tells it; what is made is said.

    An address is joined from its parts, or is that of a name which is one; a postcode is parted from its town; an amount gets the period
    that stands beside it.
    """
    return _with_name(_with_periods(_with_postcode(_with_address(table, kind), kind), kind), kind)


def _with_address(table: Table, kind: Kind) -> Table:
    parts, mapping = address_parts(table.columns), guess_of(table, kind).mapping
    if "address" in mapping.values():
        return _with_numbers(_with_more_lines(table, mapping), mapping)
    if not parts:
        return _with_named_address(table, kind, mapping)
    at = [table.columns.index(parts[part]) for part in ADDRESS_PARTS if part in parts]
    is_coded = "repetition" in parts and plain(parts["repetition"]) in CODED
    whole = [_joined([_part(row[position], is_coded=is_coded) for position in at]) for row in table.rows]
    source = ", ".join(table.columns[position] for position in at)
    note = _("Adresse faite des colonnes {columns} : « {sample} ».")
    return _with_column(table, kind, "address", source, whole, note.format(columns=source, sample=_first(whole)))


def _part(cell: Cell, *, is_coded: bool) -> str:
    """A part of an address: « 12.0 » is 12, and « B » is « bis » where repetitions are coded."""
    text = text_of(cell).strip()
    return REPETITIONS.get(text.upper(), text) if is_coded else re.sub(r"(?<=\d)[.,]0$", "", text)


def _with_more_lines(table: Table, mapping: Mapping[str, str]) -> Table:
    """Join an address told in several lines, « Adresse 1 », « Adresse 2 »."""
    address = next(column for column, field in mapping.items() if field == "address")
    first = _FIRST_LINE.fullmatch(plain(address))
    lines = {f"{first[1]} {line}" for line in range(2, MOST_LINES + 1)} if first else set()
    more = [column for column in table.columns if plain(column) in lines and mapping.get(column, "") in {"", "address"}]
    if not more:
        return table
    at = [table.columns.index(column) for column in (address, *more)]
    texts = ([text for position in at if not is_unknown(text := text_of(row[position]).strip())] for row in table.rows)
    whole = [", ".join(parts) or None for parts in texts]
    note = _("Adresse faite des colonnes {columns} : « {sample} ».").format(columns=", ".join((address, *more)), sample=_first(whole))
    return _with_cells(table, at[0], whole, note)


def _with_numbers(table: Table, mapping: Mapping[str, str]) -> Table:
    """Put the numbers of a column before the streets of another, where none of these has its own."""
    address = next(column for column, field in mapping.items() if field == "address")
    numbers = number_column(table.columns)
    if numbers is None or address == numbers:
        return table
    at, number_at = table.columns.index(address), table.columns.index(numbers)
    streets = [text for row in table.rows if not is_unknown(text := text_of(row[at]).strip())]
    numbered = [text for row in table.rows if not is_unknown(text := _part(row[number_at], is_coded=False))]
    is_rank = numbered == [str(rank) for rank in range(1, len(numbered) + 1)]
    if is_rank or not numbered or any(text[0].isdigit() for text in streets) or not all(_NUMBER.fullmatch(text) for text in numbered):
        return table
    whole = [_joined([_part(row[number_at], is_coded=False), text_of(row[at]).strip()]) for row in table.rows]
    columns = tuple(_("Numéro dans la rue") if column == numbers else column for column in table.columns)
    note = _("Adresse faite des colonnes {columns} : « {sample} ».").format(columns=f"{numbers}, {address}", sample=_first(whole))
    return replace(_with_cells(table, at, whole, note), columns=columns)


def _with_named_address(table: Table, kind: Kind, mapping: Mapping[str, str]) -> Table:
    """Read an address in the names of places that have neither address nor position, where these are addresses."""
    name = next((column for column, field in mapping.items() if field == "name"), None)
    if name is None or _is_placed(table, set(mapping.values())) or not is_address(sample_of_column(table, table.columns.index(name))):
        return table
    cells = [text_of(row[table.columns.index(name)]).strip() or None for row in table.rows]
    note = _("« {column} » donne aussi l'adresse : « {sample} ».").format(column=name, sample=_first(cells))
    return _with_column(table, kind, "address", name, cells, note)


def _with_postcode(table: Table, kind: Kind) -> Table:
    """Part a column of « 13002 Marseille » into a postcode and a town, where no other tells them."""
    mapping = guess(table.columns, kind).mapping
    if {"postcode", "town"} <= set(mapping.values()):
        return table
    free = [column for column in table.columns if mapping.get(column, "town") in {"town", "postcode"}]
    for column in free:
        cells = sample_of_column(table, table.columns.index(column))
        if cells and all(_POSTCODE_TOWN.fullmatch(text_of(cell).strip()) for cell in cells):
            return _parted(table, kind, column)
    return table


def _parted(table: Table, kind: Kind, column: str) -> Table:
    heading = _("Code postal et commune") + f" ({column})"  # so that it is no longer one of them
    at = table.columns.index(column)
    found = [_POSTCODE_TOWN.fullmatch(text_of(row[at]).strip()) for row in table.rows]
    note = _("« {column} » donne le code postal et la commune.").format(column=column)
    table = replace(table, columns=(*table.columns[:at], heading, *table.columns[at + 1 :]))
    table = _with_column(table, kind, "postcode", column, [match and match[1] for match in found], note)
    return _with_column(table, kind, "town", column, [match and match[2] for match in found], "")


def _with_periods(table: Table, kind: Kind) -> Table:
    """Write behind each rent the period that the column beside it tells, « Mensuel » or « Annuel »."""
    rents = [table.columns.index(column) for column, field in guess(table.columns, kind).mapping.items() if field in AMOUNTS]
    at = next((at for at, column in enumerate(table.columns) if plain(column) in PERIOD_HEADINGS), None)
    periods = [PERIODS.get(plain(text_of(row[at]))) for row in table.rows] if at is not None else []
    if not rents or not any(periods):
        return table
    note = _("Période du loyer lue dans « {column} ».").format(column=table.columns[at or 0])
    for rent in rents:
        texts = [text_of(row[rent]).strip() for row in table.rows]
        whole = [f"{text} {period}" if period and _AMOUNT.fullmatch(text) else text for text, period in zip(texts, periods, strict=True)]
        table = _with_cells(table, rent, [text or None for text in whole], "")
    return replace(table, notes=(*table.notes, note))


def _with_cells(table: Table, at: int, cells: Sequence[str | None], note: str) -> Table:
    rows = tuple((*row[:at], cell, *row[at + 1 :]) for row, cell in zip(table.rows, cells, strict=True))
    return replace(table, rows=rows, notes=(*table.notes, note) if note else table.notes)


def _is_placed(table: Table, fields: Set[str]) -> bool:
    return bool(table.geometries) or "address" in fields or tell_position(fields)


def _joined(texts: Sequence[str]) -> str | None:
    """« 12 bis rue du Figuier »; a type that the name of the street repeats is told once."""
    parts = [text for text in texts if not is_unknown(text) and text != "0"]
    if len(parts) > 1 and folded(parts[-1]).startswith(f"{folded(parts[-2])} "):
        del parts[-2]
    return " ".join(parts) or None


def _with_name(table: Table, kind: Kind) -> Table:
    mapping = guess_of(table, kind).mapping
    by_field = {field: table.columns.index(column) for column, field in mapping.items()}
    if "name" in by_field:
        return _with_bare_named(table, by_field) if table.geometries else table
    if not _is_placed(table, by_field.keys()) or not table.rows:
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
    unnamed = listed([quoted(shown(names[rank])) for rank in sorted(bare)])
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
    return replace(table, columns=columns, rows=rows, notes=(*table.notes, note) if note else table.notes)


def _first(cells: Sequence[str | None]) -> str:
    return shown(next((cell for cell in cells if cell), ""))
