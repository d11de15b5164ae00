"""What an empty place costs its holder in a year: rent and charges forgone, guard, degradation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np

from criteria.derived import Applied, figure_of, of_hypothesis
from criteria.provenance import Provenance, Term
from criteria.ranges import total
from criteria.registry import criteria_version
from criteria.scale import number
from criteria.viability import viability_at
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.units import Range
from i18n import N_
from i18n import gettext as _
from i18n.units import counted

RATES: Mapping[str, str] = {
    "l": N_("loyer perdu, au plus ce qu'un exploitant peut payer"),
    "c": N_("charges non récupérées"),
    "g": N_("fermeture et garde"),
    "d": N_("dégradation"),
}
"""What is paid or forgone by square metre and year, by the symbol of the formula."""


@dataclass(frozen=True)
class Vacancy:
    """What a place costs while it is empty.

    Attributes
    ----------
    months : how long it has been empty; 0 when it is not, NaN when nobody knows.
    area_m2 : its floor area, NaN when unknown.
    rates : by symbol of `RATES`, €/m²/yr; unknown ones are left out of the cost, and said to be.
    """

    months: float
    area_m2: float
    rates: Mapping[str, Range]

    @property
    def cost(self) -> Range:
        """What a year costs, €; unknown where the area is, or whether the place is empty; nothing where it is not."""
        if isnan(self.months) or isnan(self.area_m2):
            return Range.unknown()
        if self.months <= 0:
            return Range.exact(0.0)
        return total(np.array([tuple(rate) for rate in self.rates.values()])) * self.area_m2

    def line(self, symbol: str) -> Range:
        """Return what one of `RATES` costs in a year, €."""
        return self.rates[symbol] * self.area_m2 if self.cost.is_known else Range.unknown()

    @property
    def left_out(self) -> tuple[str, ...]:
        """The rates that are unknown (message ids)."""
        return tuple(RATES[symbol] for symbol, rate in self.rates.items() if not rate.is_known)


def vacancy_at(workspace: Workspace, role: Role, row: int) -> Vacancy:
    """Return what the place of a row costs empty. The rent forgone is what an operator would pay: at most the rent asked.

    A rent and charges kept confidential are unknown here.
    """
    place = workspace.at(row)
    is_withheld = bool(place.candidates["rent_is_confidential"].iloc[0])
    rent, charges = (Range.exact(float(place.column(name)[0])) for name in ("rent_eur_m2_yr", "charges_eur_m2_yr"))
    accounts = None if is_withheld else viability_at(workspace, role, row)
    paid = Range.unknown() if accounts is None else Range(*(max(0.0, end) for end in accounts.bearable)).minimum(rent)
    hypotheses = workspace.hypotheses
    rates = {
        "l": paid,
        "c": Range.unknown() if is_withheld else charges,
        "g": hypotheses["guard_eur_m2_yr"],
        "d": hypotheses["decay_eur_m2_yr"],
    }
    return Vacancy(float(place.months_vacant[0]), float(place.column("area_m2")[0]), rates)


def vacancy_figure(workspace: Workspace, row: int, found: Vacancy) -> Provenance:
    """Say where the cost of an empty place comes from."""
    candidate = workspace.candidates.iloc[row]
    applied = [of_hypothesis("g", "guard_eur_m2_yr", workspace.hypotheses.__getitem__)]
    applied.append(of_hypothesis("d", "decay_eur_m2_yr", workspace.hypotheses.__getitem__))
    symbols = [symbol for symbol, rate in found.rates.items() if rate.is_known]
    terms = [
        Term("v", _("vide depuis"), counted(found.months, N_("mois")), False, ""),
        Term("A", _("surface du lieu"), counted(found.area_m2, "m²"), False, ""),
        *(_rate(symbol, found.rates[symbol]) for symbol in ("l", "c")),
        *(one.term for one in applied),
    ]
    written_out = " + ".join(number(found.rates[symbol].central, 1) for symbol in symbols)
    base = Provenance(
        label="", unit="", text="", value=0.0, low=0.0, high=0.0, formula="", substituted="", terms=(),
        sources=workspace.territory.sources([str(candidate["source_id"])]), is_hypothesis=True, is_example=bool(candidate["is_example"]),
        version=f"{criteria_version()}, {workspace.territory.version}",
    )  # fmt: skip
    formula = f"A × ({' + '.join(symbols)})"
    worked = f"{number(found.area_m2)} × ({written_out})" if found.months > 0 else formula
    return figure_of(base, _("Vacance payée"), N_("€/an"), found.cost, formula, worked, terms)


def _rate(symbol: str, rate: Range) -> Term:
    label = _(RATES[symbol])
    if not rate.is_known:
        return Term(symbol, label, _("non renseigné"), False, _("laissé de côté"))
    return Applied(symbol, label, _("€/m²/an"), rate, "", is_hypothesis=symbol == "l").term
