"""Map layer: candidate sites in activity zones, declared or made up as examples."""

from __future__ import annotations

import geopandas as gpd

from domain.candidate import Kind
from domain.selection import Selection
from geodata.territory import Territory
from i18n import N_
from layers.layer import Layer, LegendEntry, candidates_of_kind


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return the zone sites that pass `selection`."""
    return candidates_of_kind(territory, selection, Kind.ZONE_SITE)


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each site's name and zone."""
    return list(zip(rows["name"].astype(str), rows["zone_name"].fillna("").astype(str), strict=True))


LAYER = Layer(
    id="zone_sites",
    label=N_("Sites en zone d'activité"),
    order=50,
    sources=("example_zone_sites", "proposals"),
    geometry="point",
    legend=(
        LegendEntry(N_("Site en zone d'activité (tirets : exemple)"), "square", "--site", dashed=True, real=N_("Site en zone d'activité")),
    ),
    frame=frame,
    describe=describe,
    alt=N_("Sites candidats en zone d'activité"),
    style={"shape": "square", "colour_var": "--site", "dashed": True},
    on_canvas=True,
)
