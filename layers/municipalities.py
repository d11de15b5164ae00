"""Map layer: the communes, and the arrondissements of a city in its place (IGN, legal populations INSEE)."""

from __future__ import annotations

import geopandas as gpd

from domain.selection import Selection
from geodata.perimeter import in_use
from geodata.territory import Territory
from i18n import N_, ngettext
from i18n.numbers import number
from layers.layer import Layer, LegendEntry


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return the areas that cover the territory; those chosen by `selection` when it chooses some."""
    rows = territory.municipalities
    rows = rows[rows["code"].isin(in_use().areas)]
    chosen = selection.filters.get("communes") if selection else None
    return rows[rows["code"].isin(list(chosen))] if chosen else rows  # type: ignore[arg-type]


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each area's name and population."""
    return [
        (name, ngettext("{n} habitant", "{n} habitants", people).format(n=number(people)))
        for name, people in zip(rows["name"], rows["population"], strict=True)
    ]


LAYER = Layer(
    id="municipalities",
    label=N_("Communes et arrondissements"),
    order=10,
    sources=("communes", "legal_populations"),
    geometry="polygon",
    legend=(LegendEntry(N_("Limite de commune ou d'arrondissement"), "area", "--area-line"),),
    frame=frame,
    describe=describe,
    alt=N_("Limites des communes et des arrondissements"),
    style={"className": "area municipality", "weight": 1, "fillOpacity": 0},
    facet="communes",
    in_communes={
        N_("Communes et arrondissements"): N_("Communes"),
        N_("Limite de commune ou d'arrondissement"): N_("Limite de commune"),
        N_("Limites des communes et des arrondissements"): N_("Limites des communes"),
    },
)
