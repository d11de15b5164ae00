"""Small pieces that several screens share."""

from __future__ import annotations

from typing import Any, Protocol

from dash import html

from domain.candidate import EXAMPLE_SUFFIX
from i18n import gettext as _


class HasLetter(Protocol):
    """An actor, or what stands for one."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def letter(self) -> str:
        """The letter that stands for it."""


def icon(name: str) -> html.Span:
    """Return a 20 px line icon; decorative, so hidden from assistive technology."""
    return html.Span(className=f"icon icon-{name}", **{"aria-hidden": "true"})


def hidden_head(words: str) -> html.Th:
    """Return the head of a column whose content speaks for itself: only assistive technology tells it."""
    return html.Th(html.Span(words, className="visually-hidden"), scope="col")


PRIMARY = "button primary"
"""The class of the button that is pressed most."""


def act(
    action: str,
    children: Any,
    *,
    class_name: str = "button",
    label: str | None = None,
    pressed: str | None = None,
    expanded: str | None = None,
    **data: str,
) -> html.Button:
    """Return a button whose action the browser carries out (see ``assets/explore/panel.mjs``).

    `pressed` and `expanded` are the first value of the state that assistive technology reads.
    """
    attributes: dict[str, Any] = {f"data-{key}": value for key, value in {"act": action, **data}.items()}
    if label:
        attributes |= {"aria-label": label, "title": label}
    attributes |= {f"aria-{name}": value for name, value in (("pressed", pressed), ("expanded", expanded)) if value}
    return html.Button(children, className=class_name, type="button", **attributes)


def button(name: str, children: Any, *, kind: str = "button", hidden: bool = False, **more: Any) -> html.Button:
    """Return a button that a callback answers, by its id; `kind` is its class."""
    return html.Button(children, id=name, type="button", className=kind, hidden=hidden, **more)


SEND: dict[str, Any] = {"data-send": "1"}
CANCEL: dict[str, Any] = {"data-cancel": "1"}
"""Marks of the buttons of a form that Ctrl+Enter and Esc press (see ``assets/core/forms.mjs``)."""


def actor_sign(actor: HasLetter) -> html.Span:
    """Return the letter of an actor in its colour; its name stands beside it, so that assistive technology is not told."""
    return html.Span(actor.letter, className=f"sign-actor actor-{actor.id}", **{"aria-hidden": "true"})


def example_badge(text: str) -> html.Span:
    """Return the mark of example data."""
    return html.Span(text, className="badge-example")


def place_name(name: str, is_example: bool = False) -> list[Any]:
    """Return a place's name; example data are marked by a badge rather than in the name."""
    if not is_example and not name.endswith(EXAMPLE_SUFFIX):
        return [name]
    return [name.removesuffix(EXAMPLE_SUFFIX), " ", example_badge(_("exemple"))]


def trouble(sentence: str) -> html.P:
    """Return what a panel says when it cannot show what was asked."""
    return html.P(sentence, className="verdict-text off", role="alert")


def note(text: str) -> html.P:
    """Return a remark."""
    return html.P(text, className="mod-note")


def badge(text: str, tone: str = "") -> html.Span:
    """Return a mark; `tone` is ``warn``, ``info`` or ``example``."""
    return html.Span(text, className=f"mod-badge mod-{tone}" if tone else "mod-badge")
