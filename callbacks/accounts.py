"""Callbacks and the route of the screens « Mon compte » and « Personnes »."""

from __future__ import annotations

from secrets import token_hex
from typing import Annotated, Any

from dash import ctx, no_update
from flask import Flask, redirect, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from access.identity import asking_address, current_person, remember_this_device, session_token
from callbacks.panels import store_failures_shown
from callbacks.registry import Registry, Value
from callbacks.values import Clicks
from domain.password import MAX_PASSWORD
from domain.person import Action, Person, PersonRole
from services.own_account import OwnAccountService
from services.persons import NEW, PERSON, REFUSALS, REQUEST, Outcome, PersonFields, PersonsService, Target
from store.database import StoreUnavailable
from views.account.screen import SESSION_PATH, account_panel, password_notice
from views.account.screen import VIEW as ACCOUNT_VIEW
from views.account.tokens import REVOKE_PATH, token_made, tokens_table
from views.components import ids
from views.persons.form import outcome_notice, person_panel
from views.persons.screen import rows

Text = Annotated[str, Field(max_length=400)] | None
Secret = Annotated[str, Field(max_length=MAX_PASSWORD + 100)] | None
Chosen = Annotated[list[dict[str, str]], Field(max_length=1)] | None
Named = dict[str, Annotated[str, Field(max_length=40)]] | None
FIELDS = (ids.PERSON_NAME, ids.PERSON_LOGIN, ids.PERSON_EMAIL, ids.PERSON_ROLE, ids.PERSON_LANDLORD, ids.PERSON_ORGANISATION)
KINDS = {ids.PERSONS: PERSON, ids.REQUESTS: REQUEST}
MAX_HANDLE = 64
BUTTONS = (ids.PERSON_SAVE, ids.PERSON_INVITE, ids.PERSON_SWITCH, ids.PERSON_REFUSE)


def register(registry: Registry, own: OwnAccountService, persons: PersonsService) -> None:
    """Declare the callbacks."""
    _declare_account(registry, own)
    _declare_tokens(registry, own)
    _declare_persons(registry, persons)


def _declare_account(registry: Registry, own: OwnAccountService) -> None:
    @registry.server([(ids.ACCOUNT, "children")], [Value(ids.ACCOUNT_ASK, "data", Text)], action=Action.OWN_ACCOUNT)
    @store_failures_shown
    def show_account(_step: str | None) -> Any:
        return account_panel(own.shown(current_person(), session_token()))

    names = (ids.OWN_PRESENT, ids.OWN_NEW, ids.OWN_AGAIN)

    @registry.server(
        [(ids.OWN_NOTICE, "children"), *[(name, "value") for name in names]],
        [Value(ids.OWN_CHANGE, "n_clicks", Clicks)],
        [Value(name, "value", Secret) for name in names],
        action=Action.OWN_ACCOUNT,
        initial=False,
    )
    def change_password(clicks: int | None, *secrets: str | None) -> Any:
        return _password_changed(own, secrets) if clicks else (no_update,) * 4


def _declare_tokens(registry: Registry, own: OwnAccountService) -> None:
    @registry.server(
        [(ids.PROGRAM_MADE, "children"), (ids.PROGRAM_NAME, "value"), (ids.PROGRAM_LIST, "children")],
        [Value(ids.PROGRAM_MAKE, "n_clicks", Clicks)],
        [Value(ids.PROGRAM_NAME, "value", Text)],
        action=Action.OWN_ACCOUNT,
        initial=False,
    )
    def make_token(clicks: int | None, name: str | None) -> Any:
        return _token_made(own, name or "") if clicks else (no_update,) * 3


def _token_made(own: OwnAccountService, name: str) -> Any:
    """Return the token, shown this once, and the list where it now is."""
    try:
        made = own.make_token(current_person(), name)
        return token_made(made), "", tokens_table(own.shown(current_person(), session_token()).tokens)
    except (ValueError, StoreUnavailable) as why:
        return password_notice(str(why), is_refused=True), no_update, no_update


def _password_changed(own: OwnAccountService, secrets: tuple[str | None, ...]) -> Any:
    """Return the notice and what the three fields hold then: nothing once it is done."""
    present, new, again = (secret or "" for secret in secrets)
    try:
        done = own.change_password(current_person(), session_token(), asking_address(), present, new, again)
    except (ValueError, StoreUnavailable) as why:
        return password_notice(str(why), is_refused=True), no_update, no_update, no_update
    remember_this_device(ctx.response)
    return password_notice(done), "", "", ""


def _declare_persons(registry: Registry, persons: PersonsService) -> None:
    @registry.server(
        [(ids.PERSONS, "rowData"), (ids.REQUESTS, "rowData"), (ids.REQUESTS_BOX, "hidden"), (ids.PERSONS_NOTE, "children")],
        [Value(ids.PERSONS_STEP, "data", Text)],
        action=Action.MANAGE_PERSONS,
    )
    def list_persons(_step: str | None) -> Any:
        return rows(persons.shown(current_person()))

    inputs = [Value(name, "selectedRows", Chosen) for name in (ids.PERSONS, ids.REQUESTS)]
    clicks = [Value(name, "n_clicks", Clicks) for name in (ids.PERSON_NEW, *BUTTONS)]
    state = [Value(ids.PERSON_TARGET, "data", Named), *[Value(name, "value", Text) for name in FIELDS]]

    @registry.server(
        [
            (ids.PERSON_PANEL, "children"),
            (ids.PERSON_NOTICE, "children"),
            (ids.PERSONS_STEP, "data"),
            *[(name, "selectedRows") for name in (ids.PERSONS, ids.REQUESTS)],
        ],
        [*inputs, *clicks],
        state,
        action=Action.MANAGE_PERSONS,
        initial=False,
    )
    def act(*values: Any) -> Any:
        trigger, value = ctx.triggered_id, (ctx.triggered or [{}])[0].get("value")
        target, *fields = values[-len(state) :]
        return _acted(persons, trigger, value, _target(target), [field or "" for field in fields])

    @registry.server([(ids.PERSON_LANDLORD_BOX, "hidden")], [Value(ids.PERSON_ROLE, "value", Text)], action=Action.MANAGE_PERSONS)
    def show_landlords(role: str | None) -> Any:
        return role != PersonRole.LANDLORD


def _target(given: dict[str, str] | None) -> Target:
    return Target(given.get("kind", NEW), given.get("id", "")) if given else Target()


def _acted(service: PersonsService, trigger: str, value: Any, target: Target, fields: list[str]) -> Any:
    """Return the panel, the notice, what has the lists asked for anew, and which rows stay chosen."""
    person = current_person()
    if not value:
        return (no_update,) * 5
    if trigger in KINDS:
        chosen = Target(KINDS[trigger], value[0].get("id", ""))
        others = ([], no_update) if trigger == ids.REQUESTS else (no_update, [])
        return (no_update,) * 5 if chosen == target else (person_panel(service.form(person, chosen)), [], no_update, *others)
    if trigger == ids.PERSON_NEW:
        return person_panel(service.form(person, Target())), [], no_update, [], []
    try:
        outcome = _done(service, trigger, person, target, fields)
    except (*REFUSALS, StoreUnavailable) as why:
        return no_update, outcome_notice(Outcome(target, str(why), is_refused=True)), no_update, no_update, no_update
    return person_panel(service.form(person, outcome.target)), outcome_notice(outcome), token_hex(4), [], []


def _done(service: PersonsService, button: str, person: Person, target: Target, fields: list[str]) -> Outcome:
    if button == ids.PERSON_SAVE:
        return service.save(person, target, PersonFields(*fields))
    acts = {ids.PERSON_INVITE: service.invite, ids.PERSON_SWITCH: service.switch, ids.PERSON_REFUSE: service.refuse}
    return acts[button](person, target)


def serve(server: Flask, own: OwnAccountService) -> None:
    """Serve what closes sessions and revokes tokens: forms, which need no JavaScript."""

    @server.post(SESSION_PATH)
    def session_close() -> AnyResponse:
        own.close(current_person(), session_token(), request.form.get("session", "")[:MAX_HANDLE])
        return redirect(ACCOUNT_VIEW.path, 303)

    @server.post(REVOKE_PATH)
    def token_revoke() -> AnyResponse:
        own.revoke_token(current_person(), request.form.get("token", "")[:MAX_HANDLE])
        return redirect(ACCOUNT_VIEW.path, 303)
