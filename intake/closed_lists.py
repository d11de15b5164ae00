"""Fields with a closed list of values: what a file calls them otherwise is matched with them, by a likeness or by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.candidate import Kind
from domain.place_fields import PlaceField
from domain.words import folded
from i18n import gettext as _
from intake.fields import fields_by_id
from intake.lenient import reading_of
from intake.table import Cell, Table, text_of
from intake.values import CellError, is_unknown, plain, words_of

MOST_VALUES = 200
MOST_READ = 2_000
"""Texts of a column that are looked at: one of more is no closed list."""
LEFT_EMPTY = "unknown"
"""What stands for a value that is left empty, and kept as a remark: no field has this code."""
SHORTEST_WORD = 4
_NEGATIONS = frozenset({"non", "pas", "sans", "aucun", "aucune", "ni", "hors", "plus", "jamais"})
Values = Mapping[str, Mapping[str, str]]
"""By column, then by text (see `text_key`): the code of the value that it stands for, or `LEFT_EMPTY`."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A text of a column that is none of the values of its field: as it is first written, and how many rows hold it."""

    key: str
    text: str
    rows_n: int


def text_key(text: str) -> str:
    """Return what texts are the same by: neither case, nor accents, nor spaces distinguish them."""
    return " ".join(folded(text).split())


def choice_columns(table: Table, mapping: Mapping[str, str], kind: Kind) -> Iterator[tuple[str, PlaceField]]:
    """Yield the columns that become a field with a closed list, with that field, in the order of the file."""
    fields = fields_by_id(kind)
    for column in table.columns:
        field = fields.get(mapping.get(column, ""))
        if field is not None and field.type == "choice":
            yield column, field


def unfit_columns(table: Table, mapping: Mapping[str, str], kind: Kind) -> dict[str, PlaceField]:
    """Return the columns that are mapped to a closed list of which none of their values is one, with the field of each."""
    return {column: field for column, field in choice_columns(table, mapping, kind) if not _fits(table, column, field)}


def unread_values(table: Table, column: str, field: PlaceField) -> tuple[Unread, ...]:
    """Return the texts of a column that are none of the values of its field, those of most rows first."""
    at = table.columns.index(column)
    counts = Counter(row[at] for row in table.rows)
    found: dict[str, Unread] = {}
    for cell, rows_n in counts.most_common(MOST_READ):
        text = text_of(cell).strip()
        if is_unknown(text) or _is_one(field, cell):
            continue
        key = text_key(text)
        before = found.get(key, Unread(key, text, 0))
        found[key] = Unread(key, before.text, before.rows_n + rows_n)
    return tuple(sorted(found.values(), key=lambda one: -one.rows_n))


def matched_values(table: Table, mapping: Mapping[str, str], kind: Kind, chosen: Values | None = None) -> dict[str, dict[str, str]]:
    """Return the value that each unread text of a file stands for: what is chosen, where its field has it, else what it resembles."""
    found: dict[str, dict[str, str]] = {}
    for column, field in choice_columns(table, mapping, kind):
        codes = {choice.code for choice in field.choices} | {LEFT_EMPTY}
        own = {key: code for key, code in (chosen or {}).get(column, {}).items() if code in codes}
        for value in unread_values(table, column, field)[:MOST_VALUES]:
            if code := own.get(value.key) or likely_code(field, value.text):
                found.setdefault(column, {})[value.key] = code
    return found


def likely_code(field: PlaceField, text: str) -> str:
    """Return the code of the one value that a text resembles: another gender or number, a slip, or its words; empty when none does."""
    words = [_stem(word) for word in plain(text).split()]
    ways = [([_stem(word) for word in way.split()], code) for way, code in words_of(field).items()]
    found = {code for way, code in ways if _resembles(words, way)}
    named = {code for way, code in ways if len("".join(way)) >= SHORTEST_WORD and _is_within(words, way)}
    return found.pop() if len(found) == 1 and named <= found else ""


def _stem(word: str) -> str:
    """A word without the marks of gender and number: « vacantes » is « vacant »."""
    for mark in ("s", "e"):
        word = word.removesuffix(mark) if len(word) > SHORTEST_WORD else word
    return word


def _resembles(words: list[str], way: list[str]) -> bool:
    if len("".join(way)) < SHORTEST_WORD or _NEGATIONS & (set(words) ^ set(way)):
        return False
    if words[-len(way) :] == way or (len(way) > 1 and _is_within(words, way)):
        return True
    return len(words) == len(way) and all(one == other or _is_typo(one, other) for one, other in zip(words, way, strict=True))


def _is_within(words: list[str], way: list[str]) -> bool:
    return any(words[at : at + len(way)] == way for at in range(len(words)))


def _is_typo(one: str, other: str) -> bool:
    """Whether two words of some length differ by one letter that is not the last: « rénove » is not « rénover »."""
    if min(len(one), len(other)) <= SHORTEST_WORD or one[-1] != other[-1] or one[0] != other[0]:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        differing = [at for at in range(len(one)) if one[at] != other[at]]
        is_swap = len(differing) == 2 and one[differing[0]] == other[differing[1]] and one[differing[1]] == other[differing[0]]
        return len(differing) == 1 or (is_swap and differing[1] == differing[0] + 1)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def labels_of(table: Table, mapping: Mapping[str, str], values: Values, kind: Kind) -> dict[int, dict[str, str]]:
    """Return, by position of the column and by text, the label of the value that stands for it: what its cells are read as."""
    found = {}
    for column, field in choice_columns(table, mapping, kind):
        labels = {choice.code: _(choice.label) for choice in field.choices}
        own = {key: labels[code] for key, code in values.get(column, {}).items() if code in labels}
        if own:
            found[table.columns.index(column)] = own
    return found


def _fits(table: Table, column: str, field: PlaceField) -> bool:
    """Whether a value of a column is one of the list; a column that tells nothing is as it may."""
    at = table.columns.index(column)
    values = list(dict.fromkeys(row[at] for row in table.rows if not is_unknown(text_of(row[at]))))[:MOST_VALUES]
    return not values or any(_is_one(field, value) for value in values)


def _is_one(field: PlaceField, value: Cell) -> bool:
    try:
        return reading_of(field, value).value is not None
    except CellError:
        return False
