"""What was chosen for a file, proposed for the next one of the same shape: the same format and headings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bulk.choices import Choices
from domain.candidate import Kind
from intake.closed_lists import matched_values, text_key
from intake.column_units import column_units
from intake.errors import FileError
from intake.fields import fields_by_id
from intake.position import promised
from intake.reading import LEFT
from intake.table import Table

LIGHT_BYTES = 512 * 1024
"""A heavier file is not read again to find under which headings it has a known shape."""
MOST_READ = 12
Chosen = TypeVar("Chosen")
Reader = Callable[[Mapping[str, str]], Table]
"""Reads a file by some ways; raises `FileError`."""


@dataclass(frozen=True)
class KnownShape:
    """What was chosen for the files of a shape.

    Attributes
    ----------
    shape : of the file as it was read in the end (see `intake.table.Table.shape`).
    first : of the file as it was read before anything was chosen.
    ways : of reading it, those that a person chose (see `intake.reading`), and what is done of the hidden rows.
    mapping, units, values : as in `bulk.choices.Choices`, by `text_key` of the headings.
    day : when, in ISO 8601.
    """

    shape: str
    first: str
    ways: Mapping[str, str]
    mapping: Mapping[str, str]
    units: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    crs: str | None
    day: str

    @classmethod
    def of(cls, shape: str, stored: Mapping[str, Any], at: dt.datetime) -> KnownShape:
        """Return what `to_json` gave, as the store has it; what an older version did not store was not chosen."""
        ways, mapping, units, values = (stored.get(name, {}) for name in ("ways", "mapping", "units", "values"))
        return cls(shape, stored.get("first", ""), ways, mapping, units, values, stored.get("crs"), at.isoformat())

    @classmethod
    def chosen(cls, table: Table, choices: Choices) -> KnownShape:
        """Return what was chosen for a file."""
        hidden = {"hidden": LEFT} if table.hidden and set(table.hidden) <= set(choices.left_out) else {}
        columns = (_by_key(choices.mapping), _by_key(choices.units), _by_key(choices.values))
        return cls(table.shape, choices.first or table.shape, {**choices.ways, **hidden}, *columns, choices.crs, "")

    def to_json(self) -> dict[str, Any]:
        """Return plain values, without what the store has beside them."""
        return {"first": self.first, "ways": dict(self.ways), "crs": self.crs} | {
            "mapping": dict(self.mapping), "units": dict(self.units), "values": {key: dict(codes) for key, codes in self.values.items()}
        }  # fmt: skip

    @property
    def reading(self) -> Mapping[str, str]:
        """The ways by which the file is read."""
        return {key: way for key, way in self.ways.items() if key != "hidden"}


def _by_key(by_column: Mapping[str, Chosen]) -> dict[str, Chosen]:
    return {text_key(column): one for column, one in by_column.items()}


def recalled(table: Table, known: Iterable[KnownShape], read: Reader, *, is_light: bool) -> tuple[Table, KnownShape | None]:
    """Return the table of a file as what is known of its shape has it read, with that; as it is, and None, where nothing is known."""
    own = [one for one in known if one.shape.partition(":")[0] == table.shape.partition(":")[0]]
    for one in own:
        if table.shape not in {one.shape, one.first}:
            continue
        found = _read_so(one, [one.reading], read) if one.reading else table
        if found is not None and found.shape == one.shape:
            return found, one
        if table.shape == one.shape:
            return table, replace(one, ways={})
    tried = MOST_READ
    for one in own if is_light else ():
        ways = list(_near(table, one))[:tried]
        tried -= len(ways)
        if (found := _read_so(one, ways, read)) is not None:
            return found, one
    return table, None


def _near(table: Table, known: KnownShape) -> Iterator[Mapping[str, str]]:
    """The ways that were chosen; the row of the headings may be another in this file."""
    if not known.reading:
        return
    yield known.reading
    heads = next((way.options for way in table.ways if way.id == "head"), ()) if "head" in known.reading else ()
    yield from ({**known.reading, "head": head} for head, _label in heads if head != known.reading["head"])


def _read_so(known: KnownShape, ways: Iterable[Mapping[str, str]], read: Reader) -> Table | None:
    for each in ways:
        try:
            found = read(each)
        except FileError:
            continue
        if found.shape == known.shape:
            return found
    return None


def choices_of(table: Table, kind: Kind, known: KnownShape | None) -> Choices:
    """Return what is known of the shape of a file made choices of its own, with what of them is not what would be guessed."""
    guessed = Choices.guessed(table, kind)
    if known is None:
        return guessed
    fields, by_key = fields_by_id(kind), {text_key(column): column for column in table.columns}
    mapping = {by_key[key]: field for key, field in known.mapping.items() if key in by_key and field in fields}
    units = column_units(table, mapping, kind, {by_key[key]: unit for key, unit in known.units.items() if key in by_key})
    values = matched_values(table, mapping, kind, {by_key[key]: codes for key, codes in known.values.items() if key in by_key})
    crs = known.crs if known.crs in promised() else guessed.crs
    hidden = table.hidden if known.ways.get("hidden") == LEFT else ()
    left_out = tuple(sorted({*guessed.left_out, *hidden}))
    found = replace(guessed, mapping=mapping, crs=crs, units=units, values=values, left_out=left_out, ways=known.reading)
    differing = [key for key in known.ways if key != "hidden" or hidden] + _differing(found, guessed)
    return replace(found, recalled={"shape": known.shape, "day": known.day, "parts": differing} if differing else {})


def _differing(found: Choices, guessed: Choices) -> list[str]:
    pairs = (("columns", found.mapping, guessed.mapping), ("units", found.units, guessed.units), ("values", found.values, guessed.values),
             ("crs", found.crs, guessed.crs))  # fmt: skip
    return [name for name, one, other in pairs if one != other]
