"""Map layer: who is reached today by an existing ressourcerie, on the cells of the population."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from criteria.geodesy import distances_m
from criteria.hypotheses import HYPOTHESES
from domain.selection import Selection
from geodata.crs import Floats
from geodata.territory import Territory
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from layers import demand
from layers.layer import Layer, LegendEntry


def nearest_m(territory: Territory) -> Floats:
    """Return the straight-line distance from each demand point to the nearest existing ressourcerie, metres, shape (m,).

    NaN where the territory lists none: an empty directory is an absence of data.
    """
    facilities = territory.facilities
    places = facilities.geometry[(facilities["kind"] == "ressourcerie").to_numpy()].to_numpy()
    points = shapely.get_coordinates(territory.demand.geometry.to_numpy())
    if not len(places):
        return np.full(len(points), np.nan)
    return np.asarray(distances_m(points, shapely.get_coordinates(places)).min(axis=1), float)


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return the demand points that pass `selection` with `nearest_m`, EPSG:2154; none where no ressourcerie is known."""
    measured = replace(territory, demand=territory.demand.assign(nearest_m=nearest_m(territory)))
    rows = demand.frame(measured, selection)
    return rows[rows["nearest_m"].notna()].assign(is_example=bool(territory.facilities["is_example"].any()))


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each point's population, and whether an existing ressourcerie reaches it with the hypotheses at the start."""
    reach_m = HYPOTHESES["served_reach_m"].default.central / HYPOTHESES["detour"].default.central
    found = []
    for people, distance in zip(rows["population"], rows["nearest_m"], strict=True):
        words = ngettext("{n} habitant", "{n} habitants", people).format(n=number(people))
        found.append((_("Déjà atteint aujourd'hui") if distance <= reach_m else _("Pas atteint aujourd'hui"), words))
    return found


LAYER = Layer(
    id="reached_today",
    label=N_("Déjà atteint aujourd'hui"),
    order=31,
    sources=("demand_estimate", "example_facilities"),
    geometry="point",
    legend=(
        LegendEntry(
            N_("Déjà atteint par une ressourcerie existante (exemple ; habitants : estimation)"),
            "area",
            "--reached",
            real=N_("Déjà atteint par une ressourcerie existante (habitants : estimation)"),
        ),
        LegendEntry(
            N_("Pas atteint aujourd'hui (exemple ; habitants : estimation)"),
            "area",
            "--unreached-today",
            real=N_("Pas atteint aujourd'hui (habitants : estimation)"),
        ),
    ),
    frame=frame,
    describe=describe,
    alt=N_("Mailles habitées qu'une ressourcerie existante atteint aujourd'hui, et les autres"),
    style={},
    visible=False,
    on_cells=True,
    needs_rows=True,
)
