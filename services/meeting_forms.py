"""The forms of a meeting: what each asks, with what is stored, and the parts that what is typed makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from domain.commitment import Commitment
from domain.limits import MAX_REASON
from domain.meeting import ACTORS, MAX_QUESTION, OTHERS, STANCE_LABELS, Decision, Meeting, Option, OptionKind, next_decision
from domain.person import ROLE_LABELS, Action, Person, PersonRole, require, speaks_for
from domain.saved import MAX_NOTE
from i18n import gettext as _
from services.commitment_forms import commitment_form, save_commitment
from services.context import Context
from services.form_fields import NEW, FormField, MeetingForm, places_of
from services.meeting_agenda import copied_parts, opening_parts
from services.meeting_closing import Minutes, close, closing_form
from services.minutes_sending import sending_form
from services.words.meetings import ACTOR_LABELS
from store.meetings import NotFound

POSTPONED = "postponed"
Typed = Mapping[str, Any]


def form_of(context: Context, person: Person, meeting: Meeting | None, about: str) -> MeetingForm:
    """Return a form as a person opens it.

    Parameters
    ----------
    meeting : the one that is written; None to make one.
    about : ``create``, ``head``, ``decision.new``, ``decision.d1``, ``position.d1.waste``, ``outcome.d1`` or
        ``commitment.new``.

    Raises
    ------
    NotAllowed
        The form is not for them.
    NotFound
        There is no such thing to write.
    """
    kind, name, actor = _parsed(about)
    if kind == "position" and meeting is not None:
        return _position_form(person, meeting, name, actor)
    if kind == "commitment" and meeting is not None:
        return commitment_form(context, person, meeting, name)
    require(person, Action.PREPARE_MEETING)
    if kind == "create" or meeting is None:
        return _create_form(context, person)
    if kind == "close":
        return closing_form(context, person, meeting)
    if kind == "send":
        return sending_form(context, person, meeting)
    if kind == "amend":
        field = FormField("words", "area", _("Avenant"), "", help=_("Ce qui change depuis la clôture, et pourquoi."), most=MAX_NOTE)
        return MeetingForm(about, meeting.version, _("Ajouter un avenant"), [field], _("Ajouter"))
    if kind == "head":
        return MeetingForm(about, meeting.version, _("La séance"), _head_fields(meeting.content), _("Enregistrer"))
    if kind == "outcome":
        return _outcome_form(meeting, _decision(meeting, name))
    return _decision_form(context, meeting, None if name == NEW else _decision(meeting, name))


def save_form(context: Context, person: Person, meeting_id: str, about: str, version: int, typed: Typed, minutes: Minutes) -> Meeting:
    """Write what was typed in a form; return the meeting. `minutes` writes those of a meeting that is closed.

    Raises
    ------
    NotAllowed, NotFound, Conflict, ValueError, StoreUnavailable
        See `store.meetings.Meetings.write`.
    """
    kind, name, actor = _parsed(about)
    if kind == "create":
        return context.meetings.create(
            person, {**opening_parts(context.meetings.list(person), late_commitments(context, person)), **_head_parts(typed)}
        )
    meeting = context.meetings.get(person, meeting_id)
    if kind == "commitment":
        save_commitment(context, person, meeting, name, version, typed)
        return meeting
    if kind == "close":
        return close(context, person, meeting, version, str(typed.get("confirm") or ""), minutes)
    if kind == "amend":
        return context.meetings.amend(person, meeting_id, str(typed.get("words") or ""))
    write = partial(context.meetings.write, person, meeting_id, version)
    if kind == "head":
        return write(_head_parts(typed))
    if kind == "position":
        return write({f"{name}.position.{actor}": _position_part(person, typed)}, "position")
    if kind == "outcome":
        return write({f"{name}.outcome": _outcome_part(_decision(meeting, name), typed)}, "outcome")
    if name == NEW:
        return _added(context, person, meeting, typed)
    return write(_decision_parts(context, name, _decision(meeting, name), typed))


def duplicate(context: Context, person: Person, meeting_id: str) -> Meeting:
    """Make a meeting that asks the same questions as another; raises as `store.meetings.Meetings.create`."""
    require(person, Action.PREPARE_MEETING)
    source = context.meetings.get(person, meeting_id)
    return context.meetings.create(person, copied_parts(source, context.meetings.list(person), late_commitments(context, person)))


def late_commitments(context: Context, person: Person) -> list[Commitment]:
    """Return the commitments that are late today."""
    today = dt.datetime.now(dt.UTC).date()
    return [one for one in context.commitments.list(person) if one.is_late(today)]


def _parsed(about: str) -> tuple[str, str, str]:
    kind, _dot, rest = about.partition(".")
    name, _dot, actor = rest.partition(".")
    return kind, name, actor


def _decision(meeting: Meeting, name: str) -> Decision:
    found = meeting.decision(name)
    if found is None:
        raise NotFound(_("Cette décision n'est plus à l'ordre du jour."))
    return found


# The meeting


def _create_form(context: Context, person: Person) -> MeetingForm:
    parts = opening_parts(context.meetings.list(person), late_commitments(context, person))
    return MeetingForm("create", 0, _("Nouvelle séance"), _head_fields(parts), _("Créer la séance"))


def _head_fields(parts: Typed) -> list[FormField]:
    people = parts.get("participants") or {}
    who = [(actor, _(ACTOR_LABELS[actor])) for actor in ACTORS] + [(OTHERS, _("Autres participants"))]
    invited = _("Une adresse électronique écrite ici reçoit le compte rendu ; celles des comptes le reçoivent déjà.")
    fields = [
        FormField(f"of_{key}", "area", label, people.get(key, ""), help=invited if key == OTHERS else "", most=MAX_NOTE)
        for key, label in who
    ]
    return [
        FormField("title", "text", _("Titre"), parts.get("title", "")),
        FormField("day", "date", _("Date"), parts.get("day", "")),
        FormField("place", "text", _("Lieu"), parts.get("place", "")),
        *fields,
    ]


def _head_parts(typed: Typed) -> dict[str, Any]:
    people = {key: str(typed.get(f"of_{key}") or "") for key in (*ACTORS, OTHERS)}
    return {"title": typed.get("title") or "", "day": typed.get("day") or "", "place": typed.get("place") or "", "participants": people}


# What is to be decided


def _decision_form(context: Context, meeting: Meeting, decision: Decision | None) -> MeetingForm:
    of_kind: dict[OptionKind, list[Option]] = {kind: [] for kind in OptionKind}
    for option in decision.options if decision else ():
        of_kind[option.kind].append(option)
    scenarios = _choices(context.scenarios.names(), of_kind[OptionKind.SCENARIO])
    places = _choices(places_of(context), of_kind[OptionKind.PLACE])
    fields = [
        FormField("question", "area", _("Question à trancher"), decision.question if decision else "", most=MAX_QUESTION),
        FormField("scenarios", "many", _("Options : scénarios enregistrés"), _refs(of_kind[OptionKind.SCENARIO]), scenarios),
        FormField("places", "many", _("Options : lieux"), _refs(of_kind[OptionKind.PLACE]), places),
        FormField("texts", "area", _("Options en toutes lettres"), "\n".join(one.words for one in of_kind[OptionKind.TEXT]),
                  help=_("Une option par ligne."), most=MAX_NOTE),
        FormField("material", "area", _("Documents et éléments"), decision.material if decision else "",
                  help=_("Ce que chacun doit avoir lu : faits, liens, limites."), most=MAX_NOTE),
    ]  # fmt: skip
    title = _("Modifier la décision") if decision else _("Nouvelle décision à l'ordre du jour")
    about = f"decision.{decision.id if decision else NEW}"
    return MeetingForm(about, meeting.version, title, fields, _("Enregistrer") if decision else _("Ajouter"))


def _choices(known: Mapping[str, str], given: Sequence[Option]) -> list[tuple[str, str]]:
    """Return what may be chosen, and what was chosen already though it is no more to choose."""
    return list({**{one.ref: one.words for one in given}, **known}.items())


def _refs(options: Sequence[Option]) -> list[str]:
    return [one.ref for one in options]


def _decision_parts(context: Context, name: str, decision: Decision | None, typed: Typed) -> dict[str, Any]:
    given = {(one.kind, one.ref): one.words for one in (decision.options if decision else ())}
    chosen: list[tuple[OptionKind, str, str]] = []
    for field, kind, names in (
        ("scenarios", OptionKind.SCENARIO, context.scenarios.names()),
        ("places", OptionKind.PLACE, places_of(context)),
    ):
        for ref in typed.get(field) or ():
            words = given.get((kind, ref)) or names.get(ref)
            if words is None:
                raise ValueError(_("Option : « {name} » n'existe plus.").format(name=str(ref)[:64]))
            chosen.append((kind, ref, words))
    lines = dict.fromkeys(" ".join(line.split()) for line in str(typed.get("texts") or "").splitlines() if line.strip())
    chosen += [(OptionKind.TEXT, "", line) for line in lines]
    options = [{"kind": kind.value, "ref": ref, "words": words} for kind, ref, words in chosen]
    return {
        f"{name}.question": typed.get("question") or "",
        f"{name}.options": options,
        f"{name}.material": typed.get("material") or "",
    }


def _added(context: Context, person: Person, meeting: Meeting, typed: Typed) -> Meeting:
    """Add an item at the end of the agenda as it is now: others may have added some since the form was opened."""
    name = next_decision(meeting.content)
    rank = max((one.rank for one in meeting.decisions), default=0) + 1
    parts = {**_decision_parts(context, name, None, typed), f"{name}.rank": rank}
    return context.meetings.write(person, meeting.id, meeting.version, parts)


# What is thought of it, and what was decided


def _position_form(person: Person, meeting: Meeting, name: str, actor: str) -> MeetingForm:
    decision, require_voice = _decision(meeting, name), speaks_for(person, actor)
    require(person, Action.TAKE_POSITION)
    if not require_voice:
        raise NotFound(_("Vous donnez la position de votre organisation seule."))
    given = decision.positions.get(actor)
    stances = [(stance.value, _(label)) for stance, label in STANCE_LABELS.items()]
    words_help = _("Lue par tous les membres, et gardée au compte rendu.")
    fields = [
        FormField("stance", "select", _("Position"), given.stance.value if given else "", stances),
        FormField("words", "area", _("En quelques mots"), given.words if given else "", help=words_help, most=MAX_REASON),
    ]
    title = _("Position : {actor}").format(actor=_(ACTOR_LABELS[actor]))
    return MeetingForm(f"position.{name}.{actor}", meeting.version, title, fields, _("Enregistrer la position"))


def _position_part(person: Person, typed: Typed) -> dict[str, str]:
    if typed.get("stance") not in {stance.value for stance in STANCE_LABELS}:
        raise ValueError(_("Choisissez une position : pour, contre, réserve ou absent."))
    author = person.name or _(ROLE_LABELS[PersonRole(person.role)])
    return {"stance": str(typed["stance"]), "words": str(typed.get("words") or ""), "author": author}


def _outcome_form(meeting: Meeting, decision: Decision) -> MeetingForm:
    given = decision.outcome
    value = "" if given is None else POSTPONED if given.is_postponed else given.option
    choices = [(option.id, option.words) for option in decision.options] + [(POSTPONED, _("Reportée à une prochaine séance"))]
    fields = [
        FormField("option", "select", _("Ce qui est décidé"), value, choices),
        FormField("why", "area", _("Pourquoi"), given.why if given else "", most=MAX_REASON),
    ]
    return MeetingForm(f"outcome.{decision.id}", meeting.version, _("Décider"), fields, _("Enregistrer la décision"))


def _outcome_part(decision: Decision, typed: Typed) -> dict[str, str] | None:
    chosen, why = str(typed.get("option") or ""), str(typed.get("why") or "")
    if chosen == POSTPONED:
        return {"option": "", "words": "", "why": why}
    option = decision.option(chosen)
    if option is None:
        raise ValueError(_("Choisissez une option, ou le report."))
    return {"option": option.id, "words": option.words, "why": why}
