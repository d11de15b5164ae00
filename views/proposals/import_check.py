"""The step of an import where its rows are looked at, and corrected in place."""

from __future__ import annotations

from typing import Any

from dash import html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.import_answers import ImportCounts, ImportField, ImportPreview, ImportRow, ImportState
from services.import_rows import ALL, FIELD, KNOWN, LEFT, MATCHED, NOTED, WRONG
from views.components import import_ids
from views.proposals.import_columns import columns_summary


def check_props(state: ImportState, *, is_new: bool) -> dict[tuple[str, str], Any]:
    """Return the properties of the step; the columns of its grid are drawn when another import, or another step, is looked at."""
    n, rows = state.counts, state.rows
    left = rows.total - len(rows.rows)
    more = ngettext(
        "{n} autre ligne suit : corrigez celles-ci, filtrez, ou téléchargez le fichier.",
        "{n} autres lignes suivent : corrigez celles-ci, filtrez, ou téléchargez le fichier.",
        left,
    ).format(n=number(left))
    leave_known = ngettext("Laisser de côté cette ligne", "Laisser de côté ces {n} lignes", n.duplicates).format(n=number(n.duplicates))
    props: dict[tuple[str, str], Any] = {
        (import_ids.COUNTS, "children"): _counts(state),
        (import_ids.MISPLACED, "children"): _misplacements(state),
        (import_ids.ACCEPT, "hidden"): not state.misplacements,
        (import_ids.REFUSE, "hidden"): not state.is_read_otherwise,
        (import_ids.KNOWN, "hidden"): not n.duplicates,
        (import_ids.LEAVE_KNOWN, "children"): leave_known,
        (import_ids.ROWS, "data"): _sorts(state),
        (import_ids.ROWS, "value"): rows.shown,
        (import_ids.LEAVE, "hidden"): rows.shown == LEFT,
        (import_ids.TAKE_BACK, "hidden"): rows.shown not in {LEFT, ALL} or not n.left_out,
        (import_ids.CELLS, "rowData"): [_row(row) for row in rows.rows],
        (import_ids.CELLS, "selectedRows"): [],
        (import_ids.MORE, "children"): more if left > 0 else "",
        (import_ids.CORRECTED, "children"): _links(state),
        (import_ids.PREVIEW, "children"): _preview(state.preview),
        (import_ids.POINTS, "data"): {"of": state.id, "points": [list(point) for point in state.points]},
    }
    return props | ({(import_ids.CELLS, "columnDefs"): _definitions(rows.fields)} if is_new else {})


def _counts(state: ImportState) -> list[Any]:
    n = state.counts
    file = " · ".join([ngettext("{n} ligne", "{n} lignes", n.rows).format(n=number(n.rows)), columns_summary(state.columns)])
    line = html.P([html.B(state.name, className="import-file-name"), " · ", file], className="import-file-line note")
    if state.need:
        return [line, html.P(state.need, className="import-need")]
    valid = ngettext("{n} ligne valide", "{n} lignes valides", n.valid).format(n=number(n.valid))
    wrong = _("{n} à corriger").format(n=number(n.wrong)) if n.wrong else _("aucune erreur")
    counts = html.P([html.B(valid, className="good"), ", ", html.B(wrong, className="bad" if n.wrong else "")], className="import-count")
    if not n.rows:
        counts = html.P(_("Il n'y a aucune ligne sous les titres : choisissez un autre fichier, ou une autre feuille ou couche."))
    notes = [text for text in (" · ".join(_more_counts(n)), " · ".join(state.notes)) if text]
    return [line, counts, *(html.P(text, className="note") for text in notes)]


def _more_counts(n: ImportCounts) -> list[str]:
    counted = (
        (n.warnings, ngettext("{n} ligne à savoir", "{n} lignes à savoir", n.warnings)),
        (n.to_update, _("{n} à mettre à jour")),
        (n.to_leave, ngettext("{n} déjà ici, laissée", "{n} déjà ici, laissées", n.to_leave)),
        (n.unplaced, _("{n} sans position : brouillons à placer")),
        (n.done, ngettext("{n} déjà importée", "{n} déjà importées", n.done)),
        (n.left_out, ngettext("{n} laissée de côté", "{n} laissées de côté", n.left_out)),
    )
    return [sentence.format(n=number(count)) for count, sentence in counted if count]


def _misplacements(state: ImportState) -> list[Any]:
    taken = _("Des positions sont lues autrement que déclaré, à votre demande.")
    return [html.P(sentence) for sentence in (*state.misplacements, *([taken] if state.is_read_otherwise else []))]


def _sorts(state: ImportState) -> list[dict[str, str]]:
    """Which rows may be looked at, and how many they are; those sorts that have none are left out."""
    n = state.counts
    known = (
        (WRONG, _("À corriger ({n})"), n.wrong),
        *((FIELD + one.id, _("{label} ({n})").format(label=one.label, n="{n}"), one.n) for one in state.error_fields),
        (MATCHED, _("Déjà connus ({n})"), sum(one.n for one in state.known)),
        (KNOWN, _("Peut-être déjà connus ({n})"), n.duplicates),
        (NOTED, _("À savoir ({n})"), n.warnings),
        (LEFT, _("Lignes laissées de côté ({n})"), n.left_out),
        (ALL, _("Toutes les lignes ({n})"), n.rows - n.done),
    )
    offered = [(key, words, count) for key, words, count in known if count or key in {ALL, state.rows.shown}]
    return [{"value": key, "label": words.format(n=number(count))} for key, words, count in offered]


def _row(row: ImportRow) -> dict[str, Any]:
    sentences = [*row.errors.values(), *row.remarks]
    states = {"left": _("Laissée de côté"), "good": "" if sentences else _("Juste"), "wrong": ""}
    words = [text for text in (states[row.state], *sentences) if text]
    return {
        "row": str(row.row),
        "sentence": " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in words),
        "state": row.state,
        "cells": dict(row.cells),
        "errors": dict(row.errors),
        "warned": dict.fromkeys(row.warned, True),
    }


def _definitions(fields: tuple[ImportField, ...]) -> list[dict[str, Any]]:
    sentence = {"field": "sentence", "headerName": _("À corriger, à savoir"), "width": 240, "wrapText": True, "autoHeight": True}
    sentence |= {"cellClass": "import-sentence", "cellClassRules": {"import-good": "params.data.state == 'good'"}}
    number_of_row = {"field": "row", "headerName": _("Ligne"), "width": 64, "pinned": "left"}
    cells = [_cell(field) for field in fields]
    return [number_of_row, *cells[:1], sentence, *cells[1:]]


def _cell(field: ImportField) -> dict[str, Any]:
    choices = {"cellEditor": "agSelectCellEditor", "cellEditorParams": {"values": ["", *field.choices]}} if field.choices else {}
    return {
        "field": f"cells.{field.id}",
        "colId": field.id,
        "headerName": field.heading,
        "width": 130,
        "editable": True,
        "tooltipField": f"errors.{field.id}",
        "cellClassRules": {"import-wrong": f"params.data.errors.{field.id}", "import-warned": f"params.data.warned.{field.id}"},
        **choices,
    }


def _links(state: ImportState) -> list[Any]:
    def link(fmt: str, rows: str, words: str) -> html.A:
        name = fmt.upper()
        address = f"/import/{state.id}/corrected.{fmt}?rows={rows}"
        return html.A(name, href=address, className="mini", download="", **{"aria-label": f"{name}, {words}"})

    groups = [("all", _("toutes les lignes"))]
    if state.counts.wrong:
        groups.insert(0, ("wrong", _("lignes à corriger")))
    return [
        html.Span([f" {words} ", link("xlsx", rows, words), " ", link("csv", rows, words)], className="import-group")
        for rows, words in groups
    ]


def _preview(preview: ImportPreview) -> Any:
    if not preview.rows:
        return None
    heads = [html.Th(_("Ligne"), scope="col"), *(html.Th(name, scope="col") for name in preview.columns)]
    tag = html.Span(_("à corriger"), className="import-bad-tag")
    rows = [
        html.Tr([html.Th([str(row.row), *([] if row.ok else [tag])], scope="row"), *(html.Td(cell) for cell in row.cells)])
        for row in preview.rows
    ]
    label = _("Les premières lignes, comme elles seront")
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="import-table import-preview-table")
    on_map = _("Aperçu sur la carte : signes pleins pour les lignes valides, croix pour celles à corriger.")
    scroll = html.Div(table, className="import-scroll", tabIndex=0, role="group", **{"aria-label": label})
    return html.Details([html.Summary(label), html.P(on_map, className="note"), scroll], className="import-part")
