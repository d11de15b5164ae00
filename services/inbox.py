"""What waits for a person: decisions for those who decide, news of their places for the others."""

from __future__ import annotations

from domain.person import Person
from domain.proposal import decides
from i18n import ngettext
from services.answer import Answer
from store.proposals import Proposals


class Inbox(Answer):
    """How much waits for a person, on which screen, and the same as a sentence."""

    path: str
    n: int
    words: str


def inbox(proposals: Proposals, person: Person) -> Inbox:
    """Return what waits for a person."""
    n = proposals.unread(person)
    if decides(person):
        words = ngettext("{n} proposition attend une décision", "{n} propositions attendent une décision", n)
        return Inbox(path="/moderer", n=n, words=words.format(n=n))
    words = ngettext("{n} lieu a du nouveau", "{n} lieux ont du nouveau", n)
    return Inbox(path="/proposer", n=n, words=words.format(n=n))
