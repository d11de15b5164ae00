"""An import as the panel of imports shows it."""

from __future__ import annotations

from domain.candidate import Kind
from services.answer import Answer


class ImportChoice(Answer):
    """A value among several."""

    id: str
    label: str


class ImportField(Answer):
    """What a column of a file may become."""

    id: str
    label: str
    heading: str
    type: str
    required: bool
    example: str
    help: str
    choices: list[ImportChoice]


class OpenImport(Answer):
    """An import that is not over; the moment is UTC, ISO 8601."""

    id: str
    name: str
    rows: int
    done: int
    closing: bool
    """Whether what it made is being withdrawn."""
    at: str


class ImportStart(Answer):
    """What the panel needs to begin."""

    quota: str
    """A warning when the organisation has nearly all that it may have; empty otherwise."""
    words: dict[str, str]
    kind: Kind
    fields: list[ImportField]
    crs: list[ImportChoice]
    max_bytes: int
    max_rows: int
    open: list[OpenImport]


class ImportRefusal(Answer):
    """A proposal that could not be changed, and why."""

    id: str
    sentence: str


class ImportProgress(Answer):
    """How far a long action is (see `bulk.import_view.Progress`)."""

    done: int
    total: int
    over: bool
    acted: int
    last: str
    to_submit: int
    refused: list[ImportRefusal]


class ImportColumn(Answer):
    """A column of the file, with some of its values."""

    name: str
    samples: list[str]


class ImportCounts(Answer):
    """How many rows there are of each sort."""

    rows: int
    valid: int
    wrong: int
    errors: int
    unplaced: int
    left_out: int
    twins: int
    done: int


class ImportErrorField(Answer):
    """How many errors a field has."""

    id: str
    label: str
    n: int


class ImportMistake(Answer):
    """What is wrong with a field of a row."""

    field: str
    label: str
    message: str


class ImportCell(Answer):
    """A cell to correct."""

    field: str
    label: str
    text: str


class ImportErrorRow(Answer):
    """A row to correct."""

    row: int
    name: str
    errors: list[ImportMistake]
    cells: list[ImportCell]


class ImportErrors(Answer):
    """The rows to correct: `only` those of a field, when it is not empty; the first ones are listed."""

    fields: list[ImportErrorField]
    only: str
    rows_n: int
    rows: list[ImportErrorRow]


class ImportWarning(Answer):
    """Something worth a look in a row."""

    row: int
    label: str
    message: str
    value: str


class ImportWarnings(Answer):
    """How many things are worth a look, and the first ones."""

    n: int
    rows: list[ImportWarning]


class ImportMisplacement(Answer):
    """Positions that would fall in the territory if they were read otherwise."""

    id: str
    sentence: str


class ImportTwin(Answer):
    """A row that may be known already, and the places near it in words."""

    row: int
    name: str
    near: list[str]


class ImportTwins(Answer):
    """The rows that may be known already: the first ones, and the numbers of all."""

    rows: list[ImportTwin]
    all: list[int]


class LeftOutRow(Answer):
    """A row that a person left out."""

    row: int
    name: str


class PreviewRow(Answer):
    """A row as it will be, in words; `ok` unless something in it is wrong."""

    row: int
    ok: bool
    cells: list[str]


class ImportPreview(Answer):
    """The first rows as they will be."""

    columns: list[str]
    rows: list[PreviewRow]


ImportPoint = tuple[float, float, int, str]
"""Longitude and latitude (degrees, WGS 84), number and name of a row."""


class ImportPoints(Answer):
    """Where the rows are: those that are valid, and those to correct."""

    good: list[ImportPoint]
    bad: list[ImportPoint]


class ImportState(Answer):
    """An import as it stands."""

    id: str
    name: str
    locked: bool
    """Whether some rows are imported: the rest is then read by the same columns."""
    notes: list[str]
    columns: list[ImportColumn]
    mapping: dict[str, str]
    has_geometry: bool
    crs: str | None
    need: str
    counts: ImportCounts
    errors: ImportErrors
    warnings: ImportWarnings
    misplacements: list[ImportMisplacement]
    accepted: list[str]
    twins: ImportTwins
    left_out: list[LeftOutRow]
    preview: ImportPreview
    points: ImportPoints
    drafts: list[str]
    """The first proposal that was made of a row."""
