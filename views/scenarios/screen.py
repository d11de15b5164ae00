"""Screen « Scénarios »: choose k places, with a proof; change the question, keep the answer, set answers side by side."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from i18n import N_
from i18n import gettext as _
from services.context import Context
from views.components import ids
from views.components.map_view import map_view
from views.components.panels import tabbed
from views.components.parts import act
from views.explore.screen import filter_bar
from views.scenarios.library import library_bar
from views.view import View

PANELS = (
    ("curve", N_("Combien de lieux ?")),
    ("safe", N_("Sans regret")),
    ("front", N_("Compromis")),
    ("library", N_("Mes scénarios")),
    ("versus", N_("Comparer")),
)
GUIDES = (
    (
        N_("Les quartiers prioritaires à pied"),
        N_("cinq boutiques-relais à moins de 15 minutes à pied du plus grand nombre d'habitants des QPV"),
        "open=shop&mode=foot&min=15&k=5&mix=waste-0,landlord-0,economy-0",
    ),
    (
        N_("Les quatre acteurs à la fois"),
        N_("six lieux, chaque enjeu comptant autant, à moins de 10 minutes en voiture"),
        "k=6",
    ),
    (
        N_("Un réseau sur tout le territoire"),
        N_("un lieu au moins par bassin, espacés de 3 km, chaque boutique près d'un pôle"),
        "k=8&basin=1&space=3000&supply=10",
    ),
)
STEPS = (
    N_("Choisissez un but, ou partez d'un exemple"),
    N_("Posez vos conditions ; cliquez un lieu pour l'imposer ou l'interdire"),
    N_("Lisez à droite ce qu'il faut faire et ce que chacun gagne"),
    N_("Enregistrez, changez une chose, enregistrez encore, comparez"),
)


def layout(context: Context) -> html.Main:
    """Return the screen; the question is in the address, the answer comes from the server slice by slice."""
    centre = html.Div([map_view(context, _legend()), _panels()], className="centre convergence-centre")
    side = html.Section(
        [dcc.Store(id=ids.PLAN_ASK), dcc.Store(id=ids.PLAN_STEP), html.Div(id=ids.SAVED_BANNER), _save(), html.Div(id=ids.PLAN_RESULT)],
        className="side",
        id="scenario-side",
        tabIndex=0,
        **{"aria-label": _("Réponse")},
    )
    intro = html.Div(html.Span(_("Combien de lieux, où, pour qui ?"), className="intro"), id="no-filter", className="no-filter")
    return html.Main(
        [html.H1(_("Scénarios"), className="visually-hidden"), filter_bar(intro, _("Question")), _question(), centre, side, _tabs()],
        id="scenario-root",
        className="screen explore convergence scenarios",
    )


def _question() -> html.Section:
    """Return the left panel: the guide, then the question, whose controls the browser builds."""
    reset = html.Button(_("Repartir d'une question neuve"), type="button", className="button", **{"data-act": "scenario-reset"})
    onward = act("scenario-answer", _("Aller à la réponse"), class_name="skip")  # by keyboard the map's areas stand in between
    blocks = [_guide(), html.Div(id="question", className="question"), reset, onward]
    return html.Section(html.Div(blocks, className="facets-scroll settings"), className="facets", **{"aria-label": _("Question")})


def _guide() -> html.Details:
    """Return the way to a first scenario."""
    steps = html.Ol([html.Li(_(step), **{"data-guide-step": str(i)}) for i, step in enumerate(STEPS)], className="guide-steps")
    doors = [
        html.Button(
            [html.B(_(title)), html.Small(_(words))],
            type="button",
            className="guide-door",
            **{"data-act": "scenario-guide", "data-value": query},
        )
        for title, words, query in GUIDES
    ]
    return html.Details([html.Summary(_("Premier scénario, pas à pas")), steps, *doors], open=True, id="guide", className="guide")


def _save() -> html.Div:
    """Return the bar that keeps the answer, and its small form."""
    form = html.Div(
        [
            html.Label([_("Nom"), dcc.Input(id="scenario-name", type="text", maxLength=120, autoComplete="off", className="text-field")]),
            html.Label([_("Note"), dcc.Textarea(id="scenario-note", maxLength=4000, rows=2, className="text-field")]),
            html.Div(
                [act("scenario-save", _("Enregistrer"), class_name="button primary"), act("scenario-close", _("Fermer"))],
                className="matrix-bar",
            ),
        ],
        id="save-form",
        className="save-form",
        hidden=True,
        role="group",
        **{"aria-label": _("Enregistrer le scénario")},
    )
    bar = html.Div(
        [
            dcc.Store(id=ids.SAVE_ASK, data="save"),
            html.Div(id=ids.SAVE_BUTTON),
            html.Span(id="scenario-notice", className="note", role="status"),
        ],
        className="matrix-bar",
    )
    return html.Div([bar, form], className="save-bar")


def save_button(may_save: bool) -> Any:
    """Return the button that opens the form, or the way to be allowed to save."""
    if may_save:
        return act("scenario-open-save", _("Enregistrer ce scénario"), class_name="button primary")
    return html.Span([html.A(_("Se connecter"), href="/connexion"), _(" pour enregistrer ce scénario.")], className="note")


def _panels() -> html.Section:
    bodies: dict[str, list[Any]] = {
        key: [dcc.Store(id=ids.ask(key)), html.Div(id=ids.shown(key), className="scenario-panel")] for key, _label in PANELS
    }
    bodies["library"].insert(1, library_bar())
    return tabbed(PANELS, bodies)


def _legend() -> html.Div:
    """Return what the colours of the map mean; a difference between two scenarios has its own."""
    plan = [
        html.B(_("Habitants, par maille")),
        html.Div([html.I(className="swatch swatch-plan"), _("atteints par un nouveau lieu (une teinte par lieu)")], className="legend-row"),
        html.Div([html.I(className="swatch swatch-existing"), _("déjà atteints par une ressourcerie")], className="legend-row"),
        html.Div([html.I(className="swatch swatch-unreached"), _("non atteints")], className="legend-row"),
    ]
    marks = [
        html.Div(
            [html.I("1", className="mark number"), _("lieu choisi, dans l'ordre de la liste ; carré s'il est imposé")],
            className="legend-row",
        ),
        html.Div(
            [html.I(className="mark"), html.I(className="mark round"), _("lieu au choix : zone d'activité, rez-de-chaussée")],
            className="legend-row",
        ),
        html.Div([html.I(className="mark round pale"), _("lieu hors du choix")], className="legend-row"),
    ]
    change = [
        html.B(_("Ce qui change")),
        html.Div([html.I(className="swatch swatch-newly"), html.Span(id="legend-newly")], className="legend-row"),
        html.Div([html.I(className="swatch swatch-lost"), html.Span(id="legend-lost")], className="legend-row"),
        html.Div([html.I(className="swatch swatch-existing"), _("atteints dans les deux cas")], className="legend-row"),
        act("scenario-no-difference", _("Revenir au plan"), class_name="mini"),
    ]
    return html.Div(
        [html.Div([*plan, *marks], **{"data-plan-legend": "plan"}), html.Div(change, hidden=True, **{"data-plan-legend": "difference"})],
        className="colour-legend",
    )


def _tabs() -> html.Nav:
    tabs = (("map", _("Carte")), ("filters", _("Question")), ("results", _("Études")), ("place", _("Réponse")))
    return html.Nav(
        [act("tab", label, class_name="tab", pressed=str(name == "map").lower(), value=name) for name, label in tabs],
        className="tabs",
        **{"aria-label": _("Vues")},
    )


VIEW = View("scenarios", "/scenarios", N_("Scénarios"), 30, layout)
