"""Search without network: communes, quartiers, priority neighbourhoods, economic zones, places, and the street index when there is one."""

from __future__ import annotations

import difflib
import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.words import telling, words
from geodata.crs import to_wgs84
from geodata.perimeter import in_use
from geodata.question import POSTCODE, Reading, readings
from geodata.streets import Streets
from geodata.territory import Territory

MAX_ANSWERS = 10
LEAST_COVERAGE = 0.6
UNHEARD_WEIGHT = 2.0
"""Weight of a word that no name holds, such as « bâtiment »: it must not hide what the others say."""
NUMBERED_BONUS = 0.02
"""What a street gains when a number was set apart: less than any word of its name is worth, as in « 8 mai 1945 »."""
UNUSED_NUMBER = 0.1
AREA_KINDS = frozenset({"commune", "arrondissement"})
_RANKS = ("commune", "arrondissement", "qpv", "quartier", "zone", "street", "place")
Flags = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that was found.

    Attributes
    ----------
    label : what is shown, and kept as the address for a street.
    kind : commune, arrondissement, quartier, qpv, zone, place, street or address.
    lon, lat : degrees, WGS 84.
    area_code : commune or arrondissement that holds it; None when it is not known.
    precision : number, interpolated, street, place or area.
    score : from 0 to 1.
    postcode : of a street or an address; empty when it is not known.
    """

    label: str
    kind: str
    lon: float
    lat: float
    area_code: str | None
    precision: str
    score: float
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    kind: str
    x: float
    y: float
    area_code: str | None
    name: tuple[str, ...]
    context: tuple[str, ...] = ()
    street: int = -1


class Gazetteer:
    """Every name of a territory and of its street index, ready for search."""

    def __init__(self, territory: Territory, streets: Streets | None = None) -> None:
        self.streets = Streets.none() if streets is None else streets
        self.area_names = dict(zip(territory.municipalities["code"], territory.municipalities["name"], strict=True))
        self._entries = (*_areas(territory), *_places(territory), *self._street_entries())
        pairs = sorted((word, at) for at, entry in enumerate(self._entries) for word in {*entry.name, *entry.context})
        self._words = [word for word, _at in pairs]
        self._at = np.array([at for _word, at in pairs], np.int64)
        in_name = [set(entry.name) for entry in self._entries]
        self._in_name = np.array([word in in_name[at] for word, at in pairs], bool)
        self._lengths = np.array([max(len(set(entry.name)), 1) for entry in self._entries], float)
        self._bonus = np.array([0.05 * (1 - _RANKS.index(entry.kind) / len(_RANKS)) for entry in self._entries])
        self._is_area = np.array([entry.kind in AREA_KINDS for entry in self._entries], bool)
        self._is_street = np.array([entry.street >= 0 for entry in self._entries], bool)
        self._is_place = np.array([entry.kind == "place" for entry in self._entries], bool)
        self._area_words = frozenset(word for entry in self._entries if entry.kind in AREA_KINDS for word in entry.name)

    def _street_entries(self) -> Iterator[_Entry]:
        streets = self.streets
        for at, (name, code, postcode) in enumerate(zip(streets.names, streets.area_codes, streets.postcodes, strict=True)):
            area = self.area_names.get(code, "")
            spot = streets.spot(at)
            yield _Entry(
                streets.label(at, area), "street", spot.x, spot.y, code, telling(words(name)), (*telling(words(area)), postcode), at
            )

    def search(self, text: str, most: int = MAX_ANSWERS, *, addresses_only: bool = False) -> tuple[Answer, ...]:
        """Return what a text may mean, best first: the last word may be unfinished, accents, capitals and abbreviations do not count.

        A number in the text is looked for on the streets that the other words name. Where too little is recognised, the communes
        and arrondissements that the text names, or whose postcode it has, are still given. An address never finds the places of
        another street. With `addresses_only`, nothing is found but streets, their numbers, communes and arrondissements.
        """
        if not words(text) or not self._entries:
            return ()
        scored: dict[int, tuple[float, Reading]] = {}
        for reading in readings(text):
            scores = self._scores(reading)
            if addresses_only:
                scores = np.where(self._is_street | self._is_area, scores, 0.0)
            for at in np.argsort(-scores, kind="stable")[:most]:
                if scores[at] > max(scored.get(int(at), (0.0, reading))[0], 0.0):
                    scored[int(at)] = float(scores[at]), reading
        best = sorted(scored.items(), key=lambda item: (-item[1][0], item[0]))[:most]
        return tuple(self._answer(self._entries[at], score, reading) for at, (score, reading) in best)

    def _scores(self, reading: Reading) -> Scores:
        """Return the score of each entry, 0 where too little of the question is recognised."""
        size = len(self._entries)
        weight, covered, named, exact = 0.0, np.zeros(size), np.zeros(size), np.zeros(size)
        is_elsewhere, is_coded = np.zeros(size, bool), np.zeros(size, bool)
        naming = reading.naming(self._area_words)
        for at, token in enumerate(reading.tokens):
            hits, name_hits, exact_hits = self._hits(token, is_last=at == len(reading.tokens) - 1)
            heard = int(hits.sum())
            of_token = math.log(1 + size / heard) if heard else UNHEARD_WEIGHT
            weight += of_token
            covered += of_token * hits
            named += name_hits
            exact += exact_hits
            if token in naming:
                is_elsewhere |= self._is_place & ~hits
            if POSTCODE.fullmatch(token):
                is_coded |= self._is_area & exact_hits
        coverage = covered / weight
        whole = np.where(is_coded, 1.0, np.minimum(named / self._lengths, 1.0))
        scores = 0.6 * coverage + 0.2 * whole + 0.1 * exact / len(reading.tokens) + self._bonus
        if reading.number:
            scores = scores + np.where(self._is_street, NUMBERED_BONUS, -UNUSED_NUMBER)
        recognised = (coverage >= LEAST_COVERAGE) & (named > 0) & ~is_elsewhere
        return np.where(recognised | (self._is_area & (whole == 1.0) & (coverage > 0)), np.minimum(scores, 1.0), 0.0)

    def _hits(self, token: str, *, is_last: bool) -> tuple[Flags, Flags, Flags]:
        """Return which entries hold a word, hold it in their name, and hold it as written rather than as a beginning."""
        size = len(self._entries)
        hits, named, exact = (np.zeros(size, bool) for _each in range(3))
        full = telling((token,))[0]
        for word in dict.fromkeys((full, token)):
            for first, last, whole in self._ranges(word, is_begun=is_last or len(word) > 2):
                at = self._at[first:last]
                hits[at] = True
                named[at[self._in_name[first:last]]] = True
                if whole:
                    exact[at] = True
        return hits, named, exact

    def _ranges(self, word: str, *, is_begun: bool) -> Iterator[tuple[int, int, bool]]:
        """Yield where a word stands, then where it begins others; words spelt nearly so when it does neither."""
        first, after = bisect_left(self._words, word), bisect_left(self._words, word + " ")
        yield first, after, True
        last = bisect_left(self._words, word + "\uffff") if is_begun else after
        yield after, last, False
        if last == first and len(word) >= 5 and word.isalpha():
            for near in self._spelt_nearly(word):
                yield bisect_left(self._words, near), bisect_left(self._words, near + " "), False

    def _spelt_nearly(self, word: str) -> Sequence[str]:
        begin, end = bisect_left(self._words, word[0]), bisect_left(self._words, word[0] + "\uffff")
        known = [each for each in dict.fromkeys(self._words[begin:end]) if abs(len(each) - len(word)) <= 1]
        return difflib.get_close_matches(word, known, n=3, cutoff=0.8)

    def _answer(self, entry: _Entry, score: float, reading: Reading) -> Answer:
        x, y, label, kind, precision = entry.x, entry.y, entry.label, entry.kind, _PRECISION.get(entry.kind, "area")
        if entry.street >= 0 and reading.number:
            spot = self.streets.spot(entry.street, reading.number, reading.suffix)
            area = self.area_names.get(entry.area_code, "")
            x, y, precision = spot.x, spot.y, spot.precision
            label, kind = self.streets.label(entry.street, area, reading.number, reading.suffix), "address"
        lon, lat = to_wgs84(x, y)
        postcode = self.streets.postcodes[entry.street] if entry.street >= 0 else ""
        return Answer(label, kind, round(float(lon), 6), round(float(lat), 6), entry.area_code, precision, round(score, 4), postcode)


_PRECISION = {"street": "street", "place": "place"}


def _postcodes(territory: Territory) -> dict[str, tuple[str, ...]]:
    """Return the postcodes of each commune and arrondissement, as received, else as the perimeter has them."""
    came = territory.official("postcodes")
    fresh = {str(code): tuple(str(text).split(".")) for code, text in zip(came["code"], came["postcodes"], strict=True)}
    return dict(in_use().postcodes) | fresh


def _areas(territory: Territory) -> Iterator[_Entry]:
    """Yield the named areas: a commune lies at its town hall, others at a point inside."""
    town_halls = dict(zip(territory.town_halls["code"], territory.town_halls.geometry, strict=True))
    frame = territory.municipalities
    names, coded = dict(zip(frame["code"], frame["name"], strict=True)), _postcodes(territory)
    districts = in_use().districts
    for code, name, shape in zip(frame["code"], frame["name"], frame.geometry, strict=True):
        point = town_halls.get(code) or shape.representative_point()
        kind = "arrondissement" if code in districts else "commune"
        yield _Entry(name, kind, point.x, point.y, code, telling(words(name)), coded.get(code, ()))
    zones = territory.priority_neighbourhoods
    for name, code, shape in zip(zones["name"], zones["municipality"], zones.geometry, strict=True):
        point, town = shape.representative_point(), names.get(code, "")
        yield _Entry(f"{name} ({town})", "qpv", point.x, point.y, None, telling(words(name)), ("qpv", *telling(words(town))))
    quartiers = territory.quartiers
    for name, code, point in zip(quartiers["name"], quartiers["arrondissement"], quartiers.geometry, strict=True):
        area = names.get(code, "")
        yield _Entry(f"{name} ({area})", "quartier", point.x, point.y, code, telling(words(name)), telling(words(area)))


def _places(territory: Territory) -> Iterator[_Entry]:
    """Yield the economic zones, at the middle of their sites, and the candidate places with their addresses."""
    frame, names = territory.candidates, dict(zip(territory.municipalities["code"], territory.municipalities["name"], strict=True))
    x, y = frame.geometry.x.to_numpy(), frame.geometry.y.to_numpy()
    codes = frame["area_code"].to_numpy()
    for zone, rows in frame.groupby("zone_name", sort=True, dropna=True).indices.items():
        code = str(codes[rows[0]])
        area = names.get(code, "")
        name, context = telling(words(str(zone))), ("zone", *telling(words(area)))
        yield _Entry(f"{zone} ({area})", "zone", float(x[rows].mean()), float(y[rows].mean()), code, name, context)
    columns = zip(frame["name"], frame["address"].fillna("").astype(str), codes, x, y, strict=True)
    for title, address, code, east, north in columns:
        name = telling(words(address)) or telling(words(str(title)))
        label = f"{address} – {title}" if address else str(title)
        yield _Entry(label, "place", float(east), float(north), str(code), name, telling(words(str(title))))
