"""Zones of the town-planning documents in force (Géoportail de l'urbanisme, CNIG standard of the PLU)."""

from __future__ import annotations

from geodata.readers import Reader
from geodata.sources.feed import Feed, Frames, Reading
from geodata.sources.wfs import Columns, areas_of, box_of, features, wfs_url
from i18n import N_

LAYER = "wfs_du:zone_urba"
FILE = "zones_plui.geojson"
COLUMNS = Columns(code=("gid",), name=("libelle",), kind=("typezone",), detail=("libelong",))


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the zones of the documents that the geoportal serves in the territory.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, no zone is of the territory, or the service does not answer.
    """
    items = features(reader, FILE, lambda start: wfs_url(LAYER, start, sort="gid", bounds_m=box_of(frames)))
    frame, passed_over = areas_of(items, COLUMNS, frames)
    return Reading(frame, N_("documents d'urbanisme en vigueur au jour de la lecture"), passed_over)


FEED = Feed("plui_zones", 62, "plui_zones", read, (FILE,))
