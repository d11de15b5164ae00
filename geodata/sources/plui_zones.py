"""Zones of the town-planning documents in force (Géoportail de l'urbanisme, CNIG standard of the PLU)."""

from __future__ import annotations

from geodata.sources.feed import Feed
from geodata.sources.wfs import AreaLayer, Columns
from i18n import N_

LAYER = AreaLayer(
    name="wfs_du:zone_urba",
    file="zones_plui.geojson",
    columns=Columns(code=("gid",), name=("libelle",), kind=("typezone",), detail=("libelong",)),
    vintage=N_("documents d'urbanisme en vigueur au jour de la lecture"),
    sort="gid",
)
FEED = Feed("plui_zones", 62, "plui_zones", LAYER.read, (LAYER.file,))
