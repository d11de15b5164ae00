"""Types of what components send, and answers that change a part of what a callback writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from dash import ctx, no_update
from pydantic import Field

from callbacks.registry import Target
from domain.person import NotAllowed
from domain.proposal import MAX_TEXT
from store.database import StoreUnavailable
from store.proposals import NotFound

Clicks = Annotated[int, Field(ge=0)] | None
Text = Annotated[str, Field(max_length=200)] | None
Words = Annotated[str, Field(max_length=MAX_TEXT)] | None
Step = Annotated[str, Field(max_length=60)] | None
REFUSALS = (NotFound, NotAllowed, StoreUnavailable, ValueError)
"""What is said in a sentence."""


def answer(targets: Sequence[Target], values: Mapping[Target, Any]) -> tuple[Any, ...]:
    """Return what a callback answers: the values of some of its targets, in order; the others stay as they are.

    Raises
    ------
    KeyError
        A value is for none of the targets: nobody would see it.
    """
    strange = set(values) - set(targets)
    if strange:
        raise KeyError(", ".join(sorted(f"{component}.{prop}" for component, prop in strange)))
    return tuple(values.get(target, no_update) for target in targets)


def is_pressed() -> bool:
    """Say whether a button was pressed: those that have just been drawn press nothing by that."""
    return any(one["value"] for one in ctx.triggered)


def step() -> str:
    """Return a value that a store never had: what hangs on it is asked for again."""
    return dt.datetime.now(dt.UTC).isoformat()
