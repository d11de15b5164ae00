"""Screen « Décisions »: the register of what was decided and of what was committed, and the way to each decided place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html

from criteria.hypotheses import Hypotheses
from domain.hypothesis import in_force
from domain.meeting import Decision, Meeting
from domain.person import Action
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, labelled
from i18n import gettext as _
from i18n.numbers import day
from services.context import Context
from services.form_fields import places_of
from services.hypotheses import DecidedHypothesis
from services.meetings import PATH
from services.projects import FollowedPlace, address_of
from services.register import REGISTER_PATH, STATES, Register
from services.reminders import Reminded
from services.words.meetings import ACTOR_LABELS
from services.words.projects import version_words
from views.components import ids
from views.components.parts import note
from views.meetings.board_parts import outcome_words
from views.meetings.commitments import commitments_table
from views.meetings.project import followed_list
from views.meetings.screen import frame
from views.view import View


def layout(context: Context) -> html.Div:
    """Return the screen, which callbacks fill: the register, or a decided place."""
    return frame(html.Div(note(_("Chargement…")), id=ids.PROJECT, className="meeting-shown"))


def register_page(
    context: Context, places: Sequence[FollowedPlace], waiting: Sequence[Reminded], moved: Sequence[DecidedHypothesis]
) -> list[Any]:
    """Return the register, whose lists a callback fills, after the decided places."""
    intro = note(_("Ce que les séances ont décidé, et ce que chaque acteur s'est engagé à apporter. Chaque ligne mène à sa séance."))
    heads = [html.H1(_("Décisions et engagements")), intro, *_reminders(waiting), *followed_list(places), *_hypotheses(moved)]
    return [*heads, _filters(context), html.Div(note(_("Chargement…")), id=ids.REGISTER)]


def _reminders(waiting: Sequence[Reminded]) -> list[Any]:
    """Return the commitments that the person was reminded of, with the way to say where each is."""
    if not waiting:
        return []
    rows = []
    for one in waiting:
        found = one.commitment
        link = address_of(found.place) if found.place else f"{PATH}/{found.meeting_id}"
        rows.append(html.Li([html.A(found.what, href=link), labelled("", one.words), " (", _(ACTOR_LABELS[found.actor]), ")"]))
    return [html.H2(_("Rappels")), html.Ul(rows, className="register-decisions")]


def _hypotheses(moved: Sequence[DecidedHypothesis]) -> list[Any]:
    """Return the hypotheses that meetings moved, the latest version first, and the screen that judges by them."""
    if not moved:
        return []
    rows = []
    for one in moved:
        version, meeting = one.version, one.meeting
        decision = meeting.decision(version.decision) if meeting else None
        by = [" ", html.A(labelled(meeting.title, decision.question), href=f"{PATH}/{meeting.id}")] if meeting and decision else []
        rows.append(html.Li([version_words(version), *by, html.Div(labelled(day(version.at.date()), version.why), className="note")]))
    query = Hypotheses(in_force([one.version for one in moved])).to_query()
    link = html.A(_("Convergence avec ces hypothèses"), href=f"/convergence?{query}", className="button") if query else None
    return [
        html.H2(_("Hypothèses changées par une décision")),
        html.Ul(rows, className="register-decisions"),
        html.Div(link, className="account-acts"),
    ]


def _filters(context: Context) -> html.Div:
    actors = [{"value": actor.id, "label": _(actor.label)} for actor in STAKEHOLDERS]
    places = [{"value": key, "label": name} for key, name in places_of(context).items()]
    states = [{"value": state, "label": _(label)} for state, label in STATES.items()]
    fields = [
        dmc.Select(id=ids.REGISTER_ACTOR, label=_("Acteur"), data=actors, placeholder=_("Tous")),
        dmc.Select(id=ids.REGISTER_PLACE, label=_("Lieu"), data=places, placeholder=_("Tous"), searchable=True, limit=60),
        dmc.Select(id=ids.REGISTER_STATE, label=_("État de l'engagement"), data=states, placeholder=_("Tous")),
    ]
    for field in fields:
        field.size, field.clearable, field.comboboxProps = "xs", True, {"withinPortal": True}
        field.nothingFoundMessage = _("Rien de ce nom")
    return html.Div(fields, className="register-filters", role="search", **{"aria-label": _("Chercher dans le registre")})


def register_lists(found: Register) -> list[Any]:
    """Return what is found."""
    if found.is_empty:
        return [html.P(_("Rien n'est encore décidé : les décisions et les engagements d'une séance viennent ici."))]
    decisions = html.Ul([_decision(*pair) for pair in found.decisions], className="register-decisions")
    listed = commitments_table(found.commitments, found.today, found.places)
    nothing = note(_("Rien ne correspond à ces filtres."))
    return [
        html.Div(
            html.A(_("Exporter en XLSX"), href=found.filters.export_address, className="button", download=True), className="account-acts"
        ),
        html.H2(_("Décisions")),
        decisions if found.decisions else nothing,
        html.H2(_("Engagements")),
        listed if found.commitments else nothing,
    ]


def _decision(meeting: Meeting, decision: Decision) -> html.Li:
    when = day(meeting.day) if meeting.day else _("date à fixer")
    link = html.A(meeting.title, href=f"{PATH}/{meeting.id}")
    return html.Li([html.B(decision.question), html.Div(outcome_words(decision)), html.Div([link, ", ", when], className="note")])


VIEW = View("register", REGISTER_PATH, N_("Décisions"), 64, layout, Action.READ_MEETINGS, has_pages=True)
