"""Routes of the screen « Modérer »: the queue, one proposal, what is decided and what is said; and what waits for each person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response

from access.identity import current_person
from callbacks.forms import body, private, refusable
from callbacks.proposals import ActBody, ManyBody, SayBody, act_of
from domain.neighbours import NEAR_M
from domain.person import Person
from domain.proposal import DECISIONS, Act, Proposal, decides, has_position
from i18n import gettext as _
from i18n import ngettext
from services.context import Context
from services.editions import Edition
from services.moderation import Talk, attachment_json, detail_json, message_json, queue_json, standing_json
from services.words.journal import timeline_json
from store.attachments import Attachments
from store.organisations import Organisations
from store.outbox import Outbox
from store.persons import Persons
from store.proposals import Conflict, Illegal, Known
from views.moderation.picture import picture


@dataclass(frozen=True, eq=False)
class ModerationStores:
    """The stores behind « Modérer » and « Journal », beside those that every screen has."""

    attachments: Attachments
    organisations: Organisations
    outbox: Outbox
    persons: Persons

    def names(self, edition: Edition) -> Mapping[str, str]:
        """Return the name of each landlord by its code."""
        return {**edition.territory.landlords, **self.organisations.list()}


def serve(server: Flask, context: Context, stores: ModerationStores) -> None:
    """Serve them; refusals are told as in `callbacks.proposals`, a conflict with the proposal as it is now.

    One decides beside the latest places, whatever edition the page holds: each acceptance makes another.
    """
    _serve_reading(server, context, stores)
    _serve_deciding(server, context, stores)


def _serve_reading(server: Flask, context: Context, stores: ModerationStores) -> None:
    @server.get("/moderation/queue.json")
    def moderation_queue() -> Response:
        edition = context.editions.latest()
        return private(queue_json(edition.territory, context.proposals.queue(current_person()), stores.names(edition)))

    @server.get("/moderation/<name>.json")
    def moderation_one(name: str) -> Response:
        person = current_person()
        return private(_detail(context, stores, person, context.proposals.get(person, name)))

    @server.get("/inbox.json")
    def inbox() -> Response:
        person = current_person()
        n = context.proposals.unread(person)
        if decides(person):
            words = ngettext("{n} proposition attend une décision", "{n} propositions attendent une décision", n)
            return private({"path": "/moderer", "n": n, "words": words.format(n=n)})
        words = ngettext("{n} lieu a du nouveau", "{n} lieux ont du nouveau", n)
        return private({"path": "/proposer", "n": n, "words": words.format(n=n)})


def _serve_deciding(server: Flask, context: Context, stores: ModerationStores) -> None:
    store = context.proposals

    @server.post("/moderation/<name>/act")
    @refusable
    def moderation_act(name: str) -> tuple[Response, int]:
        given, person = body(ActBody), current_person()
        try:
            decided = store.act(person, name, given.version, _decision(given.act), given.reason)
        except Conflict as error:
            return private({"error": str(error), "current": _detail(context, stores, person, error.current)}), 409
        return private({"id": name, **standing_json(person, decided, _talk(context, stores, person, decided))}), 200

    @server.post("/moderation/act_many")
    @refusable
    def moderation_act_many() -> Response:
        given, person = body(ManyBody), current_person()
        done = store.act_many(person, [(item.id, item.version) for item in given.items], _decision(given.act))
        return private({"outcomes": [_outcome(one.id, one.proposal, one.sentence) for one in done]})

    @server.post("/moderation/<name>/message")
    @refusable
    def moderation_say(name: str) -> tuple[Response, int]:
        given, person = body(SayBody), current_person()
        store.say(person, name, given.text, given.internal)
        return private({"messages": _messages(context, stores, person, name)}), 201


def _decision(text: str) -> Act:
    """Return a decision by its code; `Illegal` for what only a proposer does."""
    act = act_of(text)
    if act not in DECISIONS:
        raise Illegal(_("Ce n'est pas une décision."))
    return act


def _outcome(name: str, proposal: Proposal | None, sentence: str | None) -> dict[str, Any]:
    now = {} if proposal is None else {"version": proposal.version, "stage": str(proposal.stage), "is_change": False}
    return {"id": name, "sentence": sentence, **now}


def _detail(context: Context, stores: ModerationStores, person: Person, proposal: Proposal) -> dict[str, Any]:
    beside, talk, edition = _beside(context, person, proposal), _talk(context, stores, person, proposal), context.editions.latest()
    detail = detail_json(edition, person, proposal, beside, stores.names(edition), talk)
    return {**detail, "map": picture(edition.territory, proposal, [column["id"] for column in detail["beside"]["columns"][1:]])}


def _talk(context: Context, stores: ModerationStores, person: Person, proposal: Proposal) -> Talk:
    timeline = [timeline_json(entry, proposal.kind) for entry in reversed(context.proposals.timeline(person, proposal.id))]
    attachments = [attachment_json(one) for one in stores.attachments.list(person, proposal.id)]
    return Talk(_messages(context, stores, person, proposal.id), timeline, attachments)


def _messages(context: Context, stores: ModerationStores, person: Person, name: str) -> list[dict[str, Any]]:
    names = stores.names(context.editions.latest())
    return [message_json(one, names) for one in context.proposals.messages(person, name)]


def _beside(context: Context, person: Person, proposal: Proposal) -> tuple[Known, ...]:
    """Return the other proposals that a person knows of around a place."""
    told = proposal.content
    return context.proposals.around(person, told["lon"], told["lat"], NEAR_M) if has_position(told) else ()
