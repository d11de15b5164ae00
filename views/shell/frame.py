"""The frame around every screen: header, stores, theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from domain.authority import Colours
from domain.contrast import mixed
from domain.person import VISITOR, Person
from i18n import gettext as _
from services.browser_config import browser_config
from services.browser_state import browser_state
from services.context import Context
from views.components import ids
from views.components.duties import duties
from views.shell.header import header
from views.shell.refused import not_found, refused
from views.view import view_at

THEME: dict[str, Any] = {
    "fontFamily": "'Source Sans 3', sans-serif",
    "fontFamilyMonospace": "ui-monospace, monospace",
    "primaryColor": "blue",
    "primaryShade": {"light": 8, "dark": 4},
    "defaultRadius": 6,
}


HOVER = 0.2
"""How much darker a filled component is under the pointer."""
LUMINANCE_BETWEEN = 0.2
"""Between that of any accent of light screens, on which white is read, and that of any accent of dark ones."""
SHADES = 10
"""How many shades of a colour the components have, light to dark."""


def theme(colours: Colours | None) -> dict[str, Any]:
    """Return the theme of the components: blue, unless the authority has its colours."""
    if colours is None:
        return THEME
    light, dark, shade = colours.light.colour, colours.dark.colour, THEME["primaryShade"]
    pale = [mixed("#ffffff", dark, (at + 1) / (shade["dark"] + 1)) for at in range(shade["dark"] + 1)]
    strong = [mixed(dark, light, (at - shade["dark"]) / (shade["light"] - shade["dark"])) for at in range(shade["dark"] + 1, SHADES - 1)]
    shades = [*pale, *strong, mixed(light, "#000000", HOVER)]
    contrast = {"autoContrast": True, "luminanceThreshold": LUMINANCE_BETWEEN}
    return {**THEME, **contrast, "primaryColor": "authority", "colors": {"authority": shades}}


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
    skips = [
        html.A(_("Aller au contenu"), href="#page", className="skip"),
        html.A(_("Aller à la liste"), href="#list", className="skip-list"),
    ]
    screen = None if path is None else page(context, path, person, examples)
    authority = context.settings.authority
    top = header(authority, person, examples)
    return dmc.MantineProvider(
        [*stores, *skips, top, html.Div(screen, id=ids.PAGE, className="page-box", tabIndex=-1), duties(), _edition()],
        id=ids.PROVIDER,
        theme=theme(authority.colours),
    )


def _edition() -> html.Div:
    """Return what the browser shows once the places have changed since the page was opened."""
    refresh = html.Button(_("Actualiser"), type="button", className="button primary")
    return html.Div(
        [html.Span(_("Les lieux ont changé.")), refresh], id=ids.EDITION, className="edition-notice", role="status", hidden=True
    )


def page(context: Context, path: str | None, person: Person = VISITOR, examples: Sequence[Person] = ()) -> Any:
    """Return the screen at `path` for a person, or a page that says what to do when there is none for them."""
    view = view_at(path or "/")
    if view is None:
        return not_found()
    return view.layout(context) if view.is_for(person) else refused(view, person, examples, context.settings.authority.name)
