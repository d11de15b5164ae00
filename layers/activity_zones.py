"""Map layer: activity zones (BD TOPO), once a refresh brought them."""

from __future__ import annotations

import geopandas as gpd

from domain.selection import Selection
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from layers.layer import Layer, LegendEntry


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return every activity zone, whatever the selection of candidates."""
    return gpd.GeoDataFrame(territory.official("activity_zones"))


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each zone's name and nature."""
    return [
        (str(name), str(kind) if isinstance(kind, str) else _("zone d'activité"))
        for name, kind in zip(rows["name"], rows["kind"], strict=True)
    ]


LAYER = Layer(
    id="activity_zones",
    label=N_("Zones d'activité"),
    order=15,
    sources=("activity_zones",),
    geometry="polygon",
    legend=(LegendEntry(N_("Zone d'activité (BD TOPO)"), "area", "--site"),),
    frame=frame,
    describe=describe,
    alt=N_("Contours des zones d'activité de la BD TOPO"),
    style={"className": "area activity", "weight": 1, "fillOpacity": 0.12},
    needs_rows=True,
)
