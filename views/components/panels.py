"""Panels of which one is shown at a time, each under its tab; ``assets/core/tabs.mjs`` moves between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from i18n import gettext as _


def tabbed(panels: Sequence[tuple[str, str]], bodies: Mapping[str, Any], aside: Sequence[Any] = ()) -> html.Section:
    """Return the panels, the first one shown.

    `panels` are keys and French labels (gettext message ids), in the order of the tabs; `aside` stands beside the tabs.
    """
    first = panels[0][0]
    tabs = [
        html.Button(
            _(label),
            type="button",
            role="tab",
            className="panel-tab",
            **{"data-panel": key, "aria-selected": str(key == first).lower(), "aria-controls": f"panel-{key}"},
        )
        for key, label in panels
    ]
    boxes = [
        html.Div(
            bodies[key],
            id=f"panel-{key}",
            className="panel-box",
            hidden=key != first,
            role="tabpanel",
            tabIndex=0,
            **{"data-panel-box": key, "aria-label": _(label)},
        )
        for key, label in panels
    ]
    bar = html.Div([html.Div(tabs, role="tablist", className="panel-tabs"), *aside], className="panel-bar")
    return html.Section([bar, *boxes], className="panels")
