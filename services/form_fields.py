"""What a form of a meeting is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from domain.limits import MAX_NAME
from services.context import Context

NEW = "new"
"""Stands for the id of what a form makes."""


@dataclass(frozen=True)
class FormField:
    """One field. `kind` is ``text``, ``area``, ``date``, ``select``, ``find`` (searched) or ``many``; `choices` are values and labels.

    `most` is how many characters it takes.
    """

    name: str
    kind: str
    label: str
    value: Any
    choices: Sequence[tuple[str, str]] = ()
    help: str = ""
    most: int = MAX_NAME


@dataclass(frozen=True)
class MeetingForm:
    """A form: what it writes (`about`), as it was at which version, under which title; `save` is the word of its button."""

    about: str
    version: int
    title: str
    fields: Sequence[FormField]
    save: str


class Forms(Protocol):
    """What a person writes on a screen of meetings: its forms, and its buttons."""

    def open(self, about: str) -> MeetingForm:
        """Return a form, with what is stored."""

    def save(self, about: str, version: int, typed: Mapping[str, Any]) -> str:
        """Write what was typed; return the address to go to, "" to stay."""

    def press(self, verb: str, name: str) -> str:
        """Do what one button does; return the address to go to, "" to stay."""


def places_of(context: Context) -> Mapping[str, str]:
    """Return the names of the places that one may choose, by id."""
    candidates = context.territory.candidates
    return dict(zip(candidates["id"].astype(str), candidates["name"].astype(str), strict=True))
