"""Panels of a computation that is followed: how far it is, the ways out of it and what is known, each drawn when it changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dash import dcc, html

from i18n import gettext as _
from views.components import ids
from views.components.parts import act


class Panel(NamedTuple):
    """What a panel shows: how far the computation is, the ways to leave it, stop it or take it up again, and what is known."""

    progress: Sequence[Any] = ()
    ways: Sequence[Any] = ()
    content: Sequence[Any] = ()


def followed(name: str, class_name: str | None = None, **attributes: str) -> list[Any]:
    """Return where a panel is drawn; `attributes` are those of its content."""
    return [
        dcc.Store(id=ids.drawn(name)),
        html.Div(id=ids.progress(name), className="searching"),
        html.Div(id=ids.ways(name), className="ways"),
        html.Div(id=ids.shown(name), className=class_name, **attributes),
    ]


def ways_out(key: str, may_stop: bool) -> list[html.Button]:
    """Return the ways out of a computation that goes on: following it no more and again, and stopping it for everybody, for who may.

    The screen shows one of the first two, by whether it follows.
    """
    follow = [act("scenario-leave", _("Ne plus suivre"), value=key), act("scenario-follow", _("Suivre à nouveau"), value=key)]
    stop = act("scenario-cancel", _("Arrêter pour tous"), value=key)
    return [*follow, stop] if may_stop else follow


def way_back(key: str) -> list[html.Button]:
    """Return the way to take up a computation that was stopped."""
    return [act("scenario-resume", _("Reprendre"), value=key)]


def progress_line(words: Any) -> html.P:
    """Return the sentence that says how far a computation is."""
    return html.P(words, className="proof", role="status")
