"""Activity zones (IGN, BD TOPO, « zone d'activité ou d'intérêt »): those of industry and trade, with their contours."""

from __future__ import annotations

from geodata.readers import Reader
from geodata.sources.feed import Feed, Frames, Reading
from geodata.sources.wfs import Columns, areas_of, box_of, features, wfs_url
from i18n import N_

LAYER = "BDTOPO_V3:zone_d_activite_ou_d_interet"
FILE = "zones_activite.geojson"
CATEGORY = "Industriel et commercial"
COLUMNS = Columns(code=("cleabs",), name=("toponyme",), kind=("nature",), detail=("nature_detaillee",))


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the activity zones of the territory.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, no zone is of the territory, or the service does not answer.
    """
    items = features(reader, FILE, lambda start: wfs_url(LAYER, start, sort="cleabs", bounds_m=box_of(frames)))
    zones = [item for item in items if _is_activity(item.get("properties") or {})]
    frame, passed_over = areas_of(zones, COLUMNS, frames)
    return Reading(frame, N_("dernière édition de la BD TOPO (IGN)"), passed_over)


def _is_activity(properties: dict[str, object]) -> bool:
    """Return whether a zone is of industry or trade and drawn as it is; a file without categories is of activity zones alone."""
    return properties.get("categorie", CATEGORY) == CATEGORY and str(properties.get("fictif", "")).lower() not in {"true", "vrai"}


FEED = Feed("activity_zones", 60, "activity_zones", read, (FILE,))
