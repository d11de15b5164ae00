"""Where a place is: declared coordinates put in the territory, and the usual misplacements recognised by where they would land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from geodata.crs import L93, WGS84, Floats, to_l93
from geodata.perimeter import BOUNDS_L93
from geodata.systems import SYSTEMS, code_of, declared_name, degrees_of
from i18n import N_
from i18n import gettext as _
from intake.errors import shown

THOUSAND = 1_000.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read two numbers as a position: their system, whether they are swapped, and a factor to metres."""

    id: str
    crs: str
    is_swapped: bool
    factor: float
    sentence: str

    @property
    def words(self) -> str:
        """The sentence, in the language of the person."""
        return _(self.sentence).format(system=_(SYSTEMS[self.crs].name) if self.crs in SYSTEMS else "")

    def to_l93(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return x and y in metres, EPSG:2154, from the numbers of a file; not finite where they make no sense."""
        first, second = (y, x) if self.is_swapped else (x, y)
        with np.errstate(invalid="ignore", over="ignore"):
            if self.crs == L93:
                return first * self.factor, second * self.factor
            if self.crs in SYSTEMS:
                return to_l93(*degrees_of(self.crs, first * self.factor, second * self.factor))
            possible = (np.abs(first) <= 180) & (np.abs(second) <= 90)
        return to_l93(np.where(possible, first, np.nan), np.where(possible, second, np.nan))


_READINGS = (
    Reading("degrees", WGS84, False, 1.0, N_("ce sont des degrés (WGS 84) et non des mètres Lambert-93")),
    Reading("degrees-swapped", WGS84, True, 1.0, N_("latitude et longitude (WGS 84) sont inversées")),
    Reading("metres", L93, False, 1.0, N_("ce sont des mètres Lambert-93 et non des degrés")),
    Reading("metres-swapped", L93, True, 1.0, N_("X et Y (Lambert-93) sont inversés")),
    Reading("kilometres", L93, False, THOUSAND, N_("ce sont des kilomètres et non des mètres (Lambert-93)")),
    Reading("kilometres-swapped", L93, True, THOUSAND, N_("ce sont des kilomètres, X et Y inversés (Lambert-93)")),
    Reading("thousandfold", L93, False, 1 / THOUSAND, N_("les mètres (Lambert-93) ont été multipliés par mille")),
    Reading("thousandfold-swapped", L93, True, 1 / THOUSAND, N_("les mètres (Lambert-93) ont été multipliés par mille, X et Y inversés")),
    *(Reading(code, code, False, 1.0, N_("ce sont des coordonnées {system}")) for code in SYSTEMS),
)
READINGS: Mapping[str, Reading] = MappingProxyType({reading.id: reading for reading in _READINGS})
DECLARED: Mapping[str, str] = MappingProxyType({WGS84: "degrees", L93: "metres"} | {code: code for code in SYSTEMS})
"""The reading that each declared coordinate system promises."""


def is_inside(x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
    """Say which positions (metres, EPSG:2154) fall in the territory's box; an unknown one does not."""
    west, south, east, north = BOUNDS_L93
    with np.errstate(invalid="ignore"):
        return np.asarray((west <= x) & (x <= east) & (south <= y) & (y <= north), bool)


def readings_of(x: Floats, y: Floats, crs: str) -> list[str]:
    """Return the id of the reading that puts each position in the territory, the declared one first; empty for none.

    Parameters
    ----------
    x, y : ndarray of float, shape (n,)
        As they are in the file; NaN where unknown.
    crs : str
        The declared system, a key of `DECLARED`.
    """
    found = np.full(len(x), "", dtype=object)
    order = sorted(_READINGS, key=lambda reading: reading.id != DECLARED[crs])
    for reading in order:
        todo = found == ""
        if not todo.any():
            break
        inside = is_inside(*reading.to_l93(x, y))
        found[todo & inside] = reading.id
    return [str(name) for name in found]


def declared_system(declared: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the system that a file declares, None for one that is not known, and what to say of it: nothing of the two usual ones.

    Parameters
    ----------
    declared : str
        As the file says it (see `geodata.systems.code_of`); empty when it says nothing.
    """
    code = code_of(declared)
    if code is None:
        unknown = _("Système de coordonnées du fichier non reconnu ({name}) : déclarez-le, ou convertissez le fichier.")
        return None, (unknown.format(name=shown(declared_name(declared))),) if declared else ()
    if code in SYSTEMS:
        return code, (_("Système de coordonnées du fichier : {name} ({code}), converti.").format(name=_(SYSTEMS[code].name), code=code),)
    usual = {WGS84: "4326", L93: "2154"}[code]
    sentence = _("Système de coordonnées du fichier : {name}, lu comme {code}.").format(name=shown(declared_name(declared)), code=code)
    return code, () if usual in declared or "CRS84" in declared else (sentence,)
