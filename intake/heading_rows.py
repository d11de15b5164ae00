"""The rows of a table made into headings and places: titles above, comments, totals and remarks are told from them, and said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from domain.candidate import Kind
from domain.words import folded
from i18n import gettext as _
from i18n import quoted
from intake.asides import aside_notes, asides_of, first_text
from intake.errors import FileError, RowError, listed, shown
from intake.fields import PLACING
from intake.mapping import guess, is_unit
from intake.merged_cells import Merge, with_merged
from intake.reading import FOUND, Wanted, Way, sample_of
from intake.table import Amount, Cell, Table, fitted, headings, is_filled, refuse_counts, text_of
from intake.turned import Record, in_sense

LOOKED_AT = 30
"""Filled rows among which the headings are looked for."""
OFFERED = 12
TELLING = PLACING | {"name", "reference"}
"""The fields of which a table of places has one at least."""
_TYPES = frozenset({"texte", "text", "nombre", "number", "numerique", "entier", "decimal", "date", "oui/non", "liste", "string", "integer"})


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the headings are: how many of the filled rows come before, how many hold them, and what they are."""

    before: int
    rows_n: int
    texts: list[str]


def from_records(
    records: Iterable[Sequence[Cell]], notes: tuple[str, ...] = (), wanted: Wanted = FOUND, merges: Sequence[Merge] = ()
) -> Table:
    """Make a table of records: the row of the headings is found, or the one that is wanted; empty rows are left out, numbers kept.

    Rows above the headings are no places, and are said; totals, remarks and headings told again are `asides`. `merges` are the merged
    cells of a sheet.

    Raises
    ------
    FileError
        When there is no heading, or too many rows or columns.
    """
    filled = _filled(records)
    first = list(islice(filled, LOOKED_AT))
    if not first:
        raise FileError(_("Le fichier est vide."))
    kind = wanted.kind
    sense = in_sense(first, filled, wanted, lambda some: _known_n(some, kind), lambda some: _sample(some, kind))
    first, merges = sense.first, () if sense.is_turned else merges
    head = _head(first, wanted, merges)
    columns = headings(head.texts)
    refuse_counts(0, len(columns))
    table = with_merged(_table(columns, chain(first[head.before + head.rows_n :], sense.rest)), merges, wanted)
    asides = asides_of(table, head.texts, wanted.kind)
    all_notes = [*notes, *sense.notes, *_notes(first, head), *table.notes, *aside_notes(table, asides)]
    ways = (*sense.ways, *((_way(first, head),) if len(first) > 1 else ()), *table.ways)
    return replace(table, notes=tuple(all_notes), asides=asides, ways=ways)


def score(records: Iterable[Sequence[Cell]], kind: Kind) -> tuple[int, int]:
    """Say how much records look like a table of places: how many headings are known, and whether there is a table at all (2, 1, 0)."""
    first = _first(records)
    if not first:
        return 0, 0
    head = _head(first, Wanted(kind))
    has_rows = len(first) > head.before + head.rows_n
    is_wide = sum(map(bool, head.texts)) > 1
    found = set(guess(headings(head.texts), kind).mapping.values())
    known = len(found) if found & TELLING else min(len(found), 1)  # figures by commune are no places
    return known, 2 if has_rows and is_wide else 1


def heading_sample(records: Iterable[Sequence[Cell]], kind: Kind) -> str:
    """Return the first headings of records, to tell one sheet from another."""
    first = _first(records)
    return _sample(first, kind) if first else _("vide")


def _known_n(first: Sequence[Record], kind: Kind) -> int:
    return _known(_head(first, Wanted(kind)).texts, kind)


def _sample(first: Sequence[Record], kind: Kind) -> str:
    return sample_of([shown(text) for text in _head(first, Wanted(kind)).texts])


def _first(records: Iterable[Sequence[Cell]]) -> list[Record]:
    return list(islice(_filled(records), LOOKED_AT))


def _filled(records: Iterable[Sequence[Cell]]) -> Iterator[Record]:
    return ((rank, record) for rank, record in enumerate(records, start=1) if any(map(is_filled, record)))


def _table(columns: tuple[str, ...], records: Iterator[Record]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    numbers: list[int] = []
    errors: list[RowError] = []
    amount = Amount()
    for rank, record in records:
        row, problems = fitted(rank, record, columns)
        amount.add(row)
        rows.append(row)
        numbers.append(rank)
        errors += problems
        refuse_counts(len(rows), 0)
    return Table(columns, tuple(rows), tuple(numbers), errors=tuple(errors))


# The headings


def _head(first: Sequence[Record], wanted: Wanted, merges: Sequence[Merge] = ()) -> _Head:
    at = next((index for index, (rank, _record) in enumerate(first) if str(rank) == wanted.head), None)
    if at is None:
        at = _found(first, wanted.kind)
    texts = [text_of(cell) for cell in first[at][1]]
    more = first[at + 1] if at + 2 < len(first) and first[at + 1][0] == first[at][0] + 1 else None
    is_double = any((top, bottom) == (first[at][0] - 1, first[at][0]) for (top, _left), (bottom, _right) in merges)
    joined = _joined(texts, more[1], wanted.kind, is_double=is_double) if more else None
    if joined is not None:
        return _Head(at, 2, joined)
    grouped = _grouped(first[at - 1][1], texts, wanted.kind) if at and first[at - 1][0] == first[at][0] - 1 else None
    return _Head(at, 1, texts) if grouped is None else _Head(at - 1, 2, grouped)


def _found(first: Sequence[Record], kind: Kind) -> int:
    """The row of most known headings; where none is known, the first that is as wide as the table and holds words alone."""
    widest = max(_filled_n(record) for _rank, record in first)
    likely = [at for at, (_rank, record) in enumerate(first) if _is_likely(record, widest)]
    if not likely:
        return next(at for at, (_rank, record) in enumerate(first) if _filled_n(record) >= min(2, widest))
    known = {at: _known([text_of(cell) for cell in first[at][1]], kind) for at in likely}
    best = max(likely, key=lambda at: (known[at], _filled_n(first[at][1]), -at))
    wide = next((at for at in likely if 2 * _filled_n(first[at][1]) > widest), best)
    return best if known[best] > 1 else min(best, wide)


def _is_likely(record: Sequence[Cell], widest: int) -> bool:
    """Headings are words, several of them unless there is one column."""
    texts = [cell for cell in record if is_filled(cell)]
    return len(texts) >= min(2, widest) and all(isinstance(cell, str) and not _is_number(cell) for cell in texts)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\d\s.,/%€+\-]+", text) is not None


def _known(texts: Sequence[str], kind: Kind) -> int:
    return len(guess(headings(texts), kind).mapping) if texts else 0


def _joined(texts: list[str], below: Sequence[Cell], kind: Kind, *, is_double: bool) -> list[str] | None:
    """Headings on two rows, « Surface » above « RDC » and « Étage », or above « m² »; None when the row below tells a place.

    `is_double`: a heading is merged over both rows, so that they are headings whether known or not.
    """
    under = [text_of(cell).strip() if isinstance(cell, str) or cell is None else "0" for cell in below]
    under += [""] * (len(texts) - len(under))
    above = [*texts, *[""] * (len(under) - len(texts))]
    under = _without_types(under)
    filled = [at for at, text in enumerate(under) if text]
    if not filled or any(_is_number(under[at]) for at in filled) or (under[0] and above[0]):
        return None
    if not all(is_unit(under[at]) or _is_under_wide(above, at, under) for at in filled):
        return None
    whole, last = [], ""
    for text, more in zip(above, under, strict=True):
        last = text or last
        whole.append(f"{last} {more}".strip() if more else text)
    return whole if is_double or _known(whole, kind) >= _known(texts, kind) else None


def _grouped(above: Sequence[Cell], texts: list[str], kind: Kind) -> list[str] | None:
    """Headings that are known only with that of their group, « Loyers » above « €/an »; None when the row above is no row of groups."""
    groups = [cell.strip() if isinstance(cell, str) else "" for cell in above[: len(texts)]]
    if _filled_n(groups) < 2 or _filled_n(groups) != _filled_n(above):
        return None
    known = guess(headings(texts, keep_all=True), kind).mapping
    whole, last = [], ""
    for group, text, column in zip([*groups, *[""] * (len(texts) - len(groups))], texts, headings(texts, keep_all=True), strict=True):
        last = group or last
        whole.append(text if column in known or not last or not text else f"{last} {text}")
    return whole if _known(whole, kind) > len(known) else None


def _without_types(under: list[str]) -> list[str]:
    """A row of units without what says the type of a column, « (texte) » beside « (m²) »."""
    kinds = [folded(text).strip("()[] ") in _TYPES for text in under]
    is_units = all(kind or not text or is_unit(text) for kind, text in zip(kinds, under, strict=True)) and any(map(is_unit, under))
    return ["" if kind and is_units else text for kind, text in zip(kinds, under, strict=True)]


def _is_under_wide(above: Sequence[str], at: int, under: Sequence[str]) -> bool:
    """Whether a cell is under a heading that spans several columns."""
    return not above[at] or (at + 1 < len(above) and not above[at + 1] and bool(under[at + 1]))


def _notes(first: Sequence[Record], head: _Head) -> list[str]:
    if not head.before and head.rows_n == 1:
        return []
    rank = first[head.before][0]
    where = _("Titres lus à la ligne {row}.") if head.rows_n == 1 else _("Titres lus aux lignes {row} et {next}.")
    notes = [where.format(row=rank, next=rank + 1)]
    if head.before:
        texts = [quoted(shown(first_text(record))) for _rank, record in first[: head.before]]
        notes.append(_("Au-dessus, laissé de côté : {texts}.").format(texts=listed(texts)))
    return notes


def _filled_n(record: Sequence[Cell]) -> int:
    return sum(map(is_filled, record))


def _way(first: Sequence[Record], head: _Head) -> Way:
    offered = first[: max(OFFERED, head.before + 1)]
    label = _("Ligne {row} : {sample}")
    options = (
        (str(rank), label.format(row=rank, sample=sample_of([shown(text_of(cell)).strip() for cell in record]))) for rank, record in offered
    )
    return Way("head", str(first[head.before][0]), tuple(options))
