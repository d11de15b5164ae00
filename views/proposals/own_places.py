"""The list of one's own places in a grid, the same as a table whose cells are changed in place, and their marks on the map."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import dcc, html

from domain.address import Key, write
from domain.candidate import Kind
from domain.place_fields import PlaceField, fields_of
from domain.proposal import CLOSED, STAGE_LABELS
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from services.own_places import ALL, ORDERS, PAGE, OwnFilters, OwnPlaces
from services.proposal_sheet import ProposalItem
from views.components import ids
from views.components.awaited import awaited
from views.components.grid import grid_options
from views.components.parts import button
from views.proposals.own_export import own_export_links
from views.proposals.place_queue import to_place_label

PATHS = {Kind.PREMISES: "/proposer", Kind.ZONE_SITE: "/identifier"}
OPENING = {"cellClicked": ["openOwnPlace(params)"], "cellKeyDown": ["openOwnPlace(params)"]}
FIRST = {
    Kind.PREMISES: N_("Ajoutez un premier local : son adresse suffit pour commencer, le reste s'enregistre à mesure que vous l'écrivez."),
    Kind.ZONE_SITE: N_("Ajoutez un premier site : cliquez sur la carte, ou importez une couche que vous avez déjà."),
}
OWN_SHOWN = (
    (ids.OWN_GRID, "rowData"),
    (ids.OWN_TABLE, "rowData"),
    (ids.OWN_MARKS, "data"),
    (ids.OWN_STAGE, "data"),
    (ids.OWN_COUNT, "children"),
    (ids.OWN_REMARKS, "children"),
    (ids.OWN_READY, "data"),
    (ids.OWN_MANY, "children"),
    (ids.OWN_MANY, "hidden"),
    (ids.OWN_PLACE, "children"),
    (ids.OWN_PLACE, "hidden"),
    (ids.OWN_EMPTY, "hidden"),
    (ids.OWN_NOTHING, "children"),
    (ids.OWN_CLEAR, "hidden"),
    (ids.OWN_EXPORT, "children"),
    (ids.OWN_MORE, "children"),
    (ids.OWN_MORE, "hidden"),
)
"""What `own_places_shown` fills."""

# The layout


def own_list(kind: Kind) -> html.Div:
    """Return the list, empty; `own_places_shown` fills it."""
    empty = html.Div(
        [html.Div(id=ids.OWN_NOTHING, role="status"), button(ids.OWN_CLEAR, _("Effacer la recherche et les filtres"), hidden=True)],
        id=ids.OWN_EMPTY,
        className="propose-nothing",
        hidden=True,
    )
    parts = [
        *(dcc.Store(id=name) for name in (ids.OWN_MARKS, ids.OWN_READY, ids.OWN_STEP)),
        _filters(),
        html.Div(id=ids.OWN_REMARKS),
        button(ids.OWN_PLACE, "", kind="button propose-many", hidden=True),
        button(ids.OWN_MANY, "", kind="button propose-many", hidden=True),
        html.P(id=ids.OWN_OUTCOME, className="note", role="status"),
        html.P(id=ids.OWN_COUNT, className="note", role="status"),
        button(ids.OWN_MORE, "", kind="button propose-many", hidden=True),
        empty,
        html.Div(_list_grid(kind), className="propose-grid-box"),
    ]
    until = f"#{ids.OWN_GRID} .ag-row, #{ids.OWN_EMPTY}:not([hidden])"
    return html.Div(parts, id="propose-list", className="facets-scroll propose-list", **awaited(until, "cards"))


def _filters() -> html.Div:
    search = _("Chercher dans la liste")
    stages, orders = [{"value": ALL, "label": _("Tous")}], [{"value": code, "label": _(label)} for code, label in ORDERS.items()]
    chosen: dict[str, Any] = {"size": "xs", "allowDeselect": False}
    return html.Div(
        [
            dmc.TextInput(id=ids.OWN_SEARCH, value="", placeholder=search, debounce=250, size="xs", **{"aria-label": search}),
            dmc.Select(id=ids.OWN_STAGE, data=stages, value=ALL, **chosen, **{"aria-label": _("Étape")}),
            dmc.Select(id=ids.OWN_ORDER, data=orders, value=OwnFilters().order, **chosen, **{"aria-label": _("Trier par")}),
        ],
        className="propose-list-head",
    )


def _list_grid(kind: Kind) -> dag.AgGrid:
    column = {
        "field": "summary",
        "headerName": _("Lieu"),
        "tooltipField": "summary",
        "flex": 1,
        "cellRenderer": "PlaceCard",
        "cellClass": f"propose-card of-{kind}",
    }
    return dag.AgGrid(
        id=ids.OWN_GRID,
        columnDefs=[column],
        rowData=[],
        getRowId="params.data.id",
        defaultColDef={"sortable": False, "suppressMovable": True},
        eventListeners=OPENING,
        dashGridOptions={
            **grid_options(""),
            "rowHeight": 68,
            "headerHeight": 0,
            "ensureDomOrder": True,
            "rowClassRules": {"propose-current": "isOpenPlace(params.data.id)"},
        },
        className="table propose-own",
        style={"height": "100%"},
    )


def own_table(kind: Kind) -> html.Section:
    """Return the table, closed and empty."""
    label = _("Tableau : une ligne par lieu, modifiable sur place")
    grid = dag.AgGrid(
        id=ids.OWN_TABLE,
        columnDefs=[_column(field) for field in _listed(kind)],
        rowData=[],
        getRowId="params.data.id",
        defaultColDef={"sortable": True, "resizable": True, "minWidth": 90, "editable": {"function": "params.data.can_edit"}},
        dashGridOptions={
            **grid_options(_("Aucun lieu")),
            "localeText": {**grid_options(_("Aucun lieu"))["localeText"], "ariaInputEditor": _("Cellule à corriger")},
            "ensureDomOrder": True,
            "singleClickEdit": True,
            "stopEditingWhenCellsLoseFocus": True,
            "enterNavigatesVerticallyAfterEdit": True,
            "tabToNextCell": {"function": "leaveUnlessTyping(params)"},
        },
        className="table",
        style={"height": "100%"},
    )
    return html.Section(grid, id=ids.OWN_TABLE_BOX, className="propose-table", hidden=True, **{"aria-label": label})


def _listed(kind: Kind) -> list[PlaceField]:
    return [field for field in fields_of(kind) if kind in field.listed]


def _column(field: PlaceField) -> dict[str, Any]:
    named = {"field": field.id, "headerName": field.heading, "width": 220 if field.id == "name" else 150}
    named |= {"pinned": "left"} if field.id == "name" else {}
    if field.type != "choice":
        return {**named, "comparator": {"function": "unknownLast"}} if field.type == "number" else named
    words = ["", *(_(choice.label) for choice in field.choices)]
    return {**named, "cellEditor": "agSelectCellEditor", "cellEditorParams": {"values": words}}


# What fills it


def own_places_shown(found: OwnPlaces, filters: OwnFilters, *, has_table: bool) -> dict[tuple[str, str], Any]:
    """Return the rows of the list and of the table where it is open, the marks of the map, and what is said of them."""
    n, more = found.n_found, min(PAGE, found.n_found - len(found.rows))
    values = (
        [_card(one, found.kind) for one in found.rows],
        [_cells(one, found.kind) for one in found.rows] if has_table else [],
        [_mark(one) for one in found.rows if one.lon is not None],
        [{"value": one.code, "label": f"{one.label} ({number(one.n)})"} for one in found.stages],
        _count(n, len(found.rows)),
        _remarks(found),
        [{"id": one.id, "version": one.version} for one in found.ready],
        many_label(found.kind, len(found.ready)),
        len(found.ready) < 2,
        to_place_label(found.unplaced),
        not found.unplaced,
        bool(n),
        [] if n else _nothing(found, filters),
        not filters.is_narrowed,
        own_export_links(n, filters, found.kind),
        ngettext("Afficher un lieu de plus", "Afficher {n} lieux de plus", more).format(n=number(more)) if more > 0 else "",
        more <= 0,
    )
    return dict(zip(OWN_SHOWN, values, strict=True))


def _count(n: int, shown: int) -> str:
    if shown >= n:
        return ngettext("{n} lieu", "{n} lieux", n).format(n=number(n)) if n else ""
    sentence = _("Trouvés : {n}. Affichés dans la liste, le tableau et la carte : {shown}. Cherchez, ou affichez les suivants.")
    return sentence.format(n=number(n), shown=number(shown))


def own_places_unread(sentence: str) -> dict[tuple[str, str], Any]:
    """Return why the list cannot be read."""
    return {(ids.OWN_NOTHING, "children"): html.P(sentence), (ids.OWN_EMPTY, "hidden"): False}


def many_label(kind: Kind, n: int) -> str:
    """Return what the button says that submits, or publishes, all drafts of which nothing is missing."""
    words = (
        ngettext("Publier le brouillon complet", "Publier les {n} brouillons complets", n)
        if kind is Kind.ZONE_SITE
        else ngettext("Soumettre le brouillon complet", "Soumettre les {n} brouillons complets", n)
    )
    return words.format(n=number(n))


def many_done(kind: Kind, n: int, sentence: str) -> str:
    """Return what became of many drafts, and the first refusal."""
    done = (
        ngettext("{n} lieu publié.", "{n} lieux publiés.", n)
        if kind is Kind.ZONE_SITE
        else ngettext("{n} lieu soumis.", "{n} lieux soumis.", n)
    )
    return " ".join([done.format(n=number(n)), *([sentence] if sentence else [])])


def _remarks(found: OwnPlaces) -> list[html.P]:
    n = found.reminders
    due = [html.P(ngettext("{n} rappel à traiter", "{n} rappels à traiter", n).format(n=number(n)), className="propose-due")] if n else []
    return [*due, *([html.P(found.quota, className="propose-warning")] if found.quota else [])]


def _nothing(found: OwnPlaces, filters: OwnFilters) -> list[html.P]:
    """Say why there is nothing in the list, and what to do next."""
    if not found.n_all:
        return [html.P(_("Rien encore."), className="empty-title"), html.P(_(FIRST[found.kind]))]
    if filters.is_narrowed:
        return [html.P(_("Rien ne correspond ; effacez la recherche pour tout revoir."))]
    return [html.P(_("Tous vos lieux sont retirés : choisissez l'étape « Retiré » pour les revoir, ou commencez-en un autre."))]


def _card(one: ProposalItem, kind: Kind) -> dict[str, Any]:
    """Return a place as its card says it; the grid draws the card again when its `summary` changes."""
    flags = (
        (one.unread, _("nouveau message"), "propose-badge strong-badge"),
        (one.due, _("à confirmer : six mois sans nouvelle"), "propose-badge"),
        (one.changed, _("modifié depuis l'acceptation"), "propose-badge"),
        (one.is_example, _("exemple"), "badge-example"),
    )
    place = [one.area, one.where, None if one.lon is not None else _("à placer")]
    card: dict[str, Any] = {
        "name": one.name or _("Sans nom"),
        "standing": f"{_(STAGE_LABELS[one.stage])} · {_('rempli à {n} %').format(n=number(one.share))}",
        "where": " · ".join(part for part in place if part),
        "flags": [{"words": words, "className": name} for is_so, words, name in flags if is_so],
    }
    return {
        **card,
        "id": one.id,
        "version": one.version,
        "stage": one.stage.value,
        "sign": "closed" if one.stage in CLOSED else one.stage.value,
        "address": f"{PATHS[kind]}?{write([(Key.PROPOSAL, one.id)])}",
        "summary": " · ".join([card["name"], card["standing"], card["where"], *(flag["words"] for flag in card["flags"])]),
    }


def _mark(one: ProposalItem) -> dict[str, Any]:
    return {"id": one.id, "lon": one.lon, "lat": one.lat, "stage": one.stage.value, "is_example": one.is_example}


def _cells(one: ProposalItem, kind: Kind) -> dict[str, Any]:
    """Return a place as a line of the table, each value as one types it."""
    cells = {field.id: _typed(field, one.content.get(field.id)) for field in _listed(kind)}
    return {**cells, "id": one.id, "version": one.version, "can_edit": one.can_edit}


def _typed(field: PlaceField, value: Any) -> Any:
    """Return a value as one types it; None where it is unknown."""
    if value is None or field.type == "number":
        return None if value is None else f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    if field.type == "choice":
        return field.word(value) or str(value)
    return dt.date.fromisoformat(str(value)).strftime("%d/%m/%Y") if field.type == "day" else str(value)
