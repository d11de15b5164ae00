"""The yearly accounts of who would run a place: what it earns, what it costs, the rent it could bear, and how sure that is.

Every amount is worked out from the ranges of the hypotheses. What is uncertain is drawn (triangular law from low to high, its top at
the central value) with the same numbers every time: a change of rent or of one hypothesis moves the answer by itself alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isnan, nan
from types import MappingProxyType

import numpy as np

from criteria.criterion import Factor, Variable, column
from criteria.hypotheses import HYPOTHESES, Hypotheses
from criteria.ranges import diverted_t_yr, residents_within_reach, usable_area_m2
from criteria.scale import Floats
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.units import Range
from i18n import N_

SAMPLES = 2_000
SEED = 20_111  # the network's survey of 2011, which most figures come from
LOW_PERCENT, HIGH_PERCENT = 10.0, 90.0
"""Eight drawn results in ten lie between: what is shown as a range."""

VARIABLES = (
    Variable("S", N_("surface utile au rôle (300 m² au plus pour une boutique-relais)"), "m²", usable_area_m2),
    Variable("A", N_("surface du lieu"), "m²", column("area_m2")),
    Variable("P", N_("habitants à portée d'un donateur"), N_("hab."), lambda workspace, _role: residents_within_reach(workspace)),
)
FACTORS = (
    Factor("t", "tonnes_per_m2_yr"),
    Factor("c", "collected_kg_per_inhabitant_yr"),
    Factor("r", "reused_share"),
    Factor("v", "sales_eur_t"),
    Factor("p", "services_eur_t"),
    Factor("g", "grants_eur_t"),
    Factor("j", "jobs_per_1000_t"),
    Factor("f", "fte_per_job"),
    Factor("i", "insertion_share"),
    Factor("a", "insertion_aid_eur_fte"),
    Factor("w", "wage_eur_fte"),
    Factor("u", "vehicle_eur_t"),
    Factor("q", "refuse_share"),
    Factor("x", "refuse_eur_t"),
    Factor("e", "running_eur_m2_yr"),
)
REACHES = ("donor_reach_m", "detour")
SOURCES = ("example_zone_sites", "example_premises", "demand_estimate", "legal_populations")
FORMULA = N_(
    "(min({S} × {t} ; {P} × {c} ÷ 1 000) × ({r} × {v} + {p} + {g} + {j} ÷ 1 000 × {f} × ({i} × {a} − {w}) − {u} − {q} × {x})) ÷ {A} − {e}"
)


def bearable_rent(**symbols: Floats | float) -> Floats:
    """Return the rent at which the year ends at nothing (€/m²/yr of the whole place), NaN where an area is unknown.

    Below zero, the place would lose money rent-free. `symbols` are those of `VARIABLES` and `FACTORS`; arrays broadcast.
    """
    values = {symbol: np.asarray(value, float) for symbol, value in symbols.items()}
    return _total(_lines(values)) / values["A"]


def bearable_spread(read: Mapping[str, Floats], hypotheses: Hypotheses) -> Floats:
    """Return the ends between which eight drawn rents in ten lie, shape (n, 2), €/m²/yr."""
    result = np.empty((len(read["A"]), 2))
    for row in range(len(result)):
        drawn = bearable_rent(**{symbol: values[row] for symbol, values in read.items()}, **_drawn(hypotheses))
        result[row] = np.percentile(drawn, (LOW_PERCENT, HIGH_PERCENT)) if not np.isnan(drawn).any() else nan
    return result


def _lines(by: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return the yearly amounts, €: what is earned is positive, what is spent negative; the rent left out."""
    tonnes = diverted_t_yr(by["S"], by["P"], by["t"], by["c"])
    workers = tonnes * by["j"] / 1_000 * by["f"]
    return {
        "sales": tonnes * by["r"] * by["v"],
        "services": tonnes * by["p"],
        "insertion_aid": workers * by["i"] * by["a"],
        "grants": tonnes * by["g"],
        "wages": -workers * by["w"],
        "vehicles": -tonnes * by["u"],
        "refuse": -tonnes * by["q"] * by["x"],
        "running": -by["A"] * by["e"],
    }


def _total(lines: Mapping[str, Floats]) -> Floats:
    return np.asarray(sum(lines.values(), start=np.float64(0.0)), float)


LINES: Mapping[str, str] = MappingProxyType(
    {
        "sales": N_("Ventes"),
        "services": N_("Prestations à la collectivité"),
        "insertion_aid": N_("Aide aux postes d'insertion"),
        "grants": N_("Subventions"),
        "wages": N_("Salaires et encadrement"),
        "vehicles": N_("Véhicules"),
        "refuse": N_("Élimination du reste"),
        "running": N_("Énergie, charges et assurances"),
    }
)
"""The lines of the accounts, with their French names, as `_lines` gives them."""


@dataclass(frozen=True, slots=True)
class Swing:
    """How far the yearly result goes when one hypothesis alone goes from low to high: its id, and the result at both ends (€/yr)."""

    hypothesis: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far it moves the result, €/yr."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Viability:
    """The accounts of one place in one role, in € a year; every range is (one in ten below, central, one in ten above).

    Attributes
    ----------
    lines : mapping
        Amounts by line of `LINES`; what is spent is below zero.
    before_rent, result : Range
        What is left before the rent, and after it (unknown where the rent is).
    bearable, rent : Range, float
        The rent at which the year ends at nothing, and the rent asked; €/m²/yr, excluding charges.
    deficit : float
        Share of the drawn years that lose money, in [0, 1]; NaN where the rent is unknown.
    swings : tuple of Swing
        The hypotheses, the one that moves the result most first.
    """

    lines: Mapping[str, Range]
    before_rent: Range
    bearable: Range
    rent: float
    result: Range
    deficit: float
    swings: tuple[Swing, ...]

    @property
    def gap(self) -> float:
        """How much the rent asked is above the bearable one, €/m²/yr; NaN where either is unknown."""
        return self.rent - self.bearable.central


def viability(read: Mapping[str, float], rent: float, hypotheses: Hypotheses) -> Viability | None:
    """Return the accounts of one place; None where its area is unknown.

    Parameters
    ----------
    read : mapping of str to float
        `VARIABLES` at the place, by symbol.
    rent : float
        The rent asked, €/m²/yr excluding charges; NaN when unknown or kept confidential.
    hypotheses : Hypotheses
    """
    if any(isnan(value) for value in read.values()) or not read["A"] > 0:
        return None
    sizes = {symbol: np.asarray(value, float) for symbol, value in read.items()}
    middle = {factor.symbol: np.asarray(hypotheses.central(factor.hypothesis), float) for factor in FACTORS}
    drawn, central = _lines({**sizes, **_drawn(hypotheses)}), _lines({**sizes, **middle})
    before, center = _total(drawn), float(_total(central))
    paid = rent * read["A"]
    return Viability(
        lines=MappingProxyType({name: _spread(np.atleast_1d(values), float(central[name])) for name, values in drawn.items()}),
        before_rent=_spread(before, center),
        bearable=_spread(before / read["A"], center / read["A"]),
        rent=rent,
        result=Range.unknown() if isnan(rent) else _spread(before - paid, center - paid),
        deficit=nan if isnan(rent) else float((before < paid).mean()),
        swings=_swings({**sizes, **middle}, hypotheses, 0.0 if isnan(rent) else paid),
    )


def viability_at(workspace: Workspace, role: Role, row: int) -> Viability | None:
    """Return the accounts of the candidate of a row in a role; None where its area is unknown. A rent kept confidential is unknown."""
    place = workspace.at(row)
    read = {item.symbol: float(item.read(place, role)[0]) for item in VARIABLES}
    is_withheld = bool(place.candidates["rent_is_confidential"].iloc[0])
    return viability(read, nan if is_withheld else float(place.column("rent_eur_m2_yr")[0]), place.hypotheses)


def _swings(middle: Mapping[str, Floats], hypotheses: Hypotheses, rent: float) -> tuple[Swing, ...]:
    found = []
    for factor in FACTORS:
        span = hypotheses[factor.hypothesis]
        low, high = (float(_total(_lines({**middle, factor.symbol: np.asarray(end)}))) - rent for end in (span.low, span.high))
        found.append(Swing(factor.hypothesis, low, high))
    return tuple(sorted(found, key=lambda swing: -swing.width))


def _spread(values: Floats, central: float) -> Range:
    low, high = (float(end) for end in np.percentile(values, (LOW_PERCENT, HIGH_PERCENT)))
    return Range(min(low, central), central, max(high, central))


@lru_cache(maxsize=16)
def _drawn(hypotheses: Hypotheses) -> Mapping[str, Floats]:
    """Return the values drawn of each factor, by symbol, each of shape (SAMPLES,)."""
    return MappingProxyType({factor.symbol: _triangular(hypotheses[factor.hypothesis], _uniform(factor.hypothesis)) for factor in FACTORS})


@lru_cache(maxsize=len(HYPOTHESES))
def _uniform(key: str) -> Floats:
    """Return numbers in [0, 1) that are a hypothesis's own, whatever the others: one in each of SAMPLES equal slices, in any order."""
    rng = np.random.default_rng([SEED, *key.encode()])
    return (rng.permutation(SAMPLES) + rng.random(SAMPLES)) / SAMPLES


def _triangular(span: Range, uniform: Floats) -> Floats:
    """Return values of the triangular law of a range, by the inverse of its distribution."""
    low, top, high = span
    if high <= low:
        return np.full(len(uniform), low)
    rise = (top - low) / (high - low)
    left = low + np.sqrt(uniform * (high - low) * (top - low))
    right = high - np.sqrt((1 - uniform) * (high - low) * (high - top))
    return np.where(uniform < rise, left, right)
