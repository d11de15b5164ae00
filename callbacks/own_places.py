"""Callbacks of the list of one's own places: what it shows, its filters, and all complete drafts submitted at once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from flask import Flask, Response, request
from pydantic import Field, ValidationError

from access.identity import current_person
from access.turns import heavy
from callbacks.decisions import MOST_AT_ONCE, Items
from callbacks.explore import Query
from callbacks.files import download
from callbacks.forms import present
from callbacks.registry import Registry, Value, pressed_once
from callbacks.values import REFUSALS, Clicks, Step, Text, answer, step
from domain.address import Address, Key
from domain.candidate import Kind
from domain.person import Action
from domain.proposal import Act, kind_of
from reports.own_places import own_places_file
from reports.own_sites import own_sites_file
from services.context import Context
from services.own_places import ALL, PAGE, OwnFilters
from services.proposals import ProposalService
from views.components import ids
from views.proposals.own_places import OWN_SHOWN, many_done, own_places_shown, own_places_unread

Code = Annotated[str, Field(max_length=20)] | None


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    service = ProposalService(context.proposals, context.editions)
    _declare_list(registry, service)
    _declare_many(registry, service)
    registry.client("ownActed", [], [Value(ids.OWN_OUTCOME, "children")])
    registry.client("ownMarks", [], [Value(ids.OWN_MARKS, "data")])
    opened = [(ids.OWN_TABLE_BOX, "hidden"), (ids.OWN_TABLE_OPEN, "aria-expanded")]
    registry.client("ownTable", opened, [Value(ids.OWN_TABLE_OPEN, "n_clicks")])
    registry.client("ownCells", [], [Value(ids.OWN_TABLE, "cellValueChanged")])


def serve(server: Flask, context: Context) -> None:
    """Serve ``/export/mes-lieux.<format>?<filters>``: the places of one's organisation that the list shows, whole."""
    service = ProposalService(context.proposals, context.editions)

    @server.get("/export/mes-lieux.<fmt>")
    @heavy
    def own_export(fmt: str) -> Response:
        kind, places = service.listed(current_person(), _filters())
        day = dt.datetime.now(dt.UTC).date()
        sites = own_sites_file(context.territory, places, context.settings.address, day) if fmt == "cnig" else None
        made = present(sites or own_places_file(kind, places, fmt, day))
        return download(made.data, made.filename)


def _filters() -> OwnFilters:
    """Return the filters of a request; what is too long to be one narrows nothing."""
    given = {name: request.args[name] for name in ("search", "stage", "order") if name in request.args}
    try:
        return OwnFilters(**given)
    except ValidationError:
        return OwnFilters()


def _declare_list(registry: Registry, service: ProposalService) -> None:
    filters = [Value(ids.OWN_SEARCH, "value", Text), Value(ids.OWN_STAGE, "value", Code), Value(ids.OWN_ORDER, "value", Code)]
    more = [
        Value(ids.OWN_STEP, "data", Step),
        Value(ids.TO_PLACE_DONE, "data", Step),
        Value(ids.PARAMS, "data", Query),
        Value(ids.OWN_TABLE_BOX, "hidden", bool | None),
        Value(ids.OWN_MORE, "n_clicks", Clicks),
    ]

    @registry.server(OWN_SHOWN, [*filters, *more], action=Action.PROPOSE)
    def show(search: str | None, stage: str | None, order: str | None, *rest: Any) -> Any:
        _step, _placed, params, folded, more = rest
        opened = Address.parse(params or "").text(Key.PROPOSAL)
        looked = OwnFilters(search=search or "", stage=stage or ALL, order=order or "", opened=opened)
        return found_places(service, looked, has_table=folded is False, most=PAGE * (1 + (more or 0)))

    cleared = [(ids.OWN_SEARCH, "value"), (ids.OWN_STAGE, "value")]

    @registry.server(cleared, [Value(ids.OWN_CLEAR, "n_clicks", Clicks)], action=Action.PROPOSE, initial=False)
    def clear(_clicks: int | None) -> Any:
        return "", ALL


def found_places(service: ProposalService, filters: OwnFilters, *, has_table: bool, most: int = PAGE) -> tuple[Any, ...]:
    """Return the list, or why it cannot be read."""
    try:
        found = service.own(current_person(), filters, most)
    except REFUSALS as why:
        return answer(OWN_SHOWN, own_places_unread(str(why)))
    return answer(OWN_SHOWN, own_places_shown(found, filters, has_table=has_table))


def _declare_many(registry: Registry, service: ProposalService) -> None:
    targets, ready = [(ids.OWN_OUTCOME, "children"), (ids.OWN_STEP, "data")], [Value(ids.OWN_READY, "data", Items)]

    @registry.server(targets, [Value(ids.OWN_MANY, "n_clicks", Clicks)], ready, action=Action.PROPOSE, initial=False,
                     running=pressed_once(ids.OWN_MANY))  # fmt: skip
    def act_many(clicks: int | None, items: list[Any] | None) -> Any:
        return submit_many(service, items or []) if clicks and items else answer(targets, {})


def submit_many(service: ProposalService, items: list[Any]) -> tuple[str, str]:
    """Submit drafts, or publish the sites of those who decide; say how many were, and why the first of the others was not."""
    person = current_person()
    kind = kind_of(person) or Kind.PREMISES
    versions = [(item["id"], item["version"]) for item in items[:MOST_AT_ONCE]]
    try:
        found = service.act_many(person, versions, Act.ACCEPT if kind is Kind.ZONE_SITE else Act.SUBMIT).outcomes
    except REFUSALS as why:
        return str(why), step()
    return many_done(kind, sum(one.done for one in found), next((one.sentence for one in found if one.sentence), "") or ""), step()
