"""Perimeters of the economic areas of the region (PACA 2023), by the names of the national standard « sites économiques » (CNIG)."""

from __future__ import annotations

from geodata.readers import Reader
from geodata.sources.feed import Feed, Frames, Reading, dataset_here
from geodata.sources.tables import resource_url
from geodata.sources.wfs import Columns, areas_of, features_of
from i18n import N_

ID = "activity_zones_paca"
FILE = "zones_activite_paca.geojson"
COLUMNS = Columns(code=("site_id",), name=("site_nom",), kind=("site_type",), detail=("site_vocadomi",))


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the areas that touch the territory; where fields are not those of the standard, the message names those received.

    Raises
    ------
    FeedError, DownloadError
        A field is not the standard's, no area is of the territory, or the service does not answer.
    """
    content = reader.json(FILE, resource_url(reader, "zones_activite_paca.json", dataset_here(ID, reader), "geojson"))
    frame, passed_over = areas_of(features_of(content), COLUMNS, frames)
    return Reading(frame, N_("périmètres de 2023"), passed_over)


FEED = Feed(ID, 61, ID, read, (FILE,), is_local=True)
