"""What people read on the screen « Journal »: who did what and when, page by page or as rows of a file, and the e-mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from domain.person import Action, Person, can
from domain.proposal import PROPOSAL_ID
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.words.journal import ChangedField, changes_of, text_of
from store.data_journal import IN_USE, RECEIVED
from store.journal import JournalEntry
from store.meetings import Meetings
from store.outbox import LINK, Email, Outbox
from store.persons import Persons
from store.projects import Projects
from store.proposals import Proposals
from store.scenarios import Scenarios

PAGE = 100
READ_AT_ONCE = 1_000
MOST_EXPORTED = 20_000
MAX_NAME = 200
STATES: Mapping[str, str] = {"sent": N_("envoyé"), "error": N_("en erreur"), "waiting": N_("en attente")}
CSV_HEADINGS = (N_("Quand (UTC)"), N_("Qui"), N_("Quoi"), N_("Sur"), N_("Nom"), N_("Champ"), N_("Avant"), N_("Après"))


class JournalSubject(Answer):
    """What an entry is about; it may have an address in the product."""

    id: str
    name: str
    kind: str


class JournalLine(Answer):
    """An entry as the table shows it; the moment is UTC, ISO 8601."""

    id: int
    at: str
    author: str | None
    text: str
    about: JournalSubject
    changes: list[ChangedField]


class JournalPage(Answer):
    """Some entries, newest first, whether there are more, and who wrote the latest ones of all."""

    entries: list[JournalLine]
    more: bool
    authors: list[str]


class JournalEmail(Answer):
    """An e-mail as it is read in the product, with what became of it; moments are UTC, ISO 8601."""

    id: int
    at: str
    to: str
    subject: str
    body: str
    proposal: str | None
    state: str
    words: str
    sent_at: str | None
    error: str | None
    tries: int


class JournalMail(Answer):
    """The last e-mails, and whether the service sends any."""

    emails: list[JournalEmail]
    sends: bool


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """What of the journal is asked for. `is_empty`: for a place or a time that cannot be."""

    before: int | None
    place: str | None
    author: str | None
    since: dt.datetime | None
    until: dt.datetime | None
    is_empty: bool

    @classmethod
    def parse(cls, address: Mapping[str, str]) -> JournalQuery:
        """Read an address (before, place, person, since, until); a part that makes no sense finds nothing, rather than everything."""
        given = {key: address.get(key, "").strip()[:MAX_NAME] for key in ("before", "place", "person", "since", "until")}
        before = int(given["before"]) if given["before"].isascii() and given["before"].isdigit() and len(given["before"]) <= 9 else None
        place = given["place"].upper()
        since, until = _moment(given["since"]), _moment(given["until"])
        wrong = [given["before"] and before is None, place and not PROPOSAL_ID.fullmatch(place)]
        wrong += [given["since"] and since is None, given["until"] and until is None]
        return cls(before, place or None, given["person"] or None, since, until, any(wrong))


def _moment(text: str) -> dt.datetime | None:
    """Return a moment in UTC; None for a text that is none, or that has none there (the first and last hours of the calendar)."""
    try:
        found = dt.datetime.fromisoformat(text) if text else None
        return found.astimezone(dt.UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, eq=False)
class JournalService:
    """The journal and the e-mails; what a person may read is the store's to say. `sends`: whether the service sends e-mails."""

    proposals: Proposals
    scenarios: Scenarios
    meetings: Meetings
    projects: Projects
    persons: Persons
    outbox: Outbox
    sends: bool

    def page(self, person: Person, query: JournalQuery, pages: int = 1) -> JournalPage:
        """Return the first pages of what is looked for."""
        most = PAGE * pages
        entries = self._entries(person, query, most + 1)
        names = self._names(person, entries)
        lines = [_line(entry, names) for entry in entries[:most]]
        return JournalPage(entries=lines, more=len(entries) > most, authors=self._authors(person))

    def rows(self, person: Person, query: JournalQuery) -> Iterator[tuple[str, ...]]:
        """Yield the headings of a file, then one row for each field that each entry changed; one for an entry that changed none."""
        yield tuple(_(heading) for heading in CSV_HEADINGS)
        entries = list(self._every(person, query))
        yield from csv_rows(entries, self._names(person, entries))

    def mail(self, person: Person) -> JournalMail:
        """Return the last e-mails."""
        return JournalMail(emails=[_email(one) for one in self.outbox.list(person)], sends=self.sends)

    def _entries(self, person: Person, query: JournalQuery, limit: int) -> list[JournalEntry]:
        limit = 0 if query.is_empty else limit
        bounds = {"since": query.since, "until": query.until}
        return list(self.proposals.journal_page(person, query.before, limit, query.place, author=query.author, **bounds))

    def _authors(self, person: Person) -> list[str]:
        return sorted(self.proposals.journal_authors(person, READ_AT_ONCE))

    def _every(self, person: Person, query: JournalQuery) -> Iterator[JournalEntry]:
        """Yield all the entries that are asked for, newest first, up to a bound."""
        left = MOST_EXPORTED
        while left > 0:
            entries = self._entries(person, query, min(READ_AT_ONCE, left))
            yield from entries
            if len(entries) < READ_AT_ONCE:
                return
            left -= len(entries)
            query = replace(query, before=entries[-1].id)

    def _names(self, person: Person, entries: list[JournalEntry]) -> Names:
        return Names.of(self.proposals, self.scenarios, self.meetings, self.projects, self.persons, person, entries)


@dataclass(frozen=True, slots=True)
class Names:
    """How the things that some entries are about are called, by id, for a person who may know."""

    known: Mapping[str, str]

    @classmethod
    def of(
        cls,
        proposals: Proposals,
        scenarios: Scenarios,
        meetings: Meetings,
        projects: Projects,
        persons: Persons,
        person: Person,
        entries: Iterable[JournalEntry],
    ) -> Names:
        """Look each up once."""
        entries = list(entries)
        found: dict[str, str] = {}
        found |= proposals.names(person, {entry.proposal_id for entry in entries if entry.proposal_id})
        for name in {entry.scenario_id for entry in entries if entry.scenario_id}:
            scenario = scenarios.get(name)
            found[name] = scenario.name if scenario else name
        if any(entry.meeting_id for entry in entries):
            found |= {one.id: one.title for one in meetings.list(person)}
        if any(entry.project_id for entry in entries):
            found |= {one.id: one.name for one in projects.list(person)}
        for entry in entries:
            if entry.commitment_id:
                what = (entry.after or {}).get("what") or found.get(entry.commitment_id)
                found[entry.commitment_id] = str(what or _("Engagement"))
        if can(person, Action.MANAGE_PERSONS):
            found |= {one.id: one.name for one in persons.list(person)}
        return cls(found)

    def about(self, entry: JournalEntry) -> tuple[str, str]:
        """Return the id and the name of what an entry is about; empty for what has neither."""
        about = entry.proposal_id or entry.scenario_id or entry.meeting_id or entry.commitment_id or entry.project_id or entry.person_id
        if about is None:
            after = entry.after or {}
            return str(after.get("code", "")), str(after.get("name", ""))
        return about, self.known.get(about, about)


def _line(entry: JournalEntry, names: Names) -> JournalLine:
    about, name = names.about(entry)
    return JournalLine(
        id=entry.id,
        at=entry.at.isoformat(),
        author=entry.author,
        text=text_of(entry),
        about=JournalSubject(id=about, name=name, kind=_kind(entry)),
        changes=changes_of(entry),
    )


def _kind(entry: JournalEntry) -> str:
    if entry.proposal_id:
        return "proposal"
    if entry.action in {RECEIVED, IN_USE}:
        return "data"
    if entry.meeting_id:
        return "meeting"
    if entry.commitment_id:
        return "commitment"
    if entry.project_id:
        return "project"
    return "scenario" if entry.scenario_id else "person" if entry.person_id else "organisation"


def csv_rows(entries: Iterable[JournalEntry], names: Names) -> Iterator[tuple[str, ...]]:
    """Yield one row for each field that each entry changed; one for an entry that changed none."""
    for entry in entries:
        about, name = names.about(entry)
        start = (f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.author or "", text_of(entry), about, name)
        lines = [(line.label, line.before or "", line.after or "") for line in changes_of(entry)]
        for line in lines or [("", "", "")]:
            yield (*start, *line)


def _email(email: Email) -> JournalEmail:
    state = "sent" if email.sent_at else "error" if email.error else "waiting"
    return JournalEmail(
        id=email.id,
        at=email.at.isoformat(),
        to=email.to_address,
        subject=email.subject,
        body=email.body.replace(LINK, _("(ce lien n'est que dans la lettre)")) if email.link else email.body,
        proposal=email.proposal_id,
        state=state,
        words=_(STATES[state]),
        sent_at=email.sent_at.isoformat() if email.sent_at else None,
        error=email.error,
        tries=email.tries,
    )
