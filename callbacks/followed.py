"""Callbacks of the screen « Décisions »: the register, a decided place, and what a person was reminded of."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Flask, Response, request

from access.identity import current_person
from callbacks.files import download
from callbacks.forms import private, problem, raw_body, refusable
from callbacks.meetings import Mark, Path, handed_out
from callbacks.panels import store_failures_shown
from callbacks.registry import Registry, Value
from callbacks.values import Step
from domain.person import Action, Person
from intake.table import MAX_BYTES, too_big
from reports.actuals_template import template
from reports.register_xlsx import register_workbook
from services.actuals import import_actuals
from services.context import Context
from services.hypotheses import decided_hypotheses
from services.projects import followed_places, place_at, shown_project
from services.register import EXPORT_PATH, REGISTER_PATH, RegisterFilters
from services.register import register as register_of
from services.reminders import reminded, reminders_inbox
from store.meetings import NotFound
from store.projects import ProjectChanged
from views.components import ids
from views.components.parts import trouble
from views.meetings.project import project_page
from views.meetings.register import register_lists, register_page


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    at = [Value(ids.URL, "pathname", Path), Value(ids.MEETING_STEP, "data", Step)]

    @registry.server([(ids.PROJECT, "children")], at, action=Action.READ_MEETINGS)
    @store_failures_shown
    def show_project(path: str | None, _step: str | None) -> Any:
        return project_shown(context, current_person(), place_at(path))

    filters = [Value(name, "value", Mark) for name in (ids.REGISTER_ACTOR, ids.REGISTER_PLACE, ids.REGISTER_STATE)]

    @registry.server([(ids.REGISTER, "children")], filters, action=Action.READ_MEETINGS)
    @store_failures_shown
    def show_register(actor: str | None, place: str | None, state_: str | None) -> Any:
        return register_lists(register_of(context, current_person(), RegisterFilters(actor or "", place or "", state_ or "")))

    registry.client("meeting", [], [Value(ids.PROJECT, "children")])


def project_shown(context: Context, person: Person, place: str) -> Any:
    """Return the screen of a decided place, or the register where none is named."""
    if not place:
        known = followed_places(context, person), reminded(context, person), decided_hypotheses(context, person)
        return register_page(context, *known)
    try:
        return project_page(shown_project(context, person, place))
    except NotFound as why:
        return trouble(str(why))


def serve(server: Flask, context: Context) -> None:
    """Serve the register as a workbook, the template of actuals and what comes back of it, and how much a person was reminded of."""

    @server.get(EXPORT_PATH)
    def register_export() -> Response:
        found = partial(register_of, context, current_person(), RegisterFilters.parse(request.args))
        return handed_out(lambda: register_workbook(found()), "registre.xlsx")

    @server.get(f"{REGISTER_PATH}/modele-suivi.xlsx")
    def actuals_template() -> Response:
        return download(template(), "modele-suivi.xlsx")

    @server.post(f"{REGISTER_PATH}/<place>/suivi")
    @refusable
    def actuals_import(place: str) -> Response:
        return _imported(context, place, request.args.get("name", "")[:200], raw_body(MAX_BYTES, too_big()))

    @server.get("/reminders.json")
    def reminders() -> Response:
        return private(reminders_inbox(context, current_person()))


def _imported(context: Context, place: str, name: str, sent: bytes) -> Response:
    """Return what a file brought; or that the place is not followed, or that somebody else wrote meanwhile."""
    try:
        return private(import_actuals(context, current_person(), place, name, sent))
    except NotFound as why:
        return problem(why, 404)
    except ProjectChanged as why:
        return problem(why, 409)
