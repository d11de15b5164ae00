"""The perimeter: which communes make the territory, and its bounding box."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_

COMMUNES: tuple[str, ...] = (
    "13002", "13021", "13022", "13023", "13026", "13028", "13033", "13042", "13043",
    "13054", "13055", "13075", "13085", "13088", "13102", "13104", "13106", "13119",
)  # fmt: skip
EPCI_NAME, EPCI_SIREN = "Métropole Aix-Marseille-Provence", "200054807"
"""The authority of which the communes are."""
PARENT = "13055"  # Marseille, whose arrondissements carry their own codes
ARRONDISSEMENTS: tuple[str, ...] = tuple(f"132{number:02d}" for number in range(1, 17))
AREAS: tuple[str, ...] = tuple(sorted({*COMMUNES, *ARRONDISSEMENTS} - {PARENT}))
"""The 33 codes that cover the territory without overlap: 17 communes and 16 arrondissements."""

BOUNDS_L93: tuple[float, float, float, float] = (860_000.0, 6_225_000.0, 925_000.0, 6_270_000.0)
"""West, south, east, north (metres, EPSG:2154): any place of the territory falls in this box."""


def municipality_of(area_code: str) -> str:
    """Return the commune of an area: 13055 for an arrondissement of Marseille, else the code itself."""
    return PARENT if area_code in ARRONDISSEMENTS else area_code


BASINS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        N_("Ouest et Côte Bleue"): ("13021", "13026", "13033", "13043", "13054", "13088", "13102", "13104"),
        N_("Marseille nord et collines"): ("13002", "13075", "13106", "13213", "13214", "13215", "13216"),
        N_("Marseille centre"): ("13201", "13202", "13203", "13204", "13205", "13206"),
        N_("Marseille sud et est"): ("13207", "13208", "13209", "13210", "13211", "13212"),
        N_("Est et littoral"): ("13022", "13023", "13028", "13042", "13085", "13119"),
    }
)
"""A working division of the territory in five basins (hypothesis): area codes by French label."""


def basin_of(area_code: str) -> str:
    """Return the French label of the basin of an area; empty when it is in none."""
    return next((label for label, codes in BASINS.items() if area_code in codes), "")
