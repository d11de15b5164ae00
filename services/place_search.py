"""The search for a position: what a text may mean, and what holds a point."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from access.settings import Settings
from domain.written_address import Written
from geodata.crs import to_wgs84
from geodata.finder import Around, Finder
from geodata.gazetteer import Answer as Found
from geodata.geocoder import MAX_TEXT, MIN_TEXT, Geocoder
from geodata.surroundings import Near
from geodata.territory import Territory
from geodata.written_address import Located
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from intake.locations import point_of
from services.answer import Answer
from services.editions import Editions

MAX_DEGREES_CHARS = 40
MIN_SEARCHED = MIN_TEXT
"""Letters without which nothing is searched."""
MOST_DEGREES = 180.0
PRECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "number": N_("au numéro"),
        "interpolated": N_("position estimée d'après les numéros voisins"),
        "street": N_("à la rue"),
        "place": N_("au lieu"),
        "area": N_("au centre du secteur"),
        "point": N_("à la position écrite"),
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
        written = self._written(territory, text[:MAX_TEXT])
        if written is not None:
            return FoundPositions(answers=[written], note=None)
        found = self.finder.search(territory, text[:MAX_TEXT])
        names = dict(zip(territory.municipalities["code"], territory.municipalities["name"], strict=True))
        return FoundPositions(answers=[_position(each, names) for each in found.answers], note=found.note)

    def locate(self, addresses: Sequence[Written]) -> tuple[Located, ...]:
        """Return what is found of each address; `geodata.finder.NoAddresses` where nothing here knows addresses."""
        return self.finder.locate(self.editions.latest().territory, addresses)

    def missing(self) -> str:
        """Return what is missing to place addresses, and who can bring it; empty where nothing is."""
        return self.finder.missing(self.editions.latest().territory)

    def area_of(self, postcode: str, town: str) -> FoundPosition | None:
        """Return the commune or arrondissement of a postcode and the name of a commune; None where they name none of the territory."""
        territory, text = self.editions.latest().territory, f"{postcode} {town}".strip()[:MAX_TEXT]
        names = self.finder.gazetteer(territory)
        found = next((one for one in names.search(text, addresses_only=True) if one.precision == "area"), None)
        return _position(found, names.area_names) if found else None

    def _written(self, territory: Territory, text: str) -> FoundPosition | None:
        """Return the position that a text writes by itself (degrees, or metres of EPSG:2154), where it is in the territory."""
        pair = point_of(text)
        if pair is None or not all(map(math.isfinite, pair)):
            return None
        lon, lat = pair if max(map(abs, pair)) <= MOST_DEGREES else (float(part) for part in to_wgs84(*pair))
        if not (abs(lon) <= MOST_DEGREES and abs(lat) <= MOST_DEGREES / 2):
            return None
        around = self.finder.around(territory, lon, lat)
        if around.area_code is None:
            return None
        label = f"{number(lat, 5)} ; {number(lon, 5)} ({around.area})"
        return _position(
            Found(label, "point", round(lon, 6), round(lat, 6), around.area_code, "point", 1.0), {around.area_code: around.area or ""}
        )

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
    if not abs(value) <= MOST_DEGREES:
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
