"""What a person looks for on the screen « Journal »: a place, a person, a day, and how many pages."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from urllib.parse import urlencode

from pydantic import Field

from i18n.moments import day_bounds
from services.answer import Answer

MOST_PAGES = 200


class JournalFilters(Answer):
    """What is looked for; an empty text looks for everything. A day is YYYY-MM-DD, at the clock of the territory."""

    place: Annotated[str, Field(max_length=12)] = ""
    person: Annotated[str, Field(max_length=200)] = ""
    day: Annotated[str, Field(max_length=10)] = ""
    pages: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 1

    @property
    def is_empty(self) -> bool:
        """Whether everything is looked for."""
        return not (self.place or self.person or self.day)

    def parameters(self) -> dict[str, str]:
        """Return the same as the address of a file says it (see `services.journal.JournalQuery.parse`)."""
        since, until = _bounds(self.day) if self.day else ("", "")
        given = {"place": self.place, "person": self.person, "since": since, "until": until}
        return {key: text for key, text in given.items() if text}

    @property
    def export_address(self) -> str:
        """Where the same entries are downloaded."""
        return f"/journal/journal.csv?{urlencode(self.parameters())}"

    def more(self) -> JournalFilters:
        """Return the same with one page more."""
        return self.model_copy(update={"pages": min(self.pages + 1, MOST_PAGES)})


def _bounds(day: str) -> tuple[str, str]:
    """Return the first moment of a day and that of the next, ISO 8601; what is no day finds nothing."""
    try:
        since, until = day_bounds(dt.date.fromisoformat(day))
    except (ValueError, OverflowError):
        return day, day
    return since.isoformat(), until.isoformat()
