"""Times by public transport are those that a plain search of every trip finds, row for row."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.gtfs import read_feed
from siting.reach import HYPOTHESES, StraightReach
from siting.timetable import build_timetable, timetable_from_gtfs
from siting.transit_reach import TransitReach, TransitTerms
from tests.siting.feeds import calls, clock, stop, tables, write

TERMS = TransitTerms(first_s=8 * 3600, step_s=600, departures=5, most_walk_min=12.0, most_change_min=6.0, change_s=90)
CORNER = np.array([890_000.0, 6_245_000.0])


def network(seed: int) -> dict[str, Any]:
    """An invented network: stops, trips of some services (loops, waits, no boarding here and there), changes, a headway."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 8))
    xy = CORNER + np.round(rng.random((n, 2)) * 6_000)
    trips = []
    for number in range(int(rng.integers(2, 14))):
        at = rng.integers(0, n, int(rng.integers(2, 6)))
        now, rows = int(rng.integers(7 * 60, 9 * 60 + 30)) * 60, []
        for one in at:
            waits = int(rng.integers(0, 3)) * 30
            rows.append((int(one), now, now + waits, int(rng.random() < 0.9), int(rng.random() < 0.9)))
            now += waits + int(rng.integers(0, 8)) * 60
        trips.append({"id": f"t{number}", "rows": rows, "service": str(rng.choice(["week", "sunday", "night"])), "every": 0})
    for trip in trips:
        trip["block"] = str(rng.choice(["", "v1", "v2"]))
        if rng.random() < 0.6 and trip is not trips[0]:  # where another ends
            trip["rows"][0] = (trips[0]["rows"][-1][0], *trip["rows"][0][1:])
    if rng.random() < 0.6:
        trips[0] |= {"every": int(rng.integers(5, 25)) * 60, "service": "week"}
    changes = [(int(a), int(b), str(k), int(rng.integers(0, 10)) * 60) for a, b, k in zip(
        rng.integers(0, n, 4), rng.integers(0, n, 4), rng.choice(["0", "2", "3"], 4), strict=True)]  # fmt: skip
    return {"xy": xy, "trips": trips, "changes": changes, "rng": rng}


def written(net: dict[str, Any], path: Path) -> Path:
    """The network as a GTFS, its rows in no order; the service « night » is of the evening before, past midnight."""
    week = {"start_date": "20270104", "end_date": "20270108"}
    flags = {"monday": 1, "tuesday": 1, "wednesday": 1, "thursday": 1, "friday": 1, "saturday": 0, "sunday": 0}
    times: list[dict[str, Any]] = []
    for trip in net["trips"]:
        shift = 86_400 if trip["service"] == "night" else 0
        rows = calls(trip["id"], [(f"s{at}", shift + arrives, shift + departs) for at, arrives, departs, _on, _off in trip["rows"]])
        times += [
            row | {"pickup_type": 1 - on, "drop_off_type": 1 - off}
            for row, (*_, on, off) in zip(rows, trip["rows"], strict=True)
        ]  # fmt: skip
    net["rng"].shuffle(times)
    return write(
        path,
        tables(
            stops=[stop(f"s{i}", *place) for i, place in enumerate(net["xy"])],
            trips=[{"trip_id": trip["id"], "service_id": trip["service"], "block_id": trip["block"]} for trip in net["trips"]]
            + [{"trip_id": "always", "service_id": "week"}],
            stop_times=times + calls("always", [("s0", 3_600, 3_600), ("s1", 3_700, 3_700)]),
            calendar=[
                {"service_id": "week"} | week | flags,
                {"service_id": "night"} | week | flags | {"start_date": "20270103", "sunday": 1},
                {"service_id": "sunday"} | week | dict.fromkeys(flags, 0) | {"sunday": 1},
            ],
            frequencies=[
                {
                    "trip_id": trip["id"],
                    "start_time": clock(7 * 3600),
                    "end_time": clock(10 * 3600),
                    "headway_secs": trip["every"],
                }
                for trip in net["trips"]
                if trip["every"]
            ],
            transfers=[
                {"from_stop_id": f"s{a}", "to_stop_id": f"s{b}", "transfer_type": kind, "min_transfer_time": s}
                for a, b, kind, s in net["changes"]
            ],
        ),
    )


def runs_of(trip: dict[str, Any]) -> list[list[tuple[int, int, int, int, int]]]:
    if trip["service"] == "sunday":
        return []
    if not trip["every"]:
        return [trip["rows"]]
    first = trip["rows"][0][2]
    starts = range(7 * 3600, 10 * 3600, trip["every"])
    return [[(at, a - first + start, d - first + start, on, off) for at, a, d, on, off in trip["rows"]] for start in starts]


def vehicles_of(net: dict[str, Any]) -> list[list[tuple[int, int, int, int, int]]]:
    """Every run, one after the other where the same vehicle goes on from where it is and one may stay aboard."""
    found = [run for trip in net["trips"] if trip["every"] or not trip["block"] for run in runs_of(trip)]
    for block in ("v1", "v2"):
        for night in (True, False):
            mine = [trip for trip in net["trips"] if trip["block"] == block and (trip["service"] == "night") == night and not trip["every"]]
            runs = [(trip["id"], run) for trip in mine for run in runs_of(trip)]
            whole: list[tuple[int, int, int, int, int]] = []
            for _id, run in sorted(runs, key=lambda one: (one[1][0][2], one[0])):
                at, arrives, _departs, _on, off = whole[-1] if whole else (-1, 0, 0, 0, 0)
                is_near = whole and math.hypot(*(net["xy"][at] - net["xy"][run[0][0]])) <= 200
                if is_near and run[0][2] >= arrives and run[0][2] > whole[-2][2]:
                    whole = [*whole[:-1], (at, arrives, arrives, 0, off), (*run[0][:4], 0), *run[1:]]
                else:
                    found += [whole] if whole else []
                    whole = list(run)
            found += [whole] if whole else []
    return found


def walk_s(one: np.ndarray, other: np.ndarray, most_min: float) -> int | None:
    minutes = math.hypot(*(one - other)) * 1.3 / 75
    return max(math.ceil(minutes * 60 - 1e-6), 1) if minutes <= most_min else None


def changes_of(net: dict[str, Any]) -> dict[tuple[int, int], int]:
    """Seconds to change between each pair of stops where one may."""
    found = {}
    for i, one in enumerate(net["xy"]):
        for j, other in enumerate(net["xy"]):
            took = walk_s(one, other, TERMS.most_change_min)
            if took is not None:
                found[i, j] = TERMS.change_s if i == j else took
    for a, b, kind, s in net["changes"]:
        if kind == "3":
            found.pop((a, b), None)
        elif kind == "2":
            found[a, b] = max(s, 1)
    return found


def brute(net: dict[str, Any], demand: np.ndarray, place: np.ndarray, limit_min: float) -> float:
    """Try every trip again until nothing comes earlier, for each departure; the median in minutes."""
    runs, changes, took = vehicles_of(net), changes_of(net), []
    for moment in range(TERMS.departures):
        leave = TERMS.first_s + moment * TERMS.step_s
        at_stop = {i: leave + s for i, xy in enumerate(net["xy"]) if (s := walk_s(demand, xy, TERMS.most_walk_min)) is not None}
        exits = {i: s for i, xy in enumerate(net["xy"]) if (s := walk_s(xy, place, TERMS.most_walk_min)) is not None}
        best, moved = math.inf, True
        while moved:
            moved = False
            for run in runs:
                aboard = False
                for at, arrives, departs, on, off in run:
                    if aboard and off:
                        best = min(best, arrives + exits.get(at, math.inf))
                        for (start, end), s in changes.items():
                            if start == at and arrives + s < at_stop.get(end, math.inf):
                                at_stop[end], moved = arrives + s, True
                    aboard = aboard or bool(on and at_stop.get(at, math.inf) <= departs)
        took.append((best - leave) / 60)
    by_foot = math.hypot(*(demand - place)) * 1.3 / 75
    best = min(sorted(took)[TERMS.departures // 2], by_foot)
    return best if best <= limit_min else math.inf


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([25.0, 60.0]))
def test_times_are_those_of_every_trip_tried(tmp_path_factory: pytest.TempPathFactory, seed: int, limit: float) -> None:
    net = network(seed)
    table = build_timetable(read_feed(written(net, tmp_path_factory.mktemp("feed") / "gtfs.zip")))
    rng = net["rng"]
    demand, places = (CORNER + np.round(rng.random((count, 2)) * 6_000) for count in (5, 4))
    net["xy"] = table.xy_l93  # to the bit as they were read
    expected = np.array([[brute(net, one, place, limit) for place in places] for one in demand])
    found = TransitReach(table, StraightReach(), TERMS).minutes(places, demand, "transit", limit)
    assert np.allclose(found, expected, rtol=0, atol=1e-6)


def line(folder: Path, **changes: Any) -> TransitReach:
    """The line a → b, 4 km, every ten minutes from eight o'clock on, ten minutes long."""
    starts = [8 * 3600 + 600 * k for k in range(14)]
    times = [call for k, at in enumerate(starts) for call in calls(f"t{k}", [("a", at, at), ("b", at + 600, at + 600)])]
    trips = [{"trip_id": f"t{k}", "service_id": "week"} for k in range(len(starts))]
    path = write(folder / "gtfs.zip", tables(**{"trips": trips, "stop_times": times, **changes}))
    return TransitReach(timetable_from_gtfs(path, folder / "cache"), StraightReach())


def test_the_median_of_the_departures_is_what_half_of_them_do_at_least(tmp_path: Path) -> None:
    reach = line(tmp_path)
    at_a, at_b = reach.timetable.xy_l93[:1], reach.timetable.xy_l93[1:]
    # One second to the stop and one from it; leaving at :00 one waits ten minutes (seven of thirteen), at :05 five.
    assert reach.minutes(at_b, at_a, "transit")[0, 0] == pytest.approx(20 + 1 / 60)
    assert reach.minutes(at_b, at_a, "transit", 20.0)[0, 0] == math.inf
    back = reach.minutes(at_a, at_b, "transit")[0, 0]
    assert back == pytest.approx(HYPOTHESES["foot"].minutes(np.array([4_000.0]))[0], rel=1e-3)  # no trip comes back: on foot
    with pytest.raises(ValueError, match="mode"):
        reach.minutes(at_a, at_b, "car")


def test_a_timetable_kept_on_disk_is_the_same(tmp_path: Path) -> None:
    first, again = line(tmp_path).timetable, timetable_from_gtfs(tmp_path / "gtfs.zip", tmp_path / "cache")
    assert first.to_arrays().keys() == again.to_arrays().keys()
    for name, values in first.to_arrays().items():
        assert np.array_equal(values, again.to_arrays()[name]), name
    assert (first.publisher, str(first.day), str(first.last_day)) == ("Réseau inventé (exemple)", "2027-01-04", "2027-01-17")


def test_a_stop_without_a_position_is_where_its_station_is_or_is_only_ridden_through(tmp_path: Path) -> None:
    stops = [stop("a", 890_000, 6_245_000), stop("B", 894_000, 6_245_000, location_type=1)]
    with_station = [*stops, {"stop_id": "b", "parent_station": "B"}]
    at_a, at_b = np.array([[890_000.0, 6_245_000.0]]), np.array([[894_000.0, 6_245_000.0]])
    assert line(tmp_path, stops=with_station).minutes(at_b, at_a, "transit")[0, 0] < 21
    (tmp_path / "other").mkdir()
    lost = line(tmp_path / "other", stops=[stops[0], {"stop_id": "b", "stop_lat": "nan", "stop_lon": ""}])
    assert lost.minutes(at_b, at_a, "transit", 60.0)[0, 0] == math.inf


def test_a_change_of_a_station_is_one_of_its_stops(tmp_path: Path) -> None:
    stations = [stop("S", 890_000, 6_245_000), stop("a", 890_000, 6_245_000, parent_station="S"), stop("b", 894_000, 6_245_000)]
    forbidden = [{"from_stop_id": "S", "to_stop_id": "S", "transfer_type": 3, "min_transfer_time": ""}]
    table = line(tmp_path, stops=stations, transfers=forbidden).timetable
    assert set(zip(table.change_from, table.change_to, table.change_s, strict=True)) >= {(1, 1, -1), (0, 1, -1)}


def test_a_catchment_is_around_the_place_and_around_the_stops_that_lead_to_it(tmp_path: Path) -> None:
    reach = line(tmp_path)
    place = reach.timetable.xy_l93[1]
    shape = reach.outline(place, "transit", 30.0)
    assert shape.is_valid
    assert len(shape.geoms) == 2
    rng = np.random.default_rng(3)
    points = place + (rng.random((400, 2)) - [0.8, 0.5]) * [7_000, 3_000]
    inside = reach.minutes(place[None], points, "transit", 30.0)[:, 0] <= 30
    clear = shapely.distance(shapely.points(points), shape.boundary) > 75
    assert (inside & clear).sum() > 20
    assert np.array_equal(shapely.contains_xy(shape, points)[clear], inside[clear])
    assert reach.outline(place, "transit", 0.0).is_empty


@pytest.mark.parametrize(("blocks", "minutes"), [(("v", "v"), 20.0), (("v", "w"), 30.0), (("", ""), 30.0)])
def test_one_stays_aboard_a_vehicle_that_goes_on_as_another_trip(tmp_path: Path, blocks: tuple[str, str], minutes: float) -> None:
    first, half = 8 * 3600, 600
    stops = [stop(name, 890_000 + 4_000 * at, 6_245_000) for at, name in enumerate("abc")]
    trips, times = [], []
    for k in range(-2, 14):  # both trips every ten minutes, the second as soon as the first is there
        leaves = first + k * half
        for number, (start, end, block) in enumerate((("a", "b", blocks[0]), ("b", "c", blocks[1]))):
            trips.append({"trip_id": f"{number}-{k}", "service_id": "week", "block_id": block and f"{block}{k}"})
            begins = leaves + number * half
            times += calls(f"{number}-{k}", [(start, begins, begins), (end, begins + half, begins + half)])
    path = write(tmp_path / "gtfs.zip", tables(stops=stops, trips=trips, stop_times=times))
    terms = TransitTerms(first_s=first - 1, step_s=half, departures=5, change_s=90)
    table = timetable_from_gtfs(path, tmp_path / "cache")
    found = TransitReach(table, StraightReach(), terms).minutes(table.xy_l93[2:], table.xy_l93[:1], "transit", 60.0)
    assert found[0, 0] == pytest.approx(minutes, abs=0.1)
