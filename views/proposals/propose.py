"""Screen « Proposer » (landlords) and its twin « Identifier » (Economy directorate): one's own places, on the map and in a form."""

from __future__ import annotations

import json
from typing import Any

from dash import html

from domain.candidate import Kind
from domain.person import Action, PersonRole
from i18n import N_
from i18n import gettext as _
from services.context import Context
from services.words.proposals import proposal_texts
from views.components import ids, import_ids
from views.components.awaited import awaited
from views.components.map_view import map_view
from views.components.parts import act, button, icon
from views.proposals.import_panel import import_panel
from views.proposals.own_export import own_export_menu
from views.proposals.own_place import assessment, history, stores, talk
from views.proposals.own_places import own_list, own_table
from views.proposals.place_form import place_form
from views.proposals.place_head import place_head
from views.proposals.place_photos import place_photos
from views.proposals.place_queue import place_queue
from views.proposals.place_versions import conflict
from views.proposals.spots import marks_layer
from views.view import View

TITLES = {
    Kind.PREMISES: N_("Proposer un local en rez-de-chaussée"),
    Kind.ZONE_SITE: N_("Identifier un site en zone d'activité"),
}
NEW = {Kind.PREMISES: N_("Proposer un local"), Kind.ZONE_SITE: N_("Ajouter un site")}
IMPORT = {Kind.PREMISES: N_("Importer un tableau"), Kind.ZONE_SITE: N_("Importer une couche")}
LISTS = {Kind.PREMISES: N_("Mes propositions"), Kind.ZONE_SITE: N_("Mes sites")}
INTRO = {
    Kind.PREMISES: N_("Vos locaux vacants : décrivez-les, soumettez-les, suivez ce qu'ils deviennent."),
    Kind.ZONE_SITE: N_("Les sites utilisables des zones d'activité : repérez-les, suivez-les, publiez-les."),
}


def workshop(context: Context, kind: Kind) -> html.Main:
    """Return the screen where a kind of place is told; callbacks fill the list, the table and what is around the form."""
    on_map = map_view(context, _legend(kind), _tools(), [marks_layer(name) for name in (import_ids.MARKS, ids.TO_PLACE_MARKS)])
    on_map.children = [*on_map.children, place_queue()]
    centre = html.Div([on_map, own_table(kind)], className="centre propose-centre")
    items = html.Section(own_list(kind), className="facets", **{"aria-label": _(LISTS[kind])})
    choose = _("Choisissez un lieu dans la liste ou sur la carte, ou commencez-en un autre.")
    parts = [place_head(), assessment(), place_form(context, kind), place_photos(), talk(kind), history()]
    form = html.Section(
        [*stores(), html.Div(html.P(choose), className="propose-empty"), conflict(), html.Div(parts, className="propose-open")],
        id="propose-form",
        className="side propose-side",
        tabIndex=0,
        **{"aria-label": _("Fiche du lieu"), **awaited("#propose-form[data-state]", "text")},
    )
    return html.Main(
        [
            html.H1(_(TITLES[kind]), className="visually-hidden"),
            _bar(kind),
            items,
            centre,
            form,
            _tabs(kind),
            import_panel(),
        ],
        id="propose-root",
        className="screen explore propose",
        **{"data-kind": kind.value, "data-texts": json.dumps(proposal_texts())},
    )


def _bar(kind: Kind) -> html.Div:
    """Return the bar: what one may begin, what was just done and how to undo it."""
    begin = [
        act("drawer", [icon("filter"), html.Span(_(LISTS[kind]))], class_name="button only-medium", expanded="false"),
        act("propose-new", [icon("plus"), html.Span(_(NEW[kind]))], class_name="button primary"),
        html.Button([icon("table"), html.Span(_(IMPORT[kind]))], id=import_ids.OPEN, className="button", type="button"),
        _table_button(),
        own_export_menu(),
    ]
    undo = act("propose-undo", [icon("undo"), html.Span(_("Annuler"))], class_name="button")
    undo.disabled, undo.id = True, "propose-undo"
    notice = html.Div(id=ids.PLACE_NOTICE, className="propose-notice", role="status", **{"aria-live": "polite"})
    intro = html.Span(_(INTRO[kind]), className="intro propose-intro")
    return html.Div([*begin, intro, notice, undo], className="filter-bar propose-bar")


def _table_button() -> html.Button:
    state: dict[str, Any] = {"aria-expanded": "false"}
    return button(ids.OWN_TABLE_OPEN, [icon("columns"), html.Span(_("Tableau"))], **state)


def _tools() -> html.Div:
    """Return what one does on the map to the place that is open."""
    buttons = [
        act("propose-pin", icon("target"), class_name="icon-button", label=_("Placer : cliquez sur la carte"), pressed="false"),
        act("propose-outline", icon("polygon"), class_name="icon-button", label=_("Dessiner le contour : cliquez les sommets")),
        act("propose-here", icon("here"), class_name="icon-button", label=_("Ma position : placer où je suis")),
        act("propose-centre", icon("view"), class_name="icon-button", label=_("Placer au centre de la carte")),
    ]
    return html.Div(buttons, className="map-tools", role="toolbar", **{"aria-label": _("Placer le lieu")})


def _legend(kind: Kind) -> html.Div:
    """Return the signs of one's own places, by stage."""
    stages = (
        ("draft", N_("brouillon")),
        ("submitted", N_("soumis")),
        ("to_complete", N_("à compléter")),
        ("accepted", N_("accepté")),
        ("closed", N_("refusé ou retiré")),
    )
    rows = [html.Div([html.I(className=f"propose-mark propose-{key}"), _(words)], className="legend-row") for key, words in stages]
    return html.Div([html.B(_(LISTS[kind])), *rows], className="colour-legend propose-legend")


def _tabs(kind: Kind) -> html.Nav:
    tabs = (("map", _("Carte")), ("filters", _(LISTS[kind])), ("place", _("Fiche")))
    return html.Nav(
        [act("tab", label, class_name="tab", pressed=str(name == "map").lower(), value=name) for name, label in tabs],
        className="tabs propose-tabs",
        **{"aria-label": _("Vues")},
    )


VIEW = View(
    "propose",
    "/proposer",
    N_("Proposer"),
    40,
    lambda context: workshop(context, Kind.PREMISES),
    Action.PROPOSE,
    PersonRole.LANDLORD,
    who=N_("Il est aux bailleurs sociaux : chacun y propose ses locaux vacants, que la métropole examine avant de les montrer à tous."),
)
