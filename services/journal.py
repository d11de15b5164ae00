"""What the screen « Journal » is told: entries with what they are about, letters, and the same as rows of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from domain.person import Action, Person, can
from i18n import N_
from i18n import gettext as _
from services.words.journal import changes_of, text_of
from store.journal import JournalEntry
from store.outbox import Email
from store.persons import Persons
from store.proposals import NotFound, Proposals
from store.scenarios import Scenarios

STATES: Mapping[str, str] = {"sent": N_("envoyé"), "error": N_("en erreur"), "waiting": N_("en attente")}
CSV_HEADINGS = (N_("Quand (UTC)"), N_("Qui"), N_("Quoi"), N_("Sur"), N_("Nom"), N_("Champ"), N_("Avant"), N_("Après"))


@dataclass(frozen=True, slots=True)
class Names:
    """How the things that some entries are about are called, by id, for a person who may know."""

    known: Mapping[str, str]

    @classmethod
    def of(cls, proposals: Proposals, scenarios: Scenarios, persons: Persons, person: Person, entries: Iterable[JournalEntry]) -> Names:
        """ImportView each up once."""
        entries = list(entries)
        found: dict[str, str] = {}
        for name in {entry.proposal_id for entry in entries if entry.proposal_id}:
            found[name] = _name_of(proposals, person, name)
        for name in {entry.scenario_id for entry in entries if entry.scenario_id}:
            scenario = scenarios.get(name)
            found[name] = scenario.name if scenario else name
        if can(person, Action.MANAGE_PERSONS):
            found |= {one.id: one.name for one in persons.list(person)}
        return cls(found)

    def about(self, entry: JournalEntry) -> tuple[str, str]:
        """Return the id and the name of what an entry is about; empty for what has neither."""
        about = entry.proposal_id or entry.scenario_id or entry.person_id
        if about is None:
            told = entry.after or {}
            return str(told.get("code", "")), str(told.get("name", ""))
        return about, self.known.get(about, about)


def _name_of(proposals: Proposals, person: Person, name: str) -> str:
    try:
        return str(proposals.get(person, name).content.get("name") or name)
    except NotFound:
        return name


def entry_json(entry: JournalEntry, names: Names) -> dict[str, Any]:
    """Return an entry as the table shows it; `about` may have an address in the product."""
    about, name = names.about(entry)
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "author": entry.author,
        "text": text_of(entry),
        "about": {"id": about, "name": name, "kind": _kind(entry)},
        "changes": changes_of(entry),
    }


def _kind(entry: JournalEntry) -> str:
    if entry.proposal_id:
        return "proposal"
    return "scenario" if entry.scenario_id else "person" if entry.person_id else "organisation"


def csv_rows(entries: Iterable[JournalEntry], names: Names) -> Iterator[tuple[str, ...]]:
    """Yield one row for each field that each entry changed; one for an entry that changed none."""
    for entry in entries:
        about, name = names.about(entry)
        start = (f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.author or "", text_of(entry), about, name)
        lines = [(line["label"], line["before"] or "", line["after"] or "") for line in changes_of(entry)]
        for line in lines or [("", "", "")]:
            yield (*start, *line)


def email_json(letter: Email) -> dict[str, Any]:
    """Return a letter as it is read in the product, with what became of it."""
    state = "sent" if letter.sent_at else "error" if letter.error else "waiting"
    return {
        "id": letter.id,
        "at": letter.at.isoformat(),
        "to": letter.to_address,
        "subject": letter.subject,
        "body": letter.body,
        "proposal": letter.proposal_id,
        "state": state,
        "words": _(STATES[state]),
        "sent_at": letter.sent_at and letter.sent_at.isoformat(),
        "error": letter.error,
        "tries": letter.tries,
    }
