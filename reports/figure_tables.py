"""Figures as tables that a person and a workbook read: each with its nature, where it comes from, its hypotheses and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isnan

from criteria.derived import text_of
from criteria.provenance import Provenance
from geodata.source import Source
from i18n import gettext as _
from reports.provenance import SOURCE_HEADINGS, source_row
from reports.side_table import SideCell, SideField, SideTable


def figures_table(figures: Sequence[Provenance]) -> SideTable:
    """Return figures, each with what it is and where it comes from: as text, then its ends as numbers."""
    fields = (
        SideField("figure", _("Chiffre")),
        SideField("text", _("Valeur")),
        SideField("nature", _("Nature")),
        SideField("basis", _("D'où il vient")),
        SideField("low", _("bas"), "number", 2),
        SideField("central", _("central"), "number", 2),
        SideField("high", _("haut"), "number", 2),
        SideField("unit", _("Unité")),
    )
    return SideTable("chiffres", _("Chiffres"), fields, tuple(_figure_row(one) for one in figures))


def _figure_row(one: Provenance) -> tuple[SideCell, ...]:
    ends = (None, None, None) if isnan(one.value) else (one.low, one.value, one.high)
    text = one.text if one.low == one.high or isnan(one.value) else text_of(one)
    return one.label, text, nature_words(one), basis_words(one), *ends, one.unit


def nature_words(one: Provenance) -> str:
    """Return what a figure is for the reader's trust: « exemple », « hypothèse », an estimate, declared, or of published data."""
    marks = [_("exemple")] if one.is_example else []
    marks += [_("hypothèse")] if one.is_hypothesis else []
    marks += [_("estimation")] if any(source.is_estimate for source in one.sources) else []
    if not marks and any(source.is_declared for source in one.sources):
        marks = [_("donnée déclarée")]
    return ", ".join(marks) or _("calculé sur des données publiées")


def basis_words(one: Provenance) -> str:
    """Return where a figure comes from: how it was worked out, and the data sets."""
    named = " ; ".join(_(source.label) for source in one.sources)
    how = one.substituted if one.terms and not isnan(one.value) and one.worked != one.text else ""
    return ". ".join(part for part in (how.removesuffix("."), _("Sources : {named}").format(named=named)) if part)


def factors_table(figures: Sequence[Provenance]) -> SideTable:
    """Return the hypotheses that figures rest on, those that are figures themselves left out."""
    fields = (SideField("label", _("Hypothèse ou facteur")), SideField("text", _("Valeur")), SideField("source", _("D'où elle vient")))
    own = {one.label for one in figures}
    terms = [term for one in figures for term in one.terms if term.is_hypothesis and term.label not in own]
    return SideTable("hypotheses", _("Hypothèses"), fields, tuple(dict.fromkeys((term.label, term.text, term.note) for term in terms)))


def sources_table(sources: Iterable[Source]) -> SideTable:
    """Return data sets, with the facts that `SOURCE_HEADINGS` names."""
    fields = tuple(SideField(f"source_{at}", _(heading)) for at, heading in enumerate(SOURCE_HEADINGS))
    return SideTable("sources", _("Sources"), fields, tuple(source_row(source) for source in sources))
