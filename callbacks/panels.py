"""What panels answer: why the store cannot be read, and no part that the browser shows already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from hashlib import blake2b
from typing import Annotated, Any

from dash import no_update
from plotly.io.json import to_json_plotly
from pydantic import Field

from access.turns import heavy
from callbacks.registry import Registry, Value
from domain.person import Action
from store.database import StoreUnavailable
from views.components import ids
from views.components.parts import trouble
from views.scenarios.following import Panel

Drawn = Annotated[str, Field(max_length=200)] | None


def store_failures_shown(show: Callable[..., Any]) -> Callable[..., Any]:
    """Where the store cannot be read, a panel says why instead of staying empty."""

    @wraps(show)
    def guarded(*args: Any) -> Any:
        try:
            return show(*args)
        except StoreUnavailable as why:
            return trouble(str(why))

    return guarded


def declare_followed(registry: Registry, name: str, inputs: Sequence[Value], show: Callable[..., Panel]) -> None:
    """Declare the callback of a panel that is asked for again while a computation goes on (see ``views/scenarios/following.py``).

    `show` takes the values of `inputs`. Dash makes every element anew under what it writes: what is the same is not written again,
    so that a button stays under the hand and under the keyboard.
    """
    targets = [(ids.progress(name), "children"), (ids.ways(name), "children"), (ids.shown(name), "children"), (ids.drawn(name), "data")]

    @registry.server(targets, inputs, [Value(ids.drawn(name), "data", Drawn)], action=Action.READ)
    @heavy
    def draw(*given: Any) -> tuple[Any, ...]:
        try:
            panel = show(*given[:-1])
        except StoreUnavailable as why:
            panel = Panel(content=trouble(str(why)))
        return unless_drawn(panel, given[-1], str(given[0]))


def unless_drawn(parts: Sequence[Any], drawn: str | None, question: str) -> tuple[Any, ...]:
    """Return each part, or no change where it is what the browser shows; then what it shows now and for which question, to be sent back."""
    before = dict(enumerate((drawn or "").split()))
    now = [_mark(to_json_plotly(part)) for part in parts]
    changes = [no_update if before.get(i) == mark else part for i, (mark, part) in enumerate(zip(now, parts, strict=True))]
    return (*changes, " ".join([*now, _mark(question)]))


def _mark(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
