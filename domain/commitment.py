"""A commitment: who brings what by when, on which condition, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.limits import MAX_NAME, MAX_REASON
from domain.meeting import ACTORS
from domain.saved import LINE_BREAKS, checked_day, checked_text
from i18n import N_
from i18n import gettext as _

MOST_AMOUNT = 1e12
FIELDS = ("actor", "kind", "what", "amount", "unit", "deadline", "condition", "is_lifted", "status", "reason", "decision", "place")


class CommitmentKind(StrEnum):
    """What is brought."""

    PREMISES = "premises"
    WORKS = "works"
    EQUIPMENT = "equipment"
    FUNDING = "funding"
    JOBS = "jobs"
    STUDY = "study"
    COMMUNICATION = "communication"


KIND_LABELS: Mapping[CommitmentKind, str] = MappingProxyType(
    {
        CommitmentKind.PREMISES: N_("Local"),
        CommitmentKind.WORKS: N_("Travaux"),
        CommitmentKind.EQUIPMENT: N_("Équipement"),
        CommitmentKind.FUNDING: N_("Financement"),
        CommitmentKind.JOBS: N_("Emplois"),
        CommitmentKind.STUDY: N_("Étude"),
        CommitmentKind.COMMUNICATION: N_("Communication"),
    }
)


class CommitmentStatus(StrEnum):
    """Where a commitment stands, as people say it; being late is worked out from the deadline."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    GIVEN_UP = "given_up"


STATUS_LABELS: Mapping[CommitmentStatus, str] = MappingProxyType(
    {
        CommitmentStatus.PLANNED: N_("Prévu"),
        CommitmentStatus.UNDER_WAY: N_("En cours"),
        CommitmentStatus.DONE: N_("Tenu"),
        CommitmentStatus.GIVEN_UP: N_("Abandonné"),
    }
)
LATE = "late"
LATE_LABEL = N_("En retard")


@dataclass(frozen=True)
class Commitment:
    """A commitment as stored. `amount` is in `unit`, None where none is given; `deadline` is None where no day is.

    `decision` is the id of an item of the meeting's agenda and `place` that of a place, empty where it hangs on none.
    """

    id: str
    meeting_id: str
    author: str | None
    actor: str
    kind: CommitmentKind
    what: str
    amount: float | None
    unit: str
    deadline: dt.date | None
    condition: str
    is_lifted: bool
    status: CommitmentStatus
    reason: str
    decision: str
    place: str
    version: int

    @property
    def is_awaited(self) -> bool:
        """Whether it is neither done nor given up."""
        return self.status in {CommitmentStatus.PLANNED, CommitmentStatus.UNDER_WAY}

    def is_late(self, today: dt.date) -> bool:
        """Whether its day has passed, and it is neither done nor given up."""
        return self.is_awaited and self.deadline is not None and self.deadline < today

    def state(self, today: dt.date) -> str:
        """Return its status, or `LATE`."""
        return LATE if self.is_late(today) else self.status.value

    @property
    def is_blocked(self) -> bool:
        """Whether a condition still keeps it back."""
        return bool(self.condition) and not self.is_lifted


def checked_commitment(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a commitment as they are kept, all of them.

    Raises
    ------
    ValueError
        A field is refused; the sentence names it, in the current language.
    """
    actor, status = str(given.get("actor") or ""), CommitmentStatus(given.get("status") or CommitmentStatus.PLANNED)
    if actor not in ACTORS:
        raise ValueError(_("Qui s'engage : choisissez un acteur."))
    if given.get("kind") not in set(CommitmentKind):
        raise ValueError(_("Nature de l'engagement : choisissez-en une."))
    reason = _text(given, "reason", N_("Motif"), 0, MAX_REASON)
    if status is CommitmentStatus.GIVEN_UP and not reason:
        raise ValueError(_("Engagement abandonné : écrivez pourquoi."))
    return {
        "actor": actor,
        "kind": str(given["kind"]),
        "what": _text(given, "what", N_("Engagement"), 1, MAX_REASON),
        "amount": typed_amount(given.get("amount")),
        "unit": _text(given, "unit", N_("Unité"), 0, 20),
        "deadline": checked_day(given.get("deadline"), N_("Échéance")),
        "condition": _text(given, "condition", N_("Condition bloquante"), 0, MAX_REASON),
        "is_lifted": bool(given.get("is_lifted")),
        "status": status.value,
        "reason": reason,
        "decision": str(given.get("decision") or "")[:4],
        "place": str(given.get("place") or "")[:64],
    }


def _text(given: Mapping[str, Any], key: str, label: str, low: int, high: int) -> str:
    allowed = LINE_BREAKS if high > MAX_NAME else ""
    return checked_text(str(given.get(key) or "").strip(), label, low, high, allowed)


def typed_amount(value: Any) -> float | None:
    """Return an amount as one types it (« 12 500,50 »); None where there is none, ValueError for what is no amount."""
    text = "".join(str("" if value is None else value).split()).replace(",", ".")
    if not text:
        return None
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if not 0 <= amount <= MOST_AMOUNT:
        raise ValueError(_("Montant ou quantité : un nombre positif est attendu."))
    return amount


def commitment_of(row: Mapping[str, Any]) -> Commitment:
    """Return a commitment from the columns of its row."""
    content = row["content"]
    deadline = dt.date.fromisoformat(content["deadline"]) if content["deadline"] else None
    kinds = {"kind": CommitmentKind(content["kind"]), "status": CommitmentStatus(content["status"]), "deadline": deadline}
    return Commitment(row["id"], row["meeting_id"], row["author"], **{**content, **kinds}, version=row["version"])
