"""An import in the words of the panel of imports: how to begin, how it stands, how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bulk.import_view import ImportView, Progress
from bulk.review import GEOMETRY, cells_to_correct
from domain.candidate import Kind
from domain.place_fields import PlaceField
from geodata.crs import L93, WGS84
from geodata.neighbours import Neighbours
from i18n import N_, ngettext, translated
from i18n import gettext as _
from i18n.numbers import number
from intake.check import Row
from intake.content import content_of
from intake.errors import RowError, shown
from intake.fields import EXAMPLE, FIELDS, fields_by_id
from intake.mapping import guess
from intake.table import MAX_BYTES, MAX_ROWS, text_of
from services.import_answers import (
    ImportCell,
    ImportChoice,
    ImportColumn,
    ImportCounts,
    ImportErrorField,
    ImportErrorRow,
    ImportErrors,
    ImportField,
    ImportMisplacement,
    ImportMistake,
    ImportPoint,
    ImportPoints,
    ImportPreview,
    ImportProgress,
    ImportRefusal,
    ImportStart,
    ImportState,
    ImportTwin,
    ImportTwins,
    ImportWarning,
    ImportWarnings,
    LeftOutRow,
    OpenImport,
    PreviewRow,
)
from services.words.imports import WORDS
from services.words.places import value_of
from store.imports import Line

SAMPLES = 3
SHOWN_ROWS = 8
LISTED_ROWS = 50
LISTED_WARNINGS = 30
POSITION = ("x", "y")
CRS_LABELS: Mapping[str, str] = {WGS84: N_("WGS 84 : longitude et latitude en degrés"), L93: N_("Lambert-93 : X et Y en mètres")}


def import_start(kind: Kind, imports: Iterable[Line], warning: str) -> ImportStart:
    """Return what the panel needs to begin: words, fields, limits, the imports that are not over, and a warning of the quotas."""
    return ImportStart(
        quota=warning,
        words=translated(WORDS),
        kind=kind,
        fields=[_field(field) for field in FIELDS[kind]],
        crs=[ImportChoice(id=key, label=_(label)) for key, label in CRS_LABELS.items()],
        max_bytes=MAX_BYTES,
        max_rows=MAX_ROWS,
        open=[_open(line) for line in imports],
    )


def _field(field: PlaceField) -> ImportField:
    return ImportField(
        id=field.id,
        label=_(field.label),
        heading=field.heading,
        type=field.type,
        required=field.is_required,
        example=_(field.example) if field.example else "",
        help=_(field.help) if field.help else "",
        choices=[ImportChoice(id=choice.code, label=_(choice.label)) for choice in field.choices],
    )


def _open(line: Line) -> OpenImport:
    return OpenImport(id=line.id, name=line.name, rows=line.rows_n, done=line.done_n, closing=line.is_closing, at=line.at.isoformat())


def import_progress(progress: Progress) -> ImportProgress:
    """Return how far a long action is."""
    return ImportProgress(
        done=progress.done,
        total=progress.total,
        over=progress.is_over,
        acted=progress.acted,
        last=progress.last,
        to_submit=progress.to_submit,
        refused=[ImportRefusal(id=key, sentence=sentence) for key, sentence in progress.refused],
    )


def import_state(view: ImportView, only: str = "") -> ImportState:
    """Return an import as it stands; `only` keeps the errors of one field."""
    return ImportState(
        id=view.id,
        name=view.name,
        locked=view.is_locked,
        notes=_notes(view),
        columns=[ImportColumn(name=column, samples=_samples(view, at)) for at, column in enumerate(view.table.columns)],
        mapping=dict(view.choices.mapping),
        has_geometry=bool(view.table.geometries),
        crs=view.choices.crs or view.table.crs,
        need=view.review.need,
        counts=_counts(view),
        errors=_errors(view, only),
        warnings=_warnings(view),
        misplacements=_misplacements(view),
        accepted=list(view.choices.accept),
        twins=_twins(view),
        left_out=[LeftOutRow(row=row, name=_name_in_file(view, row)) for row in view.left_out[:LISTED_ROWS]],
        preview=_preview(view),
        points=ImportPoints(good=_points(view.ready), bad=_points(view.wrong)),
        drafts=list(view.done.values())[:1],
    )


def _misplacements(view: ImportView) -> list[ImportMisplacement]:
    checked = view.review.checked
    if view.is_locked or checked is None:
        return []
    return [ImportMisplacement(id=one.id, sentence=one.sentence) for one in checked.misplacements]


def _notes(view: ImportView) -> list[str]:
    """How the file was read, and the columns that were not taken because of their unit."""
    found = guess(view.table.columns, view.kind)
    refused = [] if view.is_locked else [sentence for sentence in found.warnings if not _is_taken(sentence, view)]
    return [*view.table.notes, *refused]


def _is_taken(sentence: str, view: ImportView) -> bool:
    return any(f"« {column} »" in sentence for column in view.choices.mapping)


def _samples(view: ImportView, position: int) -> list[str]:
    seen, samples = {""}, list[str]()
    for row in view.table.rows:
        text = text_of(row[position]).strip()
        if text in seen:
            continue
        seen.add(text)
        if (short := shown(text)) not in samples:
            samples.append(short)
            if len(samples) == SAMPLES:
                break
    return samples


def _counts(view: ImportView) -> ImportCounts:
    ready = view.ready
    return ImportCounts(
        rows=len(view.table.rows),
        valid=len(ready),
        wrong=view.wrong_n,
        errors=len(view.review.errors),
        unplaced=sum(row.x_l93 != row.x_l93 for row in ready),
        left_out=len(view.left_out),
        twins=len(view.twins),
        done=len(view.done),
    )


def _label(view: ImportView, field_id: str) -> str:
    if field_id == GEOMETRY:
        return _("Contour ou position")
    field = fields_by_id(view.kind).get(field_id)
    return _(field.label) if field else field_id or _("Ligne entière")


def _errors(view: ImportView, only: str) -> ImportErrors:
    by_field = view.review.by_field()
    only = only if only in by_field else ""
    rows: dict[int, list[RowError]] = {}
    for error in view.review.errors:
        if not only or error.field == only:
            rows.setdefault(error.row, []).append(error)
    fields = [ImportErrorField(id=key, label=_label(view, key), n=count) for key, count in by_field.most_common()]
    listed = [_error_row(view, row, errors) for row, errors in list(rows.items())[:LISTED_ROWS]]
    return ImportErrors(fields=fields, only=only, rows_n=len(rows), rows=listed)


def _error_row(view: ImportView, row: int, errors: list[RowError]) -> ImportErrorRow:
    known = fields_by_id(view.kind)
    cells = {name: text for error in errors for name, text in cells_to_correct(view.review, error, view.kind)}
    return ImportErrorRow(
        row=row,
        name=_name_in_file(view, row),
        errors=[ImportMistake(field=error.field, label=_label(view, error.field), message=error.message) for error in errors],
        cells=[ImportCell(field=name, label=known[name].heading, text=text) for name, text in cells.items()],
    )


def _name_in_file(view: ImportView, row: int) -> str:
    """What the file calls a row, to find it back."""
    column = next((column for column, field in view.choices.mapping.items() if field == "name"), None)
    typed = view.choices.corrections.get(row, {}).get("name")
    if typed or column not in view.table.columns or row not in view.table.numbers:
        return shown(typed or "")
    return shown(text_of(view.table.rows[view.table.numbers.index(row)][view.table.columns.index(column)]))


def _warnings(view: ImportView) -> ImportWarnings:
    checked = view.review.checked
    found = [warning for warning in (checked.warnings if checked else ()) if warning.row not in view.done]
    listed = [
        ImportWarning(row=warning.row, label=_label(view, warning.field), message=warning.message, value=warning.value)
        for warning in found[:LISTED_WARNINGS]
    ]
    return ImportWarnings(n=len(found), rows=listed)


def _twins(view: ImportView) -> ImportTwins:
    rows = {row.number: row for row in view.ready}
    listed = [
        ImportTwin(row=row, name=str(rows[row].values["name"]), near=_near(near)) for row, near in list(view.twins.items())[:LISTED_ROWS]
    ]
    return ImportTwins(rows=listed, all=list(view.twins))


def _near(found: Neighbours) -> list[str]:
    """The nearest known places in words, and how many others there are."""
    named = [_("{name}, à {distance} m").format(name=near.name, distance=number(near.distance_m)) for near in found.nearest]
    return [*named, ngettext("et {n} autre", "et {n} autres", found.more).format(n=number(found.more))] if found.more else named


def _preview(view: ImportView) -> ImportPreview:
    """The first rows as they will be, in words."""
    mapped = [field for field in FIELDS[view.kind] if field.id in view.review.mapping.values() and field is not EXAMPLE]
    fields = [field for field in mapped if field.id not in POSITION]
    place = _("Position")
    wrong = {error.row for error in view.review.errors}
    rows = sorted((*view.ready, *view.wrong), key=lambda row: row.number)[:SHOWN_ROWS]
    shown_rows = [PreviewRow(row=row.number, ok=row.number not in wrong, cells=_cells(view.kind, fields, row)) for row in rows]
    return ImportPreview(columns=[*(_(field.label) for field in fields), place], rows=shown_rows)


def _cells(kind: Kind, fields: Iterable[PlaceField], row: Row) -> list[str]:
    content = content_of(row)
    position = value_of(kind, "position", content) or _("à placer")
    return [*(value_of(kind, field.id, content) or "" for field in fields), position]


def _points(rows: Iterable[Row]) -> list[ImportPoint]:
    placed = (row for row in rows if row.x_l93 == row.x_l93)
    return [(round(row.lon_wgs84, 6), round(row.lat_wgs84, 6), row.number, str(row.values["name"] or "")) for row in placed]
