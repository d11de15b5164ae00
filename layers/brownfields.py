"""Map layer: brownfields site by site (Cartofriches), once a refresh brought them."""

from __future__ import annotations

import geopandas as gpd

from domain.selection import Selection
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from i18n.numbers import quantity
from layers.layer import Layer, LegendEntry


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return every brownfield, whatever the selection of candidates."""
    return gpd.GeoDataFrame(territory.official("brownfields"))


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each site's name, what is going on there and its area."""
    found = []
    for name, kind, land_m2 in zip(rows["name"], rows["kind"], rows["land_m2"], strict=True):
        state = str(kind) if isinstance(kind, str) else _("avancement non renseigné")
        found.append((str(name), f"{state} · {quantity(land_m2, 'm²')}"))
    return found


LAYER = Layer(
    id="brownfields",
    label=N_("Friches"),
    order=42,
    sources=("brownfield_sites",),
    geometry="point",
    legend=(LegendEntry(N_("Friche recensée (Cartofriches)"), "square", "--area-line"),),
    frame=frame,
    describe=describe,
    alt=N_("Friches recensées par Cartofriches"),
    style={"shape": "square", "colour_var": "--area-line"},
    visible=False,
    needs_rows=True,
)
