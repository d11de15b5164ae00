"""Saved scenarios: a question, its answer and what people decide about it, as values."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.limits import MAX_NAME, MAX_REASON
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number

MAX_NOTE = 4_000
MAX_QUESTION = 16_000
# Control characters, halves of a character that no file can hold, separators of lines and paragraphs.
UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}
LINE_BREAKS = "\n\r\t"


class Status(StrEnum):
    """Where the discussion of a scenario stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    CHOSEN = "chosen"


STATUS_LABELS: Mapping[Status, str] = MappingProxyType(
    {Status.DRAFT: N_("Brouillon"), Status.PROPOSED: N_("Proposé au groupe"), Status.CHOSEN: N_("Retenu")}
)


class Order(StrEnum):
    """In which order saved scenarios are listed."""

    NEWEST = "newest"
    OLDEST = "oldest"
    NAME = "name"


ORDER_LABELS: Mapping[Order, str] = {
    Order.NEWEST: N_("En avant, puis les plus récents"),
    Order.OLDEST: N_("Les plus anciens"),
    Order.NAME: N_("Par nom"),
}


@dataclass(frozen=True)
class Wanted:
    """Which saved scenarios are looked for: all that are in use, unless told otherwise. `search` is in the name or the author's."""

    search: str = ""
    archived: bool = False
    starred: bool | None = None
    status: Status | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True)
class ScenarioDraft:
    """What is needed to save a scenario; `name` is kept without surrounding blanks.

    `question` is the canonical query text, `result` plain JSON data that nobody here looks into.

    Raises
    ------
    ValueError
        A field is too long, empty, or not writable; the sentence names the field, in the current language.
    """

    name: str
    note: str
    question: str
    result: Mapping[str, Any]
    data_version: str
    criteria_version: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_name(self.name))
        clean_note(self.note)
        checked_text(self.question, N_("Question"), 0, MAX_QUESTION)
        _check_json(self.result)


@dataclass(frozen=True)
class SavedScenario:
    """A scenario as stored. `version` counts its writings from 1; both moments are aware, in UTC."""

    id: str
    name: str
    note: str
    author: str | None
    question: str
    result: Mapping[str, Any]
    data_version: str
    criteria_version: str
    status: Status
    starred: bool
    archived: bool
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime


@dataclass(frozen=True)
class ScenarioPage:
    """Some of the scenarios that were looked for: those of page `number` (from 1) of `pages`, out of `total`."""

    items: tuple[SavedScenario, ...]
    number: int
    pages: int
    total: int
    first: int
    """The rank of the first one, from 1; 0 when there is none."""


def clean_name(text: str) -> str:
    """Return a scenario's name without surrounding blanks; ValueError unless it has 1 to 120 characters, all on one line."""
    return checked_text(text.strip(), N_("Nom"), 1, MAX_NAME)


def clean_note(text: str) -> str:
    """Return a note as it is; ValueError when it exceeds 4,000 characters or holds control characters besides line breaks."""
    return checked_text(text, N_("Note"), 0, MAX_NOTE, allowed=LINE_BREAKS)


class ReasonNeeded(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """A change is refused for want of a reason; the sentence says which, in the current language."""

    def __init__(self) -> None:
        super().__init__(_("Ce scénario est retenu : dites pourquoi il ne l'est plus, le motif est gardé au journal."))


def clean_reason(text: str) -> str:
    """Return a reason without surrounding blanks; ValueError when it exceeds 1,000 characters or holds control characters."""
    return checked_text(text.strip(), N_("Motif"), 0, MAX_REASON, allowed=LINE_BREAKS)


def checked_day(value: object, label: str) -> str:
    """Return a day in ISO form; "" where none is given.

    Raises
    ------
    ValueError
        It is no date; the message begins with `label`, in the current language.
    """
    try:
        return dt.date.fromisoformat(str(value)).isoformat() if value else ""
    except ValueError as error:
        raise ValueError(_("{label} : une date de la forme 2027-03-31 est attendue.").format(label=_(label))) from error


def checked_text(text: str, field: str, low: int, high: int, allowed: str = "") -> str:
    """Return a text as it is; ValueError when its length is out of bounds, or it holds control characters that are not `allowed`.

    The sentence names the `field` (a message id).
    """
    if not low <= len(text) <= high:
        sentence = ngettext(
            "{field} : de {low} à {high} caractères attendus, {count} reçu.",
            "{field} : de {low} à {high} caractères attendus, {count} reçus.",
            len(text),
        )
        raise ValueError(sentence.format(field=_(field), low=low, high=number(high), count=number(len(text))))
    if any(unicodedata.category(char) in UNWRITABLE and char not in allowed for char in text):
        raise ValueError(_("{field} : caractères de contrôle refusés.").format(field=_(field)))
    return text


def _check_json(result: Any) -> None:
    try:
        json.dumps(result, allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(_("Résultat : données JSON attendues, sans NaN ni infini.")) from error
    if not isinstance(result, Mapping):
        raise ValueError(_("Résultat : un objet JSON est attendu."))
