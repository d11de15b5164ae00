"""Travel times by public transport: the third implementation of the port `Reach`, on the timetable of a day and any reach on foot."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from siting.catchment import catchment
from siting.incidence import Bools, Floats, Ints, Pointers
from siting.reach import Reach, checked_points
from siting.timetable import Timetable
from siting.transit_scan import NEVER, arrivals, median_seconds
from siting.walk_legs import FASTEST_M_MIN, WalkLegs, walk_legs

TRANSIT = "transit"
PLACES_AT_ONCE = 64
LONGEST_S = 6 * 3_600


@dataclass(frozen=True)
class TransitTerms:
    """When one leaves, how far one walks and how long a change takes: working hypotheses.

    Attributes
    ----------
    first_s, step_s, departures : one leaves at `first_s` seconds after midnight, then every `step_s`, an odd number of times in all.
    most_walk_min : to a first stop, and from a last one.
    most_change_min : between two stops.
    change_s : to change vehicles at one stop.
    """

    first_s: int = 8 * 3_600
    step_s: int = 300
    departures: int = 13
    most_walk_min: float = 15.0
    most_change_min: float = 5.0
    change_s: int = 60

    def leave_s(self) -> Ints:
        """Return the moments at which one leaves, in seconds after midnight."""
        return self.first_s + self.step_s * np.arange(self.departures, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Rides:
    """The rides of a window of time, and the departures of each stop in it; see :func:`siting.transit_scan.arrivals`."""

    arrives: Ints
    to_stop: Ints
    onward: Ints
    alights: Bools
    board_at: Ints
    stop_ptr: Pointers
    stop_departs: Ints
    is_last: Bools


@dataclass(frozen=True, eq=False)
class TransitReach:
    """The median, over the departures of an hour, of the time from a demand point to a place; on foot where that is quicker.

    One walks to a stop, rides, changes as often as it helps, walks from the last stop. Seconds are whole, walks rounded up.
    """

    timetable: Timetable
    walking: Reach
    terms: TransitTerms = field(default_factory=TransitTerms)

    @cached_property
    def _changes(self) -> WalkLegs:
        """The walks between stops, and the change at each, unless the feed times or rules out a change."""
        table, n = self.timetable, len(self.timetable.xy_l93)
        start, to, seconds = walk_legs(self.walking, table.xy_l93, table.xy_l93, self.terms.most_change_min).pairs()
        same = np.arange(n)
        parts = ((start, same, table.change_from), (to, same, table.change_to), (seconds, np.full(n, self.terms.change_s), table.change_s))
        return WalkLegs.of_pairs(n, *(np.concatenate([part.astype(np.int64) for part in column]) for column in parts))

    def _rides(self, limit_s: int) -> Rides:
        """Return the rides that a trip of at most `limit_s` may use."""
        table, leave = self.timetable, self.terms.leave_s()
        low, high = np.searchsorted(table.departs, [leave[0], leave[-1] + limit_s])
        rides = np.arange(low, high)
        onward = np.where((table.onward[rides] >= low) & (table.onward[rides] < high), table.onward[rides] - low, -1)
        boarded = np.flatnonzero(table.boards[rides])
        order = boarded[np.argsort(table.from_stop[rides[boarded]], kind="stable")]
        board_at = np.full(len(rides), -1, dtype=np.int32)
        board_at[order] = np.arange(len(order))
        stop_ptr = np.searchsorted(table.from_stop[rides[order]], np.arange(len(table.xy_l93) + 1)).astype(np.int64)
        is_last = np.diff(table.from_stop[rides[order]], append=-1) != 0
        return Rides(
            table.arrives[rides],
            table.to_stop[rides],
            onward.astype(np.int32),
            table.alights[rides],
            board_at,
            stop_ptr,
            np.ascontiguousarray(table.departs[rides[order]]),
            is_last,
        )

    def minutes(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64], mode: str, limit_min: float = np.inf) -> Floats:
        """See :class:`siting.reach.Reach`."""
        if mode != TRANSIT:
            raise ValueError(f"no timetable for the mode {mode!r}")
        places, demand = checked_points(places_l93, "places"), checked_points(demand_l93, "demand")
        out = np.array(self.walking.minutes(places, demand, "foot", limit_min))
        leave, most_s = self.terms.leave_s(), _limit_s(limit_min)
        rides = self._rides(most_s)
        access = walk_legs(self.walking, demand, self.timetable.xy_l93, self.terms.most_walk_min)
        for start in range(0, len(places), PLACES_AT_ONCE):
            some = slice(start, start + PLACES_AT_ONCE)
            best = self._arrivals(rides, places[some])
            seconds = median_seconds(best, rides.stop_ptr, rides.stop_departs, access.ptr, access.to, access.seconds, leave, most_s)
            np.minimum(out[:, some], np.where(seconds < NEVER, seconds / 60.0, np.inf), out=out[:, some])
        out[~(out <= limit_min)] = np.inf
        return out

    def _arrivals(self, rides: Rides, places: Floats) -> Ints:
        exits, changes = walk_legs(self.walking, self.timetable.xy_l93, places, self.terms.most_walk_min), self._changes
        return arrivals(
            rides.arrives, rides.to_stop, rides.onward, rides.alights, rides.board_at, rides.stop_ptr, rides.stop_departs, rides.is_last,
            changes.ptr, changes.to, changes.seconds, exits.ptr, exits.to, exits.seconds, len(places),
        )  # fmt: skip

    def outline(self, place_l93: NDArray[np.float64], mode: str, minutes: float) -> Any:
        """Return where the place is reached in time, around it and around the stops: holes and islands as they are."""
        place = checked_points(np.asarray(place_l93).reshape(1, 2), "place")
        if minutes <= 0:
            return shapely.Polygon()
        rides = self._rides(_limit_s(minutes))
        best = self._arrivals(rides, place)[:, 0]
        stop = np.repeat(np.arange(len(self.timetable.xy_l93)), np.diff(rides.stop_ptr))
        useful = np.unique(stop[best <= self.terms.leave_s()[-1] + _limit_s(minutes)])
        stops = self.timetable.xy_l93[useful]
        around = np.vstack([place, stops[np.isfinite(stops).all(axis=1)]])
        walk_m = FASTEST_M_MIN * np.minimum(minutes, np.r_[minutes, np.full(len(around) - 1, self.terms.most_walk_min)])
        return catchment(lambda points: self.minutes(place, points, mode, minutes)[:, 0], around, walk_m, minutes)

    def version(self) -> str:
        """See :class:`siting.reach.Reach`."""
        return f"transit;{self.timetable.fingerprint};{self.terms};{self.walking.version()}"


def _limit_s(limit_min: float) -> int:
    return int(min(limit_min * 60.0, LONGEST_S))
