"""The map: the only place that knows dash-leaflet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_leaflet as dl
import dash_mantine_components as dmc
from dash import dcc, html

from domain.external_layer import ExternalKind, ExternalLayer
from i18n import gettext as _
from intake.zone_file import ACCEPTED
from layers import Layer, legend_of, offered
from layers.base_map import search_entries
from services.browser_config import BASES, bounds_wgs84, widest_view
from services.context import Context
from views.components import ids
from views.components.parts import act, icon

EACH_AREA = {"variable": "convergence.map.onEachArea"}
EXTERNAL_COLOURS = 3
POINT_MARK = {"variable": "convergence.map.pointMark"}


def map_view(context: Context, scores: html.Div | None = None, tools: html.Div | None = None, more: Sequence[Any] = ()) -> html.Div:
    """Return the map with its tools, legend and notices.

    `scores` is the legend of a colouring that stands in for the usual one; `tools` stands in for those that draw a filter; `more` are
    layers of a screen's own, above the others.
    """
    (south, west), (north, east) = bounds_wgs84(context)
    widest, least_zoom = widest_view(bounds_wgs84(context))
    canvas = dl.Map(
        [
            _land(context),
            *[_layer(layer, context) for layer in offered(context.territory) if not layer.on_canvas and not layer.on_cells],
            dl.ScaleControl(position="bottomleft", imperial=False),
            *more,
        ],
        id="map",
        center=[(south + north) / 2, (west + east) / 2],
        zoom=10.5,
        minZoom=least_zoom,
        maxZoom=18,
        zoomSnap=0.25,
        zoomControl=False,
        maxBounds=widest,
        className="map",
    )
    notices = [
        html.Div(id="map-notice", className="map-notice", hidden=True, role="status"),
        html.Div(id="draw-hint", className="map-notice", hidden=True, role="status"),
        html.Div(id="empty", className="map-empty", hidden=True, role="status"),
        html.Div(_load_error(), id="load-error", className="map-empty", hidden=True, role="alert"),
    ]
    return html.Div(
        [
            canvas,
            dcc.Store(id=ids.EXTERNAL_DRAWN, data=[one.to_data() for one in context.external_layers.drawn()]),
            _search(context),
            tools or _tools(),
            _zoom(),
            _layers(context),
            _legend(context, scores),
            *notices,
        ],
        className="map-box",
        role="region",
        **{"aria-label": _("Carte des lieux candidats")},
    )


def _load_error() -> list[Any]:
    return [
        html.P(_("Les lieux n'ont pas pu être chargés."), className="empty-title"),
        html.P(_("Vérifiez la connexion au service, puis rechargez la page.")),
    ]


def _land(context: Context) -> dl.Pane:
    return dl.Pane(
        dl.GeoJSON(
            url=context.urls["land"], format="geojson", style={"className": "land", "weight": 0, "fillOpacity": 1}, interactive=False
        ),
        name="land",
        style={"zIndex": 205},
    )


def _layer(layer: Layer, context: Context) -> dl.Pane:
    options: dict[str, Any] = (
        {"pointToLayer": POINT_MARK, "hideout": {"pane": layer.id, **layer.style}}
        if layer.geometry == "point"
        else {"style": dict(layer.style), "onEachFeature": EACH_AREA}
    )
    return dl.Pane(dl.GeoJSON(url=context.urls[layer.id], format="geojson", **options), name=layer.id, style={"zIndex": 400 + layer.order})


def _search(context: Context) -> dmc.Select:
    data = [
        {"group": group, "items": [{"value": entry["key"], "label": entry["label"]} for entry in entries]}
        for group, entries in search_entries(context.territory)
    ]
    return dmc.Select(
        id=ids.SEARCH,
        data=data,
        searchable=True,
        clearable=True,
        placeholder=_("Chercher une commune, un quartier, un lieu…"),
        nothingFoundMessage=_("Rien de ce nom dans le territoire"),
        filter={"function": "placeFilter"},
        maxDropdownHeight=320,
        size="sm",
        className="map-search",
        clearButtonProps={"aria-label": _("Effacer")},
        **{"aria-label": _("Chercher une commune, un quartier, un lieu…")},
    )


def _tools() -> html.Div:
    names = (
        ("rectangle", _("Rectangle : glisser pour délimiter une zone")),
        ("polygon", _("Polygone : cliquer les sommets")),
        ("lasso", _("Lasso : entourer à main levée")),
    )
    buttons = [act("draw", icon(name), class_name="icon-button", label=label, pressed="false", value=name) for name, label in names]
    view = act("use-view", icon("view"), class_name="icon-button", label=_("Filtrer par la partie visible de la carte"))
    words = _("Filtrer par le contour d'un fichier (GeoJSON, KML, GeoPackage, Shapefile zippé)")
    file = act("zone-file", icon("file"), class_name="icon-button", label=words, value=ACCEPTED)
    return html.Div(
        [*buttons, view, file], className="map-tools", role="toolbar", **{"aria-label": _("Dessiner une zone"), "data-roving": "buttons"}
    )


def _zoom() -> html.Div:
    actions = (
        ("zoom-in", "plus", _("Zoomer")),
        ("zoom-out", "minus", _("Dézoomer")),
        ("home", "home", _("Tout le territoire")),
        ("zoom-selection", "target", _("Cadrer les lieux retenus")),
    )
    return html.Div(
        [act(action, icon(name), class_name="icon-button", label=label) for action, name, label in actions],
        className="map-zoom",
        role="toolbar",
        **{"aria-label": _("Cadrage"), "data-roving": "buttons"},
    )


def _layers(context: Context) -> html.Details:
    external = context.external_layers.shown()
    boxes = [dmc.Checkbox(label=_(layer.label), value=layer.id, size="xs") for layer in reversed(offered(context.territory))]
    shown = [layer.id for layer in offered(context.territory) if layer.visible]
    bases = BASES if context.settings.online_base_maps else BASES[:1]
    return html.Details(
        [
            html.Summary([icon("layers"), html.Span(_("Calques"))], className="button"),
            html.Div(
                [
                    dmc.CheckboxGroup(boxes, id=ids.LAYERS, value=shown, label=_("Calques"), size="xs", persistence=True),
                    _external(external),
                    dmc.Checkbox(label=_("Montrer aussi les lieux écartés"), id=ids.OTHERS, checked=False, size="xs"),
                    dmc.RadioGroup(
                        [dmc.Radio(label=_(label), value=key, size="xs") for key, label, _url, _credit in bases],
                        id=ids.BASE,
                        value="local",
                        label=_("Fond de carte"),
                        size="xs",
                    ),
                ],
                className="layers-menu",
            ),
        ],
        className="map-layers",
        **{"data-menu": "1"},
    )


def _external(layers: Sequence[ExternalLayer]) -> dmc.CheckboxGroup:
    """Return the switches of the layers of other services; under each the browser says what is wrong with it."""
    boxes = [
        html.Div(
            [dmc.Checkbox(label=one.name, value=one.id, size="xs"), html.Div(className="layer-note", **{"data-external-note": one.id})]
        )
        for one in layers
    ]
    shown, label = [one.id for one in layers if one.is_shown], _("Calques d'autres services")
    hidden = {"display": "none"} if not layers else {}
    return dmc.CheckboxGroup(boxes, id=ids.EXTERNAL_LAYERS, value=shown, label=label, size="xs", persistence=True, style=hidden)


def _external_legend(one: ExternalLayer, at: int) -> html.Div:
    """Return the name and the attribution of a layer of another service; `at` gives the colour of its features, as on the map."""
    is_stored = one.source.kind is ExternalKind.FEATURES
    colour = {"--sign": f"var(--external-{at % EXTERNAL_COLOURS})"} if is_stored else {}
    sign = html.Span(className="sign sign-circle sign-solid" if is_stored else "sign external-images", style=colour)
    row = html.Div([sign, f"{one.name} ({one.attribution})"], className="legend-row")
    wrong = html.Div(className="layer-note", role="status", **{"data-external-note": one.id})
    return html.Div([row, wrong], hidden=True, **{"data-external-legend": one.id})


def _legend(context: Context, scores: html.Div | None) -> html.Details:
    entries = []
    for layer in offered(context.territory):
        signs = [
            html.Div(
                [
                    html.Span(
                        className=f"sign sign-{entry.shape}{'' if entry.dashed else ' sign-solid'}",
                        style={"--sign": f"var({entry.colour})"},
                    ),
                    _(entry.label),
                ],
                className="legend-row",
            )
            for entry in legend_of(layer, context.territory)
        ]
        if layer.on_cells:
            signs.append(html.Div(className="legend-note", **{"data-legend-note": layer.id}))
        entries.append(html.Div(signs, hidden=not layer.visible, **{"data-legend": layer.id}))
    entries += [_external_legend(one, at) for at, one in enumerate(context.external_layers.shown())]
    lead = [scores] if scores is not None else []
    return html.Details([html.Summary([_("Légende"), *lead]), *entries], open=True, className="map-legend")
