"""Map layer: existing ressourceries and déchèteries."""

from __future__ import annotations

import geopandas as gpd

from domain.selection import Selection
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from layers.layer import Layer, LegendEntry

KIND_LABELS = {"ressourcerie": N_("Ressourcerie / recyclerie"), "decheterie": N_("Déchèterie")}


def frame(territory: Territory, selection: Selection | None) -> gpd.GeoDataFrame:
    """Return every existing facility, whatever the selection of candidates."""
    return territory.facilities


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each facility's name, kind and yearly tonnage."""
    out = []
    for name, kind, tonnes in zip(rows["name"], rows["kind"], rows["tonnes_yr"], strict=True):
        weight = _("tonnage non renseigné") if tonnes != tonnes else _("{n} t/an").format(n=number(tonnes))
        out.append((str(name), f"{_(KIND_LABELS[kind])} · {weight}"))
    return out


LAYER = Layer(
    id="facilities",
    label=N_("Équipements existants"),
    order=40,
    sources=("example_facilities",),
    geometry="point",
    legend=(
        LegendEntry(
            N_("Ressourcerie ou déchèterie existante (creux : exemple)"),
            "triangle",
            "--facility",
            dashed=True,
            real=N_("Ressourcerie ou déchèterie existante"),
        ),
    ),
    frame=frame,
    describe=describe,
    alt=N_("Ressourceries et déchèteries existantes"),
    style={"shape": "triangle", "colour_var": "--facility"},
)
