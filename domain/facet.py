"""Kinds of facets: what one can filter candidates by, declared once, evaluated in Python, shipped to the browser as data.

Every facet turns a raw column into small integers (`encode`) and every filter is evaluated on those integers alone
(`mask`). The browser receives the same integers and applies the same rules, so that both sides agree exactly:
no value is compared as a binary fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from domain.days import FIRST_DAY, LAST_DAY, parse_day, write_day
from domain.facet_values import (
    COORDINATE_SCALE,
    ENDS,
    MAX_PICKS,
    MAX_QUANTITY,
    MAX_VERTICES,
    UNKNOWN,
    UNKNOWN_INT,
    Codes,
    Columns,
    IntColumn,
    Interval,
    Mask,
    Option,
    Ring,
    text_codes,
)
from domain.polyline import read_ring, write_ring
from i18n import N_


@dataclass(frozen=True)
class Choices:
    """Named options among which one chooses; what the facets of categories and of flags share.

    `groups` lets one code stand for several (``13055`` for the sixteen arrondissements of Marseille).
    """

    id: str
    label: str
    options: tuple[Option, ...]
    groups: Mapping[str, Codes] = field(default_factory=dict, kw_only=True)
    group_labels: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    has_unknown: bool = field(default=True, kw_only=True)
    chart: bool = field(default=True, kw_only=True)

    @cached_property
    def all_options(self) -> tuple[Option, ...]:
        """Options in display order, with the unknown one last when there may be unknowns."""
        return (*self.options, Option(UNKNOWN, N_("Inconnu"))) if self.has_unknown else self.options

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each code in `all_options`."""
        return {option.code: i for i, option in enumerate(self.all_options)}

    def parse(self, text: str) -> Codes | None:
        """Read ``a.b.c``; unknown codes are dropped, groups expanded, order canonical. `None` when nothing is left."""
        wanted = {member for code in text.split(".") for member in self.groups.get(code, (code,))}
        chosen = tuple(code for code in self.index if code in wanted)
        return chosen or None

    def write(self, value: Codes) -> str:
        """Write the canonical form: a complete group is written by its own code."""
        chosen = set(value)
        names: dict[str, str] = {}
        for group, members in self.groups.items():
            if members and chosen.issuperset(members):
                names.update(dict.fromkeys(members, group))
        return ".".join(dict.fromkeys(names.get(code, code) for code in value))

    def from_json(self, value: Any) -> Codes | None:
        """Read a list of codes; anything else is no filter."""
        return self.parse(".".join(str(code) for code in value)) if isinstance(value, (list, tuple)) else None

    def to_json(self, value: Codes) -> list[str]:
        """Return the codes as a list."""
        return list(value)

    def _positions(self, value: Codes) -> list[int]:
        return [self.index[code] for code in value if code in self.index]


@dataclass(frozen=True)
class CategoryFacet(Choices):
    """One value a row among named options; « inconnu » is the last option when `has_unknown`."""

    column: str
    kind: Literal["category"] = field(default="category", init=False)

    def encode(self, columns: Columns) -> IntColumn:
        """Return the position of each row's option, shape (n,).

        Raises
        ------
        ValueError
            When a row carries a code that is not declared, or is unknown where that is not allowed.
        """
        raw = text_codes(columns[self.column])
        codes, inverse = np.unique(raw.astype(str), return_inverse=True)
        strange = [code for code in codes if code not in self.index]
        if strange:
            raise ValueError(f"{self.id}: undeclared codes {strange[:5]}")
        dtype = np.uint8 if len(self.all_options) <= 256 else np.uint16
        positions = np.array([self.index[code] for code in codes], dtype=dtype)
        return np.asarray(positions[inverse], dtype) if len(raw) else np.zeros(0, dtype)

    def mask(self, encoded: IntColumn, value: Codes) -> Mask:
        """Rows whose option is one of `value`, shape (n,)."""
        wanted = np.zeros(len(self.all_options), dtype=bool)
        wanted[self._positions(value)] = True
        return wanted[encoded]

    def counts(self, encoded: IntColumn, mask: Mask) -> npt.NDArray[np.intp]:
        """Rows per option among those of `mask`, shape (options,)."""
        return np.bincount(encoded[mask], minlength=len(self.all_options))


@dataclass(frozen=True)
class FlagFacet(Choices):
    """Several values a row: each option is a bit. `tests` maps an option to (column, value) conditions, any of which sets it.

    An option without a test is set when no other one is.
    """

    tests: Mapping[str, tuple[tuple[str, str], ...]]
    has_unknown: bool = field(default=False, init=False)
    kind: Literal["flag"] = field(default="flag", init=False)

    def encode(self, columns: Columns) -> IntColumn:
        """Return one bit an option, shape (n,), ``uint8``."""
        bits: IntColumn = np.zeros(len(columns[next(iter(self.tests.values()))[0][0]]), dtype=np.uint8)
        for code, conditions in self.tests.items():
            hit = np.logical_or.reduce([text_codes(columns[column]) == value for column, value in conditions])
            bits |= hit.astype(np.uint8) << np.uint8(self.index[code])
        for code in self.index.keys() - self.tests.keys():
            bits = np.where(bits == 0, np.uint8(1 << self.index[code]), bits)
        return bits

    def mask(self, encoded: IntColumn, value: Codes) -> Mask:
        """Rows that carry at least one of the wanted bits."""
        return (encoded & sum(1 << position for position in self._positions(value))) != 0

    def counts(self, encoded: IntColumn, mask: Mask) -> npt.NDArray[np.intp]:
        """Rows per option among those of `mask`; a row counts once for each bit it carries."""
        rows = encoded[mask]
        return np.array([np.count_nonzero(rows & (1 << i)) for i in range(len(self.all_options))], dtype=np.intp)


@dataclass(frozen=True)
class RangeFacet:
    """A quantity or a date. Values are compared as integers scaled by ``10 ** decimals``; dates are days since 1970-01-01.

    `edges` are the inner bounds of the histogram's bars; the first and last bars are open. `withheld` names the column that says, by
    « yes », which of the values that are not shown are known and kept confidential; "" where none is.
    """

    id: str
    label: str
    column: str
    unit: str
    edges: tuple[float, ...]
    decimals: int = 0
    is_date: bool = False
    chart: bool = True
    withheld: str = ""
    kind: Literal["range"] = "range"

    @property
    def unknown_label(self) -> str:
        """What its values that are not shown are called (a gettext message id)."""
        return N_("Inconnu ou confidentiel") if self.withheld else N_("Inconnu")

    def scale(self, value: float) -> int:
        """Return the integer that stands for `value` (half away from zero, as the browser does)."""
        scaled = abs(value) * 10**self.decimals
        return int(np.copysign(np.floor(scaled + 0.5), value))

    def encode(self, columns: Columns) -> IntColumn:
        """Return the scaled integers, shape (n,), ``int32``; `UNKNOWN_INT` where the value is unknown."""
        raw = columns[self.column]
        if self.is_date:
            days = np.asarray(raw, dtype="datetime64[D]")
            return np.where(np.isnat(days), UNKNOWN_INT, days.astype(np.int64)).astype(np.int32)
        values = np.asarray(raw, dtype=float)
        scaled = np.copysign(np.floor(np.abs(values) * 10**self.decimals + 0.5), values)
        return np.where(np.isfinite(values), np.nan_to_num(scaled, posinf=0, neginf=0), UNKNOWN_INT).astype(np.int32)

    def _number(self, text: str) -> float | None:
        if self.is_date:
            return self._allowed(parse_day(text))
        try:
            return self._allowed(float(text))
        except ValueError:
            return None

    def _allowed(self, number: Any) -> float | None:
        """Return `number` when it is one that an address can carry, else `None`."""
        if not isinstance(number, (int, float)) or isinstance(number, bool):
            return None
        low, high = (FIRST_DAY, LAST_DAY) if self.is_date else (-MAX_QUANTITY, MAX_QUANTITY)
        return float(number) if low <= number <= high else None

    def canonical(self, value: Interval) -> Interval | None:
        """Round both ends to the facet's precision and put them in order; `None` when nothing is filtered."""
        ends = [None if end is None else self.scale(end) / 10**self.decimals for end in (value.low, value.high)]
        low, high = (end if end is None else (int(end) if end == int(end) else end) for end in ends)
        if low is not None and high is not None and low > high:
            low, high = high, low
        result = Interval(low, high, value.unknown)
        return result if result.is_bounded or result.unknown else None

    def parse(self, text: str) -> Interval | None:
        """Read ``80-300``, ``80-``, ``-300``, each with ``.unknown``, or ``unknown``; `None` when nothing is valid."""
        body, unknown = text, False
        if text == UNKNOWN or text.endswith("." + UNKNOWN):
            body, unknown = text[: -len(UNKNOWN)].removesuffix("."), True
        found = ENDS.match(body)
        low, high = (None if end is None else self._number(end) for end in found.groups()) if found else (None, None)
        return self.canonical(Interval(low, high, unknown))

    def _text(self, number: float | None) -> str:
        if number is None:
            return ""
        return (
            write_day(int(number))
            if self.is_date
            else f"{number:.{self.decimals}f}".rstrip("0").rstrip(".")
            if self.decimals
            else str(int(number))
        )

    def write(self, value: Interval) -> str:
        """Write the canonical form that `parse` reads."""
        body = f"{self._text(value.low)}-{self._text(value.high)}" if value.is_bounded else ""
        return body if not value.unknown else f"{body}.{UNKNOWN}".removeprefix(".")

    def from_json(self, value: Any) -> Interval | None:
        """Read ``{"low": …, "high": …, "unknown": …}``; anything else is no filter."""
        if not isinstance(value, Mapping):
            return None
        low, high = (self._allowed(value.get(key)) for key in ("low", "high"))
        return self.canonical(Interval(low, high, value.get("unknown") is True))

    def to_json(self, value: Interval) -> dict[str, Any]:
        """Return the interval as plain data."""
        return {"low": value.low, "high": value.high, "unknown": value.unknown}

    def mask(self, encoded: IntColumn, value: Interval) -> Mask:
        """Rows inside the interval, ends included; rows of unknown value only when asked."""
        known = encoded != UNKNOWN_INT
        inside = known & value.is_bounded
        if value.low is not None:
            inside &= encoded >= self.scale(value.low)
        if value.high is not None:
            inside &= encoded <= self.scale(value.high)
        return inside | ~known if value.unknown else inside

    @cached_property
    def scaled_edges(self) -> tuple[int, ...]:
        """`edges` as the integers that the rows are compared with."""
        return tuple(self.scale(edge) for edge in self.edges)

    def counts(self, encoded: IntColumn, mask: Mask) -> npt.NDArray[np.intp]:
        """Rows per bar among those of `mask`, shape (edges + 2,): bars open below and above, then the unknown."""
        rows = encoded[mask]
        known = rows[rows != UNKNOWN_INT]
        bars = np.searchsorted(np.array(self.scaled_edges), known, side="right")
        counted = np.bincount(bars, minlength=len(self.edges) + 1)
        return np.append(counted, len(rows) - len(known))


@dataclass(frozen=True)
class PolygonFacet:
    """A polygon drawn on the map, in degrees WGS 84; a row is kept when its point lies inside (even–odd rule)."""

    id: str
    label: str
    chart: bool = False
    kind: Literal["polygon"] = "polygon"

    def encode(self, columns: Columns) -> IntColumn:
        """Return longitude and latitude in millionths of a degree, shape (n, 2), ``int32``."""
        pairs = [np.rint(np.asarray(columns[name], dtype=float) * COORDINATE_SCALE) for name in ("lon", "lat")]
        return np.stack(pairs, axis=1).astype(np.int32)

    def canonical(self, points: Iterable[Any]) -> Ring | None:
        """Round to 5 decimals (about 1 m); `None` under three distinct vertices or when a number is out of range.

        A vertex may come again further on (`domain.keyhole`), not next to itself.
        """
        try:
            # « + 0.0 » takes the sign from a negative zero.
            rounded = [(round(float(lon), 5) + 0.0, round(float(lat), 5) + 0.0) for lon, lat in points]
        except (TypeError, ValueError, OverflowError):
            return None
        ring = tuple(vertex for vertex, _run in groupby(rounded))
        while len(ring) > 1 and ring[0] == ring[-1]:
            ring = ring[:-1]
        fits = all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in ring)
        return ring if len(set(ring)) >= 3 and len(ring) <= MAX_VERTICES and fits else None

    def parse(self, text: str) -> Ring | None:
        """Read what `write` wrote, or ``lon,lat_lon,lat_…`` as older addresses have it."""
        return self.canonical((pair.split(",") for pair in text.split("_")) if "," in text else read_ring(text) or ())

    def write(self, value: Ring) -> str:
        """Write the form that `parse` reads: seven characters a vertex or so."""
        return write_ring(value)

    def from_json(self, value: Any) -> Ring | None:
        """Read a list of [lon, lat]."""
        return self.canonical(value) if isinstance(value, (list, tuple)) else None

    def to_json(self, value: Ring) -> list[list[float]]:
        """Return the ring as a list of [lon, lat]."""
        return [list(point) for point in value]

    def mask(self, encoded: IntColumn, value: Ring) -> Mask:
        """Rows inside the ring by ray casting, every row tested; same operations in the same order as the browser."""
        x, y = encoded[:, 0].astype(float), encoded[:, 1].astype(float)
        inside = np.zeros(len(encoded), dtype=bool)
        ring = [(np.rint(lon * COORDINATE_SCALE), np.rint(lat * COORDINATE_SCALE)) for lon, lat in value]
        for (xi, yi), (xj, yj) in zip(ring, [ring[-1], *ring[:-1]], strict=True):
            if yi == yj:
                continue
            crosses = (yi > y) != (yj > y)
            inside ^= crosses & (x < (xj - xi) * (y - yi) / (yj - yi) + xi)
        return inside

    def counts(self, encoded: IntColumn, mask: Mask) -> npt.NDArray[np.intp]:
        """Rows among those of `mask`, shape (1,): a polygon has no bars."""
        return np.array([np.count_nonzero(mask)])


@dataclass(frozen=True)
class PickFacet:
    """Rows picked one by one, by their id; `column` holds ids that are unique."""

    id: str
    label: str
    column: str = "id"
    chart: bool = False
    ids: Codes = ()
    kind: Literal["pick"] = "pick"

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Row number of each id."""
        return {code: i for i, code in enumerate(self.ids)}

    def encode(self, columns: Columns) -> IntColumn:
        """Return the row numbers, shape (n,), ``int32``."""
        return np.arange(len(columns[self.column]), dtype=np.int32)

    def parse(self, text: str) -> Codes | None:
        """Read ``id.id``; ids that do not exist are dropped. `None` when nothing is left."""
        known = sorted({self.index[code] for code in text.split(".") if code in self.index})
        return tuple(self.ids[row] for row in known[:MAX_PICKS]) or None

    def write(self, value: Codes) -> str:
        """Write the form that `parse` reads."""
        return ".".join(value)

    def from_json(self, value: Any) -> Codes | None:
        """Read a list of ids; anything else is no filter."""
        return self.parse(".".join(str(code) for code in value)) if isinstance(value, (list, tuple)) else None

    def to_json(self, value: Codes) -> list[str]:
        """Return the ids as a list."""
        return list(value)

    def mask(self, encoded: IntColumn, value: Codes) -> Mask:
        """Rows that were picked."""
        return np.isin(encoded, [self.index[code] for code in value if code in self.index])

    def counts(self, encoded: IntColumn, mask: Mask) -> npt.NDArray[np.intp]:
        """Rows among those of `mask`, shape (1,): picks have no bars."""
        return np.array([np.count_nonzero(mask)])


Facet: TypeAlias = CategoryFacet | FlagFacet | RangeFacet | PolygonFacet | PickFacet
Value: TypeAlias = Codes | Interval | Ring
