"""Screen « Scénarios »: choose k places, with a proof; change the question, keep the answer, set answers side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import dcc, html

from domain.scenario import Question
from i18n import N_
from i18n import gettext as _
from scenarios.stakes import unknown_stakes
from services.context import Context
from services.hypotheses import decided_shown
from services.scenario_config import mode_choice
from views.components import ids
from views.components.awaited import awaited
from views.components.decided import decided_note
from views.components.map_view import map_view
from views.components.panels import tabbed
from views.components.parts import act
from views.components.pictures import noted
from views.explore.screen import filter_bar
from views.scenarios.following import followed
from views.scenarios.library import library_panel
from views.scenarios.place_menu import place_menu
from views.scenarios.question import question_controls
from views.scenarios.saving import saving
from views.view import View

PANELS = (
    ("curve", N_("Combien de lieux ?")),
    ("safe", N_("Sans regret")),
    ("front", N_("Compromis")),
    ("library", N_("Mes scénarios")),
    ("versus", N_("Comparer")),
)
STUDIES = ("curve", "safe", "front")
"""The panels that follow a computation."""
PRIORITY_GUIDE = (
    N_("Les quartiers prioritaires à pied"),
    N_("cinq boutiques-relais à moins de 15 minutes à pied du plus grand nombre d'habitants des QPV"),
    Question(opens="shop", mode="foot", minutes=15, mix={"waste": 0, "landlord": 0, "economy": 0}).to_query(),
)
"""Where there are such neighbourhoods."""
GUIDES = (
    (
        N_("Les quatre acteurs à la fois"),
        N_("six lieux, chaque enjeu comptant autant, à moins de 10 minutes en voiture"),
        Question(k=6).to_query(),
    ),
    (
        N_("Un réseau sur tout le territoire"),
        N_("un lieu au moins par bassin, espacés de 3 km, chaque boutique près d'un pôle"),
        Question(k=8, basins=True, spacing_m=3_000, supply_km=10).to_query(),
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
    on_map = map_view(context, _legend())
    on_map.children = [*on_map.children, place_menu()]
    centre = html.Div([on_map, _panels()], className="centre convergence-centre")
    side = html.Section(
        [
            *[dcc.Store(id=name) for name in (ids.PLAN_ASK, ids.PLAN_STEP, ids.SAVED_STEP)],
            *[html.Div(id=ids.SAVED_BANNER), saving(), *followed(ids.PLAN, **awaited(f"#{ids.shown(ids.PLAN)} > *", "text"))],
        ],
        className="side",
        id="scenario-side",
        tabIndex=0,
        **{"aria-label": _("Réponse")},
    )
    intro = html.Div(html.Span(_("Combien de lieux, où, pour qui ?"), className="intro"), id="no-filter", className="no-filter")
    return html.Main(
        [html.H1(_("Scénarios"), className="visually-hidden"), filter_bar(intro, _("Question")), _question(context), centre, side, _tabs()],
        id="scenario-root",
        className="screen explore convergence scenarios",
        **noted(context, is_judged=True),
    )


def _question(context: Context) -> html.Section:
    """Return the left panel: the guide, then the question."""
    reset = html.Button(_("Repartir d'une question neuve"), type="button", className="button", **{"data-act": "scenario-reset"})
    onward = act("scenario-answer", _("Aller à la réponse"), class_name="skip")  # by keyboard the map's areas stand in between
    guides = (PRIORITY_GUIDE, *GUIDES) if context.territory.has_priority else GUIDES
    controls = question_controls(mode_choice(context), unknown_stakes(context.territory))
    blocks = [_guide(guides), controls, *decided_note(decided_shown(context)), reset, onward]
    return html.Section(html.Div(blocks, className="facets-scroll settings"), className="facets", **{"aria-label": _("Question")})


def _guide(guides: Iterable[tuple[str, str, str]]) -> html.Details:
    """Return the way to a first scenario."""
    steps = html.Ol([html.Li(_(step), **{"data-guide-step": str(i)}) for i, step in enumerate(STEPS)], className="guide-steps")
    links = [
        html.Button(
            [html.B(_(title)), html.Small(_(words))],
            type="button",
            className="guide-door",
            **{"data-act": "scenario-guide", "data-value": query},
        )
        for title, words, query in guides
    ]
    return html.Details([html.Summary(_("Premier scénario, pas à pas")), steps, *links], open=True, id="guide", className="guide")


def _panels() -> html.Section:
    bodies: dict[str, list[Any]] = {key: [dcc.Store(id=ids.ask(key)), *_panel(key)] for key, _label in PANELS}
    return tabbed(PANELS, bodies)


def _panel(key: str) -> list[Any]:
    if key == "library":
        return library_panel()
    box = "scenario-panel"
    waits = awaited(f"#{ids.shown(key)} > *", "rows")
    return followed(key, box, **waits) if key in STUDIES else [html.Div(id=ids.shown(key), className=box)]


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
        html.Div([html.I("×", className="mark cross"), _("lieu interdit")], className="legend-row"),
    ]
    change = [
        html.B(_("Ce qui change")),
        html.P(id="legend-compared", className="note"),
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
