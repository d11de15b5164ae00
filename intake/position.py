"""Where a place is: declared coordinates put in the territory, and the usual misplacements recognised by where they would land."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from geodata.crs import WGS84, Floats, local_crs, projection_name, to_l93
from geodata.perimeter import in_use
from geodata.systems import SYSTEMS, code_of, declared_name, degrees_of, offered
from i18n import N_
from i18n import gettext as _
from intake.errors import shown

THOUSAND = 1_000.0
OWN = "own"
"""What a reading calls the projection of the territory, whichever it is."""


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
        return _(self.sentence).format(system=_(SYSTEMS[self.crs].name) if self.crs in SYSTEMS else projection_name())

    def to_l93(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return x and y in metres of the territory from the numbers of a file; not finite where they make no sense."""
        first, second = (y, x) if self.is_swapped else (x, y)
        with np.errstate(invalid="ignore", over="ignore"):
            if self.crs == OWN:
                return first * self.factor, second * self.factor
            if self.crs in SYSTEMS:
                return to_l93(*degrees_of(self.crs, first * self.factor, second * self.factor))
            possible = (np.abs(first) <= 180) & (np.abs(second) <= 90)
        return to_l93(np.where(possible, first, np.nan), np.where(possible, second, np.nan))


_READINGS = (
    Reading("degrees", WGS84, False, 1.0, N_("ce sont des degrés (WGS 84) et non des mètres {system}")),
    Reading("degrees-swapped", WGS84, True, 1.0, N_("latitude et longitude (WGS 84) sont inversées")),
    Reading("metres", OWN, False, 1.0, N_("ce sont des mètres {system} et non des degrés")),
    Reading("metres-swapped", OWN, True, 1.0, N_("X et Y ({system}) sont inversés")),
    Reading("kilometres", OWN, False, THOUSAND, N_("ce sont des kilomètres et non des mètres ({system})")),
    Reading("kilometres-swapped", OWN, True, THOUSAND, N_("ce sont des kilomètres, X et Y inversés ({system})")),
    Reading("thousandfold", OWN, False, 1 / THOUSAND, N_("les mètres ({system}) ont été multipliés par mille")),
    Reading("thousandfold-swapped", OWN, True, 1 / THOUSAND, N_("les mètres ({system}) ont été multipliés par mille, X et Y inversés")),
    *(Reading(code, code, False, 1.0, N_("ce sont des coordonnées {system}")) for code in SYSTEMS),
)
READINGS: Mapping[str, Reading] = MappingProxyType({reading.id: reading for reading in _READINGS})


def promised() -> dict[str, str]:
    """Return the reading that each coordinate system promises that may be declared here, by its code."""
    return {WGS84: "degrees", local_crs(): "metres"} | {code: code for code in offered()}


def is_inside(x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
    """Say which positions (metres of the territory) fall in the territory's box; an unknown one does not."""
    west, south, east, north = in_use().bounds_m
    with np.errstate(invalid="ignore"):
        return np.asarray((west <= x) & (x <= east) & (south <= y) & (y <= north), bool)


def readings_of(x: Floats, y: Floats, crs: str) -> list[str]:
    """Return the id of the reading that puts each position in the territory, the declared one first; empty for none.

    Parameters
    ----------
    x, y : ndarray of float, shape (n,)
        As they are in the file; NaN where unknown.
    crs : str
        The declared system, a key of `promised`.
    """
    found = np.full(len(x), "", dtype=object)
    known, expected = (WGS84, OWN, *offered()), promised()[crs]
    order = sorted((one for one in _READINGS if one.crs in known), key=lambda reading: reading.id != expected)
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
    usual = code.removeprefix("EPSG:")
    sentence = _("Système de coordonnées du fichier : {name}, lu comme {code}.").format(name=shown(declared_name(declared)), code=code)
    return code, () if usual in declared or "CRS84" in declared else (sentence,)
