"""Where a text or a point is: the online geocoder when it answers, the territory's names and the street index always."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.words import words
from domain.written_address import Written
from geodata.crs import to_l93
from geodata.gazetteer import MAX_ANSWERS, Answer, Gazetteer
from geodata.geocoder import STREET_NEAR_M, Geocoder, GeocoderSilent
from geodata.perimeter import in_use
from geodata.question import without_complements
from geodata.streets import Streets
from geodata.surroundings import Near, surroundings
from geodata.territory import STREETS, Territory
from geodata.written_address import Located, located
from i18n import N_
from i18n import gettext as _

STREET_KINDS = frozenset({"street", "address"})
Stamp = tuple[int, int] | None
WITHOUT_STREETS = N_(
    "Ni géocodeur ni index des rues : seuls les noms du territoire se trouvent, pas les adresses. "
    "L'administrateur du service peut importer un index (commande « convergence streets import »)."
)
SILENT = N_(
    "Le géocodeur ne répond pas, et il n'y a pas d'index des rues : réessayez plus tard, ou demandez à l'administrateur du service "
    "d'en importer un (commande « convergence streets import »)."
)


class NoAddresses(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """Nothing here knows addresses; the message says what is missing and who can bring it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Answers, best first, and a sentence on how they were looked for when it is worth saying."""

    answers: tuple[Answer, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What holds a point: commune or arrondissement, quartier, nearest priority neighbourhood within 800 m, address within 50 m."""

    area_code: str | None = None
    area: str | None = None
    quartier: str | None = None
    qpv: Near | None = None
    address: str | None = None


class Finder:
    """Searches for one process. Every method may be called from any thread.

    Parameters
    ----------
    streets : where the street index is, or will be: one that is imported while the service runs is read at the next search.
        Where there is none, the one that the territory received.
    geocoder : the online service; None to do without.
    """

    def __init__(self, streets: Path | None = None, geocoder: Geocoder | None = None) -> None:
        self._path, self._geocoder = streets, geocoder
        self._lock = threading.Lock()
        self._streets, self._stamp = Streets.none(), _stamp(None)
        self._gazetteer: Gazetteer | None = None
        self._version = ""

    def search(self, territory: Territory, text: str) -> Found:
        """Return what a text may mean in a territory."""
        names = self.gazetteer(territory)
        own = names.search(text)
        if self._geocoder is None:
            return Found(own, None if len(names.streets) else _(WITHOUT_STREETS))
        try:
            online = self._geocoder.search(text)
        except GeocoderSilent:
            return Found(own, _("Le géocodeur ne répond pas : recherche dans les noms du territoire."))
        local = [answer for answer in own if answer.kind not in STREET_KINDS] if online else own
        return Found(_ranked([*local, *online]))

    def missing(self, territory: Territory) -> str:
        """Return what is missing to place addresses, and who can bring it; empty where nothing is."""
        return _(WITHOUT_STREETS) if self._geocoder is None and not len(self.gazetteer(territory).streets) else ""

    def locate(self, territory: Territory, addresses: Sequence[Written]) -> tuple[Located, ...]:
        """Return what is found of each address: by the geocoder, all at once; by the street index what it does not find, or alone.

        Raises
        ------
        NoAddresses
            The geocoder does not answer, or there is none, and there is no street index.
        """
        names, online = self.gazetteer(territory), None
        if self._geocoder is not None:
            try:
                online = self._geocoder.search_many([one.line for one in addresses])
            except GeocoderSilent:
                online = None
        if online is None and not len(names.streets):
            raise NoAddresses(_(WITHOUT_STREETS if self._geocoder is None else SILENT))
        found = online or [()] * len(addresses)
        return tuple(_located(one, answers, names) for one, answers in zip(addresses, found, strict=True))

    def around(self, territory: Territory, lon: float, lat: float) -> Around:
        """Return what holds a point (degrees, WGS 84): nothing outside the territory."""
        x, y = map(float, to_l93(lon, lat))
        if not in_use().holds(x, y):
            return Around()
        near = surroundings(territory, (x, y))
        if near.area_code is None:
            return Around()
        zones = near.priority_neighbourhoods
        return Around(near.area_code, near.area_name, near.quartier, zones[0] if zones else None, self._address(territory, lon, lat, x, y))

    def _address(self, territory: Territory, lon: float, lat: float, x: float, y: float) -> str | None:
        names = self.gazetteer(territory)
        found = names.streets.nearest(x, y, STREET_NEAR_M)
        if found is not None:
            street, figures, suffix, _distance_m = found
            return names.streets.label(street, names.area_names.get(names.streets.area_codes[street], ""), figures, suffix)
        try:
            return self._geocoder.address_at(lon, lat) if self._geocoder is not None else None
        except GeocoderSilent:
            return None

    def gazetteer(self, territory: Territory) -> Gazetteer:
        """Return the names of a territory and of the street index as it is now."""
        with self._lock:
            path = self._path if _stamp(self._path) else territory.files.get(STREETS)
            stamp = _stamp(path)
            if stamp != self._stamp:
                self._streets, self._stamp, self._gazetteer = _loaded(path), stamp, None
            if self._gazetteer is None or self._version != territory.version:
                self._gazetteer, self._version = Gazetteer(territory, self._streets), territory.version
            return self._gazetteer


def _located(written: Written, online: Sequence[Answer], names: Gazetteer) -> Located:
    """Return what was found of an address online, else in the index, else its commune."""
    found = located(written, online, names.area_names)
    if found.answers:
        return found
    for text in dict.fromkeys((written.line, written.address)):  # what stands beside an address may be no commune
        own = names.search(without_complements(text), addresses_only=True)
        found = located(written, [one for one in own if one.kind in STREET_KINDS], names.area_names)
        if found.answers:
            return found
    areas = [one for one in names.search(written.line, addresses_only=True) if one.kind not in STREET_KINDS]
    return located(written, areas, names.area_names)


def _ranked(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Put answers in order, one of each name: the best."""
    best: dict[tuple[str, ...], Answer] = {}
    for answer in sorted(answers, key=lambda each: -each.score):
        best.setdefault(words(answer.label), answer)
    return tuple(best.values())[:MAX_ANSWERS]


def _stamp(path: Path | None) -> Stamp:
    """Tell one state of a file from another; None where there is none."""
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return status and (status.st_mtime_ns, status.st_size)


def _loaded(path: Path | None) -> Streets:
    """Read the street index; none when it cannot be read."""
    try:
        return Streets.load(path) if path is not None else Streets.none()
    except (OSError, ValueError):
        return Streets.none()
