"""The menu of the place that is open in « Scénarios »: what it suits, then impose it or rule it out.

The browser names the place and says how it stands in the question (``assets/scenarios/map.mjs``); a callback says which roles it suits.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from i18n import gettext as _
from services.place_roles import PlaceRoles
from views.components import ids
from views.components.parts import act


def place_menu() -> html.Div:
    """Return the menu, hidden and of no place."""
    close = act("close-sheet", "×", class_name="icon-button", label=_("Fermer"))
    choices = [act(f"scenario-{name}", label, pressed="false") for name, label in (("impose", _("Imposer")), ("forbid", _("Interdire")))]
    profile = html.A(_("Voir ce que chaque acteur y gagne"), href="/convergence", className="note")
    parts = [
        html.Div([html.B(id="place-menu-name"), close], className="place-menu-head"),
        html.Div(id="place-menu-notes", className="note"),
        html.Div(id=ids.PLACE_FIT),
        html.Div([*choices, profile], className="matrix-bar"),
        dcc.Store(id=ids.PLACE_FIT_ASK),
    ]
    return html.Div(parts, id="place-menu", className="place-menu", role="group", hidden=True)


def place_fit(found: PlaceRoles | None) -> list[Any]:
    """Return a line a role, and what imposing the place would mean; nothing for a place that does not exist."""
    if found is None:
        return []
    lines = [html.P(line) for line in (*found.sentences, found.warning) if line]
    return [html.Div(lines, className="verdict-text off" if found.excluded else "note")]
