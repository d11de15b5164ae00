"""A page that everybody may read without an account: one decision of a closed meeting, or one saved scenario."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from i18n import gettext as _

SUBJECT = re.compile(r"(?:decision\.([A-Za-z0-9_-]{1,12})\.(d[1-9][0-9]?))|(?:scenario\.([A-Za-z0-9_-]{1,12}))")


class PublicKind(StrEnum):
    """What a page is about."""

    DECISION = "decision"
    SCENARIO = "scenario"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: a decision of a meeting, or a scenario; the ids that it has not are empty."""

    kind: PublicKind
    meeting: str = ""
    decision: str = ""
    scenario: str = ""

    @classmethod
    def parse(cls, text: str) -> Subject:
        """Read what `code` wrote.

        Raises
        ------
        ValueError
            It is something else; a sentence in the current language.
        """
        match = SUBJECT.fullmatch(text)
        if match is None:
            raise ValueError(_("Choisissez d'abord une décision ou un scénario."))
        if match[3]:
            return cls(PublicKind.SCENARIO, scenario=match[3])
        return cls(PublicKind.DECISION, match[1], match[2])

    @property
    def code(self) -> str:
        """The same as text."""
        parts = (self.meeting, self.decision) if self.kind is PublicKind.DECISION else (self.scenario,)
        return ".".join((self.kind.value, *parts))


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page: where it is (`id`), what it is about, its title then, and since when; withdrawn, it is answered by « gone »."""

    id: str
    subject: Subject
    title: str
    published_at: dt.datetime
    withdrawn_at: dt.datetime | None
