"""Ranges: tonnes, jobs and floor need as low, central and high, each from named factors."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from criteria.hypotheses import Hypotheses
from criteria.scale import Floats, number
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.units import Range
from i18n import gettext as _
from i18n.units import counted, unit_of

REFERENCE_JOBS = 18  # the headline of the ADEME case sheet
REFERENCE_JOBS_SOURCE = "ademe_case_sheet"


def usable_area_m2(workspace: Workspace, role: Role) -> Floats:
    """Return the floor area that a role puts to use (m², shape (n,)), as a variable reads it."""
    return workspace.usable_area_m2(role)


def residents_within_reach(workspace: Workspace) -> Floats:
    """Return the residents within a donor's reach of each candidate, shape (n,)."""
    return workspace.around(workspace.crow_m(workspace.hypotheses.central("donor_reach_m"))).population


def social_dwellings_near(workspace: Workspace) -> Floats:
    """Return the social dwellings within a collection round of each candidate, shape (n,); NaN where mostly unknown."""
    around = workspace.around(workspace.hypotheses.central("estate_reach_m"))
    known = around.dwellings_of_known_tenure >= 0.5 * around.dwellings
    return np.where(known, around.social_dwellings, np.nan)


def diverted_t_yr(S: Floats, P: Floats, t: float | Floats, c: float | Floats) -> Floats:  # noqa: N803 - symbols of the formula
    """Return the tonnes diverted a year: floor `S` (m²) × `t` (t/m²/yr), at most `P` residents × `c` (kg/yr)."""
    return np.minimum(S * t, P * c / 1_000)


def jobs_fte(S: Floats, P: Floats, t: float, c: float, j: float) -> Floats:  # noqa: N803
    """Return the jobs: tonnes diverted × `j` jobs for 1,000 t."""
    return diverted_t_yr(S, P, t, c) * j / 1_000


def bulky_t_yr(H: Floats, e: float) -> Floats:  # noqa: N803
    """Return the bulky waste dumped around (t/yr): `e` kg a year by each of the `H` social dwellings near."""
    return e * H / 1_000


def relieved_t_yr(S: Floats, H: Floats, t: float, e: float, r: float) -> Floats:  # noqa: N803
    """Return the bulky waste taken over: its reusable share `r`, at most what the floor can process."""
    return np.minimum(S * t, bulky_t_yr(H, e) * r)


def tonnes_range(area_m2: float, residents: float, hypotheses: Hypotheses) -> Range:
    """Return the tonnes diverted a year by one place (or by several: sum their areas)."""
    capacity = hypotheses["tonnes_per_m2_yr"] * area_m2
    return capacity.minimum(hypotheses["collected_kg_per_inhabitant_yr"] * (residents / 1_000))


def relieved_range(area_m2: float, social_dwellings: float, hypotheses: Hypotheses) -> Range:
    """Return the bulky waste taken over in a year by places of an area in all, with the social dwellings near at least one of them."""
    dumped = hypotheses["bulky_kg_per_dwelling_yr"] * (social_dwellings / 1_000)
    return (hypotheses["tonnes_per_m2_yr"] * area_m2).minimum(dumped * hypotheses["reusable_share"])


def jobs_range(tonnes: Range, hypotheses: Hypotheses) -> Range:
    """Return the jobs that tonnes support."""
    return tonnes * hypotheses["jobs_per_1000_t"] * 1e-3


def floor_need_m2(tonnes: Range | float, hypotheses: Hypotheses) -> Range:
    """Return the floor area that tonnes a year ask for: low with the best use of space, high with the worst."""
    return (tonnes if isinstance(tonnes, Range) else Range.exact(tonnes)) / hypotheses["tonnes_per_m2_yr"]


def total(ranges: npt.NDArray[np.float64]) -> Range:
    """Sum (n, 3) ranges of places, the unknown ones left out; wholly unknown when none is known. The order changes no digit."""
    known = ranges[~np.isnan(ranges).any(axis=1)]
    if not len(known):
        return Range.unknown()
    low, central, high = (math.fsum(values) for values in known.T)
    return Range(low, central, high)


def written(span: Range, unit: str, decimals: int = 0) -> str:
    """Write a range: « 12–31 t/an (central 20) »; one figure when it is exact; « non renseigné » when unknown. `unit` is a message id."""
    low, central, high = (number(value, decimals) for value in span)
    if not span.is_known:
        return central
    if low == high:
        return counted(span.central, unit, decimals)
    words = _("{low}–{high} {unit} (central {central})")
    return words.format(low=low, high=high, unit=unit_of(span.high, unit, decimals), central=central)
