"""One meeting: who comes, the agenda with its options and positions, what was decided."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.address import Key, write
from domain.meeting import OTHERS, STANCE_LABELS, Decision, Meeting, Option, OptionKind, Stance
from domain.person import Action, can, speaks_for
from domain.stakeholder import STAKEHOLDERS, Stakeholder
from i18n import gettext as _
from i18n import quoted
from i18n.numbers import day
from services.form_fields import NEW
from services.meetings import PATH, SCREEN, ShownMeeting
from views.components.parts import PRIMARY, actor_sign, badge, note
from views.meetings.board_parts import linked, outcome_words
from views.meetings.buttons import press
from views.meetings.closing import closing
from views.meetings.commitments import commitments_table
from views.meetings.listing import stage_badge
from views.meetings.readiness import readiness_list

TONES = {Stance.FOR: "ok", Stance.AGAINST: "warn", Stance.RESERVE: "warn", Stance.ABSENT: ""}


def board(shown: ShownMeeting) -> list[Any]:
    """Return a meeting, with what the person may do to it."""
    meeting = shown.meeting
    parts: list[Any] = [html.A(_("Toutes les séances"), href=PATH, className="note"), _head(shown), _people(meeting)]
    parts += [html.H2(_("Ordre du jour"))]
    if not meeting.decisions:
        parts.append(html.P(_nothing(shown)))
    parts += [_decision(shown, decision, n) for n, decision in enumerate(meeting.decisions, 1)]
    if shown.may_prepare:
        parts.append(html.Div(press(("open", "decision", NEW), _("Ajouter une décision"), kind=PRIMARY), className="account-acts"))
        parts += _removed(meeting)
    return [*parts, *_commitments(shown), *closing(shown)]


def _commitments(shown: ShownMeeting) -> list[Any]:
    rows = [(shown.meeting, one) for one in shown.commitments]
    parts: list[Any] = [html.H2(_("Engagements"))]
    if rows:
        parts.append(commitments_table(rows, shown.today, shown.places, of=shown.person))
    else:
        parts.append(note(_("Aucun engagement : qui apporte quoi, pour quand, à quelle condition.")))
    if can(shown.person, Action.TAKE_POSITION):
        parts.append(html.Div(press(("open", "commitment", NEW), _("Ajouter un engagement"), kind="button"), className="account-acts"))
    return parts


def _nothing(shown: ShownMeeting) -> str:
    if shown.may_prepare:
        return _("Rien à décider pour l'instant : ajoutez une décision, avec ses options (scénarios enregistrés, lieux, ou vos mots).")
    return _("L'ordre du jour n'est pas encore écrit.")


def _head(shown: ShownMeeting) -> html.Div:
    meeting = shown.meeting
    when = day(meeting.day) if meeting.day else _("date à fixer")
    acts: list[Any] = [html.A(_("Projeter"), href=f"{PATH}/{meeting.id}/{SCREEN}", className="button")] if meeting.decisions else []
    if shown.may_prepare:
        acts.append(press(("open", "head"), _("Modifier la séance"), kind="button"))
    facts = html.P([when, " · ", meeting.place or _("lieu à fixer"), " ", stage_badge(meeting)])
    return html.Div([html.Div([html.H1(meeting.title), facts]), html.Div(acts, className="account-acts")], className="persons-head")


def _people(meeting: Meeting) -> html.Section:
    who = [(actor.id, [actor_sign(actor), " ", _(actor.label)]) for actor in STAKEHOLDERS] + [(OTHERS, [_("Autres participants")])]
    given = [(label, meeting.participants.get(key, "")) for key, label in who]
    rows = [html.Div([html.Dt(label), html.Dd(names)]) for label, names in given if names]
    listed = html.Dl(rows, className="account-facts meeting-people") if rows else note(_("Participants non renseignés."))
    return html.Section([html.H2(_("Participants")), listed])


def _decision(shown: ShownMeeting, decision: Decision, n: int) -> html.Article:
    title = f"{n}. {decision.question}"
    parts: list[Any] = [html.H3(title)]
    if decision.origin:
        link = html.A(_("Reportée d'une séance précédente"), href=f"{PATH}/{decision.origin.meeting}")
        parts.append(html.P(link, className="note"))
    if decision.options:
        parts.append(html.Ul([html.Li(option_link(option)) for option in decision.options], className="meeting-options"))
    else:
        parts.append(note(_("Aucune option : la question appelle une réponse en toutes lettres.")))
    if decision.material:
        parts.append(html.P(linked(decision.material), className="meeting-words"))
    if decision.id in shown.readiness:
        parts.append(readiness_list(decision.id, decision.question, shown.readiness[decision.id]))
    parts += [_positions(shown, decision), html.P(outcome_words(decision), className="meeting-outcome" if decision.outcome else "note")]
    if shown.may_prepare:
        parts.append(_acts(decision, n, len(shown.meeting.decisions)))
    return html.Article(parts, className="account-card meeting-decision", **{"aria-label": title})


def option_link(option: Option) -> list[Any]:
    """Return an option: what it is, and the way to it."""
    if option.kind is OptionKind.SCENARIO:
        return [badge(_("scénario")), " ", html.A(option.words, href=f"/s/{option.ref}")]
    if option.kind is OptionKind.PLACE:
        return [badge(_("lieu")), " ", html.A(option.words, href=f"/?{write([(Key.PLACE, option.ref)])}")]
    return [option.words]


def _positions(shown: ShownMeeting, decision: Decision) -> html.Table:
    """Return what each actor thinks, every one on its line: nobody is hidden in a count."""
    heads = [html.Th(text, scope="col", role="columnheader") for text in (_("Acteur"), _("Position"), _("En ses mots"))]
    rows = [_position(shown, decision, actor) for actor in STAKEHOLDERS]
    parts = [html.Thead(html.Tr(heads, role="row"), role="rowgroup"), html.Tbody(rows, role="rowgroup")]
    return html.Table(parts, className="plain carded meeting-positions", role="table", **{"aria-label": _("Positions")})


def _position(shown: ShownMeeting, decision: Decision, actor: Stakeholder) -> html.Tr:
    given = decision.positions.get(actor.id)
    stance = badge(_(STANCE_LABELS[given.stance]), TONES[given.stance]) if given else html.Span(_("pas encore donnée"), className="note")
    words: list[Any] = []
    if given and given.words:
        words = [html.Span(quoted(given.words), className="meeting-words"), " "]
    if given and given.author:
        words.append(html.Small(_("noté par {name}").format(name=given.author), className="note"))
    if not shown.meeting.is_closed and speaks_for(shown.person, actor.id):
        wording = _("Modifier la position de {actor} : {question}") if given else _("Donner la position de {actor} : {question}")
        label = wording.format(actor=_(actor.label), question=decision.question)
        button = press(("open", "position", decision.id, actor.id), _("Modifier") if given else _("Donner"), label=label)
        words.append(html.Span([" ", button]))
    name = html.Th([actor_sign(actor), " ", _(actor.label)], scope="row", role="rowheader")
    cells = [(_("Position"), html.Div(stance)), (_("En ses mots"), html.Div(words) if words else None)]
    return html.Tr([name, *(html.Td(value, role="cell", **{"data-head": head}) for head, value in cells)], role="row")


def _acts(decision: Decision, n: int, of: int) -> html.Div:
    question = decision.question
    acts = [
        press(("open", "outcome", decision.id), _("Décider"), label=_("Décider : {question}").format(question=question)),
        press(("open", "decision", decision.id), _("Modifier"), label=_("Modifier : {question}").format(question=question)),
        press(("earlier", decision.id), "↑", label=_("Plus tôt : {question}").format(question=question), disabled=n == 1),
        press(("later", decision.id), "↓", label=_("Plus tard : {question}").format(question=question), disabled=n == of),
        press(("remove", decision.id), _("Retirer"), label=_("Retirer de l'ordre du jour : {question}").format(question=question)),
    ]
    return html.Div(acts, className="mini-bar")


def _removed(meeting: Meeting) -> list[Any]:
    """Return what was taken off the agenda, and the way back."""
    if not meeting.removed:
        return []
    label = _("Remettre à l'ordre du jour : {question}")
    rows = [
        html.Li([one.question, " ", press(("restore", one.id), _("Remettre"), label=label.format(question=one.question))])
        for one in meeting.removed
    ]
    return [html.Details([html.Summary(_("Retirées de l'ordre du jour")), html.Ul(rows)], open=True, className="note")]
