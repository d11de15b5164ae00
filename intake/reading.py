"""How a file may be read (sheet or layer, row of the headings, encoding, separator): found, shown, and changed by the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.candidate import Kind

WayId = Literal["part", "turned", "head", "encoding", "separator", "cuts", "merged", "hidden_columns"]
READING = ("part", "turned", "head", "encoding", "separator", "cuts", "merged", "hidden_columns")
"""What a file is read by: where one of them changes, it is read again."""
READ, LEFT = "read", "left"
"""What is done of hidden rows and columns, or of merged cells."""
SAMPLE_CELLS = 4
SAMPLE_CHARS = 24


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that was found of how a file is read: the value, and those that may be chosen instead, each with a sample."""

    id: WayId
    chosen: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a person wants a file to be read; what is empty is found.

    Attributes
    ----------
    kind : of the places, by whose fields headings are known.
    part : name of the sheet or layer.
    turned : whether each place is a column of the sheet, its fields one under the other (see `intake.turned`).
    head : number of the row of the headings.
    encoding : Python's name of it.
    separator : the sign between two cells.
    cuts : where the columns of a text of fixed width begin (see `intake.fixed_width.chosen_starts`).
    merged : whether merged cells are those of their first row alone.
    hidden_columns : whether the columns that the author of a sheet hid are left out.
    """

    kind: Kind = Kind.PREMISES
    part: str = ""
    turned: str = ""
    head: str = ""
    encoding: str = ""
    separator: str = ""
    cuts: str = ""
    merged: str = ""
    hidden_columns: str = ""

    @classmethod
    def of(cls, kind: Kind, ways: Mapping[str, str]) -> Wanted:
        """Return what is wanted by the ids of the ways; those that are not known are left out."""
        return cls(kind, **{name: str(ways.get(name, "")) for name in READING})


FOUND = Wanted()
"""Everything is found."""


def sample_of(texts: list[str]) -> str:
    """Return the first texts, each shortened, as a person may tell a row from another."""
    filled = [text for text in texts if text]
    short = [text if len(text) <= SAMPLE_CHARS else f"{text[: SAMPLE_CHARS - 1]}…" for text in filled[:SAMPLE_CELLS]]
    return " · ".join([*short, *(["…"] if len(filled) > SAMPLE_CELLS else [])])
