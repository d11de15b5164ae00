"""Routes of the screen « Modérer »: the queue, one proposal, decisions and messages."""

from __future__ import annotations

from flask import Flask, Response

from access.identity import current_person
from callbacks.forms import body, private, refusable
from callbacks.proposals import ActBody, ManyBody, SayBody
from services.moderation import ModerationService, Overtaken


def serve(server: Flask, service: ModerationService) -> None:
    """Serve them; refusals are those of `callbacks.proposals`, a conflict is answered with the proposal as it is now."""
    _serve_reading(server, service)
    _serve_deciding(server, service)

    @server.errorhandler(Overtaken)
    def overtaken(error: Overtaken) -> Response:
        return private(error.answer, 409)


def _serve_reading(server: Flask, service: ModerationService) -> None:
    @server.get("/moderation/queue.json")
    def moderation_queue() -> Response:
        return private(service.queue(current_person()))

    @server.get("/moderation/<name>.json")
    def moderation_one(name: str) -> Response:
        return private(service.detail(current_person(), name))


def _serve_deciding(server: Flask, service: ModerationService) -> None:
    @server.post("/moderation/<name>/act")
    @refusable
    def moderation_act(name: str) -> Response:
        given = body(ActBody)
        return private(service.decide(current_person(), name, given.version, given.act, given.reason))

    @server.post("/moderation/act_many")
    @refusable
    def moderation_act_many() -> Response:
        given = body(ManyBody)
        return private(service.decide_many(current_person(), given.versions(), given.act))

    @server.post("/moderation/<name>/message")
    @refusable
    def moderation_say(name: str) -> Response:
        given = body(SayBody)
        return private(service.say(current_person(), name, given.text, given.internal), 201)
