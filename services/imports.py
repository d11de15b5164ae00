"""What the panel of imports is given: its words, the fields, and an import as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bulk.import_view import ImportView, Progress
from bulk.review import GEOMETRY, cells_to_correct
from domain.candidate import Kind
from domain.place_fields import PlaceField
from geodata.crs import L93, WGS84
from geodata.neighbours import Neighbours
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from intake.check import Row
from intake.content import content_of
from intake.errors import RowError, shown
from intake.fields import EXAMPLE, FIELDS, fields_by_id
from intake.mapping import guess
from intake.table import MAX_BYTES, MAX_ROWS, text_of
from services.words.imports import WORDS
from services.words.places import value_of
from store.imports import Line

SAMPLES = 3
SHOWN_ROWS = 8
LISTED_ROWS = 50
LISTED_WARNINGS = 30
POSITION = ("x", "y")
CRS_LABELS: Mapping[str, str] = {WGS84: N_("WGS 84 : longitude et latitude en degrés"), L93: N_("Lambert-93 : X et Y en mètres")}
Json = dict[str, Any]


def begin_json(kind: Kind, lines: Iterable[Line], warning: str = "") -> Json:
    """Return what the panel needs to begin: words, fields, limits, the imports that are not over, and a warning of the quotas."""
    return {
        "quota": warning,
        "words": {key: _(text) for key, text in WORDS.items()},
        "kind": kind.value,
        "fields": [_field_json(field) for field in FIELDS[kind]],
        "crs": [{"id": key, "label": _(label)} for key, label in CRS_LABELS.items()],
        "max_bytes": MAX_BYTES,
        "max_rows": MAX_ROWS,
        "open": [
            {
                "id": line.id,
                "name": line.name,
                "rows": line.rows_n,
                "done": line.done_n,
                "closing": line.is_closing,
                "at": line.at.isoformat(),
            }
            for line in lines
        ],
    }


def _field_json(field: PlaceField) -> Json:
    return {
        "id": field.id,
        "label": _(field.label),
        "heading": field.heading,
        "type": field.type,
        "required": field.is_required,
        "example": _(field.example) if field.example else "",
        "help": _(field.help) if field.help else "",
        "choices": [{"id": choice.code, "label": _(choice.label)} for choice in field.choices],
    }


def progress_json(progress: Progress) -> Json:
    """Return how far a long action is."""
    told = {"done": progress.done, "total": progress.total, "over": progress.is_over, "acted": progress.acted, "last": progress.last}
    told |= {"to_submit": progress.to_submit}
    return told | {"refused": [{"id": key, "sentence": sentence} for key, sentence in progress.refused]}


def import_json(look: ImportView, only: str = "") -> Json:
    """Return an import as it stands; `only` keeps the errors of one field."""
    return {
        "id": look.id,
        "name": look.name,
        "locked": look.is_locked,
        "notes": _notes(look),
        "columns": _columns(look),
        "mapping": dict(look.choices.mapping),
        "has_geometry": bool(look.table.geometries),
        "crs": look.choices.crs or look.table.crs,
        "need": look.review.need,
        "counts": _counts(look),
        "errors": _errors(look, only),
        "warnings": _warnings(look),
        "misplacements": []
        if look.is_locked
        else [{"id": misplacement.id, "sentence": misplacement.sentence} for misplacement in _checked(look, "misplacements")],
        "accepted": list(look.choices.accept),
        "twins": _twins(look),
        "left_out": [{"row": number_, "name": _name_in_file(look, number_)} for number_ in look.left_out[:LISTED_ROWS]],
        "preview": _preview(look),
        "points": {"good": _points(look.ready), "bad": _points(look.wrong)},
        "drafts": list(look.done.values())[:1],
    }


def _checked(look: ImportView, name: str) -> Any:
    return getattr(look.review.checked, name) if look.review.checked else ()


def _notes(look: ImportView) -> list[str]:
    """How the file was read, and the columns that were not taken because of their unit."""
    found = guess(look.table.columns, look.kind)
    refused = [] if look.is_locked else [sentence for sentence in found.warnings if not _is_taken(sentence, look)]
    return [*look.table.notes, *refused]


def _is_taken(sentence: str, look: ImportView) -> bool:
    return any(f"« {column} »" in sentence for column in look.choices.mapping)


def _columns(look: ImportView) -> list[Json]:
    return [{"name": column, "samples": _samples(look, position)} for position, column in enumerate(look.table.columns)]


def _samples(look: ImportView, position: int) -> list[str]:
    found = (text_of(row[position]).strip() for row in look.table.rows)
    kept: list[str] = []
    for text in found:
        if text and (short := shown(text)) not in kept:
            kept.append(short)
        if len(kept) == SAMPLES:
            break
    return kept


def _counts(look: ImportView) -> Json:
    ready = look.ready
    return {
        "rows": len(look.table.rows),
        "valid": len(ready),
        "wrong": look.wrong_n,
        "errors": len(look.review.errors),
        "unplaced": sum(row.x_l93 != row.x_l93 for row in ready),
        "left_out": len(look.left_out),
        "twins": len(look.twins),
        "done": len(look.done),
    }


def _label(look: ImportView, field_id: str) -> str:
    if field_id == GEOMETRY:
        return _("Contour ou position")
    field = fields_by_id(look.kind).get(field_id)
    return _(field.label) if field else field_id or _("Ligne entière")


def _errors(look: ImportView, only: str) -> Json:
    by_field = look.review.by_field()
    only = only if only in by_field else ""
    rows: dict[int, list[RowError]] = {}
    for error in look.review.errors:
        if not only or error.field == only:
            rows.setdefault(error.row, []).append(error)
    fields = [{"id": key, "label": _label(look, key), "n": count} for key, count in by_field.most_common()]
    listed = list(rows.items())[:LISTED_ROWS]
    return {"fields": fields, "only": only, "rows_n": len(rows), "rows": [_error_row(look, row, errors) for row, errors in listed]}


def _error_row(look: ImportView, row: int, errors: list[RowError]) -> Json:
    known = fields_by_id(look.kind)
    cells = {name: text for error in errors for name, text in cells_to_correct(look.review, error, look.kind)}
    return {
        "row": row,
        "name": _name_in_file(look, row),
        "errors": [{"field": error.field, "label": _label(look, error.field), "message": error.message} for error in errors],
        "cells": [{"field": name, "label": known[name].heading, "text": text} for name, text in cells.items()],
    }


def _name_in_file(look: ImportView, row: int) -> str:
    """What the file calls a row, to find it back."""
    column = next((column for column, field in look.choices.mapping.items() if field == "name"), None)
    typed = look.choices.corrections.get(row, {}).get("name")
    if typed or column not in look.table.columns or row not in look.table.numbers:
        return shown(typed or "")
    return shown(text_of(look.table.rows[look.table.numbers.index(row)][look.table.columns.index(column)]))


def _warnings(look: ImportView) -> Json:
    found = [warning for warning in _checked(look, "warnings") if warning.row not in look.done]
    listed = [
        {"row": warning.row, "label": _label(look, warning.field), "message": warning.message, "value": warning.value}
        for warning in found[:LISTED_WARNINGS]
    ]
    return {"n": len(found), "rows": listed}


def _twins(look: ImportView) -> Json:
    rows = {row.number: row for row in look.ready}
    listed = [
        {
            "row": row,
            "name": str(rows[row].values["name"]),
            "near": _near(twins),
        }
        for row, twins in list(look.twins.items())[:LISTED_ROWS]
    ]
    return {"rows": listed, "all": list(look.twins)}


def _near(found: Neighbours) -> list[str]:
    """The nearest known places in words, and how many others there are."""
    told = [_("{name}, à {distance} m").format(name=near.name, distance=number(near.distance_m)) for near in found.nearest]
    return [*told, ngettext("et {n} autre", "et {n} autres", found.more).format(n=number(found.more))] if found.more else told


def _preview(look: ImportView) -> Json:
    """The first rows as they will be, in words."""
    told = [field for field in FIELDS[look.kind] if field.id in look.review.mapping.values() and field is not EXAMPLE]
    fields = [field for field in told if field.id not in POSITION]
    place = _("Position")
    wrong = {error.row for error in look.review.errors}
    rows = sorted((*look.ready, *look.wrong), key=lambda row: row.number)[:SHOWN_ROWS]
    return {
        "columns": [*(_(field.label) for field in fields), place],
        "rows": [{"row": row.number, "ok": row.number not in wrong, "cells": _cells(look.kind, fields, row)} for row in rows],
    }


def _cells(kind: Kind, fields: Iterable[PlaceField], row: Row) -> list[str]:
    content = content_of(row)
    position = value_of(kind, "position", content) or _("à placer")
    return [*(value_of(kind, field.id, content) or "" for field in fields), position]


def _points(rows: Iterable[Row]) -> list[list[Any]]:
    """[lon, lat, row, name] of the rows that have a place."""
    placed = (row for row in rows if row.x_l93 == row.x_l93)
    return [[round(row.lon_wgs84, 6), round(row.lat_wgs84, 6), row.number, row.values["name"] or ""] for row in placed]
