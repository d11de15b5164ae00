"""Signing in and out: a plain page that needs no JavaScript, and the routes behind its buttons and the header's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, abort, g, make_response, redirect, request
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from access.client_address import client_address
from access.identity import Accounts, came_from, current_person, local_path
from domain.person import UNKNOWN, VISITOR, PersonRole
from i18n import current_language, ngettext
from i18n import gettext as _
from store.database import StoreUnavailable

PATH = "/connexion"
SIGN_OUT_PATH = "/deconnexion"
DEMO_PATH = "/demonstration"
MAX_FORM_BYTES = 16_000
NO_STORE = "no-store"
MAX_SHOWN = 64
PAGE = Markup((Path(__file__).parent / "sign_in.html").read_text("utf-8"))  # noqa: S704 - our own file
ALERT = Markup('<p class="sign-in-alert" role="alert" id="sign-in-alert">{}</p>\n')
NOTE = Markup('<p class="sign-in-note">{}</p>\n')
SINGLE = Markup('<p><a class="button sign-in-single" href="/connexion/unique?to={}">{}</a></p>\n')
WRONG = Markup(' aria-invalid="true" aria-describedby="sign-in-alert"')


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
            return page(accounts, 503, str(g.unavailable), to=to)
        return redirect(to, 303) if current_person() is not VISITOR else page(accounts, to=to)

    @server.post(PATH)
    def sign_in() -> AnyResponse:
        request.max_content_length = MAX_FORM_BYTES
        try:
            login, password, to = (request.form.get(name, "") for name in ("login", "password", "to"))
        except RequestEntityTooLarge:
            login = password = to = ""
        try:
            return _signed_in(accounts, login, password, local_path(to))
        except StoreUnavailable as error:
            return page(accounts, 503, str(error), login, local_path(to))

    @server.post(SIGN_OUT_PATH)
    def sign_out() -> AnyResponse:
        try:
            id_token = accounts.sessions.close(_token(accounts))
        except StoreUnavailable as error:
            return page(accounts, 503, str(error))  # somebody who believes to have left must have
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
            accounts.remember(response, accounts.sessions.open(PersonRole(role), replacing=_token(accounts)))
        except StoreUnavailable as error:
            return page(accounts, 503, str(error))
        return response


def _token(accounts: Accounts) -> str:
    return request.cookies.get(accounts.cookie, "")


def _signed_in(accounts: Accounts, login: str, password: str, to: str) -> AnyResponse:
    """Answer the form: one sentence for a wrong login and for a wrong password, another once there were too many of either."""
    device = accounts.devices.known(login, request.cookies.get(accounts.device_cookie, ""))
    attempt = accounts.attempts.claim(login, client_address(accounts.settings), device)
    if isinstance(attempt, int):
        return _wait(accounts, attempt, login, to)
    person = accounts.persons.authenticate(login, password)
    if person is None:
        return page(accounts, 401, _("Identifiant ou mot de passe incorrect."), login, to)
    accounts.attempts.forgive(attempt)
    response = redirect(to, 303)
    accounts.remember(response, accounts.sessions.open(person, replacing=_token(accounts)))
    accounts.remember_device(response, person.login)
    return response


def _wait(accounts: Accounts, seconds: int, login: str, to: str) -> AnyResponse:
    minutes = -(-seconds // 60)
    words = ngettext("Trop d'essais : recommencez dans {n} minute.", "Trop d'essais : recommencez dans {n} minutes.", minutes)
    response = page(accounts, 429, words.format(n=minutes), login, to)
    response.headers["Retry-After"] = str(seconds)
    return response


def page(accounts: Accounts, status: int = 200, alert: str = "", login: str = "", to: str = "/") -> Response:
    """Return the page; `alert` says why the last attempt was refused."""
    nobody = _("Aucun compte n'existe encore : la commande « convergence admin create » crée le premier.")
    parts = {
        "lang": current_language(),
        "title": _("Se connecter"),
        "alert": ALERT.format(alert) if alert else "",
        "note": NOTE.format(nobody) if accounts.has_nobody() else "",
        "single": _single(accounts, to),
        "to": to,
        "login": login[:MAX_SHOWN],
        "wrong": WRONG if status == 401 else "",
        "login_label": _("Identifiant de connexion"),
        "password_label": _("Mot de passe"),
        "button": _("Se connecter"),
        "back": _("Revenir sans se connecter"),
    }
    response = make_response(PAGE.format(**parts), status)
    response.headers["Cache-Control"] = NO_STORE
    return response


def _single(accounts: Accounts, to: str) -> Markup | str:
    """Return the button of the single sign-on, where there is one."""
    named = accounts.settings.single_sign_on
    return SINGLE.format(quote(to, safe=""), _("Se connecter avec {name}").format(name=named.name)) if named else ""
