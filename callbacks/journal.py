"""Routes of the screen « Journal »: who did what and when, page by page or as a file, and the letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, Response, make_response, request

from access.identity import current_person
from callbacks.forms import private
from callbacks.moderate import ModerationStores
from domain.person import Person
from domain.proposal import PROPOSAL_ID
from i18n import gettext as _
from reports.plain_csv import plain_csv
from services.context import Context
from services.journal import CSV_HEADINGS, Names, csv_rows, email_json, entry_json
from store.journal import JournalEntry

PAGE = 100
READ_AT_ONCE = 1_000
MOST_EXPORTED = 20_000
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the journal is asked for. `is_empty`: for a place or a time that cannot be."""

    before: int | None
    place: str | None
    author: str | None
    since: dt.datetime | None
    until: dt.datetime | None
    is_empty: bool


def serve(server: Flask, context: Context, stores: ModerationStores) -> None:
    """Serve them; what a person may read is the store's to say."""

    @server.get("/journal/page.json")
    def journal_page() -> Response:
        person = current_person()
        entries = _entries(context, person, _asked(), PAGE + 1)
        names = _names(context, stores, person, entries)
        return private({"entries": [entry_json(entry, names) for entry in entries[:PAGE]], "more": len(entries) > PAGE})

    @server.get("/journal/journal.csv")
    def journal_export() -> Response:
        person = current_person()
        entries = list(_every(context, person, _asked()))
        headings = [_(heading) for heading in CSV_HEADINGS]
        response = make_response(plain_csv(headings, csv_rows(entries, _names(context, stores, person, entries))))
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        response.headers["Content-Disposition"] = 'attachment; filename="journal.csv"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @server.get("/journal/mail.json")
    def journal_mail() -> Response:
        letters = [email_json(one) for one in stores.outbox.list(current_person())]
        return private({"letters": letters, "sends": bool(context.settings.smtp_url)})


def _asked() -> Asked:
    """Read the address; a part that makes no sense finds nothing, rather than everything."""
    given = {key: request.args.get(key, "").strip()[:MAX_NAME] for key in ("before", "place", "person", "since", "until")}
    before = int(given["before"]) if given["before"].isascii() and given["before"].isdigit() and len(given["before"]) <= 9 else None
    place = given["place"].upper()
    since, until = _moment(given["since"]), _moment(given["until"])
    wrong = [given["before"] and before is None, place and not PROPOSAL_ID.fullmatch(place)]
    wrong += [given["since"] and since is None, given["until"] and until is None]
    return Asked(before, place or None, given["person"] or None, since, until, any(wrong))


def _moment(text: str) -> dt.datetime | None:
    """Return a moment in UTC; None for a text that is none, or that has none there (the first and last hours of the calendar)."""
    try:
        found = dt.datetime.fromisoformat(text) if text else None
        return found.astimezone(dt.UTC) if found and found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _entries(context: Context, person: Person, asked: Asked, limit: int) -> list[JournalEntry]:
    limit = 0 if asked.is_empty else limit
    found = context.proposals.journal_page(
        person, asked.before, limit, asked.place, author=asked.author, since=asked.since, until=asked.until
    )
    return list(found)


def _every(context: Context, person: Person, asked: Asked) -> Iterator[JournalEntry]:
    """Yield all the entries that are asked for, newest first, up to a bound."""
    left = MOST_EXPORTED
    while left > 0:
        entries = _entries(context, person, asked, min(READ_AT_ONCE, left))
        yield from entries
        if len(entries) < READ_AT_ONCE:
            return
        left -= len(entries)
        asked = Asked(entries[-1].id, asked.place, asked.author, asked.since, asked.until, asked.is_empty)


def _names(context: Context, stores: ModerationStores, person: Person, entries: list[JournalEntry]) -> Names:
    return Names.of(context.proposals, context.scenarios, stores.persons, person, entries)
