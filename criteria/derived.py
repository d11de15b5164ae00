"""A figure made of another one: times and divided by factors, as a range, with its own formula, terms and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from criteria.hypotheses import HYPOTHESES
from criteria.provenance import Provenance, Term, with_result
from criteria.ranges import written
from criteria.scale import number
from domain.units import Range
from geodata.source import Source
from i18n import gettext as _

Ranges = Callable[[str], Range]
"""Gives the range in force of a hypothesis, by its id."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A factor as it is applied.

    Attributes
    ----------
    symbol, label, unit : as shown, in the current language.
    span : low, central and high value.
    note : where it comes from.
    sources : entries of the catalogue that it rests on.
    is_divisor : whether the figure is divided by it.
    """

    symbol: str
    label: str
    unit: str
    span: Range
    note: str
    is_hypothesis: bool
    sources: tuple[Source, ...] = ()
    is_divisor: bool = False

    @property
    def term(self) -> Term:
        """What is shown of it beside a formula."""
        return Term(self.symbol, self.label, self._text(), self.is_hypothesis, self.note)

    def _text(self) -> str:
        low, central, high = (number(end, 2) for end in self.span)
        unit = f" {self.unit}" if self.unit not in ("", "×") else ""
        if low == high:
            return f"{central}{unit}"
        return _("{low} à {high} {unit} (central {central})").format(low=low, high=high, unit=self.unit, central=central)


def of_hypothesis(symbol: str, key: str, ranges: Ranges) -> Applied:
    """Return a hypothesis as a factor."""
    item = HYPOTHESES[key]
    return Applied(symbol, _(item.label), _(item.unit) if item.unit else "", ranges(key), _(item.source), item.is_hypothesis)


def span_of(figure: Provenance) -> Range:
    """Return the range of a figure."""
    return Range(figure.low, figure.value, figure.high)


def figure_of(base: Provenance, label: str, unit: str, span: Range, formula: str, worked: str, terms: Sequence[Term]) -> Provenance:
    """Return a figure that rests on what `base` rests on. `unit` is a message id; it is written with a decimal where it is small."""
    text, is_hypothesis = written(span, unit, decimals_of(span)), base.is_hypothesis or any(one.is_hypothesis for one in terms)
    return replace(
        base, label=label, unit=_(unit), text=text, value=span.central, low=span.low, high=span.high, formula=formula,
        substituted=with_result(worked, text, span.central, decimals_of(span)), terms=tuple(terms), is_hypothesis=is_hypothesis,
    )  # fmt: skip


def text_of(figure: Provenance) -> str:
    """Write a figure with its unit, as a range where it is one."""
    span = span_of(figure)
    return written(span, figure.unit, decimals_of(span))


def decimals_of(span: Range) -> int:
    """Return how many decimals a range is written with: one below twenty."""
    return 1 if span.is_known and span.high < 20 else 0


def derived(origin: Provenance, symbol: str, label: str, unit: str, factors: Sequence[Applied]) -> Provenance:
    """Return `origin`, which `symbol` stands for, times and divided by factors. All are at least zero; unknown stays unknown."""
    span, formula, written_out = span_of(origin), symbol, number(origin.value, 1)
    for one in factors:
        span = span / one.span if one.is_divisor else span * one.span
        sign = " ÷ " if one.is_divisor else " × "
        formula, written_out = f"{formula}{sign}{one.symbol}", f"{written_out}{sign}{number(one.span.central, 2)}"
    terms = [Term(symbol, origin.label, text_of(origin), origin.is_hypothesis, origin.substituted), *(one.term for one in factors)]
    found = figure_of(origin, label, unit, span, formula, written_out, terms)
    sources = dict.fromkeys([*origin.sources, *(source for one in factors for source in one.sources)])
    return replace(found, sources=tuple(sources))
