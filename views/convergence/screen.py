"""Screen « Convergence »: what each of the four actors gains at each place, and whether all do."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from domain.stakeholder import STAKEHOLDERS
from i18n import N_
from i18n import gettext as _
from services.context import Context
from services.hypotheses import decided_shown
from views.components import ids
from views.components.awaited import awaited
from views.components.map_view import map_view
from views.components.panels import tabbed
from views.components.parts import act, actor_sign
from views.components.pictures import noted, picture_buttons, pictured
from views.convergence.weights import settings
from views.explore.screen import filter_bar
from views.view import View

PANELS = (("matrix", N_("Gagnant-gagnant")), ("robust", N_("Robustesse")), ("pareto", N_("Compromis")), ("compare", N_("Comparer")))
EMPTY_FIGURE: dict[str, Any] = {"data": [], "layout": {"template": "none", "height": 300}}


def layout(context: Context) -> html.Main:
    """Return the screen; scores are computed in the browser, explanations by the server from the same address."""
    centre = html.Div([map_view(context, _colour_legend()), _panels(context)], className="centre convergence-centre")
    profile = html.Section(html.Div(id=ids.PROFILE, className="profile"), className="side", **{"aria-label": _("Profil du lieu")})
    title = html.H1(_("Convergence des lieux candidats"), className="visually-hidden")
    intro = html.Div(html.Span(_("Quels lieux font gagner les quatre acteurs ?"), className="intro"), id="no-filter", className="no-filter")
    return html.Main(
        [title, filter_bar(intro, _("Poids")), settings(decided_shown(context)), centre, profile, _tabs()],
        id="convergence-root",
        className="screen explore convergence",
    )


def _panels(context: Context) -> html.Section:
    bodies = {"matrix": _matrix(), "robust": _robust(), "pareto": _pareto(context), "compare": html.Div(id=ids.COMPARE)}
    colours = [
        html.Button(_(label), type="button", **{"data-by": key})
        for key, label in (("score", N_("Score")), ("green", N_("Acteurs verts")), ("kind", N_("Nature")))
    ]
    colour = html.Div(
        [
            html.Span(_("Couleur de la carte"), className="note"),
            html.Div(colours, className="segments small", role="group", **{"aria-label": _("Couleur de la carte")}),
        ],
        className="colour-by",
    )
    return tabbed(PANELS, bodies, [colour])


def _colour_legend() -> html.Div:
    """The legend of the map's colours, one block a colouring; the browser shows the one in force."""
    scores = [html.Span(className=f"swatch swatch-score-{i}") for i in range(6)]
    greens = [html.Span([html.I(className=f"swatch swatch-green-{i}"), str(i)], className="legend-pair") for i in range(5)]
    excluded = html.Span([html.I(className="swatch swatch-excluded"), _("exclu du rôle")], className="legend-pair")
    unsure = html.Span([html.I(className="swatch swatch-unsure"), _("trop peu connu")], className="legend-pair")
    return html.Div(
        [
            html.Div(
                [html.B(_("Score de convergence")), html.Span(["0 ", *scores, " 100"], className="legend-row"), unsure, excluded],
                **{"data-by-legend": "score"},
            ),
            html.Div(
                [html.B(_("Acteurs verts sur quatre")), html.Span(greens, className="legend-row"), excluded],
                hidden=True,
                **{"data-by-legend": "green"},
            ),
        ],
        className="colour-legend",
    )


def _matrix() -> list[Any]:
    keep = [
        html.Button(_("Ne garder que les convergents"), type="button", className="button", **{"data-keep": "convergent"}),
        html.Button(_("Les cinq premiers convergents"), type="button", className="button", **{"data-keep": "five"}),
    ]
    bar = html.Div(
        [
            html.Span(id="matrix-counts", className="note", role="status"),
            html.Span(id="matrix-notice", className="note", hidden=True, role="status"),
            *keep,
        ],
        className="matrix-bar",
    )
    label = _("Le classement tient-il ? Voir la robustesse")
    way = html.Button(label, type="button", className="plain-button", **{"data-go-to": "robust"})
    firm = html.P([html.Span(id="matrix-standing"), " ", way], className="note standing-line")
    caption = html.Caption(
        _("Lieux et acteurs : score de 0 à 100, vert, orange ou rouge selon les seuils du groupe"), className="visually-hidden"
    )
    table = html.Table([caption, html.Thead(_headings()), html.Tbody()], id="matrix", className="matrix")
    return [bar, firm, html.Div(table, **awaited("#matrix tbody tr, #empty > *", "rows"))]


def _headings() -> html.Tr:
    actors = [
        _sorting(actor.id, _(actor.label), [actor_sign(actor), html.Span(_(actor.label), className="visually-hidden")])
        for actor in STAKEHOLDERS
    ]
    return html.Tr(
        [
            html.Th(_("Comparer"), scope="col", className="tight"),
            html.Th(_("Rang"), scope="col"),
            html.Th(_("Lieu"), scope="col"),
            *actors,
            _sorting("score", _("Convergence"), _("Convergence")),
            _sorting("completeness", _("Complétude"), _("Complétude")),
            html.Th(_("Verdict"), scope="col"),
        ]
    )


def _sorting(key: str, label: str, children: Any) -> html.Th:
    """Return a heading by which one sorts; the browser says which is in force."""
    words = _("Trier par {name}").format(name=label)
    button = html.Button(children, type="button", className="sort", title=words, **{"data-sort": key})
    return html.Th(button, scope="col", **{"aria-sort": "none"})


def _robust() -> list[Any]:
    wait = html.P(_("Calcul en cours : 20 000 pondérations tirées au hasard…"), className="computing", role="status")
    return [dcc.Store(id=ids.ROBUST_PARAMS), wait, html.Div(id=ids.ROBUST)]


def _pareto(context: Context) -> list[Any]:
    graph = {"config": {"displayModeBar": False, "responsive": True}, "style": {"height": "300px"}}
    choose = [_axis("x", _("En abscisse"), 3), _axis("y", _("En ordonnée"), 0)]
    words = html.P(
        [
            html.Strong(id="pareto-count"),
            _(
                " lieux qu'aucun autre ne bat sur les quatre acteurs à la fois (en couleur). "
                "Tracez un rectangle sur un graphique pour ne garder que ces lieux."
            ),
        ],
        className="note",
    )
    return [
        words,
        html.P(id="pareto-networks", className="note", hidden=True),
        html.Div(
            [
                _figure(_("Les quatre acteurs côte à côte"), html.Div(dcc.Graph(figure=EMPTY_FIGURE, **graph), id="parallel")),
                _figure(
                    _("Deux acteurs l'un contre l'autre"),
                    html.Div(choose, className="axes"),
                    html.Div(dcc.Graph(figure=EMPTY_FIGURE, **graph), id="scatter"),
                ),
            ],
            className="pair",
            **noted(context, is_judged=True),
        ),
        html.Details([html.Summary(_("La liste de ces lieux")), html.Ul(id="pareto-list")], open=True),
    ]


def _figure(title: str, *parts: html.Div) -> html.Figure:
    return html.Figure([html.Figcaption([title, picture_buttons(title)]), *parts], **pictured(title))


def _axis(name: str, label: str, chosen: int) -> dmc.Select:
    data = [{"value": str(i), "label": _(actor.label)} for i, actor in enumerate(STAKEHOLDERS)]
    return dmc.Select(
        id=ids.AXIS_X if name == "x" else ids.AXIS_Y,
        data=data,
        value=str(chosen),
        size="xs",
        allowDeselect=False,
        comboboxProps={"withinPortal": True},
        **{"aria-label": label},
    )


def _tabs() -> html.Nav:
    tabs = (("map", _("Carte")), ("filters", _("Poids")), ("results", _("Classement")), ("place", _("Lieu")))
    return html.Nav(
        [act("tab", label, class_name="tab", pressed=str(name == "map").lower(), value=name) for name, label in tabs],
        className="tabs",
        **{"aria-label": _("Vues")},
    )


VIEW = View("convergence", "/convergence", N_("Convergence"), 20, layout)
