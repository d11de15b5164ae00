"""Map layer: the bulky waste dumped on social landlords' estates, by area, as the criteria count it."""

from __future__ import annotations

import geopandas as gpd

from criteria.hypotheses import HYPOTHESES
from criteria.ranges import bulky_t_yr, written
from domain.units import Range
from geodata.crs import Floats
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from layers.bands import bands, legend
from layers.dwellings import dwellings_layer

EDGES_T_KM2 = (0.5, 2.0, 10.0, 30.0)
KG_PER_DWELLING = HYPOTHESES["bulky_kg_per_dwelling_yr"].default


def pressure_t_km2(rows: gpd.GeoDataFrame) -> Floats:
    """Return the tonnes dumped a year on a square kilometre of each area, shape (n,); NaN where social housing is unknown."""
    return bulky_t_yr(rows["social_dwellings"].to_numpy(float), KG_PER_DWELLING.central) / rows["land_km2"].to_numpy(float)


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each area's name, the tonnes dumped a year as a range, and by square kilometre."""
    found = []
    for name, homes, dense in zip(rows["name"], rows["social_dwellings"], pressure_t_km2(rows), strict=True):
        words = _("encombrants non renseignés : logement social inconnu")
        if dense == dense:
            dumped: Range = KG_PER_DWELLING * (homes / 1_000)
            words = _("{range}, soit {n} t/km² par an (estimation)").format(range=written(dumped, N_("t/an")), n=number(dense, 1))
        found.append((str(name), words))
    return found


ALT = N_("Encombrants déposés par km² et par an dans chaque commune ou arrondissement")
LAYER = dwellings_layer(
    id="bulky_waste",
    label=N_("Pression des encombrants"),
    order=14,
    legend=legend(
        (
            N_("Moins de 0,5 t/km² d'encombrants par an (estimation, hypothèse par logement social)"),
            N_("De 0,5 à 2 t/km² (estimation)"),
            N_("De 2 à 10 t/km² (estimation)"),
            N_("De 10 à 30 t/km² (estimation)"),
            N_("30 t/km² et plus (estimation)"),
        ),
        N_("Encombrants non renseignés (ni compte ni estimation du logement social)"),
    ),
    describe=describe,
    bands=lambda rows: bands(pressure_t_km2(rows), EDGES_T_KM2),
    alt=ALT,
    in_communes={
        ALT: N_("Encombrants déposés par km² et par an dans chaque commune"),
    },
)
