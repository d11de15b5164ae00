"""The queue of proposals in a grid: its columns, declared once each, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import dash_ag_grid as dag

from domain.address import Key, write
from domain.candidate import Kind
from geodata.candidate_facets import SUITED_OPTIONS
from i18n import N_
from i18n import gettext as _
from i18n.moments import ago
from i18n.numbers import quantity
from services.moderation_queue import QueueRow
from views.components import ids
from views.components.grid import grid_options

KINDS = {Kind.PREMISES.value: N_("Rez-de-chaussée"), Kind.ZONE_SITE.value: N_("Zone d'activité")}
SUITED = {option.code: (rank, option.label) for rank, option in enumerate(SUITED_OPTIONS)}
Value = str | float | None


@dataclass(frozen=True, slots=True)
class QueueColumn:
    """A column of the queue.

    Attributes
    ----------
    id : its name in the grid.
    label : French heading (gettext message id).
    value : what a row is sorted by; None is unknown, and last whatever the direction.
    shown : what is read in the cell; the value itself where it is not given.
    width : in pixels.
    options : what else AG Grid's column definition says of it.
    """

    id: str
    label: str
    value: Callable[[QueueRow], Value]
    shown: Callable[[QueueRow], str] | None = None
    width: int = 120
    options: tuple[tuple[str, Any], ...] = ()

    def text(self, row: QueueRow) -> str:
        """Return what is read in a cell."""
        if self.shown is not None:
            return self.shown(row)
        value = self.value(row)
        return _("non renseigné") if value is None else str(value)

    def definition(self) -> dict[str, Any]:
        """Return the column as AG Grid defines it: sorted by `value`, read as `shown`."""
        return {
            "field": self.id,
            "headerName": _(self.label),
            "width": self.width,
            "valueFormatter": {"function": "params.data.shown[params.colDef.field]"},
            "tooltipValueGetter": {"function": "params.data.shown[params.colDef.field]"},
            "comparator": {"function": "unknownLast"},
            **dict(self.options),
        }


def _suited(code: str) -> str:
    return _(SUITED[code][1])


def _flags(row: QueueRow) -> str:
    found = ((row.is_double, _("doublon probable")), (row.is_change, _("modification")), (row.is_example, _("exemple")))
    return ", ".join(words for is_so, words in found if is_so)


QUEUE_COLUMNS: tuple[QueueColumn, ...] = (
    QueueColumn("name", N_("Lieu"), lambda row: row.name, width=230, options=(("cellRenderer", "ProposalLink"), ("pinned", "left"))),
    QueueColumn("since", N_("Soumis"), lambda row: row.since, lambda row: ago(row.since), 130, options=(("sort", "asc"),)),
    QueueColumn("area_m2", N_("Surface"), lambda row: row.area_m2, lambda row: quantity(_number(row.area_m2), "m²", 1), 105),
    QueueColumn("suits_hub", N_("Pôle"), lambda row: SUITED[row.suits_hub][0], lambda row: _suited(row.suits_hub), 180),
    QueueColumn("suits_shop", N_("Boutique-relais"), lambda row: SUITED[row.suits_shop][0], lambda row: _suited(row.suits_shop), 180),
    QueueColumn("known_percent", N_("Rempli"), lambda row: row.known_percent, lambda row: quantity(row.known_percent, "%"), 100),
    QueueColumn("flags", N_("Signalé"), _flags, _flags, 150),
    QueueColumn("kind", N_("Nature"), lambda row: row.kind, lambda row: _(KINDS[row.kind]), 140),
    QueueColumn("organisation", N_("Organisation"), lambda row: row.organisation, width=190),
    QueueColumn("area", N_("Commune"), lambda row: row.area, width=170),
    QueueColumn("id", N_("Numéro"), lambda row: row.id, width=115),
)
"""The columns of the queue, in the order in which they are shown. One more line is one more column."""


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def grid() -> dag.AgGrid:
    """Return the queue, empty; `grid_rows` are its rows."""
    return dag.AgGrid(
        id=ids.QUEUE,
        columnDefs=column_definitions(),
        rowData=[],
        getRowId="params.data.id",
        defaultColDef={"sortable": True, "resizable": True, "minWidth": 80},
        eventListeners={
            "cellClicked": ["openProposal(params)"],
            "cellKeyDown": ["openProposal(params)"],
            "sortChanged": ["queueOrdered(params)"],
        },
        dashGridOptions={
            **grid_options(_("Aucune proposition")),
            "rowHeight": 46,
            "ensureDomOrder": True,
            "rowClassRules": {"mod-current": "isReviewed(params.data.id)"},
            "rowSelection": {"mode": "multiRow", "isRowSelectable": {"function": "params.data.stage === 'submitted'"}},
        },
        className="table mod-grid",
        style={"height": "100%"},
    )


def column_definitions() -> list[dict[str, Any]]:
    """Return the columns as AG Grid defines them, in the current language."""
    return [column.definition() for column in QUEUE_COLUMNS]


def grid_rows(rows: Sequence[QueueRow]) -> list[dict[str, Any]]:
    """Return the rows of the grid: by column what it is sorted by, and in `shown` what is read."""
    return [_grid_row(row) for row in rows]


def _grid_row(row: QueueRow) -> dict[str, Any]:
    values = {column.id: column.value(row) for column in QUEUE_COLUMNS}
    shown = {column.id: column.text(row) for column in QUEUE_COLUMNS}
    address = f"/moderer?{write([(Key.REVIEWED, row.id)])}"
    where = f"{row.organisation} · {row.area}"
    about = {"id": row.id, "version": row.version, "stage": str(row.stage), "address": address, "where": where, "kind_code": row.kind}
    return {**values, **about, "shown": shown, "kind_words": _(KINDS[row.kind])}
