"""A message about a proposal, as its proposer and those who decide read it."""

from __future__ import annotations

from domain.person import Person
from i18n import gettext as _
from services.answer import Answer
from services.words.journal import OF_PROPOSAL
from store.messages import Message


class PlaceMessage(Answer):
    """A message; its moment is UTC, ISO 8601. `organisation` is empty where it is not said, `title` where nothing was decided."""

    at: str
    author: str | None
    organisation: str
    text: str
    kind: str
    title: str
    internal: bool
    mine: bool


def place_message(found: Message, person: Person, organisation: str = "") -> PlaceMessage:
    """Return a message as a person reads it; `organisation` is the name of its author's."""
    return PlaceMessage(
        at=found.at.isoformat(),
        author=found.author,
        organisation=organisation,
        text=found.text,
        kind=str(found.kind),
        title=_(OF_PROPOSAL[str(found.act)]) if found.act else "",
        internal=bool(found.is_internal),
        mine=found.author_id == person.id,
    )
