"""The project of a decided place in words: its parts, as the journal tells them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from domain.project import KEY, NEED_LABELS, Need, NeedKind
from i18n import N_
from i18n import gettext as _
from i18n.numbers import day, quantity

PART_LABELS = {"place": N_("Lieu"), "ready_on": N_("Prêt à ouvrir le"), "opened_on": N_("Ouverte le")}


def part_label(key: str) -> str:
    """Return what a part is called."""
    match = KEY.fullmatch(key)
    return _("Besoin n° {n}").format(n=match[1][1:]) if match and match[1] else _(PART_LABELS.get(key, key))


def part_value(key: str, value: Any) -> str | None:
    """Return a part in words; None where there is none."""
    if not value:
        return None
    match = KEY.fullmatch(key)
    if match and match[1]:
        words = need_words(Need(match[1], NeedKind(value["kind"]), value["what"], value["amount"], value["unit"]))
        return _("{need} (retiré)").format(need=words) if value["removed"] else words
    return day(dt.date.fromisoformat(value)) if key in {"ready_on", "opened_on"} else str(value)


def need_words(need: Need) -> str:
    """Return a need: « Travaux : mise aux normes, 41 000 € »."""
    return f"{_(NEED_LABELS[need.kind])} : {need.what}, {need_amount(need)}"


def need_amount(need: Need) -> str:
    """Return how much a need takes, in its own unit."""
    return _("montant à préciser") if need.amount is None else quantity(need.amount, need.unit, 2)
