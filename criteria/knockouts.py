"""Knock-outs: what excludes a place, with its reason; an unknown never excludes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from criteria.scale import number
from domain.candidate import Role, Status
from domain.fitness import HUB_MIN_AREA_M2, MIN_TENURE_MONTHS, SHOP_MIN_AREA_M2
from i18n import N_
from i18n import gettext as _

Flags = npt.NDArray[np.bool_]
MIN_AREA_M2 = {Role.HUB: HUB_MIN_AREA_M2, Role.SHOP: SHOP_MIN_AREA_M2}


@dataclass(frozen=True, slots=True)
class Knockout:
    """One reason to exclude: code, short French label, French sentence with ``{value}`` and ``{limit}``, and test.

    `fails(candidates, role)` is shape (n,), False where the figure is unknown; `column` is the figure asked of the owner.
    """

    id: str
    label: str
    reason: str
    column: str
    roles: tuple[Role, ...]
    fails: Callable[[gpd.GeoDataFrame, Role], Flags]
    limit: Callable[[Role], float] = lambda _role: float("nan")


def _is(column: str, wanted: str) -> Callable[[gpd.GeoDataFrame, Role], Flags]:
    return lambda candidates, _role: np.asarray(candidates[column].to_numpy(object) == wanted, bool)


def _below(column: str, limit: Callable[[Role], float]) -> Callable[[gpd.GeoDataFrame, Role], Flags]:
    return lambda candidates, role: np.asarray(candidates[column].to_numpy(float) < limit(role), bool)


def _area(role: Role) -> float:
    return MIN_AREA_M2[role]


def _tenure(_role: Role) -> float:
    return MIN_TENURE_MONTHS


_BOTH = (Role.HUB, Role.SHOP)
KNOCKOUTS: tuple[Knockout, ...] = (
    Knockout(
        "area",
        N_("Surface insuffisante"),
        N_("surface de {value} m², inférieure au minimum du rôle ({limit} m²)"),
        "area_m2",
        _BOTH,
        _below("area_m2", _area),
        _area,
    ),
    Knockout(
        "van",
        N_("Sans accès camionnette"),
        N_("aucun accès pour les camionnettes"),
        "van_access",
        (Role.HUB,),
        _is("van_access", "no"),
    ),
    Knockout(
        "tenure",
        N_("Occupation trop courte"),
        N_("occupation de {value} mois, inférieure à {limit} mois : pas de travaux ERP possibles"),
        "tenure_months",
        _BOTH,
        _below("tenure_months", _tenure),
        _tenure,
    ),
    Knockout("basement", N_("Vente en sous-sol"), N_("vente en sous-sol"), "basement_sale", _BOTH, _is("basement_sale", "yes")),
    Knockout("plui", N_("PLUi défavorable"), N_("le PLUi n'autorise pas cet usage"), "plui_allows", _BOTH, _is("plui_allows", "no")),
    Knockout(
        "flood",
        N_("Zone inondable rouge"),
        N_("zone rouge du plan de prévention des inondations"),
        "flood_zone",
        _BOTH,
        _is("flood_zone", "red"),
    ),
    Knockout("unavailable", N_("Indisponible"), N_("déclaré indisponible"), "status", _BOTH, _is("status", Status.UNAVAILABLE.value)),
)


def knockouts_of(role: Role) -> tuple[Knockout, ...]:
    """Return the knock-outs that apply to a role."""
    return tuple(item for item in KNOCKOUTS if role in item.roles)


def knocked_out(candidates: gpd.GeoDataFrame, role: Role) -> Flags:
    """Return which knock-outs each place fails, shape (n, k) in the order of ``knockouts_of(role)``."""
    return np.column_stack([item.fails(candidates, role) for item in knockouts_of(role)])


def reasons(candidates: gpd.GeoDataFrame, role: Role, row: int) -> tuple[str, ...]:
    """Say, in sentences, why one place is excluded; empty when it is not."""
    one = candidates.iloc[[row]]
    return tuple(_sentence(item, one, role) for item in knockouts_of(role) if item.fails(one, role)[0])


def unchecked(candidates: gpd.GeoDataFrame, role: Role, row: int) -> tuple[str, ...]:
    """Return the labels of the knock-outs that cannot be checked at one place, its figure being unknown."""
    one = candidates.iloc[row]
    return tuple(_(item.label) for item in knockouts_of(role) if one[item.column] is None or one[item.column] != one[item.column])


def _sentence(item: Knockout, one: gpd.GeoDataFrame, role: Role) -> str:
    value = one[item.column].iloc[0]
    text = number(float(value), 1) if isinstance(value, (int, float, np.number)) else str(value)
    return _(item.reason).format(value=text, limit=number(item.limit(role)))
