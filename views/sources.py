"""Screen « Sources »: where every figure comes from."""

from __future__ import annotations

from typing import Any

from dash import html

from geodata.catalogue import SOURCES, Source
from i18n import N_
from i18n import gettext as _
from views.parts import example_badge
from views.view import Context, View


def layout(context: Context) -> html.Div:
    """Return one row a data set, with producer, licence, vintage and address."""
    heads = [html.Th(text, scope="col") for text in (_("Donnée"), _("Producteur"), _("Licence"), _("Millésime"), _("Remarque"))]
    rows = [_row(source) for source in SOURCES.values()]
    intro = html.P(
        _(
            "Version des données : {version}. "
            "Ce qui est inventé pour la démonstration porte la mention « exemple » ; ce qui est calculé, « estimation »."
        ).format(version=context.territory.version)
    )
    table = html.Div(
        html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain"),
        className="table-scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": _("Sources des données")},
    )
    return html.Div(html.Main([html.H1(_("Sources des données")), intro, table], className="page"), className="screen text-screen")


def _row(source: Source) -> html.Tr:
    marks: list[Any] = (
        [example_badge(_("exemple"))] if source.is_example else [example_badge(_("estimation"))] if source.is_estimate else []
    )
    name: Any = html.A(_(source.label), href=source.url, target="_blank", rel="noreferrer") if source.url else _(source.label)
    licence: Any = (
        html.A(_(source.licence), href=source.licence_url, target="_blank", rel="noreferrer") if source.licence_url else _(source.licence)
    )
    return html.Tr(
        [
            html.Th([name, " ", *marks], scope="row"),
            html.Td(source.producer),
            html.Td(licence),
            html.Td(_(source.vintage)),
            html.Td(_(source.note) if source.note else ""),
        ]
    )


VIEW = View("sources", "/sources", N_("Sources"), 90, layout)
