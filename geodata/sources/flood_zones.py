"""Regulated zones of the flood-risk prevention plans (Géorisques, PPRN « inondation »); a territory may have none."""

from __future__ import annotations

from geodata.sources.feed import Feed
from geodata.sources.wfs import GEORISQUES, AreaLayer, Columns
from i18n import N_

LAYER = AreaLayer(
    name="ms:PPRN_ZONE_INOND",
    file="zones_inondables.geojson",
    columns=Columns(
        code=("id_zone", "gid", "id", "fid"),
        name=("nom", "nom_ppr", "libelle"),
        kind=("typereg", "codereg", "code_zone"),
        detail=("urlreg", "url"),
    ),
    vintage=N_("plans de prévention numérisés au jour de la lecture"),
    base=GEORISQUES,
    may_be_none=True,
)
FEED = Feed("flood_zones", 64, "flood_zones", LAYER.read, (LAYER.file,))
