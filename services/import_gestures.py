"""What a person does in the panel of imports, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from services.import_answers import ImportRun, RunAction, Step

GestureName = Literal[
    "begin", "sent", "resume", "forget", "step", "map", "crs", "rows", "correct", "leave", "take_back", "leave_known",
    "accept", "refuse", "mode", "ran", "unit", "way", "match", "guess", "known",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that was typed in: the row of the table, the column, the text."""

    row: str
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Gesture:
    """What was done, and what was on screen then.

    Attributes
    ----------
    import_id, step : what the panel showed.
    chosen : the import that is chosen among those that are not over.
    to_step : the step that was asked for.
    typed : the cells that were typed in; in the grid of columns, a row is a column of the file and the text the heading of a field.
    ticked : numbers of the rows that are ticked.
    rows : which rows that are looked at.
    only_valid : whether the wrong rows are left aside.
    run : the long action that is over.
    units : the unit that is chosen for each amount, by field.
    all_alike : whether a correction counts for all the cells that hold the same text.
    ways : how the file is to be read, by the ids of `services.import_answers.ImportWay`.
    values : what texts of the file stand for, by the indexes of `services.import_answers.ImportValue`.
    known : what becomes of the rows that are recognised, by sureness (see `bulk.known`).
    """

    name: GestureName
    import_id: str = ""
    step: Step = "file"
    chosen: str = ""
    to_step: Step = "file"
    typed: Sequence[CellChange] = ()
    crs: str | None = None
    ticked: Sequence[int] = ()
    rows: str = ""
    only_valid: bool = True
    run: ImportRun | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    all_alike: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunRequest:
    """The next part of a long action (see `services.import_answers.ImportRun`)."""

    turn: int
    id: str
    action: RunAction
    after: str = ""
    only_valid: bool = True
