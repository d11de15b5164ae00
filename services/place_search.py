"""The search for a position: what a text may mean, and what holds a point."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from access.settings import Settings
from geodata.finder import Around, Finder
from geodata.gazetteer import Answer as Found
from geodata.geocoder import MAX_TEXT, Geocoder
from geodata.surroundings import Near
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.editions import Editions

MAX_DEGREES_CHARS = 40
PRECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "number": N_("au numéro"),
        "interpolated": N_("position estimée d'après les numéros voisins"),
        "street": N_("à la rue"),
        "place": N_("au lieu"),
        "area": N_("au centre du secteur"),
    }
)


class FoundPosition(Answer):
    """What a text may mean; degrees, WGS 84."""

    label: str
    kind: str
    lon: float
    lat: float
    area_code: str | None
    area: str | None
    precision: str
    words: str
    """The precision in words."""


class FoundPositions(Answer):
    """All that a text may mean, the likeliest first, and what to know of the search; None when there is nothing to say."""

    answers: list[FoundPosition]
    note: str | None


class AroundQpv(Answer):
    """The nearest priority neighbourhood within 800 m; the distance is in metres, 0 inside."""

    code: str
    name: str
    distance_m: float
    inside: bool


class AroundPoint(Answer):
    """What holds a point; None where there is none, or none known."""

    area_code: str | None
    area: str | None
    quartier: str | None
    qpv: AroundQpv | None
    address: str | None
    inside: bool
    """Whether it is in the territory."""


@dataclass(frozen=True, eq=False)
class PlaceSearch:
    """The two searches, among the latest places."""

    finder: Finder
    editions: Editions

    @classmethod
    def of(cls, settings: Settings, editions: Editions) -> PlaceSearch:
        """Return the search that the settings ask for."""
        url = settings.geocoder_url
        return cls(Finder(settings.streets, Geocoder(url, editions.latest().territory) if url else None), editions)

    def search(self, text: str) -> FoundPositions:
        """Return what a text may mean."""
        territory = self.editions.latest().territory
        found = self.finder.search(territory, text[:MAX_TEXT])
        names = dict(zip(territory.municipalities["code"], territory.municipalities["name"], strict=True))
        return FoundPositions(answers=[_position(each, names) for each in found.answers], note=found.note)

    def around(self, lon: str, lat: str) -> AroundPoint:
        """Return what holds a point, given as it is written in an address (degrees, WGS 84).

        Raises
        ------
        ValueError
            It is no position.
        """
        return _around(self.finder.around(self.editions.latest().territory, _degrees(lon), _degrees(lat)))


def _degrees(text: str) -> float:
    try:
        value = float(text[:MAX_DEGREES_CHARS])
    except ValueError:
        value = math.nan
    if not abs(value) <= 180:
        raise ValueError(_("Position illisible : longitude et latitude en degrés attendues."))
    return value


def _position(found: Found, names: Mapping[str, str]) -> FoundPosition:
    return FoundPosition(
        label=found.label,
        kind=found.kind,
        lon=found.lon,
        lat=found.lat,
        area_code=found.area_code,
        area=names.get(found.area_code or ""),
        precision=found.precision,
        words=_(PRECISIONS[found.precision]),
    )


def _around(around: Around) -> AroundPoint:
    qpv = around.qpv
    return AroundPoint(
        area_code=around.area_code,
        area=around.area,
        quartier=around.quartier,
        qpv=None if qpv is None else _qpv(qpv),
        address=around.address,
        inside=around.area_code is not None,
    )


def _qpv(near: Near) -> AroundQpv:
    return AroundQpv(code=near.code, name=near.name, distance_m=near.distance_m, inside=near.distance_m == 0)
