"""Where a figure comes from, opened in one click: formula with its numbers, terms, sources, hypotheses."""

from __future__ import annotations

from typing import Any

from dash import html

from criteria.provenance import Provenance, Term
from geodata.catalogue import nature
from geodata.source import Source
from i18n import gettext as _
from views.components.parts import example_badge


def disclosed(shown: Any, origin: Provenance, class_name: str = "figure") -> html.Details:
    """Return a figure that opens where it comes from."""
    return html.Details([html.Summary(_marked(shown, origin)), provenance(origin)], className=class_name)


def _marked(shown: Any, origin: Provenance) -> list[Any]:
    parts = list(shown) if isinstance(shown, list) else [shown]
    return [*parts, " ", estimate_badge(origin)] if origin.estimate else parts


def estimate_badge(origin: Provenance) -> html.Span:
    """Return the mark of a figure that rests on a measured estimate; it says what that is worth, as what it opens does."""
    return html.Span(_("estimation"), className="badge-hypothesis", title=origin.estimate)


def provenance(origin: Provenance) -> html.Div:
    """Return the body of the disclosure."""
    version = html.P(_("Version : {version}").format(version=origin.version), className="note")
    terms = html.Ul([_term(term) for term in origin.terms], className="terms") if origin.terms else None
    sources = html.Ul([_source(source) for source in origin.sources], className="terms")
    formula = [html.Code(origin.formula), html.Code(origin.substituted, className="substituted")]
    return html.Div([*formula, terms, html.B(_("Sources")), sources, version], className="provenance")


def _term(term: Term) -> html.Li:
    note: list[Any] = [html.Small(f" ({term.note})")] if term.note else []
    mark: list[Any] = [" ", hypothesis_badge()] if term.is_hypothesis else []
    return html.Li([html.B(term.symbol), f" : {term.label} = {term.text}", *mark, *note])


def _source(source: Source) -> html.Li:
    name: Any = html.A(_(source.label), href=source.url, target="_blank", rel="noreferrer") if source.url else _(source.label)
    mark: list[Any] = [" ", example_badge(nature(source))] if source.is_example or source.is_estimate else []
    return html.Li([name, f", {_(source.producer)}, {_(source.vintage)}, {_(source.licence)}", *mark])


def hypothesis_badge() -> html.Span:
    """Return the mark of a working hypothesis."""
    return html.Span(_("hypothèse"), className="badge-hypothesis")
