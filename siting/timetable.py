"""The timetable of one typical weekday: every ride from a stop to the next one, in seconds, built from a GTFS and kept as .npz."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.crs import local_crs, to_l93
from i18n import N_
from siting.disk_cache import Arrays, DiskCache
from siting.gtfs import Feed, FeedError, read_feed
from siting.incidence import Bools, Floats, Ints
from siting.road_graph import file_fingerprint
from siting.service_days import service_days

DAY_S = 86_400
FORMAT = "2"
MOST_RIDES = 3_000_000
NOT_POSSIBLE, BY_TIME = "3", "2"
SAME_PLACE_M = 200.0
NO_SERVICE = "1"  # of pickup_type and drop_off_type
ON_THEIR_OWN = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")


@dataclass(frozen=True, eq=False)
class Timetable:
    """The rides of one day, by departure then by their order within a trip.

    Attributes
    ----------
    xy_l93 : (S, 2) stops in metres, EPSG:2154; NaN where the feed gives no position, not even of the station.
    departs, arrives : (C,) seconds after midnight, negative or beyond 24 h when a trip runs over midnight.
    from_stop, to_stop : (C,) rows of `xy_l93`.
    onward : (C,) the next ride of the same trip, or of the next one of its vehicle (``block_id``) where one may stay aboard; -1 at its
        end.
    boards, alights : (C,) whether one may get on where it starts, off where it ends.
    change_from, change_to, change_s : changes that the feed itself times, in seconds; negative where it rules them out.
    day, last_day : the day the rides are of, and the last one that the feed covers.
    publisher : who publishes the feed, as it says.
    left_out : trips whose times make no sense, by number.
    fingerprint : changes whenever a ride could.
    """

    xy_l93: Floats
    departs: Ints
    arrives: Ints
    from_stop: Ints
    to_stop: Ints
    onward: Ints
    boards: Bools
    alights: Bools
    change_from: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    change_to: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    change_s: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    day: dt.date = dt.date.min
    last_day: dt.date = dt.date.max
    publisher: str = ""
    left_out: int = 0
    fingerprint: str = ""

    @classmethod
    def of_arrays(cls, stored: Arrays) -> Timetable:
        """Read what :meth:`to_arrays` wrote; KeyError or ValueError for anything else."""
        given: dict[str, Any] = {name: stored[name] for name in ARRAYS}
        given |= {name: dt.date.fromisoformat(str(stored[name])) for name in ("day", "last_day")}
        return cls(**given, publisher=str(stored["publisher"]), left_out=int(stored["left_out"]), fingerprint=str(stored["fingerprint"]))

    def to_arrays(self) -> Arrays:
        """Return all of it as arrays."""
        plain = {name: np.array(str(getattr(self, name))) for name in ("day", "last_day", "publisher", "left_out", "fingerprint")}
        return {name: getattr(self, name) for name in ARRAYS} | plain


ARRAYS = tuple(item.name for item in fields(Timetable))[:11]


def timetable_from_gtfs(path: Path, cache: Path) -> Timetable:
    """Return the timetable of a GTFS, read once and kept in the folder `cache` by the file's content.

    Raises
    ------
    FeedError
        The feed cannot be used.
    """
    try:
        fingerprint = file_fingerprint(path)
    except FileNotFoundError:
        raise FeedError(N_("Horaires (GTFS) : le fichier {file} n'existe pas."), file=path.name) from None
    except OSError:
        raise FeedError(N_("Horaires (GTFS) : le fichier {file} ne peut pas être lu."), file=path.name) from None
    files, name = DiskCache(cache), f"timetable-{FORMAT}-{local_crs().replace(':', '-')}-{fingerprint}.npz"
    stored = files.arrays(name)
    if stored is not None and stored.keys() >= {*ARRAYS, "day", "last_day", "publisher", "left_out", "fingerprint"}:
        return Timetable.of_arrays(stored)
    table = build_timetable(read_feed(path), fingerprint)
    files.keep_arrays(name, **table.to_arrays())
    return table


def build_timetable(feed: Feed, fingerprint: str = "") -> Timetable:
    """Return the rides of the feed's typical weekday, those of the trips of the day before that run over midnight among them.

    Raises
    ------
    FeedError
        The feed has no usable trip on any weekday.
    """
    days, trips = service_days(feed), feed["trips.txt"].drop_duplicates("trip_id")
    day = days.typical(trips["service_id"])
    stops = feed["stops.txt"].drop_duplicates("stop_id").reset_index(drop=True)
    calls, left_out = _calls(feed["stop_times.txt"], pd.Index(stops["stop_id"]))
    runs = []
    for date, shift in ((day, 0), (day - dt.timedelta(1), -DAY_S)):
        running = trips["trip_id"][trips["service_id"].isin(days.on(date))]
        runs.append(_runs(calls[calls["trip_id"].isin(running)], feed["frequencies.txt"], shift))
    xy_l93 = _positions(stops)
    rides = _rides(pd.concat(runs, ignore_index=True), trips.set_index("trip_id")["block_id"], xy_l93)
    if not len(rides["departs"]):
        text = N_("Horaires (GTFS) : aucune course du {day} n'a d'horaires lisibles ; la dernière couverte est celle du {last}.")
        raise FeedError(text, day=f"{day:%d/%m/%Y}", last=f"{days.last:%d/%m/%Y}")
    arrays: dict[str, Any] = {**rides, **_changes(feed["transfers.txt"], stops)}
    return Timetable(
        **arrays,
        xy_l93=xy_l93,
        day=day,
        last_day=days.last,
        publisher=_publisher(feed),
        left_out=left_out,
        fingerprint=f"{FORMAT}:{local_crs()}:{fingerprint}",
    )


def _seconds(column: pd.Series) -> Floats:
    """Return « 25:10:00 » as seconds; NaN for what is no time."""
    parts = column.str.extract(r"^(\d{1,3}):([0-5]?\d):([0-5]?\d)$")
    return np.asarray(parts.astype(float).to_numpy() @ np.array([3_600.0, 60.0, 1.0]))


def _calls(table: pd.DataFrame, stops: pd.Index) -> tuple[pd.DataFrame, int]:
    """Return the calls of the trips whose times make sense, in their order, and how many trips do not.

    A call without a time is given one between its neighbours, as the format wants.
    """
    order = pd.to_numeric(table["stop_sequence"], errors="coerce").to_numpy(float)
    calls = pd.DataFrame(
        {
            "trip_id": table["trip_id"].to_numpy(),
            "order": order,
            "stop": stops.get_indexer(pd.Index(table["stop_id"])),
            "arrives": _seconds(table["arrival_time"]),
            "departs": _seconds(table["departure_time"]),
            "boards": (table["pickup_type"] != NO_SERVICE).to_numpy(),
            "alights": (table["drop_off_type"] != NO_SERVICE).to_numpy(),
        }
    )
    calls = calls[np.isfinite(order) & (calls["stop"] >= 0)].sort_values(["trip_id", "order"], kind="stable", ignore_index=True)
    calls = calls.drop_duplicates(["trip_id", "order"], ignore_index=True)
    arrives, departs = calls["arrives"].fillna(calls["departs"]), calls["departs"].fillna(calls["arrives"])
    trip = calls["trip_id"].ne(calls["trip_id"].shift()).cumsum().to_numpy() - 1
    ends = np.flatnonzero(np.diff(trip, prepend=-1, append=len(calls)) != 0)
    wrong = np.zeros(trip[-1] + 1 if len(trip) else 0, dtype=np.bool_)
    if len(calls):
        wrong |= np.isnan(arrives.to_numpy()[ends[:-1]]) | np.isnan(arrives.to_numpy()[ends[1:] - 1]) | (np.diff(ends) < 2)
        calls["arrives"], calls["departs"] = _filled(arrives.to_numpy()), _filled(departs.to_numpy())
        same = trip[1:] == trip[:-1]
        backwards = same & (calls["arrives"].to_numpy()[1:] < calls["departs"].to_numpy()[:-1])
        np.logical_or.at(wrong, trip[1:], backwards)
        np.logical_or.at(wrong, trip, (calls["departs"] < calls["arrives"]).to_numpy())
    return calls[~wrong[trip]].reset_index(drop=True), int(wrong.sum())


def _filled(times: Floats) -> Floats:
    known, at = np.flatnonzero(~np.isnan(times)), np.arange(len(times))
    return np.round(np.interp(at, known, times[known])) if len(known) else times


def _runs(calls: pd.DataFrame, frequencies: pd.DataFrame, shift: int) -> pd.DataFrame:
    """Return the calls of every run of some trips on a day that begins `shift` seconds after the one in question.

    A trip of frequencies.txt runs at each of its intervals, the others once.
    """
    starts, ends = (_seconds(frequencies[name]) for name in ("start_time", "end_time"))
    every = pd.to_numeric(frequencies["headway_secs"], errors="coerce").to_numpy(float)
    usable = (every >= 1) & (ends > starts)
    rows = np.flatnonzero(usable & frequencies["trip_id"].isin(calls["trip_id"]).to_numpy())
    number = np.ceil((ends[rows] - starts[rows]) / every[rows]).astype(np.int64)
    length = calls.groupby("trip_id").size().reindex(frequencies["trip_id"].to_numpy()[rows]).to_numpy(np.int64)
    if int(number @ length) + len(calls) > MOST_RIDES:
        text = N_("Horaires (GTFS) : plus de {most} arrêts de véhicules en un jour, c'est trop pour ce service.")
        raise FeedError(text, most=f"{MOST_RIDES:,}".replace(",", " "))
    once = calls[~calls["trip_id"].isin(frequencies["trip_id"][usable])]
    rank = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    of = np.repeat(rows, number)
    departures = pd.DataFrame({"trip_id": frequencies["trip_id"].to_numpy()[of], "begin": starts[of] + rank * every[of]})
    again = departures.assign(run=-1 - np.arange(len(of))).merge(calls, on="trip_id")
    first = again["trip_id"].map(calls.groupby("trip_id")["departs"].first()).astype(float)
    plain = once.assign(run=once["trip_id"].ne(once["trip_id"].shift()).cumsum(), later=float(shift))
    both = [plain, again.assign(later=shift + again["begin"] - first).drop(columns="begin")]
    runs = pd.concat([part for part in both if len(part)] or both[:1], ignore_index=True)
    return runs.assign(arrives=runs["arrives"] + runs["later"], departs=runs["departs"] + runs["later"], day=shift)


def _rides(calls: pd.DataFrame, blocks: pd.Series, xy_l93: Floats) -> dict[str, Ints | Bools]:
    """Return the rides between the calls of each run; `blocks` says of which vehicle a trip is, "" where nothing does."""
    stop, run, day = (calls[name].to_numpy() for name in ("stop", "run", "day"))
    start = np.flatnonzero((run[1:] == run[:-1]) & (day[1:] == day[:-1]))
    departs = calls["departs"].to_numpy()[start]
    order = np.lexsort((np.arange(len(start)), departs))
    rank = np.empty(len(start), dtype=np.int64)
    rank[order] = np.arange(len(start))
    onward = np.full(len(start), -1, dtype=np.int64)
    followed = np.flatnonzero(np.diff(start) == 1)
    onward[followed] = rank[followed + 1]
    last, first = _stays_aboard(calls, start, blocks, xy_l93)
    onward[last] = rank[first]
    at = start[order]
    return {
        "departs": departs[order].astype(np.int32),
        "arrives": calls["arrives"].to_numpy()[at + 1].astype(np.int32),
        "from_stop": stop[at].astype(np.int32),
        "to_stop": stop[at + 1].astype(np.int32),
        "onward": onward[order].astype(np.int32),
        "boards": calls["boards"].to_numpy(np.bool_)[at],
        "alights": calls["alights"].to_numpy(np.bool_)[at + 1],
    }


def _stays_aboard(
    calls: pd.DataFrame, start: npt.NDArray[np.signedinteger[Any]], blocks: pd.Series, xy_l93: Floats
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the last ride of each run after which one may stay aboard, and the first ride of the run that the vehicle does next.

    That is the next trip of its block on the same day, where it begins after the other ended, and there (200 m, straight). Trips of
    frequencies.txt are of no block: their times are no vehicle's.
    """
    run, day, stop, departs, arrives = (calls[name].to_numpy() for name in ("run", "day", "stop", "departs", "arrives"))
    block = blocks.reindex(calls["trip_id"].to_numpy()[start]).fillna("").to_numpy(str)
    begins = np.flatnonzero(np.diff(start, prepend=-2) != 1)
    ends = np.append(begins[1:], len(start)) - 1
    is_one = (block[begins] != "") & (run[start[begins]] >= 0)
    begins, ends = begins[is_one], ends[is_one]
    order = np.lexsort((run[start[begins]], departs[start[begins]], block[begins], day[start[begins]]))
    begins, ends = begins[order], ends[order]
    last, first = ends[:-1], begins[1:]
    same = (block[last] == block[first]) & (day[start[last]] == day[start[first]])
    at, then = start[last] + 1, start[first]
    away_m = np.hypot(*(xy_l93[stop[at]] - xy_l93[stop[then]]).T)
    near = (stop[at] == stop[then]) | (away_m <= SAME_PLACE_M)
    linked = same & near & (departs[then] >= arrives[at]) & (departs[then] > departs[start[last]])
    return last[linked], first[linked]


def _positions(stops: pd.DataFrame) -> Floats:
    """Return where the stops are, in metres (EPSG:2154): where the station is, for a stop without a position."""
    lon, lat = (pd.to_numeric(stops[name], errors="coerce") for name in ("stop_lon", "stop_lat"))
    known = lon.between(-180, 180) & lat.between(-90, 90) & ~((lon == 0) & (lat == 0))
    lon, lat = lon.where(known), lat.where(known)
    station = pd.Index(stops["stop_id"]).get_indexer(stops["parent_station"])
    for column in (lon, lat):
        column[(station >= 0) & ~known] = column.to_numpy()[station[(station >= 0) & ~known]]
    xy = np.full((len(stops), 2), np.nan)
    where = lon.notna().to_numpy()
    if where.any():
        xy[where] = np.stack(to_l93(lon[where], lat[where]), axis=1)
    xy[~np.isfinite(xy).all(axis=1)] = np.nan
    return xy


def _changes(table: pd.DataFrame, stops: pd.DataFrame) -> Mapping[str, Ints]:
    """Return the changes that the feed times or rules out, those of a station being those of its stops."""
    known = pd.Index(stops["stop_id"])
    general = table[(table[list(ON_THEIR_OWN)] == "").all(axis=1)]
    seconds = pd.to_numeric(general["min_transfer_time"], errors="coerce").to_numpy(float)
    kind = general["transfer_type"].to_numpy()
    usable = (kind == NOT_POSSIBLE) | ((kind == BY_TIME) & np.isfinite(seconds) & (seconds >= 0) & (seconds < DAY_S))
    of_station = pd.Series(np.arange(len(known))).groupby(stops["parent_station"].to_numpy()).apply(list).to_dict()
    pairs: dict[tuple[int, int], int] = {}
    ends = (known.get_indexer(general[name]) for name in ("from_stop_id", "to_stop_id"))
    for start, end, s, k in zip(*(end[usable] for end in ends), seconds[usable], kind[usable], strict=True):
        if start < 0 or end < 0:
            continue
        starts, stops_there = ([at, *of_station.get(known[at], [])] for at in (start, end))
        for one in starts:
            for other in stops_there:
                pairs[one, other] = -1 if k == NOT_POSSIBLE else max(int(s), 1)
    every = np.array([(*pair, s) for pair, s in pairs.items()], dtype=np.int32).reshape(-1, 3)
    return {"change_from": every[:, 0].copy(), "change_to": every[:, 1].copy(), "change_s": every[:, 2].copy()}


def _publisher(feed: Feed) -> str:
    """Return who publishes a feed: its agencies, else its publisher."""
    names = [*feed["agency.txt"]["agency_name"], *feed["feed_info.txt"]["feed_publisher_name"]]
    return next((name[:80] for name in names if name), "")
