"""Rows of a file checked against the fields: what is valid, what is not and why, what is worth a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import repeat
from types import MappingProxyType

import shapely

from domain.candidate import Kind
from geodata.crs import WGS84, projection_name
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from intake.columns import REMARKS, column_values, compare_areas, keep_text, with_remarks
from intake.duplicates import duplicates, shared_references
from intake.errors import FileError, RowError, shown
from intake.fields import COORDINATES, EXAMPLE, FIELDS, PLACE_ID, fields_by_id
from intake.mapping import positions_of
from intake.notes import Notes
from intake.place_ids import ids_of
from intake.places import REPAIR, Places, places_of
from intake.position import READINGS, promised
from intake.table import Table, text_of
from intake.values import Value, is_unknown, value_of


@dataclass(frozen=True, slots=True)
class Row:
    """A valid row. `values` holds every field but position: NaN (numbers) or None (the rest) where unknown.

    Coordinates are NaN when the place has an address only; `footprint_l93` is its contour (EPSG:2154) when the file had one. `id` is the
    identifier of a place that the row names (« LP-000123 »), empty when it names none: a row that does may lack what a new place needs.
    """

    number: int
    values: Mapping[str, Value]
    x_l93: float
    y_l93: float
    lon_wgs84: float
    lat_wgs84: float
    footprint_l93: shapely.Geometry | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Misplacement:
    """Positions that would fall in the territory if they were read otherwise, or contours that can be repaired: never done unasked.

    `id` is what `check` takes in `accept`.
    """

    id: str
    rows_n: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. The caller keeps `rows` (the valid ones only) or `all_or_nothing`.

    `wrong` are the rows that have errors, as far as they could be read, to be shown: nobody keeps them. `repeats` are the numbers of
    those that are wrong only because an earlier row tells the same place.
    """

    rows: tuple[Row, ...]
    errors: tuple[RowError, ...]
    warnings: tuple[RowError, ...]
    misplacements: tuple[Misplacement, ...]
    rows_n: int
    wrong: tuple[Row, ...] = ()
    repeats: frozenset[int] = frozenset()

    @property
    def all_or_nothing(self) -> tuple[Row, ...]:
        """Every row when none is wrong, else none."""
        return () if self.errors else self.rows


def check(
    table: Table,
    mapping: Mapping[str, str],
    kind: Kind,
    crs: str | None = None,
    accept: Collection[str] = (),
    units: Mapping[str, str] | None = None,
) -> Checked:
    """Check the rows of a table, each by itself and beside the others (see `check_rows`)."""
    return with_repeats(check_rows(table, mapping, kind, crs, accept, units))


def check_rows(
    table: Table,
    mapping: Mapping[str, str],
    kind: Kind,
    crs: str | None = None,
    accept: Collection[str] = (),
    units: Mapping[str, str] | None = None,
) -> Checked:
    """Check the rows of a table, each by itself.

    Parameters
    ----------
    table : Table
        As a reader of this room returned it.
    mapping : Mapping of str to str
        Field of each column (`intake.mapping.guess` proposes one); a column that is not there is left out.
    kind : Kind
        Premises or zone site.
    crs : str, optional
        Declared coordinate system, a key of `intake.position.promised`; the file's own when not given.
    accept : collection of str
        Ids of the misplacements to correct (`Checked.misplacements` of a first check).
    units : mapping of str to str, optional
        By field, the unit in which its column is written (see `intake.units`); that of the field when not given.

    Raises
    ------
    FileError
        When the mapping does not fit, there is no coordinate system to read positions by, or errors are beyond counting.
    """
    at = positions_of(table.columns, mapping, kind)
    crs = _declared(table, at, crs)
    ids = ids_of(table, next((column for column, field_id in mapping.items() if field_id == PLACE_ID.id), None))
    indexes = [index for index, id_ in enumerate(ids) if id_ or not _is_example(table, at, index)]
    notes = Notes()
    _note_errors(table, kind, notes)
    values = column_values(table, indexes, at, kind, units or {}, notes)
    places = places_of(table, indexes, values, crs, accept, notes.error_once, notes.warn)
    compare_areas(table, indexes, values, kind, notes)
    columns = [values.get(name) or repeat(unknown, len(indexes)) for name, unknown in _unknown(kind).items()]
    rows = [
        _row(table, index, rank, cells, places, kind, notes, ids[index])
        for rank, (index, cells) in enumerate(zip(indexes, zip(*columns, strict=True), strict=True))
    ]
    for row in rows:
        _note_missing(row, kind, notes)
    if left_out := len(table.rows) - len(indexes):
        notes.warn(RowError(0, EXAMPLE.id, _("Lignes d'exemple laissées de côté : {count}.").format(count=left_out)))
    good, wrong = (tuple(row for row in rows if (row.number in notes.bad) is is_bad) for is_bad in (False, True))
    return Checked(good, by_row(notes.errors), by_row(notes.warnings), _misplacements(places, crs, accept), len(indexes), wrong)


def _note_errors(table: Table, kind: Kind, notes: Notes) -> None:
    """What the reader could not read: a row is not lost for a cell that it may lack."""
    fields = fields_by_id(kind)
    for error in table.errors:
        field = fields.get(error.field)
        if field is None or field.is_required or field in COORDINATES:
            notes.error(error)
        else:
            keep_text(error, field, error.value, notes)


def with_repeats(checked: Checked) -> Checked:
    """Move the valid rows that tell the same place as an earlier one among the wrong ones, and say which others bear its reference.

    See `intake.duplicates`.
    """
    checked = replace(checked, warnings=by_row((*checked.warnings, *_shared(checked.rows))))
    errors = {later: RowError(later, "name", sentence, str(earlier)) for later, earlier, sentence in duplicates(checked.rows)}
    again = {row.number: row for row in checked.rows if row.number in errors}
    return replace(with_wrong(checked, again, errors.values()), repeats=frozenset(again))


def without_repeats(checked: Checked) -> Checked:
    """Undo `with_repeats`: each row is as it is by itself."""
    rows = {row.number: row for row in (*checked.rows, *(row for row in checked.wrong if row.number in checked.repeats))}
    errors = tuple(error for error in checked.errors if error.row not in checked.repeats)
    wrong = tuple(row for row in checked.wrong if row.number not in checked.repeats)
    alone = tuple(rows[number] for number in sorted(rows))
    noted = {(one.row, one.field, one.value) for one in _shared(alone)}
    warnings = tuple(one for one in checked.warnings if (one.row, one.field, one.value) not in noted)
    return replace(checked, rows=alone, errors=errors, warnings=warnings, wrong=wrong, repeats=frozenset())


def _shared(rows: Sequence[Row]) -> Iterator[RowError]:
    return (RowError(row, "reference", sentence, shown(reference)) for row, reference, sentence in shared_references(rows))


def with_wrong(checked: Checked, wrong: Mapping[int, Row], errors: Iterable[RowError]) -> Checked:
    """Move some valid rows, by number, among the wrong ones, with their errors."""
    if not wrong:
        return checked
    return replace(
        checked,
        rows=tuple(row for row in checked.rows if row.number not in wrong),
        errors=by_row((*checked.errors, *errors)),
        wrong=tuple(sorted((*checked.wrong, *wrong.values()), key=lambda row: row.number)),
    )


def by_row(errors: Iterable[RowError]) -> tuple[RowError, ...]:
    """Errors in the order of the file."""
    return tuple(sorted(errors, key=lambda error: error.row))


def _declared(table: Table, at: Mapping[str, int], crs: str | None) -> str:
    crs = crs or table.crs
    if crs in promised():
        return str(crs)
    if crs is None and not table.geometries and "x" not in at:
        return WGS84  # there is no coordinate to read
    sentence = _("Déclarez le système des coordonnées : WGS 84 (degrés) ou {system} (mètres).")
    raise FileError(sentence.format(system=projection_name()))


def _is_example(table: Table, at: Mapping[str, int], index: int) -> bool:
    cell = table.rows[index][at[EXAMPLE.id]] if EXAMPLE.id in at else None
    if isinstance(cell, bool):
        return cell
    return (
        cell is not None and not is_unknown(text_of(cell)) and text_of(cell).strip().casefold() not in {"non", "no", "faux", "false", "0"}
    )


@lru_cache(maxsize=8)
def _unknown(kind: Kind) -> Mapping[str, Value]:
    """What a row that tells nothing has in each field."""
    fields = (field for field in FIELDS[kind] if field not in COORDINATES and field is not EXAMPLE)
    return MappingProxyType({field.id: value_of(field, None) for field in fields})


def _row(table: Table, index: int, rank: int, cells: Iterable[Value], places: Places, kind: Kind, notes: Notes, id_: str) -> Row:
    own = dict(zip(_unknown(kind), cells, strict=True))
    if remarks := notes.remarks.get(table.numbers[index]):
        own[REMARKS] = with_remarks(own[REMARKS], remarks)
    return Row(table.numbers[index], MappingProxyType(own), *places.coordinates(rank), places.footprints.get(rank), id_)


def _note_missing(row: Row, kind: Kind, notes: Notes) -> None:
    missing = [] if row.id else missing_of(row, kind)
    for error in missing:
        if (row.number, error.field) not in notes.reported and (error.field != "address" or row.number not in notes.bad):
            notes.error(error)
    if not missing and not row.id and row.x_l93 != row.x_l93 and row.number not in notes.bad:
        notes.warn(RowError(row.number, "x", _("Sans position : le lieu reste à placer d'après son adresse")))


def missing_of(row: Row, kind: Kind) -> list[RowError]:
    """Return what a row lacks to be a new place: a name, and a position or an address."""
    missing = [
        RowError(row.number, field.id, _("{label} : obligatoire").format(label=_(field.label)))
        for field in FIELDS[kind]
        if field.is_required and row.values[field.id] is None
    ]
    if row.x_l93 != row.x_l93 and row.values["address"] is None:
        missing.append(RowError(row.number, "address", _("Ni position ni adresse : le lieu ne peut pas être placé")))
    return missing


def _misplacements(places: Places, crs: str, accept: Collection[str]) -> tuple[Misplacement, ...]:
    expected = promised()[crs]
    counts = Counter(name for name in places.readings if name and name != expected)
    misplaced = [Misplacement(name, count, _misplacement_sentence(name, count)) for name, count in sorted(counts.items())]
    crossed = len(places.crossed)
    sentence = ngettext(
        "{count} contour se croise : il peut être réparé, de {before} m² comme tracé à {after} m².",
        "{count} contours se croisent : ils peuvent être réparés, de {before} m² comme tracés à {after} m² en tout.",
        crossed,
    )
    before, after = (number(sum(areas[side] for areas in places.crossed)) for side in (0, 1))
    repair = [Misplacement(REPAIR, crossed, sentence.format(count=crossed, before=before, after=after))] if crossed else []
    return (*(one for one in misplaced if one.id not in accept), *repair)


def _misplacement_sentence(name: str, count: int) -> str:
    sentence = ngettext(
        "{count} position tombe hors du territoire, et dedans si {reading}.",
        "{count} positions tombent hors du territoire, et dedans si {reading}.",
        count,
    )
    return sentence.format(count=count, reading=READINGS[name].words)
