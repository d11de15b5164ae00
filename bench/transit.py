"""Times by public transport on an invented network, and on roads beside Valhalla's: ``python -m bench.transit``."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from siting.reach import StraightReach
from siting.road_extract import graph_from_osm
from siting.road_reach import RoadReach
from siting.timetable import Timetable
from siting.transit_reach import TRANSIT, TransitReach
from tests.siting.valhalla_engine import HOW, INSTALLED, Valhalla, helsinki

SIDE_M = np.array([40_000.0, 30_000.0])
LINES, STOPS_A_LINE, DEPARTURES = 100, 30, 100_000
PLACES, POINTS = 500, 10_000
REPEATS = 5
SEED = 1


def network(rng: np.random.Generator) -> Timetable:
    """Return the timetable of a day: straight lines through a town, both ways, at 18 km/h, from 5:30 to 22:30."""
    centre = SIDE_M / 2
    ends = np.clip(centre + rng.normal(0, 0.3, (LINES, 2, 2)) * SIDE_M, 0, SIDE_M)
    share = np.linspace(0, 1, STOPS_A_LINE)[None, :, None]
    lines = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * share + rng.normal(0, 60, (LINES, STOPS_A_LINE, 2))
    ids = np.arange(LINES * STOPS_A_LINE).reshape(LINES, STOPS_A_LINE)
    runs = DEPARTURES // (LINES * 2 * (STOPS_A_LINE - 1)) + 1
    parts = []
    for line, stops in zip(lines, ids, strict=True):
        for order in (slice(None), slice(None, None, -1)):
            seconds = np.maximum(np.round(np.hypot(*np.diff(line[order], axis=0).T) / 5.0), 20)
            at = np.concatenate(([0.0], np.cumsum(seconds)))
            start = 5.5 * 3600 + rng.integers(0, 1_000) + np.arange(runs) * (17 * 3600 / runs)
            departs, arrives = start[:, None] + at[:-1], start[:, None] + at[1:]
            ends_here = np.tile(np.arange(STOPS_A_LINE - 1) == STOPS_A_LINE - 2, runs)
            parts.append([departs.ravel(), arrives.ravel(), np.tile(stops[order][:-1], runs), np.tile(stops[order][1:], runs), ends_here])
    departs, arrives, start_stop, end_stop, is_end = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(departs, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    onward = np.where(is_end, -1, np.append(rank[1:], -1))
    everywhere = np.ones(len(order), dtype=np.bool_)
    columns = (column[order].astype(np.int32) for column in (departs, arrives, start_stop, end_stop, onward))
    return Timetable(lines.reshape(-1, 2), *columns, everywhere, everywhere)


def seconds_of(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the longest of some runs, after one that compiles."""
    work()
    took = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return float(np.median(took)), max(took)


def by_public_transport() -> None:
    """Print what the times between all places and points take."""
    rng = np.random.default_rng(SEED)
    table = network(rng)
    places, points = rng.random((PLACES, 2)) * SIDE_M, rng.random((POINTS, 2)) * SIDE_M
    median, longest = seconds_of(lambda: TransitReach(table, StraightReach()).minutes(places, points, TRANSIT, 60.0))
    reached = np.isfinite(TransitReach(table, StraightReach()).minutes(places, points, TRANSIT, 60.0)).mean()
    print(f"| {len(table.xy_l93)} stops, {len(table.departs)} rides; {PLACES} places × {POINTS} points, 13 departures, 60 min | "
          f"{median:.2f} s (longest {longest:.2f}); {reached:.0%} of pairs |")  # fmt: skip
    median, longest = seconds_of(lambda: TransitReach(table, StraightReach()).outline(places[0], TRANSIT, 30.0))
    print(f"| one catchment of 30 min | {median:.2f} s (longest {longest:.2f}) |")


def on_roads() -> None:
    """Print how far times on roads are from Valhalla's, and how long both take."""
    with tempfile.TemporaryDirectory() as folder:
        engine = Valhalla(helsinki(), Path(folder))
        for mode in ("foot", "bike", "car"):
            graph = graph_from_osm(helsinki(), mode, Path(folder))
            drawn = graph.xy_l93[np.random.default_rng(SEED).choice(len(graph.xy_l93), 96, replace=False)]
            places, points, reach = drawn[48:], drawn[:48], RoadReach({mode: graph})
            ours, theirs = reach.minutes(places, points, mode), engine.minutes(places, points, mode)
            both = np.isfinite(ours) & (theirs > 1)
            ratio = ours[both] / theirs[both]
            off = np.abs(ratio - 1)
            quick, _ = seconds_of(partial(reach.minutes, places, points, mode))
            slow, _ = seconds_of(partial(engine.minutes, places, points, mode))
            far = f"{np.median(ratio):.2f} | {np.median(off):.1%} | {np.quantile(off, 0.9):.0%}"
            print(f"| {mode} | {both.sum()} | {far} | {1000 * quick:.0f} ms | {1000 * slow:.0f} ms | {slow / quick:.0f} × |")


if __name__ == "__main__":
    by_public_transport()
    if INSTALLED:
        on_roads()
    else:
        print(f"Beside Valhalla: not measured; {HOW}")
