"""The territory's streets and numbers, read from the index that `geodata.street_import` makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from geodata.crs import Floats
from geodata.street_import import DECIMETRES, NO_NUMBER, SCHEMA

Ints = npt.NDArray[np.int64]
REPEATS = {"bis": "b", "ter": "t", "quater": "q"}


@dataclass(frozen=True)
class Spot:
    """A position on a street (metres, EPSG:2154). `precision`: "number" known as such, "interpolated" from others, "street"."""

    x: float
    y: float
    precision: str


@dataclass(frozen=True, eq=False)
class Streets:
    """Every street, and its numbers in order: those of street i lie between ``starts[i]`` and ``starts[i + 1]``."""

    names: tuple[str, ...]
    area_codes: tuple[str, ...]
    postcodes: tuple[str, ...]
    starts: Ints
    numbers: Ints
    suffixes: tuple[str, ...]
    xy_l93: Floats

    def __len__(self) -> int:
        return len(self.names)

    @classmethod
    def none(cls) -> Streets:
        """Return an index without any street."""
        return cls((), (), (), np.zeros(1, np.int64), np.zeros(0, np.int64), (), np.zeros((0, 2)))

    @classmethod
    def load(cls, path: Path) -> Streets:
        """Read the index.

        Raises
        ------
        OSError
            When there is none.
        ValueError
            When the file is not one.
        """
        table = pq.read_table(path)
        if not table.schema.equals(SCHEMA):
            raise ValueError(f"{path.name}: not a street index")
        lists = {name: table[name].combine_chunks() for name in ("numbers", "suffixes", "x_dm", "y_dm")}
        x, y = (_flat(lists[name]).to_numpy() / DECIMETRES for name in ("x_dm", "y_dm"))
        starts = np.concatenate([[0], np.cumsum(lists["numbers"].value_lengths().to_numpy())])
        names, areas, postcodes = (tuple(table[name].to_pylist()) for name in ("name", "area_code", "postcode"))
        return cls(
            names,
            areas,
            postcodes,
            starts,
            _flat(lists["numbers"]).to_numpy().astype(np.int64),
            tuple(_flat(lists["suffixes"]).to_pylist()),
            np.column_stack([x, y]),
        )

    def label(self, street: int, area: str, figures: int = NO_NUMBER, suffix: str = "") -> str:
        """Write an address on one line; `area` is the name of its commune or arrondissement."""
        head = " ".join([*([str(figures)] if figures else []), *([suffix] if figures and suffix else []), self.names[street]])
        return f"{head}, {f'{self.postcodes[street]} {area}'.strip()}"

    def spot(self, street: int, figures: int = NO_NUMBER, suffix: str = "") -> Spot:
        """Return where a number is: as known, else between its neighbours of the same side, else at the nearest known one.

        Without a number, or when none is known, the middle one of the street's positions.
        """
        first, last = int(self.starts[street]), int(self.starts[street + 1])
        numbers, xy = self.numbers[first:last], self.xy_l93[first:last]
        if figures == NO_NUMBER or not (numbers != NO_NUMBER).any():
            return _spot(xy[len(xy) // 2], "street")
        same = np.flatnonzero(numbers == figures)
        if len(same):
            found = next((at for at in same if _same(self.suffixes[first + at], suffix)), None)
            return _spot(xy[same[0] if found is None else found], "interpolated" if found is None else "number")
        return _spot(_between(numbers, xy, figures), "interpolated")

    def nearest(self, x: float, y: float, within_m: float) -> tuple[int, int, str, float] | None:
        """Return the street, number, suffix and distance (m) of the numbered address nearest to a point; None when it is too far."""
        if not len(self.numbers):
            return None
        squared = ((self.xy_l93 - (x, y)) ** 2).sum(axis=1)
        squared[self.numbers == NO_NUMBER] = np.inf
        at = int(squared.argmin())
        distance_m = float(np.sqrt(squared[at]))
        if distance_m > within_m:
            return None
        street = int(np.searchsorted(self.starts, at, side="right")) - 1
        return street, int(self.numbers[at]), self.suffixes[at], distance_m


def _spot(xy_l93: Floats, precision: str) -> Spot:
    return Spot(float(xy_l93[0]), float(xy_l93[1]), precision)


def _flat(values: pa.ListArray) -> pa.Array:
    return values.flatten()


def _same(one: str, other: str) -> bool:
    return REPEATS.get(one, one) == REPEATS.get(other, other)


def _between(numbers: Ints, xy: Floats, figures: int) -> Floats:
    """Interpolate between the nearest known numbers below and above, of the same parity where both are known."""
    for side in (numbers % 2 == figures % 2, np.ones(len(numbers), bool)):
        known = np.flatnonzero(side & (numbers != NO_NUMBER))
        below, above = known[numbers[known] < figures], known[numbers[known] > figures]
        if len(below) and len(above):
            low, high = below[-1], above[0]
            share = (figures - numbers[low]) / (numbers[high] - numbers[low])
            return np.asarray(xy[low] + share * (xy[high] - xy[low]), float)
    known = np.flatnonzero(numbers != NO_NUMBER)
    return np.asarray(xy[known[np.abs(numbers[known] - figures).argmin()]], float)
