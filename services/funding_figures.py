"""The figures of a funding file, each with where it comes from: measures of the place, works, and lines of the operator's year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

from criteria.assess import Assessment
from criteria.derived import Applied, derived, figure_of, of_hypothesis, span_of
from criteria.provenance import Provenance
from criteria.ranges import usable_area_m2
from criteria.registry import criteria
from criteria.viability import FACTORS, LINES, Viability, viability_at
from domain.units import Range
from funding.scheme import Ceiling, Scheme
from i18n import N_
from i18n import gettext as _
from i18n.units import counted
from scenarios.sites import WORKS_EUR_M2

EUROS, YEARLY = "€", N_("€/an")
LINE_FACTORS: Mapping[str, tuple[str, str]] = {
    "sales": ("tonnes_diverted", "rv"),
    "vehicles": ("tonnes_diverted", "u"),
    "refuse": ("tonnes_diverted", "qx"),
    "wages": ("jobs", "fw"),
    "insertion_aid": ("jobs", "fia"),
}
"""The lines of the accounts (`criteria.viability.LINES`) that a file gives: the measure each is made of, and by which factors."""
SYMBOLS = {"tonnes_diverted": "T", "jobs": "J"}
HYPOTHESIS_OF = {factor.symbol: factor.hypothesis for factor in FACTORS}
OTHERS = ("works", "insertion_fte")
FIGURES = frozenset({*(item.id for item in criteria()), *LINE_FACTORS, *OTHERS})
"""Every figure that a scheme may name."""


@dataclass(frozen=True, eq=False)
class PlaceFigures:
    """The figures of the candidate of a row, which several files give: each is worked out once."""

    assessment: Assessment
    row: int

    @cached_property
    def _known(self) -> Mapping[str, Provenance]:
        return self.assessment.figures(self.row)

    @cached_property
    def _accounts(self) -> Viability | None:
        return viability_at(self.assessment.workspace, self.assessment.role, self.row)

    @cached_property
    def _works(self) -> Provenance:
        return works_figure(self.assessment, self.row)

    def of(self, scheme: Scheme) -> tuple[Provenance, ...]:
        """Return the figures that a scheme asks, in their order, then the most that its aid can be.

        A criterion that does not count in the role is left out; what is kept confidential is told without its figure.
        """
        found = {name: self._figure(name) for name in scheme.figures}
        figures = [figure for figure in found.values() if figure is not None]
        base = None if scheme.ceiling is None else found.get(scheme.ceiling.figure)
        return tuple(figures) if base is None or scheme.ceiling is None else (*figures, _ceiling(base, scheme.ceiling))

    def _figure(self, name: str) -> Provenance | None:
        known = self._known
        if name in LINE_FACTORS:
            return self._line(name)
        if name == "works":
            return self._works
        if name == "insertion_fte":
            label = _("Postes d'insertion, en équivalents temps plein")
            return derived(known["jobs"], SYMBOLS["jobs"], label, N_("ETP"), self._applied("fi"))
        columns = {item.id: at for at, item in enumerate(self.assessment.items)}
        if name in columns and self.assessment.withheld[self.row, columns[name]]:
            return replace(known[name], text=_("gardé confidentiel"), value=nan, low=nan, high=nan, formula="", substituted="", terms=())
        return known.get(name)

    def _applied(self, symbols: str) -> list[Applied]:
        return [of_hypothesis(symbol, HYPOTHESIS_OF[symbol], self.assessment.workspace.hypotheses.__getitem__) for symbol in symbols]

    def _line(self, name: str) -> Provenance:
        """Return a line of the year as the accounts give it: its range is that of the draws, its formula that of its central value."""
        base, symbols = LINE_FACTORS[name]
        made = derived(self._known[base], SYMBOLS[base], _(LINES[name]), YEARLY, self._applied(symbols))
        if self._accounts is None:
            return made
        span = Range(*sorted(abs(end) for end in self._accounts.lines[name]))
        return figure_of(made, made.label, YEARLY, span, made.formula, made.worked, made.terms)


def works_figure(assessment: Assessment, row: int) -> Provenance:
    """Return the works that the role takes in a place, once, before any aid: a shop puts a part of a big place to use."""
    area, used = assessment.explain(row, "floor_area"), float(usable_area_m2(assessment.workspace.at(row), assessment.role)[0])
    worked = area.worked if used == area.value else _("au plus {most} de {area}").format(most=counted(used, "m²"), area=area.text)
    base = figure_of(area, _("surface utile au rôle"), "m²", Range.exact(used), area.formula, worked, area.terms)
    note = _("ouverture au public, avant aides : à remplacer par les devis")
    price = Range.exact(WORKS_EUR_M2[assessment.role])
    return derived(base, "S", _("Travaux d'ouverture"), EUROS, [Applied("w", _("prix des travaux"), "€/m²", price, note, True)])


def _ceiling(base: Provenance, ceiling: Ceiling) -> Provenance:
    """Return the most that an aid can be; unknown stays unknown."""
    rate = Applied("a", _("taux au plus"), "", Range.exact(ceiling.share), _("taux du financeur, à vérifier"), False)
    found = derived(base, "W", _(ceiling.label), EUROS, [rate])
    span, most = span_of(found).minimum(ceiling.most_eur), counted(ceiling.most_eur, EUROS)
    formula, worked = f"min({found.formula} ; {most})", f"min({found.worked} ; {most})"
    return figure_of(found, found.label, EUROS, span, formula, worked, found.terms)
