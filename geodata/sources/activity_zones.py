"""Activity zones (IGN, BD TOPO, « zone d'activité ou d'intérêt »): those of industry and trade, with their contours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.sources.contours import field_of
from geodata.sources.feed import Feed
from geodata.sources.wfs import AreaLayer, Columns
from i18n import N_

CATEGORY = "Industriel et commercial"


def _is_activity(properties: Mapping[str, Any]) -> bool:
    """Return whether a zone is of industry or trade and drawn as it is."""
    return field_of(properties, "categorie") == CATEGORY and str(properties.get("fictif", "")).lower() not in {"true", "vrai"}


LAYER = AreaLayer(
    name="BDTOPO_V3:zone_d_activite_ou_d_interet",
    file="zones_activite.geojson",
    columns=Columns(code=("cleabs",), name=("toponyme",), kind=("nature",), detail=("nature_detaillee",)),
    vintage=N_("dernière édition de la BD TOPO (IGN)"),
    sort="cleabs",
    keep=_is_activity,
)
FEED = Feed("activity_zones", 60, "activity_zones", LAYER.read, (LAYER.file,))
