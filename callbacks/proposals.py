"""Routes of « Proposer » and « Identifier »: one place, what is written of it, and what waits for each person."""

from __future__ import annotations

from typing import Annotated

from flask import Flask, Response
from pydantic import Field

from access.identity import current_person, is_demonstration
from callbacks.forms import Body, body, private, problem, refusable
from domain.place_history import EVENTS
from domain.proposal import MAX_TEXT, Content
from domain.tags import MAX_TAG_CHARS, MAX_TAGS
from i18n import gettext as _
from services.proposals import ProposalService
from store.proposal_rows import Conflict, NotFound

LISTS = ("history", "reminders", "tags")
Text = Annotated[str, Field(max_length=MAX_TEXT)]
Plain = Text | float | int | bool | None
ProposalId = Annotated[str, Field(pattern=r"^(LP|SZ)-\d{6,9}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Fact(Body):
    """Something that happened to a place."""

    on: Day
    what: Annotated[str, Field(pattern=f"^({'|'.join(EVENTS)})$")]
    text: Annotated[str, Field(max_length=300)] = ""


class Reminder(Body):
    """Something to do about a place."""

    on: Day
    text: Annotated[str, Field(min_length=1, max_length=300)]
    done: bool = False


class Changes(Body):
    """Fields as they were typed, and the lists as a whole."""

    fields: Annotated[dict[Annotated[str, Field(max_length=40)], Plain | list[list[float]]], Field(max_length=60, default_factory=dict)]
    tags: Annotated[list[Annotated[str, Field(min_length=1, max_length=MAX_TAG_CHARS)]], Field(max_length=MAX_TAGS)] | None = None
    history: Annotated[list[Fact], Field(max_length=60)] | None = None
    reminders: Annotated[list[Reminder], Field(max_length=30)] | None = None

    def lists(self) -> Content:
        """Return the lists that are given, as they are stored."""
        return {key: value for key, value in self.model_dump(include=set(LISTS)).items() if value is not None}


class NewBody(Changes):
    """A place that begins."""


class EditBody(Changes):
    """Changes to a place; `version` is the one that the person saw."""

    version: int


class Item(Body):
    """A place as the person saw it."""

    id: ProposalId
    version: int


def serve(server: Flask, service: ProposalService) -> None:
    """Serve them; whoever may not read a place is answered as if it did not exist."""
    _serve_reading(server, service)
    _serve_changing(server, service)
    _serve_errors(server, service)


def _serve_reading(server: Flask, service: ProposalService) -> None:
    @server.get("/proposals/<name>.json")
    def proposal_one(name: str) -> Response:
        return private(service.sheet(current_person(), name))

    @server.get("/inbox.json")
    def inbox() -> Response:
        return private(service.inbox(current_person()))


def _serve_changing(server: Flask, service: ProposalService) -> None:
    @server.post("/proposals")
    @refusable
    def proposal_create() -> Response:
        given = body(NewBody)
        return private(service.create(current_person(), given.fields, given.lists(), is_demonstration()), 201)

    @server.post("/proposals/<name>")
    @refusable
    def proposal_edit(name: str) -> Response:
        given = body(EditBody)
        return private(service.edit(current_person(), name, given.version, given.fields, given.lists()))


def _serve_errors(server: Flask, service: ProposalService) -> None:
    @server.errorhandler(NotFound)
    def missing(_error: NotFound) -> Response:
        return problem(_("Ce lieu n'existe pas, ou ne vous est pas ouvert."), 404)

    @server.errorhandler(Conflict)
    def changed(error: Conflict) -> Response:
        return private(service.conflict(current_person(), error), 409)
