"""Screen « Sources »: where every figure comes from."""

from __future__ import annotations

from typing import Any

from dash import html

from geodata.catalogue import SOURCES, nature
from geodata.source import Source
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import day, number
from services.context import Context
from views.components.parts import example_badge
from views.sources.external_layers import external_frame
from views.sources.freshness import freshness_frame
from views.view import View


def layout(context: Context) -> html.Div:
    """Return one row a data set, with producer, licence, vintage and address."""
    heads = [html.Th(text, scope="col", role="columnheader") for text in (_("Donnée"), *_heads())]
    places = context.territory.candidates["source_id"].value_counts()
    rows = [_row(source, int(places.get(source.id, 0))) for source in context.territory.sources(SOURCES)]
    intro = html.P(
        _(
            "Version des données : {version}, du {day} : vacances, durées et disponibilités sont comptées à ce jour. "
            "Ce qui est inventé pour la démonstration porte la mention « exemple » ; ce qui est calculé, « estimation »."
        ).format(version=context.territory.version, day=day(context.territory.as_of))
    )
    table = html.Div(
        html.Table(
            [html.Thead(html.Tr(heads, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")],
            className="plain carded",
            role="table",
        ),
        className="table-scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": _("Sources des données")},
    )
    parts = [html.H1(_("Sources des données")), intro, *freshness_frame(), *external_frame(), html.H2(_("Toutes les données")), table]
    return html.Div(html.Main(parts, className="page"), className="screen text-screen")


def _row(source: Source, places: int) -> html.Tr:
    """Return what is said of a data set, and how many candidate places come from it."""
    marks: list[Any] = [example_badge(nature(source))] if source.is_example or source.is_estimate else []
    name: Any = html.A(_(source.label), href=source.url, target="_blank", rel="noreferrer") if source.url else _(source.label)
    licence: Any = (
        html.A(_(source.licence), href=source.licence_url, target="_blank", rel="noreferrer") if source.licence_url else _(source.licence)
    )
    error = _(source.error.measured_on) if source.error else ""
    note = " ".join(words for words in (_(source.note) if source.note else "", error, _count(source, places)) if words)
    values = zip(_heads(), (source.producer, licence, _(source.vintage), note), strict=True)
    cells = [html.Td(value, role="cell", **{"data-head": head}) for head, value in values]
    return html.Tr([html.Th([name, " ", *marks], scope="row", role="rowheader"), *cells], role="row")


def _heads() -> tuple[str, ...]:
    """What is said of a data set; on a phone each stands beside its value."""
    return _("Producteur"), _("Licence"), _("Millésime"), _("Remarque")


def _count(source: Source, places: int) -> str:
    if not places and not source.is_declared:
        return ""
    return ngettext("{n} lieu.", "{n} lieux.", places).format(n=number(places)) if places else _("Aucun pour l'instant.")


VIEW = View("sources", "/sources", N_("Sources"), 90, layout)
