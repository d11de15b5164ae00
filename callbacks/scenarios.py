"""Callbacks and routes of the screen « Scénarios »: answers, studies, the life of saved scenarios."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Flask, Response, redirect, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from access.identity import allowed, current_person
from access.turns import heavy, heavy_unless
from callbacks.explore import Query
from callbacks.forms import Body, body, present, private, problem, query, refusable
from callbacks.panels import store_failures_shown
from callbacks.registry import Registry, Value
from domain.address import MAX_QUERY_LENGTH
from domain.person import Action
from domain.saved import MAX_NAME, MAX_NOTE, MAX_REASON, ReasonNeeded, Status
from i18n import gettext as _
from services.computations import resume_computation, stop_computation, study_progress
from services.context import Context
from services.plans import has_drawn_plan, plan_drawn, plan_shown
from services.saved_scenarios import banner
from services.scenario_difference import scenario_difference
from services.scenario_library import compared_scenarios, listed_scenarios
from services.scenario_writing import (
    ReasonWanted,
    ScenarioChange,
    StaleScenario,
    change_scenario,
    copy_scenario,
    save_scenario,
    scenario_address,
)
from services.studies import curve_study, front_study, safe_study
from store.database import StoreUnavailable
from store.scenarios import Conflict, NotFound
from views.components import ids
from views.scenarios.curve import curve_panel
from views.scenarios.front import front_panel
from views.scenarios.library import comparison, library
from views.scenarios.result import answer_panel
from views.scenarios.safe import safe_panel
from views.scenarios.saved_banner import saved_banner
from views.scenarios.screen import save_button

Step = Annotated[str, Field(max_length=80)] | None
Looked = Annotated[str, Field(max_length=2_000)] | None
Id = Annotated[str, Field(min_length=1, max_length=64)]


class KeyBody(Body):
    """Name of a computation."""

    key: Id


class SaveBody(Body):
    """A scenario to save."""

    name: Annotated[str, Field(max_length=MAX_NAME)]
    note: Annotated[str, Field(max_length=MAX_NOTE)] = ""
    query: Annotated[str, Field(max_length=MAX_QUERY_LENGTH)]


class ChangeBody(Body):
    """A change to a saved scenario; `version` is the one that the person saw."""

    version: int
    starred: bool | None = None
    archived: bool | None = None
    status: Status | None = None
    reason: Annotated[str, Field(max_length=MAX_REASON)] = ""

    @property
    def change(self) -> ScenarioChange:
        """What changes."""
        return ScenarioChange(self.starred, self.archived, self.status, self.reason)


class CopyBody(Body):
    """The name of a copy."""

    name: Annotated[str, Field(max_length=MAX_NAME)]


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks. Each panel is asked for by the browser, which does so only while it is open."""
    _declare_answer(registry, context)
    _declare_studies(registry, context)
    _declare_saved(registry, context)
    registry.client("plan", [], [Value(ids.PLAN_RESULT, "children")])
    registry.client("library", [], [Value(ids.shown("library"), "children")])


def _declare_answer(registry: Registry, context: Context) -> None:
    asked = [Value(ids.PLAN_ASK, "data", Query), Value(ids.PLAN_STEP, "data", Step)]

    @registry.server([(ids.PLAN_RESULT, "children")], asked, action=Action.READ)
    @heavy
    @store_failures_shown
    def show_result(asked: str | None, _step: str | None) -> Any:
        return answer_panel(plan_shown(context, current_person(), asked))

    @registry.server([(ids.SAVE_BUTTON, "children")], [Value(ids.SAVE_ASK, "data", Step)], action=Action.READ)
    def show_save_button(_asked: str | None) -> Any:
        return save_button(allowed(Action.SAVE_SCENARIO))

    @registry.server([(ids.SAVED_BANNER, "children")], [Value(ids.PARAMS, "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_banner(params: str | None) -> Any:
        return saved_banner(banner(context, current_person(), params))


def _declare_studies(registry: Registry, context: Context) -> None:
    @registry.server([(ids.shown("curve"), "children")], [Value(ids.ask("curve"), "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_curve(asked: str | None) -> Any:
        return curve_panel(curve_study(context, current_person(), asked))

    @registry.server([(ids.shown("safe"), "children")], [Value(ids.ask("safe"), "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_safe(asked: str | None) -> Any:
        return safe_panel(safe_study(context, current_person(), asked))

    @registry.server([(ids.shown("front"), "children")], [Value(ids.ask("front"), "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_front(asked: str | None) -> Any:
        return front_panel(front_study(context, current_person(), asked))


def _declare_saved(registry: Registry, context: Context) -> None:
    @registry.server([(ids.shown("library"), "children")], [Value(ids.ask("library"), "data", Looked)], action=Action.READ)
    @store_failures_shown
    def show_library(asked: str | None) -> Any:
        return library(listed_scenarios(context, asked), allowed)

    @registry.server([(ids.shown("versus"), "children")], [Value(ids.ask("versus"), "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_comparison(asked: str | None) -> Any:
        return comparison(compared_scenarios(context, asked))


# Routes


def serve(server: Flask, context: Context) -> None:
    """Serve plans, studies and saved scenarios."""
    _serve_plans(server, context)
    _serve_computations(server, context)
    _serve_saved(server, context)
    _serve_refusals(server)


def _serve_plans(server: Flask, context: Context) -> None:
    @server.get("/scenario/plan.json")
    @heavy_unless(lambda: has_drawn_plan(context, query()))
    def plan() -> Response:
        return private(plan_drawn(context, current_person(), query()))

    @server.get("/scenario/study/<panel>.json")
    @heavy
    def study(panel: str) -> Response:
        return private(present(study_progress(context, current_person(), panel, query())))

    @server.get("/scenario/difference.json")
    @heavy
    @refusable
    def difference() -> Response:
        return private(present(scenario_difference(context, request.args.get("a", ""), request.args.get("b", ""))))


def _serve_computations(server: Flask, context: Context) -> None:
    @server.post("/scenario/cancel")
    def cancel() -> Response:
        return private(stop_computation(context, current_person(), body(KeyBody).key))

    @server.post("/scenario/resume")
    def resume() -> Response:
        return private(resume_computation(context, body(KeyBody).key))


def _serve_saved(server: Flask, context: Context) -> None:
    @server.post("/scenario/saved")
    @heavy
    @refusable
    def save() -> Response:
        given = body(SaveBody)
        return private(save_scenario(context, current_person(), given.query, given.name, given.note), 201)

    @server.post("/scenario/saved/<name>")
    def change(name: str) -> Response:
        given = body(ChangeBody)
        return private(change_scenario(context, current_person(), name, given.version, given.change))

    @server.post("/scenario/saved/<name>/copy")
    @refusable
    def copy(name: str) -> Response:
        return private(copy_scenario(context, current_person(), name, body(CopyBody).name), 201)

    @server.get("/s/<name>")
    def opened(name: str) -> AnyResponse:
        return redirect(present(scenario_address(context, name)))


def _serve_refusals(server: Flask) -> None:
    @server.errorhandler(StoreUnavailable)
    def unavailable(error: StoreUnavailable) -> Response:
        return problem(error, 503)

    @server.errorhandler(NotFound)
    def missing(_error: NotFound) -> Response:
        return problem(_("Ce scénario n'existe pas, ou plus."), 404)

    @server.errorhandler(Conflict)
    def changed(error: Conflict) -> Response:
        sentence = _("Ce scénario vient d'être modifié par quelqu'un d'autre.")
        return private(StaleScenario(error=sentence, version=error.current.version), 409)

    @server.errorhandler(ReasonNeeded)
    def unexplained(error: ReasonNeeded) -> Response:
        return private(ReasonWanted(error=str(error), needs="reason"), 422)
