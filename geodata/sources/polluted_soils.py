"""Polluted or potentially polluted soils that call for an action of the State (Géorisques, ex-BASOL, by area); there may be none."""

from __future__ import annotations

from geodata.sources.feed import Feed
from geodata.sources.wfs import GEORISQUES, AreaLayer, Columns
from i18n import N_

LAYER = AreaLayer(
    name="ms:SSP_INSTR_GE_POLYGONE",
    file="sols_pollues.geojson",
    columns=Columns(
        code=("identifiant_ssp", "identifiant", "id_ssp", "gid", "id"),
        name=("nom_etablissement", "nom_usuel", "nom", "nom_site"),
        kind=("statut", "etat"),
        detail=("fiche_risque", "url_fiche", "url"),
    ),
    vintage=N_("sites instruits par l'État au jour de la lecture"),
    base=GEORISQUES,
    may_be_none=True,
)
FEED = Feed("polluted_soils", 66, "polluted_soils", LAYER.read, (LAYER.file,))
