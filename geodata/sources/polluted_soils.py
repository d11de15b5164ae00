"""Polluted or potentially polluted soils that call for an action of the State (Géorisques, ex-BASOL, by area)."""

from __future__ import annotations

from geodata.readers import Reader
from geodata.sources.feed import Feed, Frames, Reading
from geodata.sources.flood_zones import GEOJSON, SERVICE
from geodata.sources.wfs import Columns, areas_of, box_of, features, wfs_url
from i18n import N_

LAYER = "ms:SSP_INSTR_GE_POLYGONE"
FILE = "sols_pollues.geojson"
COLUMNS = Columns(
    code=("identifiant_ssp", "identifiant", "id_ssp", "gid", "id"),
    name=("nom_etablissement", "nom_usuel", "nom", "nom_site"),
    kind=("statut", "etat"),
    detail=("fiche_risque", "url_fiche", "url"),
)


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the areas of polluted soils that touch the territory; there may be none.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, or the service does not answer.
    """
    url = lambda start: wfs_url(LAYER, start, bounds_m=box_of(frames), base=SERVICE, form=GEOJSON)  # noqa: E731
    frame, passed_over = areas_of(features(reader, FILE, url), COLUMNS, frames, may_be_none=True)
    return Reading(frame, N_("sites instruits par l'État au jour de la lecture"), passed_over)


FEED = Feed("polluted_soils", 66, "polluted_soils", read, (FILE,))
