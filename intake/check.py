"""Rows of a file checked against the fields: what is valid, what is not and why, what is worth a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import shapely

from domain.candidate import Kind
from domain.place_fields import PlaceField
from geodata.crs import WGS84
from i18n import gettext as _
from i18n import ngettext
from intake.duplicates import duplicates
from intake.errors import FileError, RowError, shown
from intake.fields import COORDINATES, EXAMPLE, FIELDS, PARTS, WHOLE, fields_by_id
from intake.mapping import positions_of
from intake.places import Places, places_of
from intake.position import DECLARED, READINGS
from intake.table import MAX_ROWS, Cell, Table, text_of
from intake.values import CellError, Value, is_unknown, may_be_thousands, value_of

MAX_ERRORS = 3 * MAX_ROWS


@dataclass(frozen=True, slots=True)
class Row:
    """A valid row. `values` holds every field but position: NaN (numbers) or None (the rest) where unknown.

    Coordinates are NaN when the place has an address only; `footprint_l93` is its contour (EPSG:2154) when the file had one.
    """

    number: int
    values: Mapping[str, Value]
    x_l93: float
    y_l93: float
    lon_wgs84: float
    lat_wgs84: float
    footprint_l93: shapely.Geometry | None = None


@dataclass(frozen=True, slots=True)
class Misplacement:
    """Positions that would fall in the territory if they were read otherwise: offered, never done unasked.

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


def check(table: Table, mapping: Mapping[str, str], kind: Kind, crs: str | None = None, accept: Collection[str] = ()) -> Checked:
    """Check the rows of a table, each by itself and beside the others (see `check_rows`)."""
    return with_repeats(check_rows(table, mapping, kind, crs, accept))


def check_rows(table: Table, mapping: Mapping[str, str], kind: Kind, crs: str | None = None, accept: Collection[str] = ()) -> Checked:
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
        Declared coordinate system, ``"EPSG:4326"`` or ``"EPSG:2154"``; the file's own when not given.
    accept : collection of str
        Ids of the misplacements to correct (`Checked.misplacements` of a first check).

    Raises
    ------
    FileError
        When the mapping does not fit, there is no coordinate system to read positions by, or errors are beyond counting.
    """
    at = positions_of(table.columns, mapping, kind)
    crs = _declared(table, at, crs)
    kept = [index for index in range(len(table.rows)) if not _is_example(table, at, index)]
    notes = _Notes()
    for error in table.errors:
        notes.error(error)
    values = {
        field.id: _column(table, kept, at[field.id], field, notes) for field in FIELDS[kind] if field.id in at and field is not EXAMPLE
    }
    places = places_of(table, kept, values, crs, accept, notes.error, notes.warn)
    _compare_areas(table, kept, values, kind, notes)
    rows = [_row(table, index, rank, values, places, kind) for rank, index in enumerate(kept)]
    for row in rows:
        _require(row, kind, notes)
    notes.left_out(len(table.rows) - len(kept))
    good, wrong = (tuple(row for row in rows if (row.number in notes.bad) is is_bad) for is_bad in (False, True))
    return Checked(good, by_row(notes.errors), by_row(notes.warnings), _misplacements(places, crs, accept), len(kept), wrong)


def with_repeats(checked: Checked) -> Checked:
    """Move the valid rows that tell the same place as an earlier one among the wrong ones (see `intake.duplicates`)."""
    errors = {later: RowError(later, "name", sentence, str(earlier)) for later, earlier, sentence in duplicates(checked.rows)}
    again = {row.number: row for row in checked.rows if row.number in errors}
    return replace(with_wrong(checked, again, errors.values()), repeats=frozenset(again))


def without_repeats(checked: Checked) -> Checked:
    """Undo `with_repeats`: each row is as it is by itself."""
    rows = {row.number: row for row in (*checked.rows, *(row for row in checked.wrong if row.number in checked.repeats))}
    errors = tuple(error for error in checked.errors if error.row not in checked.repeats)
    wrong = tuple(row for row in checked.wrong if row.number not in checked.repeats)
    return replace(checked, rows=tuple(rows[number] for number in sorted(rows)), errors=errors, wrong=wrong, repeats=frozenset())


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


class _Notes:
    """Gathers errors and warnings, and which rows are bad."""

    def __init__(self) -> None:
        self.errors: list[RowError] = []
        self.warnings: list[RowError] = []
        self.bad: set[int] = set()
        self.told: set[tuple[int, str]] = set()

    def error(self, error: RowError) -> None:
        self.errors.append(error)
        self.bad.add(error.row)
        self.told.add((error.row, error.field))
        if len(self.errors) > MAX_ERRORS:
            raise FileError(_("Plus de {limit} erreurs : vérifiez l'association des colonnes.").format(limit=MAX_ERRORS))

    def warn(self, warning: RowError) -> None:
        if len(self.warnings) < MAX_ERRORS:
            self.warnings.append(warning)

    def left_out(self, count: int) -> None:
        if count:
            self.warn(RowError(0, EXAMPLE.id, _("Lignes d'exemple laissées de côté : {count}.").format(count=count)))


def by_row(errors: Iterable[RowError]) -> tuple[RowError, ...]:
    """Errors in the order of the file."""
    return tuple(sorted(errors, key=lambda error: error.row))


def _declared(table: Table, at: Mapping[str, int], crs: str | None) -> str:
    crs = crs or table.crs
    if crs in DECLARED:
        return str(crs)
    if crs is None and not table.geometries and "x" not in at:
        return WGS84  # there is no coordinate to read
    raise FileError(_("Déclarez le système des coordonnées : WGS 84 (degrés) ou Lambert-93 (mètres)."))


def _is_example(table: Table, at: Mapping[str, int], index: int) -> bool:
    cell = table.rows[index][at[EXAMPLE.id]] if EXAMPLE.id in at else None
    if isinstance(cell, bool):
        return cell
    return (
        cell is not None and not is_unknown(text_of(cell)) and text_of(cell).strip().casefold() not in {"non", "no", "faux", "false", "0"}
    )


def _column(table: Table, kept: list[int], position: int, field: PlaceField, notes: _Notes) -> list[Value]:
    """Return the values of a mapped column; what is wrong is noted, and its value unknown."""
    unknown: Value = value_of(field, None)
    result: list[Value] = []
    seen: dict[Cell, Value] = {}  # a column holds the same words again and again; numbers 1, 1.0 and True are told apart
    for index in kept:
        cell = table.rows[index][position]
        key: Cell = cell if isinstance(cell, str) else None
        if key is not None and key in seen:
            result.append(seen[key])
            continue
        try:
            value = value_of(field, cell)
        except CellError as refused:
            notes.error(RowError(table.numbers[index], field.id, str(refused), shown(text_of(cell))))
            value = unknown
        else:
            if key is not None and not (field.type == "number" and field not in COORDINATES and may_be_thousands(cell)):
                seen[key] = value
            elif key is not None:
                message = _("{label} : « {value} » est lu avec des décimales ; écrivez sans séparateur s'il s'agit de milliers")
                notes.warn(RowError(table.numbers[index], field.id, message.format(label=_(field.label), value=cell), shown(cell)))
        result.append(value)
    return result


def _compare_areas(table: Table, kept: list[int], values: Mapping[str, list[Value]], kind: Kind, notes: _Notes) -> None:
    """A part is never larger than the whole; unknown areas are not compared."""
    fields = fields_by_id(kind)
    for part in PARTS:
        if part not in values or WHOLE not in values:
            continue
        for index, share, whole in zip(kept, values[part], values[WHOLE], strict=True):
            if isinstance(share, float) and isinstance(whole, float) and share > whole:
                message = _("{label} plus grande que la surface du lieu").format(label=_(fields[part].label))
                notes.error(RowError(table.numbers[index], part, message, f"{share:g} > {whole:g}"))


def _row(table: Table, index: int, rank: int, values: Mapping[str, list[Value]], places: Places, kind: Kind) -> Row:
    told = {
        field.id: values[field.id][rank] if field.id in values else value_of(field, None)
        for field in FIELDS[kind]
        if field not in COORDINATES and field is not EXAMPLE
    }
    return Row(table.numbers[index], MappingProxyType(told), *places.coordinates(rank), places.footprints.get(rank))


def _require(row: Row, kind: Kind, notes: _Notes) -> None:
    for field in FIELDS[kind]:
        if field.is_required and row.values[field.id] is None and (row.number, field.id) not in notes.told:
            notes.error(RowError(row.number, field.id, _("{label} : obligatoire").format(label=_(field.label))))
    if row.x_l93 == row.x_l93 or row.number in notes.bad:
        return
    if row.values["address"] is None:
        notes.error(RowError(row.number, "address", _("Ni position ni adresse : le lieu ne peut pas être placé")))
    else:
        notes.warn(RowError(row.number, "x", _("Sans position : le lieu reste à placer d'après son adresse")))


def _misplacements(places: Places, crs: str, accept: Collection[str]) -> tuple[Misplacement, ...]:
    counts = Counter(name for name in places.readings if name and name != DECLARED[crs])
    return tuple(
        Misplacement(name, count, _misplacement_sentence(name, count)) for name, count in sorted(counts.items()) if name not in accept
    )


def _misplacement_sentence(name: str, count: int) -> str:
    sentence = ngettext(
        "{count} position tombe hors du territoire, et dedans si {reading}.",
        "{count} positions tombent hors du territoire, et dedans si {reading}.",
        count,
    )
    return sentence.format(count=count, reading=_(READINGS[name].sentence))
