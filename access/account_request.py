"""« Demander un compte »: a short form for whoever has none; the answer is the same whether the address has an account or not."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response
from markupsafe import Markup

from access.card import DONE, NOTE, alert, card, choice, field, form, form_fields, links, plain_words, text_field
from access.client_address import client_address
from access.identity import Accounts
from access.sign_in import PATH, REQUEST_PATH, too_many
from domain.account import MAX_ORGANISATION, MAX_WORD, RequestDraft, role_of
from domain.limits import MAX_NAME
from domain.person import MAX_EMAIL, ROLE_LABELS, PersonRole
from i18n import gettext as _
from store.account_requests import AccountRequests, TooManyRequests
from store.database import StoreUnavailable

FIELDS = ("name", "email", "organisation", "role", "word")
WISHED = tuple(role for role in PersonRole if role not in {PersonRole.VISITOR, PersonRole.FACILITATOR})


def serve_account_requests(server: Flask, accounts: Accounts, requests: AccountRequests) -> None:
    """Serve the form."""

    @server.get(REQUEST_PATH)
    def account_request_page() -> Response:
        return _page(dict.fromkeys(FIELDS, ""))

    @server.post(REQUEST_PATH)
    def account_request() -> Response:
        given = dict(zip(FIELDS, form_fields(*FIELDS), strict=True))
        try:
            draft = _draft(given)
            address = client_address(accounts.settings)
            seconds = accounts.attempts.claim_request("request", address)
            if seconds:
                return too_many(seconds, lambda words: _page(given, words, 429))
            requests.add(draft, address)
        except TooManyRequests as why:
            return _page(given, str(why), 429)
        except ValueError as why:
            return _page(given, str(why), 422)
        except StoreUnavailable as why:
            return _page(given, plain_words(why), 503)
        done = _("Votre demande est envoyée : l'animation de la démarche y répondra à l'adresse {email}.").format(email=draft.email)
        return card(_("Demander un compte"), [DONE.format(done), links(("/", _("Revenir à la carte")))])


def _draft(given: Mapping[str, str]) -> RequestDraft:
    return RequestDraft(given["name"], given["email"], given["organisation"], role_of(given["role"], WISHED), given["word"])


def _page(given: Mapping[str, str], why: str = "", status: int = 200) -> Response:
    note = _("Tout ce qui est publié se lit sans compte. Un compte sert à enregistrer des scénarios, proposer des lieux ou en décider.")
    roles = {"": _("Choisissez"), **{role.value: _(ROLE_LABELS[role]) for role in WISHED}}
    fields = [
        _field("name", _("Prénom et nom"), given, MAX_NAME, "name"),
        _field("email", _("Adresse électronique"), given, MAX_EMAIL, "email", "email"),
        _field("organisation", _("Organisation"), given, MAX_ORGANISATION, "organization"),
        choice("role", _("Rôle souhaité"), roles, given["role"], required=""),
        text_field("word", _("Un mot, si vous voulez"), given["word"][:MAX_WORD], maxlength=str(MAX_WORD), rows="3"),
    ]
    content = [alert(why), NOTE.format(note), form(REQUEST_PATH, fields, _("Envoyer la demande")), links((PATH, _("J'ai déjà un compte")))]
    return card(_("Demander un compte"), content, status)


def _field(name: str, label: str, given: Mapping[str, str], most: int, autocomplete: str, kind: str = "text") -> Markup:
    return field(name, label, value=given[name][:most], type=kind, autocomplete=autocomplete, maxlength=str(most), required="")
