"""The header: the name, the screens, the language, light or dark, the person. Screens that do not fit are in a menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from access.letterhead import logo_class, logo_images
from domain.authority import Authority
from domain.person import Person
from i18n import LANGUAGES, current_language
from i18n import gettext as _
from views.components import ids
from views.components.duties import duty_links
from views.components.parts import act, icon
from views.shell.account import account_menu
from views.view import View, discover


def header(authority: Authority, person: Person, examples: Sequence[Person]) -> html.Header:
    """Return the header of an authority's service as `person` sees it; `examples` are those of a demonstration."""
    tools = html.Div([_languages(), _scheme(), account_menu(person, examples)], className="header-tools")
    nav = html.Nav(_links(person, "nav-link"), className="nav", **{"aria-label": _("Écrans")})
    return html.Header([*_letterhead(authority), _brand(), nav, _more(person), tools], className="topbar")


def _links(person: Person, class_name: str) -> list[html.A]:
    """« Accueil », which brings the three ways in back, and the screens of a person with those that say who may open them."""
    home = html.A(_("Accueil"), href="/", className=class_name, **{"data-home": "1"})
    shown = [view for view in discover() if (view.is_for(person) or view.who) and not view.is_in_menu]
    return [home, *[_link(view, class_name, view.is_for(person)) for view in shown]]


def _link(view: View, class_name: str, is_open: bool) -> html.A:
    closed = {} if is_open else {"data-closed": "1"}
    return html.A(_(view.label), href=view.path, className=class_name, **{"data-query": "1", "data-path": view.path, **closed})


def _more(person: Person) -> html.Details:
    """Return every screen once more: ``assets/core/header.mjs`` shows each in the bar or here."""
    button = html.Summary([html.Span(_("Plus")), html.Span("▾", **{"aria-hidden": "true"})], className="button")
    items = html.Nav([*_links(person, "menu-item"), *duty_links("menu-duty")], className="menu", **{"aria-label": _("Autres écrans")})
    return html.Details([button, items], className="nav-more", hidden=True, **{"data-menu": "1"})


def _letterhead(authority: Authority) -> list[html.Img | html.Span]:
    """Return the logo (each for its theme where there are two), else the name, else nothing."""
    images = [
        html.Img(src=address, alt=authority.name, height=32, className=logo_class(theme)) for theme, address in logo_images(authority)
    ]
    return images or ([html.Span(authority.name, className="authority-name", title=authority.name)] if authority.name else [])


def _brand() -> html.A:
    dots = html.Span([html.I(className=f"dot dot-{n}") for n in range(4)], className="dots", **{"aria-hidden": "true"})
    return html.A([dots, "Convergence"], href="/", className="brand")


def _languages() -> html.Div:
    languages = [act("language", code.upper(), class_name="lang", value=code) for code in LANGUAGES]
    for button, code in zip(languages, LANGUAGES, strict=True):
        setattr(button, "aria-pressed", str(code == current_language()).lower())
        button.lang, button.title = code, LANGUAGES[code]
    return html.Div(languages, className="langs", role="group", **{"aria-label": _("Langue")})


def _scheme() -> html.Button:
    label: dict[str, Any] = {"aria-label": _("Clair ou sombre")}
    return html.Button(icon("theme"), id=ids.SCHEME_BUTTON, className="icon-button", type="button", title=_("Clair ou sombre"), **label)
