"""Callbacks of the projection of a meeting: the weights and the threshold that are tried live, and the way back to what was prepared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from dash import ctx
from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks.registry import Registry, Target, Value
from callbacks.values import Clicks, answer
from domain.person import Action, NotAllowed, Person
from services.context import Context
from services.meeting_archive import ArchiveChanged
from services.meeting_balance import LEVERS, balance
from services.meeting_screens import projected
from services.meeting_shown import as_closed
from services.meetings import MeetingPlace
from store.database import StoreUnavailable
from store.meetings import NotFound
from views.components import ids
from views.components.parts import trouble
from views.meetings.balance import balance_panel, lever_values

Path = Annotated[str, Field(max_length=200)] | None
Mark = Annotated[str, Field(max_length=400)] | None
Of = Annotated[str, Field(max_length=80)]
At = Annotated[int, Field(ge=0, le=999)] | None
Level = Annotated[float, Field(ge=0, le=100)] | Annotated[str, Field(pattern=r"^(100|[0-9]{1,2})(\.[0-9])?$")] | None
"""What a lever sends: what it was set to, or what was typed or drawn on it, as text."""
Levels = Annotated[list[Level], Field(min_length=len(LEVERS), max_length=len(LEVERS))] | None
MOVED: Sequence[Target] = ((ids.MEETING_TRIED, "data"), *((ids.lever(name), "value") for name in LEVERS))
WEIGHED: Sequence[Target] = ((ids.MEETING_BALANCE, "children"), *((ids.lever_value(name), "children") for name in LEVERS))


class Prepared(BaseModel):
    """The levers of a decision as they were prepared, and which one it is."""

    model_config = ConfigDict(strict=True, extra="forbid")

    of: Of
    levers: dict[Annotated[str, Field(max_length=12)], Annotated[float, Field(ge=0, le=100)]]


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    given = [Value(ids.MEETING_PREPARED, "data", Prepared | None), Value(ids.MEETING_RESET, "n_clicks", Clicks)]
    tried = [Value(ids.MEETING_TRIED, "data", Of | None)]

    @registry.server(MOVED, given, tried, action=Action.READ_MEETINGS, initial=False)
    def prepare(ready: Mapping[str, Any] | None, _clicks: int | None, of: str | None) -> Any:
        return answer(MOVED, as_prepared(ready, of, is_reset=ctx.triggered_id == ids.MEETING_RESET))

    registry.client("levers", [(ids.MEETING_MOVED, "data")], [Value(ids.lever(name), "value") for name in LEVERS])
    registry.client("balance", [], [Value(ids.MEETING_BALANCE, "children")])
    inputs = [Value(ids.MEETING_SHOWN, "data", Mark), Value(ids.MEETING_MOVED, "data", Levels)]
    state = [Value(ids.URL, "pathname", Path), Value(ids.MEETING_AT, "data", At)]

    @registry.server(WEIGHED, inputs, state, action=Action.READ_MEETINGS, initial=False)
    def weigh(_mark: str | None, moved: Sequence[float | str | None] | None, path: str | None, at: int | None) -> Any:
        return weighed(context, current_person(), path, at or 0, dict(zip(LEVERS, moved or (), strict=False)))


def as_prepared(ready: Mapping[str, Any] | None, of: str | None, is_reset: bool) -> dict[Target, Any]:
    """Return the levers of a decision as they were prepared; nothing while one is tried already, unless it was asked for."""
    if ready is None or (ready["of"] == of and not is_reset):
        return {}
    return {MOVED[0]: ready["of"], **{target: ready["levers"].get(name) for target, name in zip(MOVED[1:], LEVERS, strict=True)}}


def weighed(context: Context, person: Person, path: str | None, at: int, levers: Mapping[str, float | str | None]) -> tuple[Any, ...]:
    """Return the balance of the decision that is projected, for some levers, and what is written beside each; nothing elsewhere."""
    nothing = ([], *([""] * len(LEVERS)))
    place = MeetingPlace.of(path)
    if not place.is_screen:
        return nothing
    try:
        meeting = context.meetings.get(person, place.meeting)
        screen = projected(meeting, at)
        if screen is None:
            return nothing
        given = {name: float(value) for name, value in levers.items() if value is not None}
        found = balance(context, screen.decision, given, as_closed(context, person, meeting, screen.decision.id))
    except (NotFound, NotAllowed, StoreUnavailable, ArchiveChanged) as why:
        return (trouble(str(why)), *nothing[1:])
    return (balance_panel(found, screen), *lever_values(found))
