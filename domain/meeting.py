"""A meeting: who comes, what is to be decided among which options, what each actor thinks of it, what was decided.

All that people write of a meeting is *parts*, plain JSON values by key: two persons who write different parts lose nothing of each other's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from domain.limits import MAX_NAME, MAX_REASON
from domain.saved import LINE_BREAKS, MAX_NOTE, checked_day, checked_text
from domain.stakeholder import STAKEHOLDERS
from i18n import N_
from i18n import gettext as _

ACTORS = tuple(actor.id for actor in STAKEHOLDERS)
OTHERS = "others"
MOST_DECISIONS = 30
MOST_OPTIONS = 8
MAX_QUESTION = 300
HEAD = ("title", "day", "place", "participants")
OF_DECISION = ("question", "options", "material", "rank", "removed", "origin", "outcome", "requests")
KEY = re.compile(r"(d[1-9][0-9]?)\.(?:(" + "|".join(OF_DECISION) + r")|position\.(" + "|".join(ACTORS) + r"))")
Parts = Mapping[str, Any]


class MeetingStage(StrEnum):
    """Whether a meeting can still be written."""

    OPEN = "open"
    CLOSED = "closed"


class Stance(StrEnum):
    """What an actor thinks of a decision."""

    FOR = "for"
    AGAINST = "against"
    RESERVE = "reserve"
    ABSENT = "absent"


STANCE_LABELS: Mapping[Stance, str] = MappingProxyType(
    {Stance.FOR: N_("Pour"), Stance.AGAINST: N_("Contre"), Stance.RESERVE: N_("Réserve"), Stance.ABSENT: N_("Absent")}
)


class OptionKind(StrEnum):
    """What one may choose: a saved scenario, a place, or words."""

    SCENARIO = "scenario"
    PLACE = "place"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to a question. `ref` is the id of a scenario or a place, empty for words; `words` is its name then."""

    kind: OptionKind
    ref: str
    words: str

    @property
    def id(self) -> str:
        """What an outcome names it by."""
        return f"{self.kind.value}.{self.ref or self.words}"


@dataclass(frozen=True, slots=True)
class Position:
    """What an actor thinks of a decision, in which words, and who wrote it."""

    stance: Stance
    words: str
    author: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided: an option (its id and its words then), or nothing yet (`is_postponed`), and why."""

    option: str
    words: str
    why: str

    @property
    def is_postponed(self) -> bool:
        """Whether it is left to a later meeting."""
        return not self.option


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a decision of an agenda comes from: a decision that was postponed, or a commitment that is late."""

    meeting: str
    decision: str = ""
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One item of an agenda."""

    id: str
    question: str
    options: tuple[Option, ...]
    material: str
    rank: int
    origin: Origin | None
    positions: Mapping[str, Position]
    outcome: Outcome | None

    def option(self, option_id: str) -> Option | None:
        """Return one of its options; None where it is none of them (any more)."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def reserves(self) -> tuple[str, ...]:
        """The actors who said no, or yes with a reserve: what no count hides."""
        return tuple(actor for actor in ACTORS if actor in self.positions and self.positions[actor].stance in _OBJECTING)


_OBJECTING = frozenset({Stance.AGAINST, Stance.RESERVE})


@dataclass(frozen=True)
class Meeting:
    """A meeting as stored. `seen` is the version at which each part was last written; `version` counts all writings from 1."""

    id: str
    author: str | None
    stage: MeetingStage
    content: Parts
    seen: Mapping[str, int]
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.content.get("title", ""))

    @property
    def day(self) -> dt.date | None:
        """When it is; None while no day is chosen."""
        return dt.date.fromisoformat(self.content["day"]) if self.content.get("day") else None

    @property
    def place(self) -> str:
        """Where it is."""
        return str(self.content.get("place") or "")

    @property
    def participants(self) -> Mapping[str, str]:
        """Who comes, by actor; `OTHERS` for those of none."""
        return self.content.get("participants") or {}

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it can be written any more."""
        return self.stage is MeetingStage.CLOSED

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The agenda, in its order."""
        return tuple(sorted(self._decisions(is_removed=False), key=lambda one: (one.rank, int(one.id[1:]))))

    @cached_property
    def removed(self) -> tuple[Decision, ...]:
        """What was taken off the agenda, and may come back."""
        return tuple(self._decisions(is_removed=True))

    def decision(self, decision_id: str) -> Decision | None:
        """Return one item of the agenda."""
        return next((one for one in self.decisions if one.id == decision_id), None)

    def _decisions(self, is_removed: bool) -> Iterable[Decision]:
        names = dict.fromkeys(match[1] for key in self.content if (match := KEY.fullmatch(key)))
        return [decision_of(self.content, name) for name in names if bool(self.content.get(f"{name}.removed")) is is_removed]


@dataclass(frozen=True)
class ArchiveEntry:
    """What closed a meeting (`kind` ``closing``), or an ``amendment`` in words; each with its fingerprint (SHA-256, hexadecimal)."""

    kind: str
    at: dt.datetime
    words: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class MinutesLetter:
    """A letter that carries minutes: to whom, since when it waits, when it left (None while it waits), the error of its last try."""

    to_address: str
    at: dt.datetime
    sent_at: dt.datetime | None
    error: str | None


def decision_of(content: Parts, name: str) -> Decision:
    """Return the item that some parts tell."""
    positions = {actor: content.get(f"{name}.position.{actor}") for actor in ACTORS}
    origin, outcome = content.get(f"{name}.origin"), content.get(f"{name}.outcome")
    return Decision(
        id=name,
        question=str(content.get(f"{name}.question") or ""),
        options=tuple(Option(OptionKind(one["kind"]), one["ref"], one["words"]) for one in content.get(f"{name}.options") or ()),
        material=str(content.get(f"{name}.material") or ""),
        rank=int(content.get(f"{name}.rank") or 0),
        origin=Origin(**origin) if origin else None,
        positions={actor: Position(Stance(one["stance"]), one["words"], one["author"]) for actor, one in positions.items() if one},
        outcome=Outcome(**outcome) if outcome else None,
    )


def next_decision(content: Parts) -> str:
    """Return the id of the next item of an agenda.

    Raises
    ------
    ValueError
        There are as many as an agenda may have.
    """
    numbers = [int(match[1][1:]) for key in content if (match := KEY.fullmatch(key))]
    number = max(numbers, default=0) + 1
    if number > MOST_DECISIONS:
        raise ValueError(_("Ordre du jour complet : {n} au plus, avec ce qui en est retiré.").format(n=MOST_DECISIONS))
    return f"d{number}"


def position_of(key: str) -> str | None:
    """Return the actor whose position a part is; None for any other part."""
    match = KEY.fullmatch(key)
    return match[3] if match else None


def checked(changes: Parts) -> dict[str, Any]:
    """Return parts as they are kept.

    Raises
    ------
    ValueError
        A part is unknown or refused; the sentence names it, in the current language.
    """
    return {key: _checked_part(key, value) for key, value in changes.items()}


def checked_amendment(words: str) -> str:
    """Return the words of an amendment without surrounding blanks; ValueError when they are refused."""
    return checked_text(words.strip(), N_("Avenant"), 1, MAX_NOTE, LINE_BREAKS)


def _checked_part(key: str, value: Any) -> Any:
    if key in HEAD:
        return _HEAD_CHECKS[key](value)
    match = KEY.fullmatch(key)
    if match is None:
        raise ValueError(_("Partie de séance inconnue : {key}.").format(key=key[:40]))
    if match[3]:
        return None if value is None else _position(value)
    return _DECISION_CHECKS[match[2]](value)


def _participants(value: Any) -> dict[str, str]:
    return {key: checked_text(str(value.get(key) or "").strip(), N_("Participants"), 0, MAX_NOTE, LINE_BREAKS) for key in (*ACTORS, OTHERS)}


def _options(value: Any) -> list[dict[str, str]]:
    options = [Option(OptionKind(one["kind"]), str(one["ref"])[:64], _one_line(one["words"], N_("Option"))) for one in value]
    if len(options) > MOST_OPTIONS:
        raise ValueError(_("Options : {n} au plus pour une décision.").format(n=MOST_OPTIONS))
    if len({option.id for option in options}) < len(options):
        raise ValueError(_("Options : la même option figure deux fois."))
    return [{"kind": option.kind.value, "ref": option.ref, "words": option.words} for option in options]


def _one_line(value: Any, field: str, most: int = MAX_QUESTION) -> str:
    return checked_text(" ".join(str(value).split()), field, 1, most)


def _note(value: Any) -> str:
    return checked_text(str(value or "").strip(), N_("Documents et éléments"), 0, MAX_NOTE, LINE_BREAKS)


def _position(value: Any) -> dict[str, str]:
    words = checked_text(str(value.get("words") or "").strip(), N_("Motif"), 0, MAX_REASON, LINE_BREAKS)
    stance = Stance(value["stance"])
    if stance in _OBJECTING and not words:
        raise ValueError(_("Contre ou réserve : écrivez en quelques mots ce qui manque, pour que chacun le lise."))
    return {"stance": stance.value, "words": words, "author": str(value.get("author") or "")}


def _outcome(value: Any) -> dict[str, str] | None:
    if value is None:
        return None
    why = checked_text(str(value.get("why") or "").strip(), N_("Motif"), 0, MAX_REASON, LINE_BREAKS)
    option = str(value.get("option") or "")
    if not why and not option:
        raise ValueError(_("Décision reportée : écrivez pourquoi."))
    return {"option": option[: MAX_QUESTION + 10], "words": str(value.get("words") or "")[:MAX_QUESTION], "why": why}


def _requests(value: Any) -> dict[str, str]:
    """Return the days on which something was requested of the owners of places, by id of these."""
    return {str(place)[:64]: checked_day(when, N_("Date")) for place, when in dict(value).items()}


def _origin(value: Any) -> dict[str, str]:
    return {key: str(value.get(key) or "")[:12] for key in ("meeting", "decision", "commitment")}


_HEAD_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda value: _one_line(value, N_("Titre"), MAX_NAME),
    "day": lambda value: checked_day(value, N_("Date")),
    "place": lambda value: checked_text(" ".join(str(value or "").split()), N_("Lieu"), 0, MAX_NAME),
    "participants": _participants,
}
_DECISION_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "question": lambda value: _one_line(value, N_("Question")),
    "options": _options,
    "material": _note,
    "rank": int,
    "removed": bool,
    "origin": _origin,
    "outcome": _outcome,
    "requests": _requests,
}
