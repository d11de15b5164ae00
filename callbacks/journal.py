"""The screen « Journal »: callbacks that look for entries and show the e-mails, and the route of the file."""

from __future__ import annotations

from typing import Annotated, Any

from dash import ctx
from dash.exceptions import PreventUpdate
from flask import Flask, Response, request
from pydantic import Field

from access.identity import allowed, current_person
from callbacks.files import download
from callbacks.panels import store_failures_shown
from callbacks.registry import Registry, Value, every
from callbacks.values import Clicks, Text, answer, is_pressed
from domain.person import Action
from reports.plain_csv import plain_csv
from services.context import Context
from services.journal import JournalQuery, JournalService
from services.journal_filters import JournalFilters
from store.database import StoreUnavailable
from views.components import ids
from views.components.parts import trouble
from views.journal.entries import SHOWN, entries
from views.journal.mail import mail

Filters = JournalFilters | None
EntryOfPlace = Annotated[str, Field(pattern=r"^(LP|SZ)-\d{6,9}\.\d{1,12}$")]
FIELDS = (ids.JOURNAL_PLACE, ids.JOURNAL_PERSON, ids.JOURNAL_DAY)


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks: what one looks for, what is found, and the e-mails."""
    _declare_filters(registry)

    @registry.server(SHOWN, [Value(ids.JOURNAL_FILTERS, "data", Filters)], action=Action.READ_JOURNAL)
    def show_entries(given: dict[str, Any] | None) -> Any:
        return found(context.journal, JournalFilters.model_validate(given or {}))

    @registry.server([(ids.JOURNAL_TAB_LIST, "hidden")], [Value(ids.URL, "pathname", Text)], action=Action.READ_JOURNAL)
    def show_tabs(_path: str | None) -> bool:
        return not allowed(Action.MODERATE)

    @registry.server([(ids.JOURNAL_MAIL, "children")], [Value(ids.JOURNAL_TABS, "value", Text)], action=Action.MODERATE, initial=False)
    @store_failures_shown
    def show_mail(_tab: str | None) -> Any:
        return mail(context.journal.mail(current_person()))


def _declare_filters(registry: Registry) -> None:
    buttons = (ids.JOURNAL_FILTER, ids.JOURNAL_CLEAR, ids.JOURNAL_MORE)
    pressed = [Value(button, "n_clicks", Clicks) for button in buttons]
    pressed += [Value(ids.JOURNAL_PLACE, "n_submit", Clicks), every(ids.JOURNAL_ONLY, EntryOfPlace, "n_clicks", Clicks)]
    state = [*(Value(field, "value", Text) for field in FIELDS), Value(ids.JOURNAL_FILTERS, "data", Filters)]
    targets = [(ids.JOURNAL_FILTERS, "data"), *((field, "value") for field in FIELDS)]

    @registry.server(targets, pressed, state, action=Action.READ_JOURNAL, initial=False)
    def filter_entries(*values: Any) -> Any:
        filters = filters_after(*values[-4:])
        return filters.to_data(), filters.place, filters.person, filters.day


def filters_after(place: str | None, person: str | None, day: str | None, given: dict[str, Any] | None) -> JournalFilters:
    """Return what is looked for after a press; the places' own buttons are there as soon as they are shown, and press nothing by that."""
    if not is_pressed():
        raise PreventUpdate
    pressed = ctx.triggered_id
    if pressed == ids.JOURNAL_CLEAR:
        return JournalFilters()
    if pressed == ids.JOURNAL_MORE:
        return JournalFilters.model_validate(given or {}).more()
    only = pressed["index"].partition(".")[0] if isinstance(pressed, dict) else (place or "").strip()[:12]
    return JournalFilters(place=only, person=person or "", day=(day or "")[:10])


def found(journal: JournalService, filters: JournalFilters) -> tuple[Any, ...]:
    """Return what is found, or why the journal cannot be read."""
    try:
        page = journal.page(current_person(), JournalQuery.parse(filters.parameters()), filters.pages)
    except StoreUnavailable as why:
        return answer(SHOWN, {SHOWN[0]: trouble(str(why))})
    return answer(SHOWN, entries(page, filters, current_person()))


def serve(server: Flask, service: JournalService) -> None:
    """Serve the file."""

    @server.get("/journal/journal.csv")
    def journal_export() -> Response:
        headings, *rows = service.rows(current_person(), JournalQuery.parse(request.args))
        return download(plain_csv(headings, rows), "journal.csv")
