"""Positions that may be chosen: a numbered button each, and the same numbers on the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import dash_leaflet as dl
import dash_mantine_components as dmc
from dash import html

from i18n import gettext as _
from views.components import ids

NUMBER_PX = 26


class ShownSpot(NamedTuple):
    """A position (degrees, WGS 84) in words."""

    label: str
    words: str
    lon: float
    lat: float


def spot_buttons(kind: str, spots: Sequence[ShownSpot], *, is_numbered: bool = True) -> list[html.Button]:
    """Return a button for each position, of ids ``{"type": kind, "index": …}``, counted from 0; numbered from 1, as on the map."""
    return [
        html.Button(
            [
                *([html.B(str(at + 1), className="spot-number")] if is_numbered else []),
                html.Span([spot.label, html.Small(f" {spot.words}")]),
            ],
            id=ids.one_of(kind, str(at)),
            type="button",
            className="spot-button",
        )
        for at, spot in enumerate(spots)
    ]


def spot_marks(spots: Sequence[ShownSpot]) -> list[Any]:
    """Return the numbers of the positions on the map; they let clicks through."""
    return [
        dl.DivMarker(
            position=[spot.lat, spot.lon],
            iconOptions={"html": str(at), "className": "spot-mark", "iconSize": [NUMBER_PX, NUMBER_PX]},
            interactive=False,
            keyboard=False,
            zIndexOffset=2_000 - at,
        )
        for at, spot in enumerate(spots, 1)
    ]


def marks_layer(name: str) -> dl.LayerGroup:
    """Return where the numbers stand on the map, empty."""
    return dl.LayerGroup([], id=name)


def spot_search(name: str, found: str) -> html.Div:
    """Return a field by which another address is searched; what it finds comes below."""
    label = _("Chercher une autre adresse, un quartier ou « latitude, longitude »")
    field = dmc.TextInput(id=name, value="", label=label, debounce=350, size="xs")
    return html.Div([field, html.Div(id=found, className="spot-list", role="status")], className="spot-search")


def nothing_found(note: str | None) -> list[html.P]:
    """Return what is said where a search finds nothing, and what is to be known of the search."""
    return [html.P(text, className="note") for text in (_("Rien de ce nom dans le territoire."), note) if text]
