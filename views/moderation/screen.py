"""Screen « Modérer »: the queue of proposals, each beside its neighbours and its criteria, and what is decided."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import dcc, html

from domain.person import Action
from domain.proposal import Act
from i18n import N_
from i18n import gettext as _
from services.context import Context
from services.moderation_detail import refusals
from services.moderation_queue import TABS, QueueFilters
from views.components import ids
from views.components.parts import PRIMARY, button, note
from views.components.talk import message_form
from views.moderation.decision import act_buttons, form
from views.moderation.fields import MANY, ONE
from views.moderation.queue import KINDS, grid
from views.view import View


def layout(context: Context) -> html.Main:
    """Return the screen; nothing of a proposal is in it before callbacks fill it."""
    title = html.H1(_("Modérer les propositions"), className="visually-hidden")
    root = html.Div([_queue(), _detail()], id="moderation", className="mod-root moderation")
    return html.Main([title, root], className="screen mod-screen")


def _queue() -> html.Section:
    tabs = [{"value": key, "label": _(label)} for key, label, _stages in TABS]
    empty = html.Div(
        [html.P(id=ids.QUEUE_NOTHING, className="mod-note", role="status"), _clear()],
        id=ids.QUEUE_EMPTY,
        className="mod-empty",
        hidden=True,
    )
    parts = [
        dcc.Store(id=ids.QUEUE_TICKED),
        dcc.Store(id=ids.QUEUE_ORDER),
        dmc.SegmentedControl(id=ids.QUEUE_TAB, value=QueueFilters().tab, data=tabs, size="xs", **{"aria-label": _("Étapes")}),
        _filters(),
        _bulk(),
        _more(),
        empty,
        html.Div(grid(), className="mod-grid-box"),
        _shortcuts(),
    ]
    return html.Section(parts, className="mod-queue", **{"aria-label": _("File des propositions")})


def _more() -> html.Div:
    """Return how many places are shown of those that are looked for, and the press that shows more."""
    parts = [html.Span(id=ids.QUEUE_COUNT, className="mod-note", role="status"), button(ids.QUEUE_MORE, "", hidden=True)]
    return html.Div(parts, className="mod-acts")


def _clear() -> html.Button:
    return button(ids.QUEUE_CLEAR, _("Effacer la recherche et les filtres"), hidden=True)


def _filters() -> html.Div:
    search, organisation, kind = _("Rechercher un nom, un lieu, un numéro"), _("Toutes les organisations"), _("Tous les lieux")
    kinds = [{"value": code, "label": _(label)} for code, label in KINDS.items()]
    return html.Div(
        [
            dmc.TextInput(id=ids.QUEUE_SEARCH, value="", placeholder=search, debounce=250, size="xs", **{"aria-label": search}),
            dmc.Select(id=ids.QUEUE_ORGANISATION, data=[], placeholder=organisation, clearable=True, size="xs",
                       **{"aria-label": _("Organisation")}),
            dmc.Select(id=ids.QUEUE_KIND, data=kinds, placeholder=kind, clearable=True, size="xs", **{"aria-label": _("Nature")}),
        ],
        className="mod-filters",
    )  # fmt: skip


def _bulk() -> html.Div:
    """Return what is done to all that is ticked, and what came of it."""
    outcome = html.Div(
        [
            html.Div(id=ids.decision(MANY, "outcome")),
            html.Div([button(ids.decision(MANY, "undo"), "", hidden=True), button(ids.decision(MANY, "close"), _("Fermer"))],
                     className="mod-acts"),
        ],
        id=ids.decision(MANY, "notice"),
        className="mod-outcome",
        hidden=True,
        tabIndex=-1,
        role="status",
    )  # fmt: skip
    filled = form(MANY, {Act.REFUSE: refusals()})
    acts = html.Div(act_buttons(MANY), className="mod-acts", role="group", **{"aria-label": _("Décider de tous les lieux cochés")})
    return html.Div([html.Div([acts, filled], id=ids.decision(MANY, "bar"), className="mod-bulk"), outcome])


def _shortcuts() -> html.Div:
    words = _("Raccourcis : J et K pour changer de proposition, A accepter, C demander un complément, R refuser")
    box = dmc.Checkbox(id=ids.SHORTCUTS, label=words, checked=True, size="xs", persistence=True, persistence_type="local")
    return html.Div(box, className="mod-shortcuts")


def _detail() -> html.Div:
    back = button(ids.REVIEW_BACK, _("Retour à la liste"), kind="button mod-back")
    choose = html.P(_("Choisissez une proposition dans la liste."), className="mod-choose")
    return html.Div(
        [
            dcc.Store(id=ids.REVIEW_SEEN),
            back,
            html.Header(choose, id=ids.REVIEW_HEAD, className="mod-head"),
            html.Div(id=ids.REVIEW_MAIN, className="mod-main"),
            html.Aside([_decision(), _messages(), _history()], id=ids.REVIEW_ASIDE, className="mod-aside", hidden=True),
        ],
        className="mod-detail",
    )


def _decision() -> html.Section:
    notice = html.Div(
        [
            html.Span(id=ids.decision(ONE, "status"), role="status"),
            button(ids.decision(ONE, "undo"), _("Annuler"), hidden=True),
        ],
        id=ids.decision(ONE, "notice"),
        className="mod-notice",
    )
    late = html.Div(
        [html.Div(id=ids.decision(ONE, "late")), button(ids.decision(ONE, "latest"), _("Voir la dernière version"), kind=PRIMARY)],
        id=ids.decision(ONE, "conflict"),
        className="mod-conflict",
        hidden=True,
        role="alert",
    )
    reopen = html.Div(
        [button(ids.decision(ONE, "reopen"), _("Annuler la décision")), html.P(id=ids.decision(ONE, "reopen-note"), className="mod-note")],
        id=ids.decision(ONE, "reopen-box"),
        className="mod-reopen",
        hidden=True,
    )
    following = [
        button(ids.decision(ONE, "next"), _("Proposition suivante"), kind=PRIMARY, hidden=True),
        html.P(
            _("Plus rien à décider dans cette liste."), id=ids.decision(ONE, "all-done"), className="mod-note", tabIndex=-1, hidden=True
        ),
    ]
    acts = html.Div(act_buttons(ONE), className="mod-acts")
    parts = [html.H3(_("Décision")), html.Div(id=ids.REVIEW_STANDING), notice, late, acts, form(ONE), reopen, *following]
    return html.Section(parts, className="mod-decision", **{"aria-label": _("Décision")})


def _messages() -> html.Section:
    internal = (ids.MESSAGE_INTERNAL, _("Note interne, que le proposant ne voit pas"))
    form = message_form(ids.MESSAGE, internal, ids.MESSAGE_SEND, ids.MESSAGE_STATUS)
    listed = html.Div(note(_("Aucun message.")), id=ids.MESSAGES)
    return html.Section([dcc.Store(id=ids.MESSAGE_STEP), html.H3(_("Échanges avec le proposant")), listed, *form], className="mod-talk")


def _history() -> html.Section:
    return html.Section([html.H3(_("Histoire de la proposition")), html.Div(id=ids.REVIEW_TIMELINE)], className="mod-talk")


VIEW = View("moderate", "/moderer", N_("Modérer"), 60, layout, Action.MODERATE)
