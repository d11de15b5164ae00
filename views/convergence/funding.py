"""Who may help to pay for a place, in its profile: scheme by scheme, open or not, because of what, and what is missing to know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from dash import html

from criteria.assess import Assessment
from domain.address import Key, joined, write
from funding.scheme import STATES, Condition, Eligibility, Scheme, State
from i18n import gettext as _
from services.funding import PATH, funding_of


def funding(assessment: Assessment, row: int) -> html.Section:
    """Return the section of a place's profile."""
    found = funding_of(assessment, row)
    note = html.P(_("Règles relevées dans des pages publiques, à vérifier auprès de chaque financeur."), className="note")
    path, query = f"{PATH}/{quote(str(assessment.ids[row]), safe='')}", _query(assessment)
    files = html.A(_("Les dossiers préremplis"), href=f"{path}?{query}", className="button", target="_blank")
    heading = html.H3(_("Financements à étudier"))
    schemes = [_scheme(one, path, query) for one in found]
    return html.Section([heading, note, *schemes, html.Div(files, className="sheet-actions")], className="sheet-block funding")


def _query(assessment: Assessment) -> str:
    """Return what the files depend on: the role, and the hypotheses that were changed."""
    return joined(write([(Key.ROLE, assessment.role)]), assessment.workspace.hypotheses.to_query())


def _scheme(found: Eligibility, path: str, query: str) -> html.Details:
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
    files = html.P([_file(scheme, "pdf", path, query), " · ", _file(scheme, "xlsx", path, query)])
    return html.Details([head, html.Dl(lines), files], className="accounts-part")


def _file(scheme: Scheme, ending: str, path: str, query: str) -> html.A:
    words = _("Dossier prérempli ({ending})").format(ending=ending.upper())
    return html.A(words, href=f"{path}/{scheme.id}.{ending}?{query}", **{"aria-label": f"{words}, {_(scheme.label)}"})


def _named(conditions: Iterable[Condition]) -> str:
    return " ; ".join(_(one.words) for one in conditions)
