"""An import as its panel shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bulk.known import Choice, Sureness
from domain.candidate import Kind
from services.answer import Answer

Step = Literal["file", "columns", "check", "run", "made"]
RunAction = Literal["commit", "cancel", "submit", "place"]
RowState = Literal["wrong", "good", "left"]
ImportPoint = tuple[float, float, int, str, bool]
"""Longitude and latitude (degrees, WGS 84), number and name of a row, and whether it is to be corrected."""


class ImportSent(Answer):
    """A file that was read, and stored: the id of its import."""

    id: str


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """A value among several."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ImportField:
    """What a column of a file may become; `choices` are the words of its values, where it has a list of them."""

    id: str
    heading: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenImport:
    """An import that is not over; `sentence` says how far it is."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportStart:
    """What the choice of a file shows: a warning of the quotas (empty where there is none), and the imports that are not over."""

    quota: str
    open: tuple[OpenImport, ...]


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """A column of the file, with some of its values, and the field that it becomes (empty when it is not taken)."""

    name: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class ImportUnit:
    """The unit in which the column of an amount is written: `chosen` among those of `intake.units`, `sentence` shows what it makes.

    `is_to_choose`: the heading does not say it, so that a person chooses.
    """

    field: str
    chosen: str
    sentence: str
    is_to_choose: bool


@dataclass(frozen=True, slots=True)
class ImportValue:
    """A text of a column that is none of the values of its field.

    Attributes
    ----------
    index : what it is called by.
    rows_n : how many rows hold it.
    chosen : code of the value that it stands for; empty while nothing is chosen.
    is_likely : whether that is what the text resembles.
    """

    index: str
    text: str
    rows_n: int
    chosen: str
    is_likely: bool


@dataclass(frozen=True, slots=True)
class ImportValues:
    """The texts of a column to be matched with the values of its field, `choices`; `more_n` others are not listed."""

    column: str
    field: str
    choices: tuple[ImportChoice, ...]
    values: tuple[ImportValue, ...]
    more_n: int


@dataclass(frozen=True, slots=True)
class ImportColumns:
    """The columns of the file and what they may become; `missing` are the required fields that none becomes."""

    columns: tuple[ImportColumn, ...]
    fields: tuple[ImportField, ...]
    missing: tuple[str, ...]
    crs: str | None
    crs_choices: tuple[ImportChoice, ...]
    has_positions: bool
    """Whether something in the file is read by a coordinate system."""


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many rows there are of each sort."""

    rows: int
    valid: int
    wrong: int
    errors: int
    unplaced: int
    left_out: int
    duplicates: int
    warnings: int
    done: int
    to_add: int
    to_update: int
    to_leave: int
    """Of the valid rows: those that make a new place, update one that they tell, and are left since it is there already."""


@dataclass(frozen=True, slots=True)
class ImportKnown:
    """Rows that tell places which are there already: `sureness` (see `bulk.known`), how many, and what is chosen for them."""

    sureness: Sureness
    n: int
    chosen: Choice
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportErrorField:
    """How many errors a field has."""

    id: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row of the file as it is with the corrections made so far.

    Attributes
    ----------
    row : its number in the file.
    cells : text of each cell, by field.
    errors : what is wrong, by field; a field without a cell stands for the row as a whole.
    warned : the fields of which something is worth a look.
    remarks : what is worth a look.
    """

    row: int
    state: RowState
    cells: Mapping[str, str]
    errors: Mapping[str, str]
    remarks: tuple[str, ...]
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRows:
    """The rows that are looked at: `shown` says which, `total` how many there are, of which the first ones are listed."""

    shown: str
    fields: tuple[ImportField, ...]
    total: int
    rows: tuple[ImportRow, ...]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it will be, in words; `ok` unless something in it is wrong."""

    row: int
    ok: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The first rows as they will be."""

    columns: tuple[str, ...]
    rows: tuple[PreviewRow, ...]


@dataclass(frozen=True, slots=True)
class ImportWay:
    """One thing that was found of how the file is read (see `intake.reading`); `options` have a sample."""

    id: str
    chosen: str
    options: tuple[ImportChoice, ...]


@dataclass(frozen=True, slots=True)
class ImportState:
    """An import as it stands.

    Attributes
    ----------
    kind : of its places.
    is_locked : whether some rows are imported: the rest is then read by the same columns.
    notes : how the file was read.
    need : why its rows cannot be checked yet, as a sentence; empty when they can.
    error_fields : the fields that have errors.
    misplacements : what positions would fall in the territory if they were read otherwise, in sentences.
    is_read_otherwise : whether they are.
    units : those of the amounts that are converted, or whose column does not name any.
    ways : how the file is read, and may be read otherwise.
    values : the texts to be matched with the values of closed lists, a column each.
    recalled : what is chosen as for a file of the same shape before, as a sentence; empty where nothing is.
    known : the rows that tell places which are there already.
    """

    id: str
    name: str
    kind: Kind
    is_locked: bool
    notes: tuple[str, ...]
    columns: ImportColumns
    need: str
    counts: ImportCounts
    error_fields: tuple[ImportErrorField, ...]
    misplacements: tuple[str, ...]
    is_read_otherwise: bool
    rows: ImportRows
    preview: ImportPreview
    points: tuple[ImportPoint, ...]
    units: tuple[ImportUnit, ...] = ()
    ways: tuple[ImportWay, ...] = ()
    values: tuple[ImportValues, ...] = ()
    recalled: str = ""
    known: tuple[ImportKnown, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRefusal:
    """A proposal that could not be changed, and why."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportRun:
    """How far a long action is; the browser has it go on, with `after`, until it is over.

    Attributes
    ----------
    done, total : how many were looked at, of how many.
    acted : how many were changed since it began.
    after : id of the last proposal that was tried.
    to_submit, to_place : how many drafts the import has made with a position and without, once all are made.
    error : why it cannot go on; empty when it can.
    updated, same : how many places that were there before were changed since it began, and of how many nothing changes.
    left : how many rows are recognised and left, once all are looked at.
    """

    turn: int
    id: str
    action: RunAction
    done: int = 0
    total: int = 0
    is_over: bool = False
    acted: int = 0
    after: str = ""
    to_submit: int = 0
    to_place: int = 0
    refused: tuple[ImportRefusal, ...] = ()
    error: str = ""
    updated: int = 0
    same: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What the panel shows next; what is None stays as it is.

    Attributes
    ----------
    step : which step is shown.
    import_id : the import that is looked at; empty before a file is sent.
    alert : a sentence on what could not be done.
    pending : the gesture that waits for its turn, and is made again; empty when none does.
    is_new : whether another import, or another step, is looked at than before.
    """

    step: Step | None = None
    import_id: str = ""
    alert: str = ""
    pending: str = ""
    is_new: bool = False
    only_valid: bool = True
    start: ImportStart | None = None
    state: ImportState | None = None
    run: ImportRun | None = None
