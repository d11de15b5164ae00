"""The rows of an import that a person looks at: those to correct, those of one field, those perhaps known, left out, or all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from bulk.choices import POSITION, applied
from bulk.import_view import ImportView
from bulk.review import GEOMETRY, fields_to_correct
from domain.place_fields import PlaceField
from geodata.neighbours import Neighbours
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from intake.errors import RowError
from intake.fields import COORDINATES, EXAMPLE, fields_by_id, mapped_fields
from intake.table import text_of
from services.import_answers import ImportField, ImportRow, ImportRows, RowState
from services.import_known import known_remark
from services.import_placing import placed_words

LISTED_ROWS = 500
WRONG, MATCHED, KNOWN, NOTED, LEFT, ALL = "wrong", "matched", "known", "noted", "left", "all"
FIELD = "field:"
"""What comes before the id of the field whose errors alone are looked at."""


def import_rows(view: ImportView, wanted: str) -> ImportRows:
    """Return the rows that are looked at; all of them where `wanted` names none that the import has."""
    chosen = _numbers(view, wanted)
    shown = wanted if chosen or wanted == ALL else WRONG if wanted.startswith(FIELD) and _numbers(view, WRONG) else ALL
    numbers = sorted(chosen if shown == wanted else _numbers(view, shown))
    return ImportRows(shown, _fields(view), len(numbers), _rows(view, numbers[:LISTED_ROWS]))


def label_of(view: ImportView, field_id: str) -> str:
    """Return what a field is called; the row as a whole where there is no such field."""
    if field_id == GEOMETRY:
        return _("Contour ou position")
    field = fields_by_id(view.kind).get(field_id)
    return _(field.label) if field else field_id or _("Ligne entière")


def import_field(field: PlaceField) -> ImportField:
    """Return what a column may become."""
    return ImportField(field.id, field.heading, tuple(_(choice.label) for choice in field.choices))


def _numbers(view: ImportView, wanted: str) -> set[int]:
    """Numbers of the rows of one sort; a row that was corrected here stays among those to correct, where the person sees it right."""
    wrong, left = {error.row for error in view.review.errors}, set(view.left_out)
    by_sort: dict[str, Collection[int]] = {
        WRONG: (wrong | set(view.choices.corrections)) - left,
        MATCHED: view.matches,
        KNOWN: view.duplicates,
        NOTED: warned_rows(view),
        LEFT: left,
        ALL: view.table.numbers,
    }
    of_field = {error.row for error in view.review.errors if error.field == wanted.removeprefix(FIELD)}
    return set(by_sort.get(wanted, of_field)).intersection(view.table.numbers) - set(view.done)


def warned_rows(view: ImportView) -> set[int]:
    """Return the numbers of the rows of which something is worth a look."""
    return {warning.row for warning in view.review.warnings if warning.row}


def _fields(view: ImportView) -> tuple[ImportField, ...]:
    """The fields that have a cell: those that columns become, and those by which an error is corrected; the wrong ones first."""
    mapped = {*view.review.mapping.values()}
    wrong = {name for error in view.review.errors for name in fields_to_correct(error, view.kind)}
    fields = [field for field in mapped_fields(view.kind) if field.id in mapped | wrong and field is not EXAMPLE]
    order = sorted(fields, key=lambda field: (field.id != "name", field.id not in wrong))
    return tuple(import_field(field) for field in order)


def _rows(view: ImportView, numbers: Collection[int]) -> tuple[ImportRow, ...]:
    table, mapping = applied(view.table, replace(view.choices, left_out=()), view.kind)
    at = {field_id: table.columns.index(column) for column, field_id in mapping.items() if column in table.columns}
    rank = {number: index for index, number in enumerate(table.numbers)}
    errors, remarks, left = _errors(view), _remarks(view), set(view.left_out)
    rows = []
    warned = _warned_fields(view)
    for row in numbers:
        cells = {name: text_of(table.rows[rank[row]][index]) for name, index in at.items()}
        typed = view.choices.corrections.get(row, {})
        cells |= {name: typed[name] for name in POSITION if name in typed}
        state: RowState = "left" if row in left else "wrong" if row in errors else "good"
        rows.append(ImportRow(row, state, cells, errors.get(row, {}), tuple(remarks.get(row, ())), tuple(sorted(warned.get(row, ())))))
    return tuple(rows)


def _errors(view: ImportView) -> Mapping[int, Mapping[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for error in view.review.errors:
        before = found[error.row].get(error.field)
        found[error.row][error.field] = f"{before} {error.message}" if before else error.message
    return found


def _remarks(view: ImportView) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row, match in view.matches.items():
        found[row].append(known_remark(view, match))
    for row, near in view.duplicates.items():
        found[row].append(_("Peut-être déjà connu : {places}").format(places=" ; ".join(_near(near))))
    for row, words in placed_words(view).items():
        found[row].append(words)
    for warning in view.review.warnings:
        found[warning.row].append(_labelled(view, warning))
    return found


def _labelled(view: ImportView, warning: RowError) -> str:
    """A warning behind the name of its field, unless it begins by it, or is of the position as a whole."""
    label = label_of(view, warning.field)
    is_plain = warning.message.startswith(label) or warning.field in {axis.id for axis in COORDINATES}
    return warning.message if is_plain else f"{label} : {warning.message}"


def _warned_fields(view: ImportView) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for warning in view.review.warnings:
        found[warning.row].add(warning.field)
    return found


def _near(found: Neighbours) -> list[str]:
    """The nearest known places in words, and how many others there are."""
    named = [_("{name}, à {distance} m").format(name=near.name, distance=number(near.distance_m)) for near in found.nearest]
    return [*named, ngettext("et {n} autre", "et {n} autres", found.more).format(n=number(found.more))] if found.more else named
