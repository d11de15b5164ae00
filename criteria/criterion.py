"""A criterion: what one actor gains at a place, measured, valued between 0 and 1, and explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from criteria.hypotheses import HYPOTHESES, Hypotheses
from criteria.provenance import Provenance, Term, with_result
from criteria.scale import Floats, Scale, number
from criteria.together import Together
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.stakeholder import Stakeholder
from domain.units import Range
from geodata.source import Source
from i18n import N_
from i18n import gettext as _
from i18n.numbers import day
from i18n.units import counted

CANDIDATE_SOURCES = ("example_zone_sites", "example_premises")


@dataclass(frozen=True, slots=True)
class Variable:
    """A named quantity of a formula: read at each place (shape (n,)), in its unit."""

    symbol: str
    label: str
    unit: str
    read: Callable[[Workspace, Role], Floats]
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """A hypothesis that enters a formula under a symbol."""

    symbol: str
    hypothesis: str


class Datum(NamedTuple):
    """What an owner is asked for: in words (gettext message id), and the column of the candidates that holds it once it is known."""

    label: str
    column: str


FLOOR_AREA, RENT = Datum(N_("surface"), "area_m2"), Datum(N_("loyer"), "rent_eur_m2_yr")
VACANT_SINCE = Datum(N_("date de départ du dernier occupant"), "vacant_since")


@dataclass(frozen=True, eq=False)
class Criterion:
    """One criterion, declared in one file of ``criteria/measures``.

    Attributes
    ----------
    id, label, unit : str
        Code; French label (gettext message id); unit of the measure.
    stakeholder : Stakeholder
        The actor who gains.
    scales : mapping of Role to Scale
        Value function in each role it counts in.
    why : str
        One French sentence: why this is a gain for the actor, and where the thresholds come from.
    lack : str
        What is missing, in the form « un loyer ≤ {target} » (gettext message id).
    sources : tuple of str
        Catalogue ids.
    variables, factors : tuple
        What the formula is made of: data read at each place, and hypotheses.
    compute : callable
        Takes the symbols as keyword arguments, returns the measure, shape (n,), NaN where unknown.
    formula : str
        The same computation, written with ``{symbol}`` placeholders.
    reaches : tuple of str
        Hypotheses that act inside the variables (distances).
    is_lever : bool
        Whether people can change it at the place (a rent, a lease, an access), rather than look elsewhere.
    weight : float
        Default weight inside its actor; a criterion without one is optional: it counts once somebody gives it a weight.
    spread : callable, optional
        Takes the variables by symbol and the hypotheses, returns low and high measures, shape (n, 2): for a measure that does not rise
        or fall with all its factors at once.
    choices : mapping of float to str
        Words for the values of a question.
    together : Together
        How the members of a network combine; the worst of those that it counts for, unless it says otherwise.
    withheld : str
        Column of the candidates that says where the figure is kept confidential; empty when it never is.
    datum : tuple of Datum
        What to ask the owner for when the measure is unknown (the label by default).
    is_duration : bool
        Whether it rests on a time that runs to the day of the data.
    version : int
        Raised whenever the computation or a threshold changes.
    """

    id: str
    label: str
    unit: str
    stakeholder: Stakeholder
    scales: Mapping[Role, Scale]
    why: str
    lack: str
    sources: tuple[str, ...]
    variables: tuple[Variable, ...]
    compute: Callable[..., Floats]
    formula: str
    factors: tuple[Factor, ...] = ()
    reaches: tuple[str, ...] = ()
    is_lever: bool = False
    weight: float = 1.0
    decimals: int = 0
    choices: Mapping[float, str] = field(default_factory=dict)
    datum: tuple[Datum, ...] = ()
    is_duration: bool = False
    together: Together = Together.WORST
    withheld: str = ""
    spread: Callable[[Mapping[str, Floats], Hypotheses], Floats] | None = None
    version: int = 1

    @property
    def is_optional(self) -> bool:
        """Whether it counts only once somebody gives it a weight."""
        return self.weight == 0

    @property
    def roles(self) -> tuple[Role, ...]:
        """Roles in which the criterion counts."""
        return tuple(self.scales)

    @property
    def to_request(self) -> tuple[str, ...]:
        """The figures to ask for when the measure is unknown (gettext message ids)."""
        return tuple(one.label for one in self.datum) or (self.label,)

    def requested_at(self, place: pd.Series) -> Criterion:
        """Return the criterion as one asks about it at a place: for what is not known there, of what it needs."""
        lacking = tuple(one for one in self.datum if pd.isna(place[one.column]))
        return self if len(lacking) in {0, len(self.datum)} else replace(self, datum=lacking)

    @property
    def hypotheses(self) -> tuple[str, ...]:
        """Ids of every hypothesis that the measure rests on."""
        return (*(factor.hypothesis for factor in self.factors), *self.reaches)

    def measure(self, workspace: Workspace, role: Role) -> Floats:
        """Return the measure at each candidate with the central hypotheses, shape (n,), NaN where unknown."""
        factors = {factor.symbol: workspace.hypotheses.central(factor.hypothesis) for factor in self.factors}
        return self._with(self.read(workspace, role), factors)

    def measure_range(self, workspace: Workspace, role: Role) -> Floats:
        """Return low, central and high measures, shape (n, 3); the three are one when no factor is uncertain."""
        return self._range(self.read(workspace, role), workspace)

    def is_withheld(self, workspace: Workspace) -> npt.NDArray[np.bool_]:
        """Return where the figure is known to its owner and kept confidential, shape (n,)."""
        return workspace.candidates[self.withheld].to_numpy(bool) if self.withheld else np.zeros(workspace.size, bool)

    def value(self, measures: Floats, role: Role) -> Floats:
        """Return the value of measures in a role, in [0, 1], NaN where unknown."""
        return self.scales[role].value(measures)

    def heading(self, workspace: Workspace) -> str:
        """Return its name in the current language, with the day to which its duration is counted."""
        if not self.is_duration:
            return _(self.label)
        return _("{label} (au {day}, date des données)").format(label=_(self.label), day=day(workspace.territory.as_of))

    def show(self, measure: float) -> str:
        """Write a measure with its unit, or the word of a question; « non renseigné » when unknown."""
        if measure != measure:
            return _("non renseigné")
        if self.choices:
            return _(self.choices[min(self.choices, key=lambda known: abs(known - measure))])
        return counted(measure, self.unit, self.decimals)

    def explain(self, workspace: Workspace, role: Role, row: int) -> Provenance:
        """Say where the figure of one candidate comes from (`row`: its position among the candidates)."""
        columns = self.read(workspace, role)
        low, central, high = (float(end) for end in self._range(columns, workspace)[row])
        terms = self._terms({symbol: float(values[row]) for symbol, values in columns.items()}, workspace)
        texts = {term.symbol: term.text for term in terms}
        text = self.show(central)
        sources, is_invented = self.sources_of(workspace, row), bool(workspace.candidates["is_example"].iloc[row])
        return Provenance(
            label=self.heading(workspace), unit=_(self.unit), text=text, value=central, low=low, high=high,
            formula=_(self.formula).format(**{symbol: symbol for symbol in texts}),
            substituted=with_result(_(self.formula).format(**texts), text, central, 15 if self.choices else self.decimals),
            terms=terms, sources=sources,
            is_hypothesis=any(HYPOTHESES[key].is_hypothesis for key in self.hypotheses),
            is_example=any(source.is_example or (source.is_declared and is_invented) for source in sources),
            version=f"{self.id}@{self.version}, {workspace.territory.version}",
        )  # fmt: skip

    def sources_of(self, workspace: Workspace, row: int) -> tuple[Source, ...]:
        """Return the catalogue entries behind one candidate's figure (of the inventories, its own only)."""
        mine = workspace.inventories(row)
        keys = [one for key in self.sources for one in (mine if key in CANDIDATE_SOURCES else (key,))]
        keys += [key for hypothesis in self.hypotheses for key in HYPOTHESES[hypothesis].source_ids]
        return workspace.territory.sources(dict.fromkeys(keys))

    def read(self, workspace: Workspace, role: Role) -> Mapping[str, Floats]:
        """Return its variables at each candidate, each of shape (n,), by symbol; read once a workspace."""
        if (self.id, role) not in workspace.variables:
            workspace.variables[self.id, role] = {item.symbol: item.read(workspace, role) for item in self.variables}
        return workspace.variables[self.id, role]

    def _range(self, read: Mapping[str, Floats], workspace: Workspace) -> Floats:
        ranges = {factor.symbol: workspace.hypotheses[factor.hypothesis] for factor in self.factors}
        if self.spread:
            central, ends = (
                self._with(read, {symbol: span.central for symbol, span in ranges.items()}),
                self.spread(read, workspace.hypotheses),
            )
            return np.column_stack([np.minimum(ends[:, 0], central), central, np.maximum(ends[:, 1], central)])
        low, central, high = (self._with(read, {symbol: end(span) for symbol, span in ranges.items()}) for end in (_low, _central, _high))
        return np.column_stack([np.minimum(low, high), central, np.maximum(low, high)])

    def _with(self, read: Mapping[str, Floats], factors: Mapping[str, float]) -> Floats:
        return np.asarray(self.compute(**read, **factors), float)

    def _terms(self, read: Mapping[str, float], workspace: Workspace) -> tuple[Term, ...]:
        notes = workspace.notes.get(self.id, "")
        shown = [Term(item.symbol, _(item.label), self._written(item, read[item.symbol]), False, notes) for item in self.variables]
        used = [(factor.symbol, factor.hypothesis) for factor in self.factors] + [(key, key) for key in self.reaches]
        for symbol, key in used:
            item = HYPOTHESES[key]
            text = f"{number(workspace.hypotheses.central(key), 2)} {_(item.unit)}"
            shown.append(Term(symbol, _(item.label), text, item.is_hypothesis, _(item.source)))
        return tuple(shown)

    def _written(self, variable: Variable, value: float) -> str:
        if self.choices and value == value:
            return self.show(value)
        return counted(value, variable.unit, variable.decimals) if value == value else _("non renseigné")


def _low(span: Range) -> float:
    return span.low


def _central(span: Range) -> float:
    return span.central


def _high(span: Range) -> float:
    return span.high


def column(name: str) -> Callable[[Workspace, Role], Floats]:
    """Return a reader of one numeric column of the candidates."""
    return lambda workspace, _role: workspace.column(name)


def same(**symbols: Floats) -> Floats:
    """Return the only variable of a formula that reads one figure."""
    (values,) = symbols.values()
    return values
