"""Roads (an OpenStreetMap extract of the region, by its address in the territory's file): kept whole, for travel times on real streets."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geodata.crs import WGS84
from geodata.readers import LARGE, Reader
from geodata.sources.feed import Feed, FeedError, Frames, Reading, dataset_here
from geodata.sources.pbf import read_extract
from geodata.territory import ROADS
from i18n import N_

ID = "roads"


def read(reader: Reader, frames: Frames) -> Reading:
    """Return what the extract says of itself, and the extract.

    Raises
    ------
    FeedError, DownloadError
        It is none, was cut, or does not cover the territory; the service does not answer.
    """
    path = reader.fetch(ROADS, dataset_here(ID, reader), LARGE)
    extract = read_extract(path)
    towns = gpd.GeoDataFrame(frames["municipalities"]).to_crs(WGS84)
    if extract.box and not shapely.box(*extract.box).intersects(shapely.box(*towns.total_bounds)):
        raise FeedError(N_("l'extrait ne couvre pas le territoire"))
    frame = pd.DataFrame({"code": [ID], "name": ["OpenStreetMap"], "blocks": [float(extract.blocks)]})
    vintage = f"{extract.day:%d/%m/%Y}" if extract.day else N_("extrait lu au jour de la lecture")
    return Reading(frame, vintage, files={ROADS: path})


FEED = Feed(ID, 76, "roads", read, (ROADS,), is_local=True)
