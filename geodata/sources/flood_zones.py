"""Regulated zones of the flood-risk prevention plans (Géorisques, PPRN « inondation »)."""

from __future__ import annotations

from geodata.readers import Reader
from geodata.sources.feed import Feed, Frames, Reading
from geodata.sources.wfs import Columns, areas_of, box_of, features, wfs_url
from i18n import N_

SERVICE = "https://www.georisques.gouv.fr/services"
GEOJSON = "application/json; subtype=geojson"
LAYER = "ms:PPRN_ZONE_INOND"
FILE = "zones_inondables.geojson"
COLUMNS = Columns(
    code=("id_zone", "gid", "id", "fid"),
    name=("nom", "nom_ppr", "libelle"),
    kind=("typereg", "codereg", "code_zone"),
    detail=("urlreg", "url"),
)


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the regulated flood zones that touch the territory; there may be none.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, or the service does not answer.
    """
    url = lambda start: wfs_url(LAYER, start, bounds_m=box_of(frames), base=SERVICE, form=GEOJSON)  # noqa: E731
    frame, passed_over = areas_of(features(reader, FILE, url), COLUMNS, frames, may_be_none=True)
    return Reading(frame, N_("plans de prévention numérisés au jour de la lecture"), passed_over)


FEED = Feed("flood_zones", 64, "flood_zones", read, (FILE,))
