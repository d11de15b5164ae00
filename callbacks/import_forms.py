"""What the browser may send to the panel of imports: the schema of each value, and the gesture that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from callbacks.registry import Value, every
from callbacks.values import Clicks
from domain.place_fields import EUR_M2_YR
from intake.table import MAX_CELL_CHARS, MAX_ROWS
from intake.units import UNITS
from services.import_answers import ImportRefusal, ImportRun, RunAction, Step
from services.import_gestures import CellChange, Gesture, GestureName, RunRequest
from views.components import import_ids
from views.proposals.import_known import KNOWN_CHOICES
from views.proposals.import_units import UNIT_CHOICES
from views.proposals.import_ways import WAY_CHOICES

Key = Annotated[str, Field(max_length=40)]
Text = Annotated[str, Field(max_length=MAX_CELL_CHARS)]
SystemCode = Annotated[str, Field(pattern=r"^EPSG:\d{4,6}$")]
Fate = Literal["update", "leave", "add"]
Way = Annotated[str, Field(max_length=300)]
AmountUnit = Annotated[str, Field(pattern=f"^({'|'.join(unit.id for unit in UNITS[EUR_M2_YR])})$")]
ValueIndex = Annotated[str, Field(pattern=r"^\d{1,3}\.[0-9a-f]{12}$")]
Row = Annotated[str, Field(pattern=r"^\d{1,7}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Event(BaseModel):
    """An event of a grid: of all that it holds, what is declared is read."""

    model_config = ConfigDict(strict=True, extra="ignore")


class At(_Strict):
    """What the panel shows: a step, an import, and the gesture that waits for its turn."""

    step: Step
    id: Key
    pending: Key = ""


class Sent(_Strict):
    """A file that was read."""

    id: Key


class Cell(_Strict):
    """A cell that was typed in; in the grid of columns, its row is a column of the file."""

    row: Row
    column: Key
    text: Text


class Typed(_Strict):
    """What was typed in one of the two grids since the last request."""

    grid: Literal["columns", "cells"]
    changes: Annotated[list[Cell], Field(max_length=MAX_ROWS)]


class Ticked(_Event):
    """A row that is ticked."""

    row: Row


class RunForm(_Strict):
    """The next part of a long action; `part` tells two parts apart."""

    turn: int
    part: int
    id: Key
    action: RunAction
    after: Key = ""
    only_valid: bool = True


class Refused(_Strict):
    """A proposal that could not be changed."""

    id: Key
    sentence: Annotated[str, Field(max_length=1_000)]


class RunBefore(_Strict):
    """What was done of a long action."""

    turn: int
    id: Key
    action: RunAction
    done: int
    total: int
    is_over: bool
    acted: int
    after: Key
    error: Annotated[str, Field(max_length=2_000)]
    to_submit: int
    to_place: int
    updated: int
    same: int
    left: int
    refused: Annotated[list[Refused], Field(max_length=MAX_ROWS)]


_CLICKS: Mapping[str, GestureName] = {
    import_ids.OPEN: "begin",
    import_ids.ANOTHER: "begin",
    import_ids.RESUME: "resume",
    import_ids.FORGET: "forget",
    import_ids.NEXT: "step",
    import_ids.REST: "step",
    import_ids.LEAVE: "leave",
    import_ids.TAKE_BACK: "take_back",
    import_ids.LEAVE_KNOWN: "leave_known",
    import_ids.ACCEPT: "accept",
    import_ids.REFUSE: "refuse",
    import_ids.GUESS: "guess",
}
_GESTURES: Mapping[str, GestureName] = {
    **_CLICKS,
    import_ids.SENT: "sent",
    import_ids.STEPPER: "step",
    import_ids.CRS: "crs",
    import_ids.RENT_UNIT: "unit",
    import_ids.CHARGES_UNIT: "unit",
    **dict.fromkeys(KNOWN_CHOICES.values(), "known"),
    **dict.fromkeys(WAY_CHOICES.values(), "way"),
    import_ids.ROWS: "rows",
    import_ids.TYPED: "correct",
    import_ids.VALUE: "match",
    import_ids.MODE: "mode",
    import_ids.OVER: "ran",
    import_ids.PLACED: "rows",
}
INPUTS = [
    *(Value(name, "n_clicks", Clicks) for name in _CLICKS),
    Value(import_ids.SENT, "data", Sent | None),
    Value(import_ids.STEPPER, "active", Annotated[int, Field(ge=0, le=4)] | None),
    Value(import_ids.CRS, "value", SystemCode | None),
    Value(import_ids.RENT_UNIT, "value", AmountUnit | None),
    Value(import_ids.CHARGES_UNIT, "value", AmountUnit | None),
    *(Value(name, "value", Fate | None) for name in KNOWN_CHOICES.values()),
    *(Value(name, "value", Way | None) for name in WAY_CHOICES.values()),
    Value(import_ids.ROWS, "value", Key | None),
    Value(import_ids.TYPED, "data", Typed | None),
    every(import_ids.VALUE, ValueIndex, "value", Key | None),
    Value(import_ids.MODE, "value", Literal["valid", "all"] | None),
    Value(import_ids.OVER, "data", RunBefore | None),
    Value(import_ids.PLACED, "data", Key | None),
    Value(import_ids.WAIT, "n_intervals", Clicks),
]
STATE = [
    Value(import_ids.AT, "data", At | None),
    Value(import_ids.UNDERWAY_CHOICE, "value", Key | None),
    Value(import_ids.CELLS, "selectedRows", Annotated[list[Ticked], Field(max_length=MAX_ROWS)] | None),
    Value(import_ids.ALIKE, "checked", bool | None),
    Value(import_ids.MATCHED, "data", dict[ValueIndex, Key] | None),
]
_AT_STEP: Mapping[int, Step] = {0: "file", 1: "columns", 2: "check", 3: "made"}
_NAMES = [value.component if isinstance(value.component, str) else value.component.type for value in (*INPUTS, *STATE)]
_TICKED = TypeAdapter(list[Ticked])


def gesture_of(trigger: str | None, values: Sequence[Any], matched: Mapping[str, Any]) -> Gesture | None:
    """Return what a person did, from what the browser sent; None when it was nothing.

    A gesture that waits for its turn is made again when the clock says so. `trigger` is the type of a component that is one of several;
    `matched` is what each text of the file is to stand for, by index: the browser tells it as soon as they are shown, too.
    """
    given = dict(zip(_NAMES, values, strict=True))
    at = At.model_validate(given[import_ids.AT] or {"step": "file", "id": ""})
    name = at.pending if trigger == import_ids.WAIT else _GESTURES.get(trigger or "")
    if not name or given.get(trigger or "") is None:
        return None
    before = given[import_ids.MATCHED] or {}
    changed = {index: code for index, code in matched.items() if code and index in before and before[index] != code}
    if name == "match" and not changed:
        return None
    typed = given[import_ids.TYPED] or {"grid": "cells", "changes": []}
    if name == "correct" and typed["grid"] == "columns":
        name = "map"
    chosen = (given[import_ids.SENT] or {}).get("id", "") if name == "sent" else given[import_ids.UNDERWAY_CHOICE] or ""
    return Gesture(
        TypeAdapter(GestureName).validate_python(name),
        at.id,
        at.step,
        chosen,
        "check" if trigger in {import_ids.NEXT, import_ids.REST} else _AT_STEP.get(given[import_ids.STEPPER] or 0, "made"),
        [CellChange(one["row"], one["column"], one["text"]) for one in typed["changes"]],
        given[import_ids.CRS],
        [int(one.row) for one in _TICKED.validate_python(given[import_ids.CELLS] or [])],
        given[import_ids.ROWS] or "",
        given[import_ids.MODE] != "all",
        outcome_of(given[import_ids.OVER]),
        {field: given[name] for field, name in UNIT_CHOICES.items() if given[name]},
        {way: given[name] for way, name in WAY_CHOICES.items() if given[name]},
        all_alike=bool(given[import_ids.ALIKE]),
        values=changed,
        known={sureness: given[name] for sureness, name in KNOWN_CHOICES.items() if given[name]},
    )


def request_of(requested: Mapping[str, Any]) -> RunRequest:
    """Return the next part of a long action."""
    given = RunForm.model_validate(requested)
    return RunRequest(given.turn, given.id, given.action, given.after, given.only_valid)


def outcome_of(before: Mapping[str, Any] | None) -> ImportRun | None:
    """Return what was done of a long action, as the browser holds it."""
    if before is None:
        return None
    given = RunBefore.model_validate(before)
    refused = tuple(ImportRefusal(one.id, one.sentence) for one in given.refused)
    return ImportRun(**given.model_dump(exclude={"refused"}), refused=refused)
