"""The same place told twice in a file: same identifier; or same name and same position, or same address when it has none."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from domain.neighbours import NEAR_M, distance_m, is_near
from i18n import gettext as _
from i18n.numbers import number
from intake.values import Value, plain

MOST_SHARED = 50
"""Rows that bear the reference of another place, beyond which they are counted rather than named."""


class Placed(Protocol):
    """What is needed of a row."""

    @property
    def number(self) -> int:
        """Its number in the file."""

    @property
    def values(self) -> Mapping[str, Value]:
        """Its values by field."""

    @property
    def x_l93(self) -> float:
        """Metres, EPSG:2154; NaN when unknown."""

    @property
    def y_l93(self) -> float:
        """Metres, EPSG:2154; NaN when unknown."""

    @property
    def id(self) -> str:
        """Identifier of the place that it names; empty when it names none."""


def duplicates(rows: Sequence[Placed]) -> Iterator[tuple[int, int, str]]:
    """Yield (number of the later row, number of the earlier one, sentence).

    Rows of one name that bear two identifiers, or two references, tell two places. The others that are kept stand more than 30 m apart, so
    that a square of 30 m holds few of them: the time grows with the number of rows, however many share a place.
    """
    named: dict[str, Placed] = {}
    seen, names = _Seen(), Counter(map(_name, rows))
    for row in rows:
        if row.id and (earlier := named.setdefault(row.id, row)) is not row:
            yield row.number, earlier.number, _("Même identifiant que la ligne {row}").format(row=earlier.number)
            continue
        if names[_name(row)] == 1:
            continue
        same = seen.same_as(row)
        if same is None:
            seen.add(row)
        elif math.isnan(row.x_l93):
            yield row.number, same.number, _("Même nom et même adresse que la ligne {row}").format(row=same.number)
        else:
            message = _("Même nom que la ligne {row}, à {distance} m")
            yield row.number, same.number, message.format(row=same.number, distance=number(_distance_m(row, same)))


def shared_references(rows: Sequence[Placed]) -> Iterator[tuple[int, str, str]]:
    """Yield (number of a row, reference, sentence) of the rows whose reference an earlier row bears for another place.

    Where many do, the reference tells no place from another: that is said once, under the number 0 of the file.
    """
    first, found = dict[str, Placed](), list[tuple[int, str, str]]()
    for row in rows:
        reference = str(row.values.get("reference") or "")
        earlier = first.setdefault(plain(reference), row) if reference else row
        if earlier is not row and (sentence := _otherwise(row, earlier)):
            found.append((row.number, reference, sentence))
    if len(found) > MOST_SHARED:
        sentence = _("La référence ne distingue pas les lieux : {n} lignes ont celle d'un autre lieu. Est-ce la bonne colonne ?")
        found = [(0, "", sentence.format(n=number(len(found))))]
    yield from found


def _otherwise(row: Placed, earlier: Placed) -> str:
    """Say what makes two rows of one reference two places; empty where nothing does."""
    if _name(row) != _name(earlier):
        return _("Même référence que la ligne {row}, mais un autre nom : vérifiez-la").format(row=earlier.number)
    metres = _distance_m(row, earlier)
    if math.isnan(metres) or is_near(metres):
        return ""
    return _("Même référence que la ligne {row}, mais à {distance} m : vérifiez-la").format(row=earlier.number, distance=number(metres))


Spot = tuple[str | int, ...]
ANY = "*"
"""The mark under which the rows of any mark are found."""


class _Seen:
    """The rows that were kept, by what they bear (identifier, reference, nothing), and by name and square or address."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, Spot], list[Placed]] = defaultdict(list)

    def same_as(self, row: Placed) -> Placed | None:
        """Return the row that tells the same place, if there is one."""
        mark = _mark(row)
        return next((same for other in ((mark, "") if mark else (ANY,)) if (same := self._near(row, other))), None)

    def add(self, row: Placed) -> None:
        if self._near(row, ANY) is None:
            self._rows[ANY, _spots(row)[0]].append(row)
        self._rows[_mark(row), _spots(row)[0]].append(row)

    def _near(self, row: Placed, mark: str) -> Placed | None:
        others = (other for spot in _spots(row) for other in self._rows.get((mark, spot), ()))
        return next((other for other in others if math.isnan(row.x_l93) or is_near(_distance_m(row, other))), None)


def _name(row: Placed) -> str:
    return str(row.values.get("name")).casefold()


def _mark(row: Placed) -> str:
    return row.id or plain(str(row.values.get("reference") or ""))


def _spots(row: Placed) -> list[Spot]:
    """The address of a row without a position; else its square of 30 m, then those around it."""
    name = _name(row)
    if math.isnan(row.x_l93):
        return [(name, plain(str(row.values.get("address"))))]
    column, line = int(row.x_l93 // NEAR_M), int(row.y_l93 // NEAR_M)
    around = ((name, column + i, line + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
    return [(name, column, line), *around]


def _distance_m(a: Placed, b: Placed) -> float:
    return distance_m(a.x_l93, a.y_l93, b.x_l93, b.y_l93)
