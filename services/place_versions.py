"""Two writings of a place side by side: what a person typed, and what somebody else stored meanwhile."""

from __future__ import annotations

from typing import Any

from domain.candidate import Kind
from domain.proposal import Content, Proposal
from i18n import gettext as _
from i18n.numbers import number
from intake.draft import clean_changes
from services.amounts import by_square_metre
from services.answer import Answer
from services.words.places import label_of, value_of

DEGREE_DECIMALS = 6


class TwoValues(Answer):
    """A field of which two values were written, in words; None where it is not known."""

    key: str
    label: str
    mine: str | None
    theirs: str | None


class PlaceVersions(Answer):
    """The fields that two persons wrote, in the order in which the first typed them, and the version that the other made."""

    version: int
    fields: list[TwoValues]


def place_versions(found: Proposal, typed: Content) -> PlaceVersions:
    """Return what was typed beside what is stored; what was typed and cannot be read is shown as it was typed."""
    plain = {key: value for key, value in typed.items() if not isinstance(value, list)}
    converted, _refused = by_square_metre(found.kind, plain, found.content)
    clean, _errors = clean_changes(found.kind, converted, found.content)
    mine = {**typed, **clean}
    rows = [
        TwoValues(key=key, label=_label(found.kind, key), mine=_words(found.kind, key, mine), theirs=_words(found.kind, key, found.content))
        for key in typed
    ]
    return PlaceVersions(version=found.version, fields=[row for row in rows if row.mine != row.theirs])


def _label(kind: Kind, key: str) -> str:
    return {"lon": _("Longitude"), "lat": _("Latitude")}.get(key) or label_of(kind, key)


def _words(kind: Kind, key: str, content: Content) -> str | None:
    value: Any = content.get(key)
    if isinstance(value, float) and key in {"lon", "lat"}:
        return number(value, DEGREE_DECIMALS)
    return value_of(kind, key, content)
