"""Map layer: where people live, an estimate on a grid that keeps official totals."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np

from domain.selection import Selection
from geodata.crs import Floats
from geodata.perimeter import in_use
from geodata.territory import Territory
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from layers.layer import Layer, LegendEntry

OFFICIAL_CELL_M = 200
BREAKS = (20, 60, 150, 300, 500)


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return the demand points of the chosen communes, or all of them."""
    chosen = selection.filters.get("communes") if selection else None
    rows = territory.demand
    return rows[rows["area_code"].isin(list(chosen))] if chosen else rows  # type: ignore[arg-type]


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each point's population."""
    return [(_("Population"), ngettext("{n} habitant", "{n} habitants", people).format(n=number(people))) for people in rows["population"]]


def cell_m(territory: Territory) -> int:
    """Return the side of the cells on which people stand (m): the official grid's once it came, else the estimate's."""
    return OFFICIAL_CELL_M if "population_grid" in territory.came else in_use().cell_m


def to_cells(territory: Territory, nearest_m: Floats) -> bytes:
    """Return the points as columns for the map's canvas: degrees with 5 decimals, people, class breaks, cell size; metres to what exists.

    `nearest_m`, shape (m,), is the straight-line distance to the nearest existing ressourcerie; the column is empty where it is unknown.
    """
    points = territory.demand.geometry.to_crs(4326)
    cells = {
        "lon": np.round(points.x.to_numpy(), 5).tolist(),
        "lat": np.round(points.y.to_numpy(), 5).tolist(),
        "population": territory.demand["population"].astype(int).tolist(),
        "breaks": list(BREAKS),
        "cell_m": cell_m(territory),
        "existing_m": np.round(nearest_m).astype(int).tolist() if np.isfinite(nearest_m).all() else [],
    }
    return json.dumps(cells, separators=(",", ":")).encode()


LAYER = Layer(
    id="demand",
    label=N_("Population"),
    order=30,
    sources=("demand_estimate", "legal_populations"),
    geometry="point",
    legend=(LegendEntry(N_("Habitants par maille (estimation, ou carreaux de l'INSEE)"), "ramp", "--ramp"),),
    frame=frame,
    describe=describe,
    alt=N_("Population par maille, estimée ou comptée par carreau de 200 m"),
    style={},
    visible=False,
    on_cells=True,
)
