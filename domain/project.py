"""A project: a decided place on its way to opening, and once it is open. All that people write of it is parts, by key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from domain.commitment import typed_amount
from domain.limits import MAX_REASON
from domain.saved import LINE_BREAKS, checked_day, checked_text
from i18n import N_
from i18n import gettext as _

MOST_NEEDS = 60
MAX_UNIT = 20
KEY = re.compile(r"need\.(n[1-9][0-9]{0,2})|ready_on|opened_on")
Parts = Mapping[str, Any]


class NeedKind(StrEnum):
    """What a place cannot open without."""

    RENT = "rent"
    WORKS = "works"
    EQUIPMENT = "equipment"
    OPERATING = "operating"
    JOBS = "jobs"
    AUTHORISATIONS = "authorisations"


NEED_LABELS: Mapping[NeedKind, str] = MappingProxyType(
    {
        NeedKind.RENT: N_("Loyer"),
        NeedKind.WORKS: N_("Travaux"),
        NeedKind.EQUIPMENT: N_("Équipement"),
        NeedKind.OPERATING: N_("Fonctionnement"),
        NeedKind.JOBS: N_("Emplois"),
        NeedKind.AUTHORISATIONS: N_("Autorisations"),
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """What a place needs. `amount` is in `unit`, None while nobody has said how much."""

    id: str
    kind: NeedKind
    what: str
    amount: float | None
    unit: str


@dataclass(frozen=True)
class Project:
    """A project as stored; `place` and `name` are the id and the name of its place, `version` counts its writings from 1.

    `seen` is the version at which each part was last written. A project that was never written has no id, at version 0.
    """

    id: str
    place: str
    name: str
    author: str | None
    content: Parts
    seen: Mapping[str, int]
    version: int
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What it needs, in the order in which it was written down."""
        return self._needs(is_removed=False)

    @cached_property
    def removed(self) -> tuple[Need, ...]:
        """The needs that were taken away, and may come back."""
        return self._needs(is_removed=True)

    def _needs(self, *, is_removed: bool) -> tuple[Need, ...]:
        found = ((match[1], value) for key, value in self.content.items() if (match := KEY.fullmatch(key)) and match[1])
        ordered = sorted((pair for pair in found if pair[1]["removed"] is is_removed), key=lambda pair: int(pair[0][1:]))
        return tuple(Need(key, NeedKind(value["kind"]), value["what"], value["amount"], value["unit"]) for key, value in ordered)

    @property
    def ready_on(self) -> dt.date | None:
        """The day on which it was declared ready to open; None while it is not."""
        return _day(self.content.get("ready_on"))

    @property
    def opened_on(self) -> dt.date | None:
        """The day on which the place opened; None while it has not."""
        return _day(self.content.get("opened_on"))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def next_need(content: Parts) -> str:
    """Return the key of the next need.

    Raises
    ------
    ValueError
        There are as many as a place may have.
    """
    number = max((int(match[1][1:]) for key in content if (match := KEY.fullmatch(key)) and match[1]), default=0) + 1
    if number > MOST_NEEDS:
        raise ValueError(_("Besoins : {n} au plus pour un lieu, avec ceux qui en sont retirés.").format(n=MOST_NEEDS))
    return f"need.n{number}"


def checked_parts(changes: Parts) -> dict[str, Any]:
    """Return parts as they are kept; None takes away any but a need, which is `removed`.

    Raises
    ------
    ValueError
        A part is unknown or refused; the sentence names it, in the current language.
    """
    return {key: _checked(key, value) for key, value in changes.items()}


def _checked(key: str, value: Any) -> Any:
    match = KEY.fullmatch(key)
    if match is None:
        raise ValueError(_("Partie de projet inconnue : {key}.").format(key=key[:40]))
    return _need(value) if match[1] else None if value is None else _CHECKS[key](value)


def _need(value: Mapping[str, Any]) -> dict[str, Any]:
    if value.get("kind") not in set(NeedKind):
        raise ValueError(_("Nature du besoin : choisissez-en une."))
    amount, unit = typed_amount(value.get("amount")), " ".join(str(value.get("unit") or "").split())
    if amount is not None and not unit:
        raise ValueError(_("Unité : dites en quoi ce besoin est compté (€, emplois, autorisations…)."))
    return {
        "kind": str(value["kind"]),
        "what": checked_text(str(value.get("what") or "").strip(), N_("Besoin"), 1, MAX_REASON, LINE_BREAKS),
        "amount": amount,
        "unit": checked_text(unit, N_("Unité"), 0, MAX_UNIT),
        "removed": bool(value.get("removed")),
    }


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "ready_on": lambda value: checked_day(value, N_("Prêt à ouvrir le")) or None,
    "opened_on": lambda value: checked_day(value, N_("Ouverte le")) or None,
}
