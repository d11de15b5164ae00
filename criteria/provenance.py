"""Where a figure comes from: its value, unit, formula with numbers, sources, and whether it rests on a hypothesis."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, isnan

from geodata.catalogue import estimate_words
from geodata.source import Source

EQUAL, ABOUT = " = ", " ≈ "


@dataclass(frozen=True, slots=True)
class Term:
    """One variable of a formula, as shown: symbol, label, value with its unit, and what the value rests on."""

    symbol: str
    label: str
    text: str
    is_hypothesis: bool
    note: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything behind one figure. Texts are already in the reader's language.

    Attributes
    ----------
    label, unit, text : str
        Name of the figure; its unit; the value written with its unit (« non renseigné » when unknown).
    value, low, high : float
        Central value and the ends of its range (equal when it has none); NaN when unknown.
    formula, substituted : str
        The formula in symbols, then with the numbers in their place and its result (`with_result`).
    terms : tuple of Term
        What each symbol stands for.
    sources : tuple of Source
        Catalogue entries, with vintage and licence.
    is_hypothesis : bool
        True when at least one factor is a working hypothesis.
    is_example : bool
        True when at least one source is invented example data.
    version : str
        ``id@version`` of the criterion, and the version of the data snapshot.
    """

    label: str
    unit: str
    text: str
    value: float
    low: float
    high: float
    formula: str
    substituted: str
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]
    is_hypothesis: bool
    is_example: bool
    version: str

    @property
    def worked(self) -> str:
        """The formula with its numbers, without its result."""
        return self.substituted.removesuffix(self.text).removesuffix(EQUAL).removesuffix(ABOUT)

    @property
    def estimate(self) -> str:
        """What the estimates are worth that the figure rests on; "" when it rests on none that was measured."""
        return estimate_words(self.sources)


def with_result(worked: str, text: str, value: float, decimals: int) -> str:
    """Write a formula with its result: « = », or « ≈ » where `value` is not what is written with `decimals` (of thousands: -3)."""
    is_written_whole = isnan(value) or isclose(value, round(value, decimals), rel_tol=1e-9, abs_tol=1e-9)
    return f"{worked}{EQUAL if is_written_whole else ABOUT}{text}"
