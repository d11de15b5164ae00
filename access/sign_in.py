"""Signing in and out: a plain page that needs no JavaScript, and the routes behind its buttons and the header's."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from flask import Flask, Response, abort, g, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from access.card import DONE, MAX_FORM_BYTES, NOTE, alert, card, field, form, form_fields, links, login_field, plain_words
from access.client_address import client_address
from access.identity import Accounts, came_from, current_person, local_path, session_token
from domain.account import wait_words
from domain.password import MAX_PASSWORD
from domain.person import UNKNOWN, VISITOR, PersonRole
from i18n import gettext as _
from store.database import StoreUnavailable

PATH = "/connexion"
SIGN_OUT_PATH = "/deconnexion"
DEMO_PATH = "/demonstration"
FORGOTTEN_PATH = "/connexion/oubli"
REQUEST_PATH = "/connexion/demande"
CHANGED = "mot-de-passe"
SINGLE = Markup('<p><a class="button sign-in-single" href="/connexion/unique?to={}">{}</a></p>\n')


def _nowhere(_id_token: str | None) -> Response | None:
    return None


def serve_sign_in(server: Flask, accounts: Accounts, leave: Callable[[str | None], Response | None] = _nowhere) -> None:
    """Serve the page and what its form, « Se déconnecter » and the menu of example persons ask for.

    Parameters
    ----------
    leave
        Given the token that came with a session, returns the page that ends it at an identity provider's as well, if it does.
    """

    @server.get(PATH)
    def sign_in_page() -> AnyResponse:
        to = came_from()
        if current_person() is UNKNOWN:
            return page(accounts, 503, plain_words(g.unavailable), to=to)
        if current_person() is not VISITOR:
            return redirect(to, 303)
        return page(accounts, to=to, done=request.args.get("fait") == CHANGED)

    @server.post(PATH)
    def sign_in() -> AnyResponse:
        login, password, to = form_fields("login", "password", "to")
        try:
            return _signed_in(accounts, login, password, local_path(to))
        except StoreUnavailable as error:
            return page(accounts, 503, plain_words(error), login, local_path(to))

    @server.post(SIGN_OUT_PATH)
    def sign_out() -> AnyResponse:
        try:
            id_token = accounts.sessions.close(session_token())
        except StoreUnavailable as error:
            return page(accounts, 503, plain_words(error))  # somebody who believes to have left must have
        response = leave(id_token) or redirect(came_from(), 303)
        accounts.forget(response)
        return response

    _serve_demonstration(server, accounts)


def _serve_demonstration(server: Flask, accounts: Accounts) -> None:
    @server.post(DEMO_PATH)
    def demonstration() -> AnyResponse:
        request.max_content_length = MAX_FORM_BYTES
        role = request.form.get("role", "")
        response = redirect(came_from(), 303)
        try:
            if role not in set(PersonRole) or not accounts.is_demo():
                abort(404)
            accounts.begin(response, PersonRole(role))
        except StoreUnavailable as error:
            return page(accounts, 503, plain_words(error))
        return response


def _signed_in(accounts: Accounts, login: str, password: str, to: str) -> AnyResponse:
    """Answer the form: one sentence for a wrong login and for a wrong password, another once there were too many of either."""
    device = accounts.devices.known(accounts.persons.login_of(login), request.cookies.get(accounts.device_cookie, ""))
    attempt = accounts.attempts.claim(login, client_address(accounts.settings), device)
    if isinstance(attempt, int):
        return too_many(attempt, lambda words: page(accounts, 429, words, login, to))
    person = accounts.persons.authenticate(login, password)
    if person is None:
        return page(accounts, 401, _("Identifiant ou mot de passe incorrect."), login, to)
    accounts.attempts.forgive(attempt)
    response = redirect(to, 303)
    accounts.begin(response, person)
    accounts.remember_device(response, person.login)
    return response


def too_many(seconds: int, show: Callable[[str], Response]) -> Response:
    """Return the page that `show` makes of a sentence, which says how long to wait."""
    response = show(wait_words(seconds))
    response.headers["Retry-After"] = str(seconds)
    return response


def page(accounts: Accounts, status: int = 200, why: str = "", login: str = "", to: str = "/", done: bool = False) -> Response:
    """Return the page; `why` says for what reason the last attempt was refused, `done` that a password was just chosen."""
    nobody = _("Aucun compte n'existe encore : le premier est ouvert par les personnes qui tiennent ce service.")
    chosen = _("Votre mot de passe est enregistré : connectez-vous.")
    content = [
        alert(why),
        DONE.format(chosen) if done else "",
        NOTE.format(nobody) if accounts.has_nobody() else "",
        _single(accounts, to),
        _form(login, to, wrong=status == 401),
        links(*_ways(accounts, to)),
    ]
    return card(_("Se connecter"), content, status)


def _form(login: str, to: str, wrong: bool) -> Markup:
    fields = [
        login_field(login, wrong=wrong),
        field(
            "password",
            _("Mot de passe"),
            wrong=wrong,
            type="password",
            autocomplete="current-password",
            maxlength=str(MAX_PASSWORD),
            required="",
        ),
    ]
    return form(PATH, fields, _("Se connecter"), {"to": to})


def _ways(accounts: Accounts, to: str) -> list[tuple[str, str]]:
    forgotten = [(FORGOTTEN_PATH, _("Mot de passe oublié ?"))] if accounts.settings.smtp_url else []
    return [*forgotten, (REQUEST_PATH, _("Demander un compte")), (to, _("Revenir sans se connecter"))]


def _single(accounts: Accounts, to: str) -> Markup | str:
    """Return the button of the single sign-on, where there is one."""
    named = accounts.settings.single_sign_on
    return SINGLE.format(quote(to, safe=""), _("Se connecter avec {name}").format(name=named.name)) if named else ""
