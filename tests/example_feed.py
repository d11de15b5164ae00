"""An invented public transport network of the territory, marked as an example: three lines between the town halls, every ten minutes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from geodata.territory import Territory
from tests.siting.feeds import WEEK, calls, stop, tables, write

KM_H = 20.0
STOP_EVERY_M = 600.0


def example_feed(path: Path, territory: Territory, last_day: str = "20991231") -> Path:
    """Write the network as a GTFS; each line goes through the six town halls of a third of the communes, from north to south."""
    halls = shapely.get_coordinates(territory.town_halls.geometry.to_numpy())
    halls = halls[np.argsort(halls[:, 0])]
    stops, times, trips = [], [], []
    for number, line in enumerate(np.array_split(halls, 3)):
        corners = line[np.argsort(-line[:, 1])]
        way = shapely.LineString(corners)
        along = np.arange(0.0, way.length, STOP_EVERY_M)
        names = [f"L{number}-{rank}" for rank in range(len(along))]
        stops += [stop(name, *shapely.get_coordinates(way.interpolate(at))[0]) for name, at in zip(names, along, strict=True)]
        for back in (False, True):
            for minute in range(6 * 60, 22 * 60, 10):
                trip = f"L{number}-{'retour' if back else 'aller'}-{minute}"
                at = minute * 60 + along / (KM_H / 3.6)
                order = names[::-1] if back else names
                trips.append({"trip_id": trip, "route_id": f"L{number}", "service_id": "semaine"})
                times += calls(trip, [(name, s, s) for name, s in zip(order, at, strict=True)])
    routes = [{"route_id": f"L{number}", "route_short_name": str(number + 1), "route_type": "3"} for number in range(3)]
    days = {day: int(rank < 5) for rank, day in enumerate(WEEK)}
    calendar = [{"service_id": "semaine", "start_date": "20260105", "end_date": last_day} | days]
    return write(path, tables(routes=routes, stops=stops, trips=trips, stop_times=times, calendar=calendar))
