"""Callbacks and routes of the screen « Scénarios »: answers, studies, comparisons, the links of saved scenarios."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Flask, Response, redirect, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from access.identity import current_person
from access.turns import heavy, heavy_unless
from callbacks import scenario_library, scenario_saving
from callbacks.explore import Query
from callbacks.forms import Body, body, present, private, problem, query, refusable
from callbacks.panels import declare_followed, store_failures_shown
from callbacks.registry import Registry, Value
from domain.address import Key
from domain.person import Action
from i18n import gettext as _
from services.computations import resume_computation, stop_computation, study_progress
from services.context import Context
from services.hypotheses import begun_address
from services.place_roles import place_roles
from services.plans import has_drawn_plan, plan_drawn, plan_shown
from services.saved_scenarios import banner
from services.scenario_difference import scenario_difference
from services.scenario_library import beside_comparison, compared_scenarios, comparison_address
from services.scenario_named import named_places as places_named
from services.scenario_writing import scenario_address
from services.studies import curve_study, front_study, safe_study
from store.database import StoreUnavailable
from store.scenarios import NotFound
from views.components import ids
from views.scenarios.comparison import comparison
from views.scenarios.curve import curve_panel
from views.scenarios.following import Panel
from views.scenarios.front import front_panel
from views.scenarios.place_menu import place_fit
from views.scenarios.question import named_places
from views.scenarios.result import answer_panel
from views.scenarios.safe import safe_panel
from views.scenarios.saved_banner import beside_comparison_note, saved_banner
from views.scenarios.screen import STUDIES

JUDGING_PATHS = ("/", "/convergence", "/scenarios")
PlanStep = Annotated[str, Field(max_length=80)] | None
"""The key of a search and how far it is."""
Id = Annotated[str, Field(min_length=1, max_length=64)]


class KeyBody(Body):
    """Name of a computation."""

    key: Id


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks. Each panel is asked for by the browser, which does so only while it is open."""
    _declare_answer(registry, context)
    _declare_studies(registry, context)
    _declare_comparison(registry, context)
    scenario_saving.declare(registry, context)
    scenario_library.declare(registry, context)
    registry.client("plan", [], [Value(ids.drawn(ids.PLAN), "data")])
    registry.client("named", [], [Value(ids.NAMED, "children")])


def _declare_answer(registry: Registry, context: Context) -> None:
    query = [Value(ids.PLAN_ASK, "data", Query), Value(ids.PLAN_STEP, "data", PlanStep)]

    def show_result(query: str | None, _step: str | None) -> Panel:
        return answer_panel(plan_shown(context, current_person(), query))

    declare_followed(registry, ids.PLAN, query, show_result)

    @registry.server([(ids.NAMED, "children")], [Value(ids.NAMED_ASK, "data", Query)], action=Action.READ, initial=False)
    def show_named(query: str | None) -> Any:
        return named_places(places_named(context, query))

    @registry.server([(ids.PLACE_FIT, "children")], [Value(ids.PLACE_FIT_ASK, "data", Query)], action=Action.READ, initial=False)
    def show_fit(query: str | None) -> Any:
        return place_fit(place_roles(context, query or ""))

    inputs = [Value(ids.PARAMS, "data", Query), Value(ids.SAVED_STEP, "data", PlanStep)]

    @registry.server([(ids.SAVED_BANNER, "children")], inputs, action=Action.READ)
    @heavy
    @store_failures_shown
    def show_banner(params: str | None, _step: str | None) -> Any:
        beside = beside_comparison_note(beside_comparison(context, params))
        return [*beside, *saved_banner(banner(context, current_person(), params))]


def _declare_studies(registry: Registry, context: Context) -> None:
    def show_curve(query: str | None) -> Panel:
        return curve_panel(curve_study(context, current_person(), query))

    def show_safe(query: str | None) -> Panel:
        return safe_panel(safe_study(context, current_person(), query))

    def show_front(query: str | None) -> Panel:
        return front_panel(front_study(context, current_person(), query))

    for name, show in zip(STUDIES, (show_curve, show_safe, show_front), strict=True):
        declare_followed(registry, name, [Value(ids.ask(name), "data", Query)], show)


def _declare_comparison(registry: Registry, context: Context) -> None:
    @registry.server([(ids.shown("versus"), "children")], [Value(ids.ask("versus"), "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_comparison(query: str | None) -> Any:
        return comparison(compared_scenarios(context, query))


# Routes


def serve(server: Flask, context: Context) -> None:
    """Serve plans, studies and the links of saved scenarios."""
    _serve_plans(server, context)
    _serve_computations(server, context)
    _serve_links(server, context)
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


def _serve_links(server: Flask, context: Context) -> None:
    @server.before_request
    def open_comparison() -> AnyResponse | None:
        """An address of the first screen that compares saved scenarios opens their comparison."""
        found = comparison_address(context, query()) if request.path == "/" and Key.COMPARED_SCENARIOS in request.args else None
        return None if found is None else redirect(found)

    @server.before_request
    def begin_address() -> AnyResponse | None:
        """A new address of a screen that judges begins with the hypotheses that decisions of meetings moved."""
        found = begun_address(context, query()) if request.method == "GET" and request.path in JUDGING_PATHS else None
        return None if found is None else redirect(f"{request.path}?{found}")

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
