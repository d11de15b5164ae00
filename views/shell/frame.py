"""The frame around every screen: header, stores, theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from domain.person import ROLE_LABELS, UNKNOWN, VISITOR, Person
from i18n import LANGUAGES, current_language
from i18n import gettext as _
from services.browser_state import browser_state
from services.context import Context
from views.components import ids
from views.components.parts import act, icon
from views.shell.account import account_menu
from views.shell.browser_config import browser_config
from views.view import discover, view_at

THEME = {
    "fontFamily": "'Source Sans 3', sans-serif",
    "fontFamilyMonospace": "ui-monospace, monospace",
    "primaryColor": "blue",
    "primaryShade": {"light": 8, "dark": 4},
    "defaultRadius": 6,
}


def shell(
    context: Context, path: str | None = None, query: str = "", person: Person = VISITOR, examples: Sequence[Person] = ()
) -> dmc.MantineProvider:
    """Return the page as `person` sees it; `examples` are those of a demonstration (see `views.shell.frame.account`).

    When the address that is being opened is known, its screen and its state are there from the start; else, and for
    every later address, `ids.PAGE` and `ids.STATE` are filled by callbacks.
    """
    stores = [
        dcc.Location(id=ids.URL, refresh="callback-nav"),
        dcc.Store(id=ids.CONFIG, data=browser_config(context).to_data()),
        dcc.Store(id=ids.STATE, data=None if path is None else browser_state(context, query).to_data()),
        dcc.Store(id=ids.DRAWN, data=path),
        dcc.Store(id=ids.FOCUS),
        dcc.Store(id=ids.SINK),
        dcc.Store(id=ids.PARAMS),
        dcc.Store(id=ids.SCHEME, storage_type="local"),
    ]
    skip = html.A(_("Aller au contenu"), href="#page", className="skip")
    screen = None if path is None else page(context, path, person)
    return dmc.MantineProvider(
        [*stores, skip, _header(person, examples), html.Div(screen, id=ids.PAGE, className="page-box", tabIndex=-1), _edition()],
        id=ids.PROVIDER,
        theme=THEME,
    )


def _edition() -> html.Div:
    """Where the browser says that the places have changed since the page was opened."""
    return html.Div(id=ids.EDITION, className="edition-notice", role="status")


def _header(person: Person, examples: Sequence[Person]) -> html.Header:
    links = [
        html.A(_(view.label), href=view.path, className="nav-link", **{"data-query": "1", "data-path": view.path})
        for view in discover()
        if view.is_for(person)
    ]
    languages = [act("language", code.upper(), class_name="lang", value=code) for code, name in LANGUAGES.items()]
    for button, code in zip(languages, LANGUAGES, strict=True):
        setattr(button, "aria-pressed", str(code == current_language()).lower())
        button.lang, button.title = code, LANGUAGES[code]
    scheme = html.Button(
        icon("theme"),
        id=ids.SCHEME_BUTTON,
        className="icon-button",
        type="button",
        title=_("Clair ou sombre"),
        **{"aria-label": _("Clair ou sombre")},
    )
    brand = html.A(
        [html.Span([html.I(className=f"dot dot-{n}") for n in range(4)], className="dots", **{"aria-hidden": "true"}), "Convergence"],
        href="/",
        className="brand",
    )
    choice = html.Div(languages, className="langs", role="group", **{"aria-label": _("Langue")})
    tools = html.Div([choice, scheme, account_menu(person, examples)], className="header-tools")
    return html.Header([brand, html.Nav(links, className="nav", **{"aria-label": _("Écrans")}), tools], className="topbar")


def page(context: Context, path: str | None, person: Person = VISITOR) -> Any:
    """Return the screen at `path` for a person, or a page that says what to do when there is none for them."""
    view = view_at(path or "/")
    back = html.A(_("Revenir à la carte"), href="/")
    if view is None:
        return _said(_("Page introuvable"), [_("Cette adresse ne mène à aucun écran. "), back])
    if view.is_for(person):
        return view.layout(context)
    if person is UNKNOWN:
        wait = _("La base ne répond pas : votre session ne peut pas être relue. Rechargez la page dans un instant. ")
        return _said(_("Écran indisponible pour le moment"), [wait, back])
    who = _("Votre rôle ({role}) n'ouvre pas cet écran. ").format(role=_(ROLE_LABELS[person.role]))
    if person is VISITOR:
        who = _("Il est réservé à qui propose des lieux ou en décide : connectez-vous par le bouton en haut à droite. ")
    return _said(_("L'écran « {name} » n'est pas ouvert à tous").format(name=_(view.label)), [who, back])


def _said(title: str, sentence: list[Any]) -> html.Div:
    return html.Div(html.Main([html.H1(title), html.P(sentence)], className="page"), className="screen text-screen")
