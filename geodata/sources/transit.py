"""Public transport (GTFS of the territory, by its name at data.gouv.fr): its stops, and the timetables kept whole for travel times."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.crs import COORDINATE_DECIMALS, to_l93
from geodata.download import Limits
from geodata.readers import Reader
from geodata.sentences import Sentence, sentence
from geodata.sources.feed import Feed, FeedError, Frames, Reading, dataset_here
from geodata.sources.tables import check_entries, resource_url, table_of
from geodata.territory import GTFS
from i18n import N_

ID = "transit"
FILE = "gtfs.zip"
LIMITS = Limits(total_s=900.0, received_bytes=200_000_000, unpacked_bytes=2_000_000_000)
NEEDED = ("stop_id", "stop_name", "stop_lat", "stop_lon")
TABLES = {
    "routes.txt": ("route_id",),
    "trips.txt": ("trip_id", "service_id"),
    "stop_times.txt": ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"),
    "calendar.txt|calendar_dates.txt": ("service_id",),
}
"""What travel times need beside the stops: the columns of each table."""
AROUND_M = 2_000.0
MAX_LOCATION = 1
"""A place of GTFS that is neither a stop (0) nor a station (1) is an entrance, a node or a platform of one."""


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the stops in the territory and 2 km around, and the archive of the timetables.

    Raises
    ------
    FeedError, DownloadError
        A table or a column is absent, a stop is there twice, none is of the territory, or the service does not answer.
    """
    path = reader.fetch(FILE, resource_url(reader, "gtfs.json", dataset_here(ID, reader), "gtfs"), LIMITS)
    check_entries(path, FILE, TABLES)
    rows = pd.concat(list(table_of(path, NEEDED, FILE, LIMITS, entry="stops.txt", more=("location_type", "wheelchair_boarding"))))
    rows = rows[pd.to_numeric(rows["location_type"], errors="coerce").fillna(0) <= MAX_LOCATION].reset_index(drop=True)
    lon, lat = (pd.to_numeric(rows[name], errors="coerce") for name in ("stop_lon", "stop_lat"))
    x, y = to_l93(lon, lat)
    towns = gpd.GeoDataFrame(frames["municipalities"])
    frame = gpd.GeoDataFrame(
        {"code": rows["stop_id"], "name": rows["stop_name"].fillna(rows["stop_id"]), "is_accessible": _accessible(rows)},
        geometry=gpd.points_from_xy(np.round(x, COORDINATE_DECIMALS), np.round(y, COORDINATE_DECIMALS)),
        crs=towns.crs,
    )
    is_placed = np.isfinite(x) & np.isfinite(y)
    near = frame[is_placed & frame.intersects(towns.union_all().buffer(AROUND_M)).to_numpy()].sort_values("code", ignore_index=True)
    if near.empty:
        raise FeedError(N_("aucun arrêt du territoire dans le fichier"))
    return Reading(gpd.GeoDataFrame(near), N_("horaires publiés au jour de la lecture"), _lost(frame, is_placed), files={GTFS: path})


def _accessible(rows: pd.DataFrame) -> pd.Series:
    return rows["wheelchair_boarding"].map({"1": "yes", "2": "no"}).fillna("unknown")


def _lost(frame: pd.DataFrame, is_placed: np.ndarray) -> tuple[Sentence, ...]:
    return tuple(sentence(N_("{name} : sans position"), name=str(name)) for name in frame["name"][~is_placed])


FEED = Feed(ID, 72, "transit_stops", read, (FILE,))
