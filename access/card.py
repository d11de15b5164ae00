"""The plain pages of accounts, one card each: they need no JavaScript, and escape whatever is put in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from flask import Response, make_response, request
from markupsafe import Markup
from werkzeug.exceptions import RequestEntityTooLarge

from access.authority import current_authority
from access.letterhead import letterhead, screen_style
from domain.person import MAX_EMAIL
from i18n import current_language
from i18n import gettext as _
from store.database import StoreUnavailable

NO_STORE = "no-store"
MAX_FORM_BYTES = 16_000
COMMAND = "convergence migrate"
CARD = Markup((Path(__file__).parent / "card.html").read_text("utf-8"))  # noqa: S704 - our own file
ALERT = Markup('<p class="sign-in-alert" role="alert" id="sign-in-alert">{}</p>\n')
NOTE = Markup('<p class="sign-in-note">{}</p>\n')
DONE = Markup('<p class="sign-in-done" role="status">{}</p>\n')
FORM = Markup('<form method="post" action="{}">\n{}<button class="button" type="submit">{}</button>\n</form>\n')
HIDDEN = Markup('<input type="hidden" name="{}" value="{}">\n')
LABEL = Markup('<label for="{}">{}</label>\n')
HINT = Markup('<p class="sign-in-hint" id="{}-hint">{}</p>\n')
INPUT = Markup('<input id="{name}" name="{name}"{attributes}>\n')
TEXT = Markup('<textarea id="{name}" name="{name}"{attributes}>{value}</textarea>\n')
CHOICE = Markup('<select id="{name}" name="{name}"{attributes}>\n{options}</select>\n')
OPTION = Markup('<option value="{}"{}>{}</option>\n')
ATTRIBUTE = Markup(' {}="{}"')
WRONG = Markup(' aria-invalid="true" aria-describedby="sign-in-alert"')
LINKS = Markup('<p class="sign-in-links">{}</p>\n')
LINK = Markup('<a href="{}">{}</a>')


def form_fields(*names: str) -> tuple[str, ...]:
    """Return what a form of ours sends; nothing of one that is longer than it can be."""
    request.max_content_length = MAX_FORM_BYTES
    try:
        return tuple(request.form.get(name, "") for name in names)
    except RequestEntityTooLarge:
        return tuple("" for _name in names)


def card(title: str, content: Iterable[Markup | str], status: int = 200) -> Response:
    """Return a page that no cache keeps."""
    authority = current_authority()
    whose = {"style": screen_style(authority), "letterhead": letterhead(authority)}
    response = make_response(CARD.format(lang=current_language(), title=title, content=Markup().join(content), **whose), status)
    response.headers["Cache-Control"] = NO_STORE
    return response


def alert(sentence: str) -> Markup:
    """Return why what was sent is refused; nothing for an empty sentence."""
    return ALERT.format(sentence) if sentence else Markup()


def plain_words(error: StoreUnavailable) -> str:
    """Return what a page says of a database that does not answer: a command is for whoever runs the service alone."""
    if COMMAND not in str(error):
        return str(error)
    return _("La base ne peut pas être lue. Prévenez les personnes qui tiennent ce service, puis recommencez.")


def form(action: str, fields: Iterable[Markup], button: str, hidden: Mapping[str, str] | None = None) -> Markup:
    """Return a form that is sent to a path of ours."""
    parts = [*(HIDDEN.format(name, value) for name, value in (hidden or {}).items()), *fields]
    return FORM.format(action, Markup().join(parts), button)


def login_field(value: str, *, wrong: bool = False) -> Markup:
    """Return the field of a login, or of the address that stands for it."""
    return field(
        "login",
        _("Adresse électronique ou identifiant"),
        wrong=wrong,
        value=value[:MAX_EMAIL],
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
        maxlength=str(MAX_EMAIL),
        required="",
    )


def field(name: str, label: str, *, hint: str = "", wrong: bool = False, **attributes: str) -> Markup:
    """Return a field with its label; `attributes` are those of HTML, an underscore standing for a hyphen."""
    made = _attributes({"type": "text", **attributes}, hint and name, wrong)
    return LABEL.format(name, label) + _hint(name, hint) + INPUT.format(name=name, attributes=made)


def text_field(name: str, label: str, value: str, *, hint: str = "", **attributes: str) -> Markup:
    """Return a field of several lines with its label."""
    made = _attributes(attributes, hint and name, False)
    return LABEL.format(name, label) + _hint(name, hint) + TEXT.format(name=name, attributes=made, value=value)


def choice(name: str, label: str, options: Mapping[str, str], value: str, **attributes: str) -> Markup:
    """Return a list to choose from, with its label."""
    selected = Markup(" selected")
    made = Markup().join(OPTION.format(key, selected if key == value else "", words) for key, words in options.items())
    return LABEL.format(name, label) + CHOICE.format(name=name, attributes=_attributes(attributes, "", False), options=made)


def links(*pairs: tuple[str, str]) -> Markup:
    """Return ways elsewhere, by address and words; nothing for none."""
    return LINKS.format(Markup("\n").join(LINK.format(href, words) for href, words in pairs)) if pairs else Markup()


def _hint(name: str, hint: str) -> Markup:
    return HINT.format(name, hint) if hint else Markup()


def _attributes(given: Mapping[str, str], hinted: str, wrong: bool) -> Markup:
    named = {key.rstrip("_").replace("_", "-"): value for key, value in given.items()}
    if hinted and not wrong:
        named["aria-describedby"] = f"{hinted}-hint"
    made = Markup().join(
        Markup(" ") + key if value == "" and key != "value" else ATTRIBUTE.format(key, value) for key, value in named.items()
    )
    return made + WRONG if wrong else made
