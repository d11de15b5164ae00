"""Map layer: stops of public transport (GTFS), once a refresh brought them."""

from __future__ import annotations

import geopandas as gpd

from domain.selection import Selection
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from layers.layer import Layer, LegendEntry

ACCESS = {"yes": N_("accessible en fauteuil"), "no": N_("non accessible en fauteuil"), "unknown": N_("accès en fauteuil non renseigné")}


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return every stop, whatever the selection of candidates."""
    return gpd.GeoDataFrame(territory.official("transit_stops"))


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each stop's name and whether a wheelchair gets there."""
    return [(str(name), _(ACCESS[access])) for name, access in zip(rows["name"], rows["is_accessible"], strict=True)]


LAYER = Layer(
    id="transit_stops",
    label=N_("Arrêts de transport"),
    order=38,
    sources=("transit",),
    geometry="point",
    legend=(LegendEntry(N_("Arrêt de transport en commun"), "dot", "--facility"),),
    frame=frame,
    describe=describe,
    alt=N_("Arrêts des transports en commun"),
    style={"shape": "dot", "colour_var": "--facility"},
    visible=False,
    needs_rows=True,
)
