"""Map layer: the priority neighbourhoods (QPV 2024, ANCT)."""

from __future__ import annotations

import geopandas as gpd

from domain.selection import Selection
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from layers.layer import Layer, LegendEntry


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return the QPV; those chosen by `selection` when it chooses some."""
    rows = territory.priority_neighbourhoods
    chosen = selection.filters.get("near") if selection else None
    return rows[rows["code"].isin(list(chosen))] if chosen else rows  # type: ignore[arg-type]


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each neighbourhood's name and area."""
    return [
        (_("QPV {name}").format(name=name), _("{code} · {area} ha").format(code=code, area=number(area, 1)))
        for name, code, area in zip(rows["name"], rows["code"], rows["area_ha"], strict=True)
    ]


LAYER = Layer(
    id="priority_neighbourhoods",
    label=N_("Quartiers prioritaires (QPV)"),
    order=20,
    sources=("qpv2024",),
    geometry="polygon",
    legend=(LegendEntry(N_("Quartier prioritaire (QPV 2024)"), "area", "--qpv"),),
    frame=frame,
    describe=describe,
    alt=N_("Contours des quartiers prioritaires de la politique de la ville"),
    style={"className": "area qpv", "weight": 1.2, "fillOpacity": 0.28},
    facet="near",
    needs_rows=True,
)
