"""The buttons of a meeting: all of one type, each told apart by what it does and to what."""

from __future__ import annotations

from typing import Any

from dash import html

from views.components import ids


def act_id(*parts: str) -> dict[str, str]:
    """Return the id of the button that does something: a verb, then what it is done to."""
    return ids.one_of(ids.MEETING_ACT, ".".join(parts))


def press(parts: tuple[str, ...], words: Any, *, label: str = "", kind: str = "mini", **more: Any) -> html.Button:
    """Return a button; `label` says in full what it does, where its words do not. ``assets/meetings/page.mjs`` tells Dash of a press:
    a callback that had every button as an input would also run each time that some are drawn, and lose what another was answered.
    """
    named = {"aria-label": label, "title": label} if label else {}
    marks = {"data-press": ".".join(parts)}
    return html.Button(words, id=act_id(*parts), type="button", className=kind, **named, **marks, **more)
