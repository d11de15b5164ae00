"""The perimeter: which communes make the territory, and its bounding box."""

from __future__ import annotations

COMMUNES: tuple[str, ...] = (
    "13002", "13021", "13022", "13023", "13026", "13028", "13033", "13042", "13043",
    "13054", "13055", "13075", "13085", "13088", "13102", "13104", "13106", "13119",
)  # fmt: skip
PARENT = "13055"  # Marseille, whose arrondissements carry their own codes
ARRONDISSEMENTS: tuple[str, ...] = tuple(f"132{number:02d}" for number in range(1, 17))
AREAS: tuple[str, ...] = tuple(sorted({*COMMUNES, *ARRONDISSEMENTS} - {PARENT}))
"""The 33 codes that cover the territory without overlap: 17 communes and 16 arrondissements."""

BOUNDS_L93: tuple[float, float, float, float] = (860_000.0, 6_225_000.0, 925_000.0, 6_270_000.0)
"""West, south, east, north (metres, EPSG:2154): any place of the territory falls in this box."""


def municipality_of(area_code: str) -> str:
    """Return the commune of an area: 13055 for an arrondissement of Marseille, else the code itself."""
    return PARENT if area_code in ARRONDISSEMENTS else area_code
