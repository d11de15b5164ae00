"""The carbon footprints of objects, read from ADEME's pinned package.

``python -m tools.object_factors [CACHE] > geodata/facts/object_factors.csv`` writes the file again.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

from geodata.packages import NOS_GESTES_CLIMAT, fetch

MODEL = "package/public/co2-model.FR-lang.fr.json"
COLUMNS = ("object", "low_kgco2e", "central_kgco2e", "high_kgco2e", "rules")
_FURNITURE, _APPLIANCE, _CLOTHES = "divers . ameublement . meubles . ", "divers . électroménager . appareils . ", "divers . textile . "


@dataclass(frozen=True)
class Reading:
    """How the footprint of an object is read: the mean of several rules (their least and greatest are its ends), or their product."""

    rules: tuple[str, ...]
    is_product: bool = False

    def ends(self, model: Mapping[str, Any]) -> tuple[float, float, float]:
        """Return the low, central and high footprint, kg CO₂e. KeyError or ValueError where a rule is absent or is no number."""
        values = [_number(model, rule) for rule in self.rules]
        if self.is_product:
            return (prod(values),) * 3
        return min(values), sum(values) / len(values), max(values)


def _of(room: str, *names: str) -> Reading:
    return Reading(tuple(room + name for name in names))


OBJECTS: Mapping[str, Reading] = {
    "chair": _of(_FURNITURE, *(f"chaise . empreinte chaise {kind}" for kind in ("bois", "textile", "plastique"))),
    "table": _of(_FURNITURE, "table . empreinte"),
    "sofa": _of(_FURNITURE, *(f"canapé . empreinte canapé {kind}" for kind in ("convertible", "cuir", "textile"))),
    "small_furniture": Reading((_FURNITURE + "empreinte meuble par kg", _FURNITURE + "petit meuble . poids moyen"), is_product=True),
    "large_furniture": Reading((_FURNITURE + "empreinte meuble par kg", _FURNITURE + "grand meuble . poids moyen"), is_product=True),
    "washing_machine": _of(_APPLIANCE, "lave-linge . empreinte"),
    "microwave": _of(_APPLIANCE, "micro-onde . empreinte"),
    "vacuum_cleaner": _of(_APPLIANCE, "aspirateur . empreinte"),
    "coffee_maker": _of(_APPLIANCE, "cafetière . empreinte"),
    "kettle": _of(_APPLIANCE, "bouilloire . empreinte"),
    "trousers": _of(_CLOTHES, "pantalon . empreinte carbone . hors durabilité"),
    "jumper": _of(_CLOTHES, "pull . empreinte carbone . hors durabilité"),
    "coat": _of(_CLOTHES, "manteau . empreinte carbone . hors durabilité"),
    "t_shirt": _of(_CLOTHES, "t-shirt . empreinte carbone . hors durabilité"),
    "shoes": _of(_CLOTHES, "chaussure . empreinte carbone"),
}
"""The objects of which the package states a footprint, of those that are brought to a ressourcerie."""


def _number(model: Mapping[str, Any], rule: str) -> float:
    value = model[rule]["formule"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{rule}: {value!r}")
    return float(value)


def table(model: Mapping[str, Any]) -> str:
    """Return the CSV file of the objects of a model."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, reading in OBJECTS.items():
        writer.writerow([name, *(f"{end:.6g}" for end in reading.ends(model)), " | ".join(reading.rules)])
    return out.getvalue()


def model_of(archive: Path) -> dict[str, Any]:
    """Return the French model of the package's file. KeyError where it has none."""
    with tarfile.open(archive) as files:
        content = files.extractfile(MODEL)
        if content is None:
            raise KeyError(MODEL)
        found: dict[str, Any] = json.load(content)
        return found


if __name__ == "__main__":
    sys.stdout.write(table(model_of(fetch(NOS_GESTES_CLIMAT, Path(sys.argv[1] if len(sys.argv) > 1 else "var/cache")))))
