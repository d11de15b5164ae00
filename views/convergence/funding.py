"""Who may help to pay for a place, in its profile: scheme by scheme, open or not, because of what, and what is missing to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from dash import html

from criteria.assess import Assessment
from funding.scheme import Condition, Eligibility, State
from i18n import N_
from i18n import gettext as _
from services.funding import funding_of

STATES: Mapping[State, str] = MappingProxyType(
    {State.OPEN: N_("possible"), State.MISSING: N_("possible, à compléter"), State.CLOSED: N_("non")}
)


def funding(assessment: Assessment, row: int) -> html.Section:
    """Return the section of a place's profile."""
    found = funding_of(assessment, row)
    note = html.P(_("Règles relevées dans des pages publiques, à vérifier auprès de chaque financeur."), className="note")
    return html.Section([html.H3(_("Financements à étudier")), note, *[_scheme(one) for one in found]], className="sheet-block funding")


def _scheme(found: Eligibility) -> html.Details:
    scheme, state = found.scheme, found.state
    head = html.Summary(
        [html.Span([html.B(_(scheme.label)), html.Small(_(scheme.funder))]), html.Span(_(STATES[state]), className=f"funding-{state}")]
    )
    source = _("{source} ({year}), à vérifier").format(source=_(scheme.source), year=scheme.as_of)
    rows = [
        (_("Ce que cela paie"), _(scheme.pays)),
        (_("Combien"), _(scheme.amount)),
        (_("Non, parce qu'il faut"), _named(found.fails)),
        (_("Conditions remplies"), _named(found.holds)),
        (_("À savoir d'abord"), " ; ".join(_(one.missing) for one in found.unknown)),
        (_("Atouts du dossier"), _named(found.assets)),
        (_("Pièces à joindre"), " ; ".join(_(item) for item in scheme.items) if state is not State.CLOSED else ""),
        (_("Source"), source),
    ]
    lines: list[Any] = [html.Div([html.Dt(label), html.Dd(words)], className="sheet-row") for label, words in rows if words]
    return html.Details([head, html.Dl(lines)], className="accounts-part")


def _named(conditions: Iterable[Condition]) -> str:
    return " ; ".join(_(one.words) for one in conditions)
