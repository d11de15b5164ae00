"""What the store of proposals must do, as the plainest model of it: written again, without the rules that the store itself asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.person import Person, PersonRole

TOKEN = re.compile(r"(?:nom|contact|notes|mot)-\d+|[1-3]\d{6}\.25")
OPEN = {"draft", "submitted", "to_complete", "accepted"}
DECIDED = {"accept", "ask", "refuse", "reopen"}
PROPOSER = {
    ("draft", "submit"): "submitted",
    ("draft", "withdraw"): "withdrawn",
    ("submitted", "take_back"): "draft",
    ("submitted", "withdraw"): "withdrawn",
    ("to_complete", "submit"): "submitted",
    ("to_complete", "withdraw"): "withdrawn",
    ("accepted", "submit"): "submitted",
    ("accepted", "withdraw"): "withdrawn",
    ("accepted", "renew"): "accepted",
    ("refused", "resume"): "draft",
    ("withdrawn", "resume"): "draft",
}
DECIDER = {
    ("submitted", "accept"): "accepted",
    ("submitted", "ask"): "to_complete",
    ("submitted", "refuse"): "refused",
    ("to_complete", "reopen"): "submitted",
    ("accepted", "reopen"): "submitted",
    ("refused", "reopen"): "submitted",
}


def tokens(told: object) -> set[str]:
    """Return the secrets that a text holds."""
    return set(TOKEN.findall(repr(told)))


def side(person: Person) -> str | None:
    """Return for whom a person speaks."""
    if person.role in {PersonRole.ECONOMY, PersonRole.FACILITATOR}:
        return "economy"
    return person.landlord


def house(person: Person) -> str | None:
    """Return for whom a person proposes."""
    return None if person.role is PersonRole.FACILITATOR else side(person)


@dataclass
class Said:
    """A message."""

    side: str | None
    author: str
    text: str
    internal: bool


@dataclass
class Modelled:
    """One proposal, with everything that was ever told of it."""

    id: str
    house: str
    content: dict[str, Any]
    stage: str = "draft"
    published: dict[str, Any] | None = None
    version: int = 1
    submitted: bool = False
    told: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    entries: list[bool] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    seen: int = 0
    last: tuple[str, dict[str, Any] | None, dict[str, Any]] = ("", None, {})
    files: dict[str, tuple[str, bool]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def note(self) -> None:
        """Remember who could read what there is after a writing, which has one entry in the journal."""
        self.told |= tokens(self.content)
        if self.is_shared():
            named = [self.names[key] for key, (_kind, removed) in self.files.items() if not removed]
            self.shared |= tokens((self.content, self.published, named))
        self.entries.append(self.is_shared())

    def is_shared(self) -> bool:
        return self.submitted and self.stage != "draft"

    def is_changed(self) -> bool:
        return self.published is not None and self.published != self.content

    def reads(self, person: Person) -> bool:
        return house(person) == self.house or (side(person) == "economy" and self.is_shared())

    def hears(self, person: Person) -> list[Said]:
        return [said for said in self.said if not said.internal or said.side == side(person)]

    def is_news(self, person: Person) -> bool:
        later = self.said[self.seen :]
        return house(person) == self.house and any(said in later and said.author != person.id for said in self.hears(person))

    def public(self) -> dict[str, Any]:
        """Return what everybody sees."""
        kept = self.published or {}
        hidden = {"contact", "notes", "rent_is_confidential"} | ({"rent_eur_m2_yr"} if kept.get("rent_is_confidential") else set())
        return {key: value for key, value in kept.items() if key not in hidden}

    def confidential(self) -> dict[str, Any]:
        kept = self.published or {}
        keys = {"contact"} | ({"rent_eur_m2_yr"} if kept.get("rent_is_confidential") else set())
        return {key: value for key, value in kept.items() if key in keys}

    def known_to(self, person: Person) -> set[str]:
        """Return every secret that a person may find anywhere."""
        open_to_all = tokens(self.public())
        if not self.reads(person):
            return open_to_all
        heard = tokens([said.text for said in self.hears(person)])
        return open_to_all | heard | (self.told if house(person) == self.house else self.shared)

    def files_of(self, person: Person) -> set[str]:
        """Return the attachments that a person sees."""
        shown = {name for name, (_kind, removed) in self.files.items() if not removed}
        public = shown & set((self.published or {}).get("photos", ()))
        return shown if self.reads(person) else public

    def write(self, person: Person, version: int) -> str:
        """Return how an attempt to change what is told ends."""
        if not self.reads(person):
            return "NotFound"
        if house(person) != self.house:
            return "NotAllowed"
        if self.stage not in OPEN:
            return "Illegal"
        return "" if version == self.version else "Conflict"

    def edit(self, person: Person, version: int, changes: Mapping[str, Any]) -> str:
        refusal = self.write(person, version)
        after = {key: value for key, value in {**self.content, **changes}.items() if value is not None}
        if not refusal and after != self.content:
            self.content = after
            self.version += 1
            self.note()
        return refusal

    def refuses(self, person: Person, version: int, act: str, reason: str) -> str:
        """Return why an act comes to nothing; nothing when it is done."""
        if not self.reads(person):
            return "NotFound"
        own = house(person) == self.house
        if (act in DECIDED and side(person) != "economy") or (act not in DECIDED and not own):
            return "NotAllowed"
        if version != self.version:
            return "Conflict"
        if self._after(own, act) is None:
            return "Illegal"
        lacks = not {"name", "lon", "lat"} <= set(self.content)
        return "ValueError" if (act in {"ask", "refuse"} and not reason) or (act in {"submit", "accept"} and lacks) else ""

    def act(self, person: Person, version: int, act: str, reason: str) -> str:
        """Do it when it is legal; return how it ends."""
        refusal = self.refuses(person, version, act, reason)
        after = self._after(house(person) == self.house, act)
        if refusal or after is None:
            return refusal
        self._do(act, after)
        if act in DECIDED:
            self.said.append(Said("economy", person.id, reason, False))
        self.note()
        self.told |= tokens(reason)
        self.shared |= tokens(reason) if self.is_shared() else set()
        return ""

    def _after(self, own: bool, act: str) -> str | None:
        if act == "accept" and own and (self.stage == "draft" or (self.stage == "accepted" and self.is_changed())):
            return "accepted"
        if act == "submit" and self.stage == "accepted" and not self.is_changed():
            return None
        after = (DECIDER if act in DECIDED else PROPOSER).get((self.stage, act))
        return "accepted" if self.published is not None and act in {"take_back", "refuse"} and after else after

    def _do(self, act: str, after: str) -> None:
        if act == "reopen" and self.stage == "accepted":
            self._go_back()
        if act in {"ask", "reopen"}:
            self.last = (act, None, {})
        if act == "accept":
            self.last = (act, self.published, dict(self.content))
            self.published = dict(self.content)
        if act == "refuse":
            self.last = (act, dict(self.content), dict(self.published or self.content))
            self.content = dict(self.published or self.content)
        if act == "withdraw":
            self.published = None
        if act in {"submit", "accept"}:
            self.submitted = True
        if after == "draft":
            self.submitted = False
        self.stage = after
        self.version += 1

    def _go_back(self) -> None:
        """Undo the last decision on an accepted place."""
        act, was, became = self.last
        if act == "refuse" and was is not None:
            keys = {key for key in was.keys() | became.keys() if was.get(key) != became.get(key)}
            back = {key: was.get(key) for key in keys if self.content.get(key) == became.get(key)}
            self.content = {key: value for key, value in {**self.content, **back}.items() if value is not None}
        elif act == "accept" and was is not None:
            photos = (self.published or {}).get("photos")
            if was.get("photos") != became.get("photos"):
                photos = [name for name in was.get("photos", ()) if name in self.content.get("photos", ())]
            self.published = {key: value for key, value in {**was, "photos": photos or None}.items() if value is not None}
        else:
            self.published = None
