"""A project: a decided place on its way to opening, and once it is open. All that people write of it is parts, by key."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from domain.actuals import FileImport, Months, checked_values
from domain.commitment import typed_amount
from domain.forecast import Forecast, Span
from domain.limits import MAX_NAME, MAX_REASON
from domain.saved import LINE_BREAKS, checked_day, checked_text
from i18n import N_
from i18n import gettext as _

MOST_NEEDS = 60
MAX_UNIT = 20
KEY = re.compile(r"need\.(n[1-9][0-9]{0,2})|month\.(20[0-9]{2}-(?:0[1-9]|1[0-2]))|file\.([0-9a-f]{12})|ready_on|opened_on|forecast")
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

    @cached_property
    def months(self) -> Months:
        """What was measured since it opened, by month."""
        found = {match[2]: value for key, value in self.content.items() if (match := KEY.fullmatch(key)) and match[2] and value}
        return dict(sorted(found.items()))

    @cached_property
    def files(self) -> tuple[FileImport, ...]:
        """The files that were imported, undone ones too, in the order in which they came."""
        found = ((match[3], value) for key, value in self.content.items() if (match := KEY.fullmatch(key)) and match[3] and value)
        return tuple(FileImport(key, value["name"], value["wrote"], value["before"], value["undone"]) for key, value in found)

    @cached_property
    def forecast(self) -> Forecast | None:
        """What was forecast of it when it opened; None before."""
        value = self.content.get("forecast")
        if not value:
            return None
        spans, ranges = (_spans(value[name]) for name in ("spans", "hypotheses"))
        return Forecast(spans, ranges, value["area_m2"], value["residents"], value["origin"], value["ref"])


def forecast_part(
    spans: Mapping[str, Sequence[float | None]],
    hypotheses: Mapping[str, Sequence[float]],
    area_m2: float,
    residents: float,
    origin: str,
    ref: str,
) -> dict[str, Any]:
    """Return a forecast as a part of a project; what is unknown (None or NaN) is left out. See `domain.forecast.Forecast`."""
    known = {key: list(span) for key, span in spans.items() if all(one is not None and math.isfinite(one) for one in span)}
    numbers = {"area_m2": area_m2, "residents": residents}
    return {
        "spans": known,
        "hypotheses": {key: list(span) for key, span in hypotheses.items()},
        **{key: value if math.isfinite(value) else None for key, value in numbers.items()},
        "origin": origin,
        "ref": ref,
    }


def _spans(stored: Mapping[str, Sequence[float]]) -> dict[str, Span]:
    return {key: (low, central, high) for key, (low, central, high) in stored.items()}


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
    if match[1]:
        return _need(value)
    if value is None:
        return None
    if match[2]:
        return checked_values(value) or None
    return _file(value) if match[3] else _CHECKS[key](value)


def _file(value: Mapping[str, Any]) -> dict[str, Any]:
    name = checked_text(" ".join(str(value["name"]).split())[:MAX_NAME], N_("Fichier"), 0, MAX_NAME)
    months = {part: {month: dict(values) for month, values in value[part].items()} for part in ("wrote", "before")}
    return {"name": name, **months, "undone": bool(value["undone"])}


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
    "forecast": dict,
}
