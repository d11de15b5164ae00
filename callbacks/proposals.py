"""Routes of « Proposer » and « Identifier »: the form, the list, one place told field by field, what becomes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from flask import Flask, Response, jsonify
from pydantic import Field

from access.identity import current_person, is_demonstration
from callbacks.forms import Body, body, private, refusable
from domain.candidate import Kind
from domain.neighbours import NEAR_M
from domain.person import Person
from domain.proposal import MAX_REASON, MAX_TEXT, Act, Proposal, has_position, kind_of
from geodata.neighbours import Neighbours
from i18n import gettext as _
from intake.draft import clean_changes
from services.context import Context
from services.feedback import feedback
from services.neighbours import near_contents, places_told
from services.proposals import form_json, item_json, near_json, proposal_json
from services.words.journal import decision_words, timeline_json
from store.proposal_rows import Conflict, Illegal, NotFound

LISTS = ("history", "reminders", "tags")
Text = Annotated[str, Field(max_length=MAX_TEXT)]
Plain = Text | float | int | bool | None
ProposalId = Annotated[str, Field(pattern=r"^(LP|SZ)-\d{6,9}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Fact(Body):
    """Something that happened to a place."""

    on: Day
    what: Annotated[str, Field(pattern="^(vacant|occupied|owner|works|other)$")]
    text: Annotated[str, Field(max_length=300)] = ""


class Reminder(Body):
    """Something to do about a place."""

    on: Day
    text: Annotated[str, Field(min_length=1, max_length=300)]
    done: bool = False


class Changes(Body):
    """Fields as they were typed, and the lists as a whole."""

    fields: Annotated[dict[Annotated[str, Field(max_length=40)], Plain | list[list[float]]], Field(max_length=60, default_factory=dict)]
    tags: Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(max_length=20)] | None = None
    history: Annotated[list[Fact], Field(max_length=60)] | None = None
    reminders: Annotated[list[Reminder], Field(max_length=30)] | None = None

    def lists(self) -> dict[str, Any]:
        """Return the lists that are given, as they are kept."""
        return {key: value for key, value in self.model_dump(include=set(LISTS)).items() if value is not None}


class NewBody(Changes):
    """A place that begins."""


class EditBody(Changes):
    """Changes to a place; `version` is the one that the person saw."""

    version: int


class ActBody(Body):
    """What is done to a place as a whole."""

    version: int
    act: Annotated[str, Field(max_length=20)]
    reason: Annotated[str, Field(max_length=MAX_REASON)] = ""


class Item(Body):
    """A place as the person saw it."""

    id: ProposalId
    version: int


class ManyBody(Body):
    """The same done to many places."""

    items: Annotated[list[Item], Field(min_length=1, max_length=200)]
    act: Annotated[str, Field(max_length=20)]


class SayBody(Body):
    """A message."""

    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
    internal: bool = False


def serve(server: Flask, context: Context) -> None:
    """Serve them; whoever may not read a place is answered as if it did not exist.

    One writes beside the latest places, whatever edition the page holds.
    """
    _serve_reading(server, context)
    _serve_writing(server, context)
    _serve_errors(server)


def _serve_errors(server: Flask) -> None:
    @server.errorhandler(NotFound)
    def missing(_error: NotFound) -> tuple[Response, int]:
        return jsonify(error=_("Ce lieu n'existe pas, ou ne vous est pas ouvert.")), 404

    @server.errorhandler(Conflict)
    def changed(error: Conflict) -> tuple[Response, int]:
        current = _payload(error.current)
        return jsonify(error=_("Ce lieu vient d'être modifié par quelqu'un d'autre."), current=current), 409


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _payload(proposal: Proposal) -> dict[str, Any]:
    return proposal_json(proposal, current_person(), _today())


def _serve_reading(server: Flask, context: Context) -> None:
    store = context.proposals

    @server.get("/proposals/form.json")
    def proposal_form() -> Response:
        return jsonify(form_json(context.editions.latest().territory, current_person()))

    @server.get("/proposals.json")
    def proposal_list() -> Response:
        person = current_person()
        news = store.news(person)
        return jsonify(
            items=[{**item_json(one, person, _today()), "unread": one.id in news} for one in store.list(person)],
            quota=store.quota_warning(person),
        )

    @server.get("/proposals/<name>.json")
    def proposal_one(name: str) -> Response:
        person = current_person()
        found = store.get(person, name)
        said = store.messages(person, name)
        messages = [_message_json(one, person) for one in said]
        timeline = [timeline_json(one, found.kind) for one in reversed(store.timeline(person, name))]
        return jsonify({**_payload(found), "messages": messages, "timeline": timeline, "near": _near(context, person, found)})

    @server.post("/proposals/<name>/seen")
    def proposal_seen(name: str) -> Response:
        store.mark_seen(current_person(), name)
        return private({})

    @server.get("/proposals/<name>/feedback.json")
    def proposal_feedback(name: str) -> Response:
        found = store.get(current_person(), name)
        told = feedback(context.editions.latest().territory, found.kind, found.content)
        return jsonify({"version": found.version, **told.model_dump(exclude_defaults=True)})


def _near(context: Context, person: Person, proposal: Proposal) -> dict[str, Any]:
    """Return what is near a place: proposals that the person may know of, and the places of the map."""
    told = proposal.content
    if not has_position(told):
        return near_json(Neighbours())
    others = [one for one in context.proposals.around(person, told["lon"], told["lat"], NEAR_M) if one.is_public or not one.is_closed]
    places = places_told(context.editions.latest().territory, others)
    return near_json(near_contents(places, [told], [proposal.id])[0])


def _serve_writing(server: Flask, context: Context) -> None:
    store = context.proposals

    @server.post("/proposals")
    @refusable
    def proposal_create() -> tuple[Response, int]:
        given, person = body(NewBody), current_person()
        kind = kind_of(person) or Kind.PREMISES
        clean, errors = clean_changes(kind, given.fields)
        made = store.create(
            person, kind, {key: value for key, value in (clean | given.lists()).items() if value is not None}, is_demonstration()
        )
        return jsonify(_saved(context, person, made, errors)), 201

    @server.post("/proposals/<name>")
    @refusable
    def proposal_edit(name: str) -> Response:
        given, person = body(EditBody), current_person()
        found = store.get(person, name)
        clean, errors = clean_changes(found.kind, given.fields, found.content)
        edited = store.edit(person, name, given.version, clean | given.lists())
        return jsonify(_saved(context, person, edited, errors))

    @server.post("/proposals/<name>/act")
    @refusable
    def proposal_act(name: str) -> Response:
        given, person = body(ActBody), current_person()
        return jsonify(_payload(store.act(person, name, given.version, act_of(given.act), given.reason)))

    @server.post("/proposals/act_many")
    @refusable
    def proposal_act_many() -> Response:
        given, person = body(ManyBody), current_person()
        done = store.act_many(person, [(item.id, item.version) for item in given.items], act_of(given.act))
        return jsonify(outcomes=[{"id": one.id, "done": one.proposal is not None, "sentence": one.sentence} for one in done])

    @server.post("/proposals/<name>/message")
    @refusable
    def proposal_say(name: str) -> tuple[Response, int]:
        given, person = body(SayBody), current_person()
        return jsonify(_message_json(store.say(person, name, given.text, given.internal), person)), 201


def act_of(text: str) -> Act:
    """Return the act of this code; `Illegal` when there is none."""
    try:
        return Act(text)
    except ValueError as why:
        raise Illegal(_("Action inconnue.")) from why


def _saved(context: Context, person: Person, proposal: Proposal, errors: Any) -> dict[str, Any]:
    return {**_payload(proposal), "errors": _errors_json(errors), "near": _near(context, person, proposal)}


def _errors_json(errors: Any) -> Mapping[str, str]:
    return {error.field: error.message for error in errors}


def _message_json(message: Any, person: Person) -> dict[str, Any]:
    return {
        "author": message.author,
        "mine": message.author_id == person.id,
        "at": message.at.isoformat(),
        "text": message.text or decision_words(message.act),
        "kind": message.kind,
        "internal": message.is_internal,
    }
