"""Sheets written across, a place a column and its fields one under the other: recognised by their first column, and turned into rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from i18n import gettext as _
from intake.reading import Wanted, Way
from intake.table import MAX_COLUMNS, Cell, is_filled

AS_WRITTEN, TURNED = "as_written", "turned"
SURE_N, OFFERED_N = 3, 2
"""Known fields that the first column must name: for the sheet to be turned, and for that to be proposed."""
Record = tuple[int, Sequence[Cell]]
"""Number of a row, and its cells."""


@dataclass(frozen=True, slots=True)
class Sense:
    """The records of a sheet as they are read: the first ones, the others, and what is said and may be chosen of their sense."""

    first: list[Record]
    rest: Iterator[Record]
    ways: tuple[Way, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_turned(self) -> bool:
        """Whether rows and columns are exchanged."""
        return bool(self.notes)


def in_sense(
    first: list[Record], rest: Iterator[Record], wanted: Wanted, known: Callable[[list[Record]], int], sample: Callable[[list[Record]], str]
) -> Sense:
    """Return the records of a sheet, with rows and columns exchanged where its first column holds the headings, or a person wants it so.

    Parameters
    ----------
    first, rest : the filled rows, of which the first are looked at.
    known, sample : say of some records how many of their headings are known, and what these are.
    """
    more = list(islice(rest, max(MAX_COLUMNS + 1 - len(first), 0)))
    whole, rest = [*first, *more], chain(more, rest)
    across = list(_turned(whole)) if len(whole) <= MAX_COLUMNS else []
    looked_at = across[: len(first)]
    found = known(looked_at) if len(across) > 1 else 0
    if found < OFFERED_N or found <= known(first):
        return Sense(first, rest)
    is_turned = wanted.turned == TURNED or (wanted.turned != AS_WRITTEN and found >= SURE_N)
    options = (
        (AS_WRITTEN, _("Un lieu par ligne : {sample}").format(sample=sample(first))),
        (TURNED, _("Un lieu par colonne, lignes et colonnes échangées : {sample}").format(sample=sample(looked_at))),
    )
    ways = (Way("turned", TURNED if is_turned else AS_WRITTEN, options),)
    if not is_turned:
        return Sense(first, rest, ways)
    note = _("Lignes et colonnes échangées : chaque lieu est une colonne du fichier, dont il porte le numéro.")
    return Sense(looked_at, iter(across[len(looked_at) :]), ways, (note,))


def _turned(records: Iterable[Record]) -> Iterator[Record]:
    """Yield the columns that hold something, each under its number from 1."""
    columns = zip_longest(*(record for _rank, record in records))
    return ((rank, cells) for rank, cells in enumerate(columns, start=1) if any(map(is_filled, cells)))
