"""Settings that say whose service it is: name, logo, colours; and what any answer reads of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, current_app, has_app_context

from access.logo_file import read_logo
from domain.accent import DARK, LIGHT, Accent, Grounds, accent_of, as_given, dark_of, weakest
from domain.authority import Authority, Colours, Logo
from domain.contrast import hex_of, rgb
from i18n import gettext as _
from i18n.numbers import number

NAME, LOGO, LOGO_DARK = "AUTHORITY_NAME", "AUTHORITY_LOGO", "AUTHORITY_LOGO_DARK"
COLOUR, COLOUR_DARK = "AUTHORITY_COLOUR", "AUTHORITY_COLOUR_DARK"
LONGEST_NAME = 80
EXTENSION = "authority"
NOBODY = Authority()


def authority(env: Mapping[str, str], default_name: str = "") -> Authority:
    """Read the settings; `default_name` is that of who runs the service.

    Raises
    ------
    ValueError
        A name is too long, a file is no logo, a colour is none, or one is given without what it needs; the message is in French.
    """
    given = " ".join(env.get(NAME, "").split())
    if len(given) > LONGEST_NAME or any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in given):
        raise ValueError(f"{NAME} : au plus {LONGEST_NAME} signes, tous visibles.")
    name = given or default_name
    logo, logo_dark = _logo(env, LOGO), _logo(env, LOGO_DARK)
    if logo and not name:
        raise ValueError(f"{NAME} : à donner avec {LOGO}, c'est ce que lit qui ne voit pas le logo.")
    if logo_dark and not logo:
        raise ValueError(f"{LOGO} : à donner avec {LOGO_DARK}.")
    return Authority(name, logo, logo_dark, _colours(env))


def _logo(env: Mapping[str, str], setting: str) -> Logo | None:
    if not env.get(setting):
        return None
    try:
        return read_logo(Path(env[setting]))
    except ValueError as why:
        raise ValueError(f"{setting} : {why}") from None


def _colours(env: Mapping[str, str]) -> Colours | None:
    light, dark = _colour(env, COLOUR), _colour(env, COLOUR_DARK)
    if dark and not light:
        raise ValueError(f"{COLOUR} : à donner avec {COLOUR_DARK}.")
    if not light:
        return None
    return Colours(accent_of(light, LIGHT), accent_of(dark, DARK) if dark else dark_of(light), light, dark)


def _colour(env: Mapping[str, str], setting: str) -> str:
    text = env.get(setting, "").strip()
    try:
        return hex_of(rgb(text)) if text else ""
    except ValueError:
        raise ValueError(f"{setting} : couleur attendue de la forme #0b5c94, reçu « {text[:40]} ».") from None


def colour_warnings(shown: Authority) -> list[str]:
    """Return, of each colour that cannot be read as it was given, its contrast and what is served in its place."""
    colours = shown.colours
    if colours is None:
        return []
    themes = (COLOUR, colours.given, LIGHT, colours.light), (COLOUR_DARK, colours.given_dark, DARK, colours.dark)
    return [_replaced(setting, given, grounds, served) for setting, given, grounds, served in themes if given not in {"", served.colour}]


def _replaced(setting: str, given: str, grounds: Grounds, served: Accent) -> str:
    found = weakest(as_given(given, grounds), grounds)
    words = _("{setting} : {given} n'a qu'un contraste de {ratio} pour {least} demandé (WCAG 2.2) ; {served} est servi à sa place.")
    numbers = {"ratio": number(found.ratio, 1), "least": number(found.least, 1)}
    return words.format(setting=setting, given=given, served=served.colour, **numbers)


def install_authority(server: Flask, shown: Authority) -> None:
    """Give it to the answers of a server."""
    server.extensions[EXTENSION] = shown


def current_authority() -> Authority:
    """Return whose service answers; nobody's where no request is being answered."""
    found: Authority = current_app.extensions.get(EXTENSION, NOBODY) if has_app_context() else NOBODY
    return found
