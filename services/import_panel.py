"""An import in the words of its panel: how to begin, how it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from bulk.choices import POSITION
from bulk.import_view import ImportView
from domain.candidate import Kind
from domain.place_fields import PlaceField
from domain.words import folded
from geodata.crs import WGS84, local_crs, projection_name
from geodata.systems import SYSTEMS, offered
from i18n import gettext as _
from i18n import quoted
from i18n.numbers import number
from intake.check import Row
from intake.closed_lists import unfit_columns
from intake.content import content_of
from intake.errors import shown
from intake.fields import EXAMPLE, FIELDS, IN_ONE_COLUMN, mapped_fields, tell_position
from intake.mapping import guess
from intake.table import text_of
from intake.units import RENT
from services.import_answers import (
    ImportChoice,
    ImportColumn,
    ImportColumns,
    ImportCounts,
    ImportErrorField,
    ImportPoint,
    ImportPreview,
    ImportStart,
    ImportState,
    OpenImport,
    PreviewRow,
)
from services.import_known import FATES, import_known
from services.import_rows import import_field, import_rows, label_of, warned_rows
from services.import_units import import_units
from services.import_values import import_values
from services.import_ways import import_ways, recalled_sentence
from services.words.places import value_of
from store.imports import Line

SAMPLES = 3
WITH_CHARGES = re.compile(r"\b(?:cc|ttc|charges? (?:comprises?|incluses?)|including charges|warm)\b")
SHOWN_ROWS = 8
LOCATED = (*POSITION, *(field.id for field in IN_ONE_COLUMN))
"""The fields that tell where a place is: a map has its own."""


def import_start(imports: Iterable[Line], warning: str) -> ImportStart:
    """Return what the choice of a file shows: the imports that are not over, and a warning of the quotas."""
    return ImportStart(warning, tuple(OpenImport(line.id, _about(line)) for line in imports))


def _about(line: Line) -> str:
    if line.is_closing:
        return _("« {name} », annulation à terminer").format(name=line.name)
    sentence = _("« {name} », lignes : {rows}, déjà importées : {done}")
    return sentence.format(name=line.name, rows=number(line.rows_n), done=number(line.done_n))


def import_state(view: ImportView, wanted: str) -> ImportState:
    """Return an import as it stands; `wanted` are the rows to look at (see `services.import_rows`)."""
    checked = view.review.checked
    offered = [] if view.is_locked or checked is None else checked.misplacements
    return ImportState(
        id=view.id,
        name=view.name,
        kind=view.kind,
        is_locked=view.is_locked,
        notes=_notes(view),
        columns=_columns(view),
        need=view.review.need,
        counts=_counts(view),
        error_fields=tuple(ImportErrorField(key, label_of(view, key), n) for key, n in view.review.by_field().most_common()),
        misplacements=tuple(one.sentence for one in offered),
        is_read_otherwise=bool(view.choices.accept) and not view.is_locked,
        rows=import_rows(view, wanted),
        preview=_preview(view),
        points=(*_points(view.ready, is_wrong=False), *_points(view.wrong, is_wrong=True)),
        units=import_units(view),
        ways=import_ways(view),
        values=import_values(view),
        recalled=recalled_sentence(view),
        known=import_known(view),
    )


def _notes(view: ImportView) -> tuple[str, ...]:
    """How the file was read, the columns that were not taken because of their unit, and what is said of the file as a whole."""
    found = guess(view.table.columns, view.kind)
    refused = [] if view.is_locked else [sentence for sentence in found.warnings if not _is_taken(sentence, view)]
    of_file = [warning.message for warning in view.review.warnings if not warning.row]
    return (*view.table.notes, *_system_note(view), *_with_charges(view), *refused, *_unfit(view, found.mapping), *of_file)


def _system_note(view: ImportView) -> list[str]:
    """In which system coordinates are read, where the file does not say it."""
    named = view.table.crs or guess(view.table.columns, view.kind).crs
    has_positions = bool(view.table.geometries) or tell_position(set(view.choices.mapping.values()))
    if named or not view.choices.crs or not has_positions:
        return []
    system = dict(_systems()).get(view.choices.crs, view.choices.crs)
    return [_("Le fichier ne dit pas le système de ses coordonnées. Lu ainsi : {system}.").format(system=system)]


def _with_charges(view: ImportView) -> list[str]:
    """The columns of a rent that say that charges or a tax are in it: they are read as they are, which is too much."""
    sentence = _("« {column} » comprend des charges ou une taxe, qui restent dans le loyer repris : corrigez-le si vous le pouvez.")
    rents = [column for column, field in view.choices.mapping.items() if field == RENT]
    return [sentence.format(column=column) for column in rents if WITH_CHARGES.search(folded(column))]


def _unfit(view: ImportView, guessed: Mapping[str, str]) -> list[str]:
    """The columns that look like a closed list, and hold none of its values."""
    free = {column: field for column, field in guessed.items() if column not in view.choices.mapping and not view.is_locked}
    sentence = _("« {column} » n'est pas reprise : aucune de ses valeurs n'est de « {label} » ; choisissez-la pour les faire correspondre.")
    unfit = unfit_columns(view.table, free, view.kind)
    return [sentence.format(column=column, label=_(field.label)) for column, field in unfit.items()]


def _is_taken(sentence: str, view: ImportView) -> bool:
    return any(quoted(column) in sentence for column in view.choices.mapping)


def _columns(view: ImportView) -> ImportColumns:
    has_geometry, mapping = bool(view.table.geometries), view.choices.mapping
    fields = [field for field in mapped_fields(view.kind) if not (has_geometry and field.id in LOCATED)]
    mapped = set(mapping.values())
    columns = [ImportColumn(name, _samples(view, at), mapping.get(name, "")) for at, name in enumerate(view.table.columns)]
    return ImportColumns(
        columns=tuple(columns),
        fields=tuple(import_field(field) for field in fields),
        missing=tuple(_(field.label) for field in fields if field.is_required and field.id not in mapped),
        crs=view.choices.crs or view.table.crs,
        crs_choices=tuple(ImportChoice(key, label) for key, label in _systems()),
        has_positions=has_geometry or bool(mapped.intersection(LOCATED)),
    )


def _systems() -> Iterator[tuple[str, str]]:
    """The systems that may be declared, the two usual ones first."""
    in_metres = _("{name} : X et Y en mètres")
    yield WGS84, _("WGS 84 : longitude et latitude en degrés")
    yield local_crs(), in_metres.format(name=projection_name())
    yield from ((code, in_metres.format(name=_(SYSTEMS[code].name))) for code in offered())


def _samples(view: ImportView, position: int) -> tuple[str, ...]:
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
    return tuple(samples)


def _counts(view: ImportView) -> ImportCounts:
    ready = view.ready
    return ImportCounts(
        rows=len(view.table.rows),
        valid=len(ready),
        wrong=view.wrong_n,
        errors=len(view.review.errors),
        unplaced=sum(row.x_l93 != row.x_l93 for row in ready),
        left_out=len(view.left_out),
        duplicates=len(view.duplicates),
        warnings=len(warned_rows(view) - set(view.done)),
        done=len(view.done),
        **{f"to_{fate}": len(view.ready_to(fate)) for fate in FATES},
    )


def _preview(view: ImportView) -> ImportPreview:
    """The first rows as they will be, in words."""
    mapped = [field for field in FIELDS[view.kind] if field.id in view.review.mapping.values() and field is not EXAMPLE]
    fields = [field for field in mapped if field.id not in POSITION]
    wrong = {error.row for error in view.review.errors}
    rows = sorted((*view.ready, *view.wrong), key=lambda row: row.number)[:SHOWN_ROWS]
    shown_rows = tuple(PreviewRow(row.number, row.number not in wrong, _cells(view.kind, fields, row)) for row in rows)
    return ImportPreview((*(_(field.label) for field in fields), _("Position")), shown_rows)


def _cells(kind: Kind, fields: Iterable[PlaceField], row: Row) -> tuple[str, ...]:
    content = content_of(row)
    position = value_of(kind, "position", content) or _("à placer")
    return (*(value_of(kind, field.id, content) or "" for field in fields), position)


def _points(rows: Iterable[Row], *, is_wrong: bool) -> list[ImportPoint]:
    placed = (row for row in rows if row.x_l93 == row.x_l93)
    return [(round(row.lon_wgs84, 6), round(row.lat_wgs84, 6), row.number, str(row.values["name"] or ""), is_wrong) for row in placed]
