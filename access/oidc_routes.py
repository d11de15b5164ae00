"""Signing in and out by an identity provider: the two routes of the single sign-on, and the page that leaves it."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import cast

from flask import Flask, Response, abort, make_response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from access.card import NO_STORE
from access.identity import Accounts, local_path
from access.oidc import PENDING_S, Identity, Pending, Provider, SignOnRefused
from access.settings import Settings
from access.sign_in import page
from domain.person import Person
from i18n import current_language
from i18n import gettext as _
from store.database import StoreUnavailable
from store.identities import Identities, OtherIdentity

BEGIN_PATH = "/connexion/unique"
RETURN_PATH = "/connexion/retour"
MAX_COOKIE = 4_000
LEAVE = Markup((Path(__file__).parent / "sign_out.html").read_text("utf-8"))  # noqa: S704 - our own file


def provider_of(settings: Settings, clock: Callable[[], float] = time.time) -> Provider | None:
    """Return the provider that the settings name; None when there is none."""
    named = settings.single_sign_on
    return None if named is None else Provider(named, settings.address + RETURN_PATH, clock)


def serve_single_sign_on(server: Flask, accounts: Accounts, identities: Identities, provider: Provider | None) -> None:
    """Serve the way to the provider and back; without a provider, neither exists."""
    cookie = "__Host-sign-on" if accounts.settings.is_secure else "sign-on"

    @server.get(BEGIN_PATH)
    def single_sign_on() -> AnyResponse:
        known = provider or abort(404)
        try:
            url, pending = known.begin(local_path(request.args.get("to", "/")))
        except SignOnRefused as why:
            return page(accounts, 503, str(why))
        response = redirect(url, 303)
        response.set_cookie(
            cookie, _packed(pending), max_age=PENDING_S, path="/", secure=accounts.settings.is_secure, httponly=True, samesite="Lax"
        )
        response.headers["Cache-Control"] = NO_STORE
        return response

    @server.get(RETURN_PATH)
    def single_sign_on_return() -> AnyResponse:
        known = provider or abort(404)
        pending = _unpacked(request.cookies.get(cookie, ""))
        response = _answered(known, accounts, identities, pending)
        # Whatever it was worth, an answer is looked at once.
        response.delete_cookie(cookie, path="/", secure=accounts.settings.is_secure, httponly=True, samesite="Lax")
        response.headers["Cache-Control"] = NO_STORE
        return response


def leave(provider: Provider | None, accounts: Accounts, id_token: str | None) -> Response | None:
    """Return the page that ends the session at the provider's too; None when there is nothing to end there.

    A page, not a redirection: the browser would not follow one to another site from a form (Content-Security-Policy).
    """
    back = f"{accounts.settings.address}/"
    url = provider.logout_url(id_token, back) if provider is not None and id_token else None
    if provider is None or url is None:
        return None
    parts = {
        "lang": current_language(),
        "title": _("Déconnexion"),
        "url": url,
        "done": _("Vous êtes déconnecté de Convergence."),
        "go": _("Terminer la déconnexion chez {name}").format(name=provider.settings.name),
    }
    response = make_response(LEAVE.format(**parts))
    response.headers["Cache-Control"] = NO_STORE
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answered(provider: Provider, accounts: Accounts, identities: Identities, pending: Pending | None) -> AnyResponse:
    try:
        identity = provider.finish(pending, request.args)
        person = _person(provider, identities, identity)
        response = redirect(local_path(cast("Pending", pending).to), 303)
        accounts.begin(response, person, identity.id_token)
    except SignOnRefused as why:
        return page(accounts, 403, str(why))
    except StoreUnavailable as why:
        return page(accounts, 503, str(why))
    return response


def _person(provider: Provider, identities: Identities, identity: Identity) -> Person:
    """Return the person whom an identity means.

    Raises
    ------
    SignOnRefused
        There is none: nobody is given an account or a right by signing in elsewhere.
    """
    try:
        person = identities.person(identity.issuer, identity.subject, identity.email)
    except OtherIdentity as why:
        raise SignOnRefused(_("Le compte de cette adresse est lié à une autre identité : demandez à l'animation de la démarche.")) from why
    if person is not None:
        return person
    if identity.email is None:
        sentence = _("{name} ne donne pas d'adresse vérifiée : demandez un accès à l'animation de la démarche.")
        raise SignOnRefused(sentence.format(name=provider.settings.name))
    sentence = _("Aucun compte n'est ouvert pour {email} : demandez un accès à l'animation de la démarche.")
    raise SignOnRefused(sentence.format(email=identity.email))


def _packed(pending: Pending) -> str:
    return base64.urlsafe_b64encode(json.dumps(asdict(pending)).encode()).decode()


def _unpacked(text: str) -> Pending | None:
    """Read what a browser kept; None when it is not that."""
    try:
        fields = json.loads(base64.urlsafe_b64decode(text[:MAX_COOKIE]))
        pending = Pending(**fields)
    except (ValueError, TypeError):
        return None
    is_text = all(isinstance(value, str) for value in (pending.state, pending.nonce, pending.verifier, pending.to))
    return pending if is_text and pending.state and isinstance(pending.at, float) else None
