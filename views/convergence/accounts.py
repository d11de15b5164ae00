"""The accounts of who would run a place, in its profile: what the rent is worth, line by line, and what weighs most."""

from __future__ import annotations

from math import isnan
from typing import Any

from dash import html

from criteria.assess import Assessment
from criteria.hypotheses import HYPOTHESES
from criteria.viability import FACTORS, LINES, Swing, Viability, viability_at
from domain.units import Range
from i18n import gettext as _
from i18n.numbers import number
from i18n.units import counted
from services.words.viability import YEARLY, between, viability_sentences
from views.components.provenance import hypothesis_badge

SWINGS = 6
"""How many hypotheses are shown of those that move the result most."""


def accounts(assessment: Assessment, row: int) -> html.Section:
    """Return the section of a place's profile; it says what is missing where the area is unknown."""
    heading = html.H3([_("Un exploitant peut-il y vivre ?"), " ", hypothesis_badge()])
    found = viability_at(assessment.workspace, assessment.role, row)
    if found is None:
        missing = html.P(_("La surface n'est pas renseignée : sans elle, ni recettes ni dépenses."))
        return html.Section([heading, missing], className="sheet-block accounts")
    is_withheld = bool(assessment.workspace.candidates["rent_is_confidential"].iloc[row])
    lead, *others = viability_sentences(found, is_withheld=is_withheld)
    parts: list[Any] = [heading, html.P(html.B(lead)), *[html.P(words) for words in others]]
    parts += [_folded(_("Recettes et dépenses d'une année"), _table(found)), _folded(_("Ce qui pèse le plus"), _swings(found))]
    return html.Section([*parts, _folded(_("Hypothèses et sources"), _figures(assessment))], className="sheet-block accounts")


def _folded(heading: str, body: Any) -> html.Details:
    return html.Details([html.Summary(heading), body], className="accounts-part")


def _table(found: Viability) -> html.Table:
    head = html.Thead(html.Tr([html.Th(words, scope="col") for words in (_("En € par an"), _("Central"), _("8 chances sur 10"))]))
    lines = [_line(_(label), found.lines[name]) for name, label in LINES.items()]
    lines.append(_line(_("Avant loyer"), found.before_rent, "total"))
    if not isnan(found.rent):
        paid = Range.exact(found.result.central - found.before_rent.central)
        lines += [_line(_("Loyer demandé"), paid), _line(_("Résultat"), found.result, "total")]
    return html.Table([head, html.Tbody(lines)], className="accounts-table")


def _line(label: str, span: Range, class_name: str = "") -> html.Tr:
    ends = between(span) if span.low < span.high else ""
    return html.Tr([html.Th(label, scope="row"), html.Td(number(span.central)), html.Td(ends)], className=class_name)


def _swings(found: Viability) -> html.Ol:
    shown = found.swings[:SWINGS]
    low, high = min(0.0, *[min(one.low, one.high) for one in shown]), max(0.0, *[max(one.low, one.high) for one in shown])
    return html.Ol([_swing(one, low, (high - low) or 1.0) for one in shown], className="swings")


def _swing(swing: Swing, low: float, width: float) -> html.Li:
    item = HYPOTHESES[swing.hypothesis]
    start, end = sorted((swing.low, swing.high))
    place = {"left": f"{100 * (start - low) / width:.1f}%", "width": f"{100 * (end - start) / width:.1f}%"}
    zero = html.I(className="swing-zero", style={"left": f"{-100 * low / width:.1f}%"})
    bar = html.Span([html.I(className="swing-span", style=place), zero], className="swing", **{"aria-hidden": "true"})
    unit = f" {_(item.unit)}" if item.unit != "×" else ""
    words = _("{low} : {result_low} ; {high}{unit} : {result_high}").format(
        low=number(item.default.low, 2),
        high=number(item.default.high, 2),
        unit=unit,
        result_low=counted(swing.low, YEARLY),
        result_high=counted(swing.high, YEARLY),
    )
    return html.Li([html.Span(_(item.label)), bar, html.Small(words)])


def _figures(assessment: Assessment) -> html.Ul:
    return html.Ul([_figure(assessment, factor.hypothesis) for factor in FACTORS], className="terms")


def _figure(assessment: Assessment, key: str) -> html.Li:
    item, span = HYPOTHESES[key], assessment.workspace.hypotheses[key]
    mark: list[Any] = [" ", hypothesis_badge()] if item.is_hypothesis else []
    value = f"{number(span.central, 2)} {_(item.unit)} ({between(span, decimals=2)})"
    return html.Li([html.B(_(item.label)), f" : {value}", *mark, html.Small(f" {_(item.source)}")])
