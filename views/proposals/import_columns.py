"""The step of an import where each column of the file is told what it becomes."""

from __future__ import annotations

from typing import Any

from dash import html

from i18n import gettext as _
from services.import_answers import ImportColumns, ImportState
from views.components import import_ids

NAMED = 3


def column_props(state: ImportState, *, is_new: bool) -> dict[tuple[str, str], Any]:
    """Return the properties of the step; the columns of its grid are drawn when another import is looked at."""
    columns, labels = state.columns, {field.id: field.heading for field in state.columns.fields}
    rows = [
        {"row": str(rank), "name": one.name, "samples": " · ".join(one.samples), "field": labels.get(one.field, _not_taken())}
        for rank, one in enumerate(columns.columns)
    ]
    props: dict[tuple[str, str], Any] = {
        (import_ids.COLUMNS_ABOUT, "children"): [_file_line(state), *_notes(state)],
        (import_ids.CRS_BOX, "hidden"): not columns.has_positions,
        (import_ids.CRS, "data"): [{"value": one.id, "label": one.label} for one in columns.crs_choices],
        (import_ids.CRS, "value"): columns.crs,
        (import_ids.CRS, "disabled"): state.is_locked,
        (import_ids.MAPPING, "rowData"): rows,
    }
    return props | ({(import_ids.MAPPING, "columnDefs"): _definitions(columns, is_locked=state.is_locked)} if is_new else {})


def columns_summary(columns: ImportColumns) -> str:
    """Return how many columns are taken, and the names of the first ones that are not."""
    untaken = [one.name for one in columns.columns if not one.field]
    short = [*untaken[:NAMED], "…"] if len(untaken) > NAMED else untaken
    taken = _("Colonnes : {mapped} sur {all} reprises").format(mapped=len(columns.columns) - len(untaken), all=len(columns.columns))
    return ", ".join([taken, *([_("sans : {names}").format(names=", ".join(short))] if untaken else [])])


def _not_taken() -> str:
    return _("— non reprise —")


def _file_line(state: ImportState) -> html.P:
    return html.P([html.B(state.name, className="import-file-name"), " · ", columns_summary(state.columns)], className="import-file-line")


def _notes(state: ImportState) -> list[Any]:
    missing = _("Aucune colonne ne donne : {names}.").format(names=", ".join(state.columns.missing)) if state.columns.missing else ""
    locked = _("Des lignes sont déjà importées : les colonnes ne changent plus.") if state.is_locked else ""
    notes = [html.P(note, className="note") for note in (missing, locked, " · ".join(state.notes)) if note]
    return [*([html.P(state.need, className="import-need", role="status")] if state.need else []), *notes]


def _definitions(columns: ImportColumns, *, is_locked: bool) -> list[dict[str, Any]]:
    choices = [_not_taken(), *(field.heading for field in columns.fields)]
    return [
        {"field": "name", "headerName": _("Colonne du fichier"), "flex": 2, "minWidth": 90, "tooltipField": "name"},
        {"field": "samples", "headerName": _("Exemples"), "flex": 2, "minWidth": 90, "tooltipField": "samples"},
        {
            "field": "field",
            "headerName": _("Devient"),
            "flex": 3,
            "minWidth": 140,
            "editable": not is_locked,
            "cellEditor": "agSelectCellEditor",
            "cellEditorParams": {"values": choices},
            "cellClass": "import-choice",
            "cellClassRules": {"import-untaken": f"params.value == {_not_taken()!r}"},
        },
    ]
