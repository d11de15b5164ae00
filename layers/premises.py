"""Map layer: ground-floor premises of social landlords, declared or made up as examples."""

from __future__ import annotations

import geopandas as gpd

from domain.candidate import Kind
from domain.selection import Selection
from geodata.territory import Territory
from i18n import N_
from layers.layer import Layer, LegendEntry, candidates_of_kind


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return the premises that pass `selection`."""
    return candidates_of_kind(territory, selection, Kind.PREMISES)


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each premises' name and address."""
    return list(zip(rows["name"].astype(str), rows["address"].fillna("").astype(str), strict=True))


LAYER = Layer(
    id="premises",
    label=N_("Locaux en rez-de-chaussée"),
    order=60,
    sources=("example_premises", "proposals"),
    geometry="point",
    legend=(
        LegendEntry(
            N_("Local en rez-de-chaussée (tirets : exemple)"), "circle", "--premises", dashed=True, real=N_("Local en rez-de-chaussée")
        ),
    ),
    frame=frame,
    describe=describe,
    alt=N_("Locaux candidats en rez-de-chaussée"),
    style={"shape": "circle", "colour_var": "--premises", "dashed": True},
    on_canvas=True,
)
