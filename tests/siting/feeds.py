"""GTFS files for tests, written from plain tables; and small invented networks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pyproj import Transformer

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Rows = Sequence[Mapping[str, Any]]


def clock(seconds: float) -> str:
    """« 25:10:00 » for what is after midnight."""
    return f"{int(seconds) // 3600:02d}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}"


def stop(name: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    """A stop at metres EPSG:2154."""
    lon, lat = Transformer.from_crs(2154, 4326, always_xy=True).transform(x, y)
    return {"stop_id": name, "stop_name": name, "stop_lat": repr(lat), "stop_lon": repr(lon), **more}


def calls(trip: str, rows: Sequence[tuple[str, float, float]]) -> list[dict[str, Any]]:
    """The calls of a trip: stop, arrival, departure in seconds after midnight."""
    return [
        {"trip_id": trip, "stop_id": at, "stop_sequence": 10 * rank, "arrival_time": clock(arrives), "departure_time": clock(departs)}
        for rank, (at, arrives, departs) in enumerate(rows)
    ]


def tables(**changes: Rows | None) -> dict[str, Rows]:
    """A feed of one line that runs every weekday of two weeks; `changes` replace a table, or remove it (None)."""
    whole: dict[str, Rows | None] = {
        "agency": [{"agency_id": "A", "agency_name": "Réseau inventé (exemple)"}],
        "stops": [stop("a", 890_000, 6_245_000), stop("b", 894_000, 6_245_000)],
        "trips": [{"trip_id": f"t{hour}", "route_id": "1", "service_id": "week"} for hour in range(7, 11)],
        "stop_times": [
            call
            for hour in range(7, 11)
            for call in calls(f"t{hour}", [("a", hour * 3600, hour * 3600), ("b", hour * 3600 + 600, hour * 3600 + 600)])
        ],
        "calendar": [
            {"service_id": "week", "start_date": "20270104", "end_date": "20270117"} | {day: int(i < 5) for i, day in enumerate(WEEK)}
        ],
    } | changes
    return {name: rows for name, rows in whole.items() if rows is not None}


def write(path: Path, whole: Mapping[str, Rows], folder: str = "", encoding: str = "utf-8") -> Path:
    """Write tables as a GTFS."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in whole.items():
            text = io.StringIO()
            columns = list(dict.fromkeys(column for row in rows for column in row))
            writer = csv.DictWriter(text, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
            archive.writestr(f"{folder}{name}.txt", text.getvalue().encode(encoding))
    return path
