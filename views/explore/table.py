"""The table of places: the map's equal for who does not use a pointer."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import html

from domain.facet import RangeFacet
from domain.place_fields import field_of
from geodata.candidate_facets import RENT_CONFIDENTIAL, RENT_CONFIDENTIAL_LABEL, SUITED, other_columns
from i18n import N_
from i18n import gettext as _
from services.best_scores import COLUMN
from services.browser_config import table_columns
from services.context import Context
from views.components import ids
from views.components.awaited import awaited
from views.components.grid import grid_options
from views.components.parts import act, icon

SHOWN = ("name", "suits_hub", "suits_shop", "area", "rent", COLUMN, "kinds", "communes", "qpv", "status", "available")
FIRST = ("area", "rent", COLUMN)
"""Narrow enough to be in sight beside the name and the suitability on a screen of 1440 pixels."""
SHORT_SCORE = N_("Score sur 100")
"""As the heading has room for."""
OTHER_LABELS = {
    COLUMN: N_("Score sur 100, meilleur rôle"),
    "id": N_("Identifiant"),
    "name": N_("Lieu"),
    "address": N_("Adresse"),
    RENT_CONFIDENTIAL: RENT_CONFIDENTIAL_LABEL,
}
OTHER_LABELS |= {column: label for column, (_role, label) in SUITED.items()}

EXPORTS = (
    ("csv", N_("CSV")),
    ("xlsx", N_("Excel (XLSX)")),
    ("geojson", N_("GeoJSON")),
    ("gpkg", N_("GeoPackage")),
    ("html", N_("Carte autonome (HTML)")),
    ("cnig", N_("Sites économiques (CNIG)")),
)
PICTURES = (("png", N_("Image de la carte (PNG)")), ("svg", N_("Image de la carte (SVG)")))


def label_of(context: Context, name: str) -> str:
    """Return a column's heading, with its unit."""
    if name in OTHER_LABELS:
        return _(OTHER_LABELS[name])
    if name not in context.facets.by_id:
        return field_of(name).heading
    facet = context.facets[name]
    unit = f" ({_(facet.unit)})" if isinstance(facet, RangeFacet) and facet.unit else ""
    return _(facet.label) + unit


def table_drawer(context: Context) -> html.Section:
    """Return the table, its column chooser and its exports."""
    choices = [{"value": name, "label": label_of(context, name)} for name in table_columns(context.facets) if name != "name"]
    boxes = dmc.CheckboxGroup(
        [dmc.Checkbox(label=choice["label"], value=choice["value"], size="xs") for choice in choices],
        id=ids.COLUMNS,
        value=list(SHOWN[1:]),
        persistence=True,
        **{"aria-label": _("Colonnes")},
    )
    chooser = html.Details(
        [html.Summary([icon("columns"), html.Span(_("Colonnes"))], className="button"), html.Div(boxes, className="menu columns-menu")],
        className="columns",
        **{"data-menu": "1"},
    )
    keep = act("keep-rows", _("Ne garder que les lignes cochées"), class_name="button")
    keep.id, keep.disabled = "keep-rows", True
    handle = act("table", [icon("table"), html.Span(_("Tableau"))], class_name="button", expanded="true")
    bar = html.Div([handle, keep, chooser], className="table-bar")
    box = html.Div(_grid(context), className="table-box", **awaited("#table .place-link, #empty > *", "rows"))
    label = _("Tableau des lieux")
    return html.Section([bar, box], id="list", tabIndex=-1, className="table-drawer", **{"aria-label": label})


def export_menu() -> html.Details:
    """Return the menu of downloads; the browser keeps their addresses in step with the filter."""
    files = [("lieux", *one) for one in EXPORTS] + [("carte", *one) for one in PICTURES]
    links = [
        html.A(_(label), href=f"/export/{name}.{key}", className="menu-item", download=True, **{"data-query": "1", "data-export": key})
        for name, key, label in files
    ]
    to_document = {"data-query": "1", "data-document": "1"}
    links.append(html.A(_("Dossier à imprimer (PDF)…"), href="/dossier", className="menu-item", **to_document))
    head = html.P(_("Exporter exactement les lieux affichés, avec leurs sources."), className="menu-note")
    return html.Details(
        [html.Summary([icon("download"), html.Span(_("Exporter"))], className="button"), html.Div([head, *links], className="menu")],
        className="export",
        **{"data-menu": "1"},
    )


def _column(context: Context, name: str) -> dict[str, Any]:
    column: dict[str, Any] = {
        "field": name,
        "headerName": label_of(context, name),
        "hide": name not in SHOWN,
        "sortable": True,
        "resizable": True,
        "minWidth": 80,
        "tooltipField": name,
    }
    if name == COLUMN:
        column |= {"headerName": _(SHORT_SCORE), "headerTooltip": label_of(context, name)}
    if name == "name":
        column |= {"cellRenderer": "PlaceLink", "pinned": "left", "width": 190}
    elif name in SUITED:
        column |= {"width": 136}
    elif name in FIRST:
        column |= {"type": "rightAligned", "width": 104}
    elif isinstance({**context.facets.by_id, **other_columns(context.facets).by_id}.get(name), RangeFacet):
        column |= {"type": "rightAligned", "width": 140}
    return column


def _grid(context: Context) -> dag.AgGrid:
    order = ("name", *[name for name in table_columns(context.facets) if name != "name"])
    return dag.AgGrid(
        id=ids.TABLE,
        columnDefs=[_column(context, name) for name in order],
        rowModelType="infinite",
        getRowId="params.data.id",
        defaultColDef={"suppressMovable": False, "wrapHeaderText": True},
        eventListeners={"cellKeyDown": ["openPlace(params)"]},
        dashGridOptions={
            **grid_options(_("Aucun lieu")),
            "headerHeight": 56,  # three lines
            "cacheBlockSize": 100,
            "maxBlocksInCache": 10,
            "rowSelection": {"mode": "multiRow", "headerCheckbox": False},
        },
        className="table",
        style={"height": "100%"},
    )
