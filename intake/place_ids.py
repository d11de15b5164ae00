"""The product's own identifiers in a file, and the columns of its exports that say what it worked out itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.proposal import PROPOSAL_ID
from i18n import N_, in_every_language
from intake.table import Cell, Table, text_of
from intake.values import is_unknown, plain

SAMPLED_ROWS = 2_000
_KNOWN = re.compile(r"(LP|SZ|ZS|RC|SY)-\d{3,9}", re.ASCII)
"""The identifiers of places, those of the examples of a territory too."""
_HEADING = N_("Identifiant")
_EXPORTED: Mapping[str, str] = {"qpv_distance_m": N_("Distance au QPV le plus proche")}
"""A column that the files of the screen « Explorer » alone have, by its name for programs."""
_WORKED_OUT: Mapping[str, str] = {
    "municipality_name": N_("Commune"),
    "municipality": N_("Code INSEE de la commune"),
    "landlord_name": N_("Bailleur"),
    "landlord": N_("Bailleur (code)"),
}
"""Columns of these files that are called as a field, and say what the product knows of a place, not what was told of it."""


def place_id_of(cell: Cell) -> str:
    """Return the identifier of a place (« LP-000123 ») that a cell holds; empty when it holds none."""
    text = text_of(cell).strip().upper()
    return text if PROPOSAL_ID.fullmatch(text) else ""


def id_column(table: Table) -> str | None:
    """Return the column that holds identifiers of places, whatever its heading: most of what it tells is one; None when there is none.

    The one of an export that holds new places alone is empty.
    """
    for at, column in enumerate(table.columns):
        filled = [text for row in table.rows[:SAMPLED_ROWS] if not is_unknown(text := text_of(row[at]))]
        ours = sum(_KNOWN.fullmatch(text.strip().upper()) is not None for text in filled)
        if 2 * ours > len(filled) and any(map(place_id_of, filled)):
            return column
        if not filled and plain(column) in _words({"": _HEADING}):
            return column
    return None


def ids_of(table: Table, column: str | None) -> list[str]:
    """Return the identifier of the place of each row; empty where it has none."""
    at = table.columns.index(column) if column in table.columns else None
    return [place_id_of(row[at]) if at is not None else "" for row in table.rows]


def worked_out(columns: Sequence[str]) -> frozenset[str]:
    """Return the columns of a file of « Explorer » that no field is read from; none of another file."""
    known = {plain(re.sub(r"\([^()]*\)$", "", column)): column for column in columns}
    if not any(word in known for word in _words(_EXPORTED)):
        return frozenset()
    wanted = _words(_WORKED_OUT)
    return frozenset(column for column in columns if plain(column) in wanted)


def _words(named: Mapping[str, str]) -> set[str]:
    return {plain(word) for name, label in named.items() for word in (name, *in_every_language(label))}
