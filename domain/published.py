"""A place that somebody proposed and that was accepted: what everybody may read of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.candidate import Kind

FieldValue = str | float | None


@dataclass(frozen=True)
class PublishedPlace:
    """An accepted place. What is confidential has been taken out by whoever gives it: for everybody, it is unknown.

    Attributes
    ----------
    id : « LP-000123 » for premises, « SZ-000123 » for a zone site.
    landlord : code of the landlord's organisation, None for a zone site.
    lon_wgs84, lat_wgs84 : degrees.
    content : by id of `domain.place_fields`; days as ``YYYY-MM-DD``. What is absent or None is unknown.
    is_example : made up in a demonstration.
    updated_on : the day it was last told.
    rent_is_confidential : whether the rent and charges are known and left out of `content`.
    """

    id: str
    kind: Kind
    landlord: str | None
    lon_wgs84: float
    lat_wgs84: float
    content: Mapping[str, FieldValue] = field(hash=False)
    is_example: bool
    updated_on: dt.date
    rent_is_confidential: bool = False

    def __post_init__(self) -> None:
        # A plain copy: nobody changes it afterwards, and it travels to another process.
        object.__setattr__(self, "content", dict(self.content))


def takes_away(before: Sequence[PublishedPlace], after: Sequence[PublishedPlace]) -> bool:
    """Say whether everybody could read before what nobody is told after: a place, a position, a text, a figure that is now unknown.

    A figure that is told anew takes nothing away; a text may have held what had to go, so any other text does.
    """
    now = {place.id: place for place in after}
    return any(_hides(place, now.get(place.id)) for place in before)


def _hides(before: PublishedPlace, after: PublishedPlace | None) -> bool:
    if after is None or (before.landlord, before.lon_wgs84, before.lat_wgs84) != (after.landlord, after.lon_wgs84, after.lat_wgs84):
        return True
    pairs = [(value, after.content.get(key)) for key, value in before.content.items() if value is not None]
    return any(now is None or (isinstance(value, str) and now != value) for value, now in pairs)


class Publication(Protocol):
    """Who gives the published places."""

    def publication(self) -> Hashable:
        """Return what changes with each change of what is published; asked at each request, so cheap."""
        ...

    def published(self) -> Sequence[PublishedPlace]:
        """Return every published place, in the order of their ids."""
        ...
