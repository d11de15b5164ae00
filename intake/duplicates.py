"""The same place told twice in a file: same name and same position, or same name and same address when it has none."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from domain.neighbours import NEAR_M, distance_m, is_near
from i18n import gettext as _
from i18n.numbers import number
from intake.values import Value, plain


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


def duplicates(rows: Sequence[Placed]) -> Iterator[tuple[int, int, str]]:
    """Yield (number of the later row, number of the earlier one, sentence).

    Rows that are kept stand more than 30 m apart under one name, so that a square of 30 m holds few of them: the time grows
    with the number of rows, however many share a place.
    """
    squares: dict[tuple[str, int, int], list[Placed]] = defaultdict(list)
    addresses: dict[tuple[str, str], Placed] = {}
    for row in rows:
        name = str(row.values.get("name")).casefold()
        if math.isnan(row.x_l93):
            earlier = addresses.setdefault((name, plain(str(row.values.get("address")))), row)
            if earlier is not row:
                yield row.number, earlier.number, _("Même nom et même adresse que la ligne {row}").format(row=earlier.number)
            continue
        column, line = int(row.x_l93 // NEAR_M), int(row.y_l93 // NEAR_M)
        around = (squares.get((name, column + i, line + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        near = next((other for square in around for other in square if is_near(_distance_m(row, other))), None)
        if near is None:
            squares[name, column, line].append(row)
            continue
        message = _("Même nom que la ligne {row}, à {distance} m")
        yield row.number, near.number, message.format(row=near.number, distance=number(_distance_m(row, near)))


def _distance_m(a: Placed, b: Placed) -> float:
    return distance_m(a.x_l93, a.y_l93, b.x_l93, b.y_l93)
