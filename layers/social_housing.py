"""Map layer: the share of social dwellings among the dwellings of each area."""

from __future__ import annotations

import geopandas as gpd

from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from layers.bands import bands, legend
from layers.dwellings import dwellings_layer

EDGES_PCT = (5.0, 10.0, 20.0, 25.0)
"""25 % is what the law SRU aims at."""


def describe(rows: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    """Return each area's name, its social dwellings and their share."""
    found = []
    for name, homes, share in zip(rows["name"], rows["social_dwellings"], rows["social_share_pct"], strict=True):
        words = _("logement social non renseigné")
        if share == share:
            words = ngettext(
                "{n} logement social, {share} % des logements (estimation)",
                "{n} logements sociaux, {share} % des logements (estimation)",
                homes,
            ).format(n=number(homes), share=number(share))
        found.append((str(name), words))
    return found


ALT = N_("Part des logements sociaux de chaque commune ou arrondissement")
LAYER = dwellings_layer(
    id="social_housing",
    label=N_("Logement social"),
    order=12,
    legend=legend(
        (
            N_("Moins de 5 % de logements sociaux (estimation)"),
            N_("De 5 à 10 % (estimation)"),
            N_("De 10 à 20 % (estimation)"),
            N_("De 20 à 25 % (estimation)"),
            N_("25 % et plus, l'objectif de la loi SRU (estimation)"),
        ),
        N_("Logement social non renseigné (ni compte ni estimation)"),
    ),
    describe=describe,
    bands=lambda rows: bands(rows["social_share_pct"].to_numpy(float), EDGES_PCT),
    alt=ALT,
    in_communes={
        ALT: N_("Part des logements sociaux de chaque commune"),
    },
)
