"""« Mot de passe oublié », and the page of a link by which one chooses a password: plain pages, before anybody has signed in."""

from __future__ import annotations

from flask import Flask, Response, abort, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from access.card import DONE, NOTE, alert, card, field, form, form_fields, links, login_field, plain_words
from access.client_address import client_address
from access.identity import Accounts
from access.link_address import LINK_KEY, LINK_PATH
from access.sign_in import CHANGED, FORGOTTEN_PATH, PATH, too_many
from domain.password import MAX_PASSWORD, check_same, password_hint
from domain.person import Person
from i18n import gettext as _
from store.database import StoreUnavailable
from store.password_links import LinkOver, PasswordLinks


def serve_passwords(server: Flask, accounts: Accounts, passwords: PasswordLinks) -> None:
    """Serve the two pages; the first one only where letters can leave."""
    _serve_forgotten(server, accounts, passwords)

    @server.get(LINK_PATH)
    def password_page() -> Response:
        return _answered(passwords, request.args.get(LINK_KEY, ""))

    @server.post(LINK_PATH)
    def password_set() -> AnyResponse:
        token, first, again = form_fields(LINK_KEY, "password", "again")
        try:
            check_same(first, again)
            passwords.redeem(token, first)
        except LinkOver as why:
            return _over(str(why))
        except ValueError as why:
            return _answered(passwords, token, str(why))
        except StoreUnavailable as why:
            return card(_("Choisir un mot de passe"), [alert(plain_words(why))], 503)
        response = redirect(f"{PATH}?fait={CHANGED}", 303)
        accounts.forget(response)
        return response


def _serve_forgotten(server: Flask, accounts: Accounts, passwords: PasswordLinks) -> None:
    @server.get(FORGOTTEN_PATH)
    def forgotten_page() -> Response:
        return _forgotten() if accounts.settings.smtp_url else abort(404)

    @server.post(FORGOTTEN_PATH)
    def forgotten() -> Response:
        if not accounts.settings.smtp_url:
            abort(404)
        (name,) = form_fields("login")
        try:
            seconds = accounts.attempts.claim_request("forgotten", client_address(accounts.settings))
            if seconds:
                return too_many(seconds, lambda words: _forgotten(words, name, 429))
            passwords.request(name)
        except StoreUnavailable as why:
            return _forgotten(plain_words(why), name, 503)
        done = _(
            "Si un compte a cette adresse ou cet identifiant, une lettre vient de lui être écrite : elle porte un lien, bon une heure."
        )
        nothing = _("Rien dans dix minutes ? Regardez les indésirables, puis demandez à l'animation de la démarche.")
        return card(_("Mot de passe oublié"), [DONE.format(done), NOTE.format(nothing), links((PATH, _("Revenir à la connexion")))])


def _forgotten(why: str = "", name: str = "", status: int = 200) -> Response:
    note = _("Donnez votre adresse électronique ou votre identifiant : un lien pour choisir un autre mot de passe vous sera envoyé.")
    content = [
        alert(why),
        NOTE.format(note),
        form(FORGOTTEN_PATH, [login_field(name)], _("Recevoir un lien")),
        links((PATH, _("Revenir à la connexion"))),
    ]
    return card(_("Mot de passe oublié"), content, status)


def _answered(passwords: PasswordLinks, token: str, why: str = "") -> Response:
    """Return the page of a link, or what says that it opens nothing."""
    try:
        owner = passwords.owner(token)
    except StoreUnavailable as error:
        return card(_("Choisir un mot de passe"), [alert(plain_words(error))], 503)
    return _over(str(LinkOver())) if owner is None else _choosing(owner, token, why)


def _over(why: str) -> Response:
    return card(_("Choisir un mot de passe"), [alert(why), links((PATH, _("Revenir à la connexion")))], 410)


def _choosing(owner: Person, token: str, why: str) -> Response:
    common = {"type": "password", "autocomplete": "new-password", "maxlength": str(MAX_PASSWORD), "required": ""}
    fields = [
        Markup('<input type="text" name="username" value="{}" autocomplete="username" hidden>\n').format(owner.login),
        field("password", _("Nouveau mot de passe"), hint=password_hint(), wrong=bool(why), **common),
        field("again", _("Le même, encore une fois"), wrong=bool(why), **common),
    ]
    note = _("Pour {name}, identifiant « {login} ».").format(name=owner.name, login=owner.login)
    made = form(LINK_PATH, fields, _("Enregistrer ce mot de passe"), {LINK_KEY: token})
    return card(_("Choisir un mot de passe"), [alert(why), NOTE.format(note), made], 422 if why else 200)
