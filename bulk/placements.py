"""Where the addresses of an import were found: what is chosen for each row, and the rows as it places them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from domain.place_fields import PRECISION
from domain.written_address import Written
from geodata.crs import to_l93
from intake.check import Checked, Row

if TYPE_CHECKING:  # the process apart that reads a file has no memory for what finds addresses
    from geodata.written_address import Located

State = Literal["placed", "doubtful", "left"]
UNPLACED = "x"
"""The field of what `intake.check` says of a row that has no position."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A position (degrees, WGS 84), how precise it is (a code of `domain.place_fields.PRECISION`), and what was found there."""

    lon: float
    lat: float
    precision: str
    label: str


@dataclass(frozen=True, slots=True)
class Placement:
    """What was found of the address of a row.

    Attributes
    ----------
    written : the address; for another one, the placement no longer counts.
    state : whether the row is placed, waits for a person, or is left without a position.
    spots : the likeliest first, which is that of a row that is placed.
    doubts : codes of `geodata.written_address.Doubt`.
    """

    written: str
    state: State
    spots: tuple[Spot, ...]
    doubts: tuple[str, ...] = ()

    @classmethod
    def of(cls, written: Written, found: Located) -> Placement:
        """Return what is to be done of what was found: a doubtful position waits for a person."""
        spots = tuple(Spot(one.lon, one.lat, one.precision, one.label) for one in found.answers)
        doubts = tuple(str(doubt) for doubt in found.doubts)
        return cls(written.line, "doubtful" if doubts else "placed", spots if doubts else spots[:1], doubts)

    @classmethod
    def from_json(cls, stored: Any) -> Placement:
        """Return the placement that `to_json` gave."""
        written, state, spots, doubts = stored
        return cls(written, state, tuple(Spot(*spot) for spot in spots), tuple(doubts))

    def to_json(self) -> list[Any]:
        """Return plain lists: a file may have thousands."""
        return [self.written, self.state, [list(astuple(spot)) for spot in self.spots], list(self.doubts)]

    def at(self, spot: Spot) -> Placement:
        """Return the placement at a position that a person chose."""
        return replace(self, state="placed", spots=(spot,))


Placements = Mapping[int, Placement]


def is_unplaced(row: Row) -> bool:
    """Say whether a row has an address, and no position."""
    return math.isnan(row.x_l93) and bool(row.values.get("address"))


def placement_of(row: Row, placements: Placements) -> Placement | None:
    """Return the placement of a row; None when it has none, or its address is another one since."""
    found = placements.get(row.number)
    return found if found and found.written == Written.of(row.values).line else None


def is_placed(row: Row, placements: Placements) -> bool:
    """Say whether a row has the position that its address gave."""
    found = placement_of(row, placements)
    return found is not None and found.state == "placed" and not math.isnan(row.x_l93)


def with_placements(checked: Checked, placements: Placements) -> Checked:
    """Return what is found of rows with those placed whose address was found: positions like others from then on."""
    placed = dict(_placed(checked.rows, placements)) if placements else {}
    if not placed:
        return checked
    warnings = tuple(one for one in checked.warnings if one.row not in placed or one.field != UNPLACED)
    return replace(checked, rows=tuple(placed.get(row.number, row) for row in checked.rows), warnings=warnings)


def _placed(rows: Iterable[Row], placements: Placements) -> Iterable[tuple[int, Row]]:
    for row in rows:
        found = placement_of(row, placements) if is_unplaced(row) else None
        if found is None or found.state != "placed":
            continue
        spot = found.spots[0]
        x, y = (float(part) for part in to_l93(spot.lon, spot.lat))
        values = MappingProxyType({**row.values, PRECISION: spot.precision})
        yield row.number, replace(row, values=values, x_l93=x, y_l93=y, lon_wgs84=spot.lon, lat_wgs84=spot.lat)
