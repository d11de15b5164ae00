"""The online geocoder of the Géoplateforme (IGN): addresses of the Base Adresse Nationale, when there is a network."""

from __future__ import annotations

import math
import queue
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from geodata.crs import to_l93, to_wgs84
from geodata.download import DownloadError, Limits, read_json
from geodata.gazetteer import MAX_ANSWERS, Answer
from geodata.perimeter import AREAS, BOUNDS_L93
from geodata.territory import Territory

TIMEOUT_S = 2.0
REST_S = 20.0
"""How long a service that has just failed is left alone: somebody who types does not wait for it at each letter."""
MAX_BYTES = 200_000
MIN_TEXT, MAX_TEXT = 3, 200
MAX_LABEL = 200
MOST_AT_ONCE = 4
STREET_NEAR_M = 50.0
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "housenumber": ("address", "number"),
        "street": ("street", "street"),
        "locality": ("locality", "street"),
        "municipality": ("commune", "area"),
    }
)
"""Kind and precision of an `Answer`, by the service's own type."""


class GeocoderSilent(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """The geocoder did not answer, or not as documented."""


class Geocoder:
    """Asks the service at `url` (``…/geocodage``) about one territory; its answers are believed only inside it."""

    def __init__(self, url: str, territory: Territory, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = url.rstrip("/")
        self._communes = territory.communes
        west, south, east, north = BOUNDS_L93
        lon, lat = to_wgs84((west + east) / 2, (south + north) / 2)
        self._middle = {"lon": f"{float(lon):.4f}", "lat": f"{float(lat):.4f}"}
        self._clock = clock
        self._rests_until = -math.inf
        self._free = threading.BoundedSemaphore(MOST_AT_ONCE)

    def search(self, text: str) -> tuple[Answer, ...]:
        """Return the addresses of the territory that a text may mean, best first; none for a text that the service does not take.

        Raises
        ------
        GeocoderSilent
            It did not answer within 2 s, or not as documented.
        """
        wanted = " ".join(text.split())[:MAX_TEXT].lstrip("-'’\".,;:/()")
        if len(wanted) < MIN_TEXT or not wanted[0].isalnum():
            return ()
        features = self._ask("search", {"q": wanted, "limit": str(2 * MAX_ANSWERS), **self._middle})
        return tuple(self._answers(features))[:MAX_ANSWERS]

    def address_at(self, lon: float, lat: float) -> str | None:
        """Return the address within 50 m of a point (degrees, WGS 84); None when there is none.

        Raises
        ------
        GeocoderSilent
            It did not answer within 2 s, or not as documented.
        """
        features = self._ask("reverse", {"lon": f"{lon:.6f}", "lat": f"{lat:.6f}", "limit": "1"})
        x, y = map(float, to_l93(lon, lat))
        for answer in self._answers(features):
            east, north = map(float, to_l93(answer.lon, answer.lat))
            if answer.kind in {"address", "street"} and math.hypot(east - x, north - y) <= STREET_NEAR_M:
                return answer.label
        return None

    def _ask(self, what: str, values: Mapping[str, str]) -> list[Any]:
        if self._clock() < self._rests_until or not self._free.acquire(blocking=False):
            raise GeocoderSilent
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        address = f"{self._url}/{what}?{urllib.parse.urlencode(values)}"
        # In a thread of its own: looking up the host's name knows no deadline.
        threading.Thread(target=self._read, args=(address, answers), daemon=True).start()
        try:
            given = answers.get(timeout=TIMEOUT_S)
        except queue.Empty:
            given = None
        features = given.get("features") if isinstance(given, dict) else None
        if not isinstance(features, list):
            self._rests_until = self._clock() + REST_S
            raise GeocoderSilent
        return features

    def _read(self, address: str, answers: queue.SimpleQueue[Any]) -> None:
        try:
            answers.put(read_json(address, Limits(TIMEOUT_S, TIMEOUT_S, MAX_BYTES, MAX_BYTES), same_host=True))
        except (DownloadError, ValueError):
            answers.put(None)
        finally:
            self._free.release()

    def _answers(self, features: list[Any]) -> Iterator[Answer]:
        for feature in features[: 2 * MAX_ANSWERS]:
            try:
                answer = self._answer(feature)
            except (KeyError, TypeError, ValueError, OverflowError):
                continue  # one answer of another form does not spoil the others
            if answer is not None:
                yield answer

    def _answer(self, feature: Any) -> Answer | None:
        """Read one answer; None when it lies outside the territory."""
        properties, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
        kind, precision = KINDS[properties["type"]]
        label = "".join(sign for sign in str(properties["label"]) if sign.isprintable()).strip()[:MAX_LABEL]
        lon, lat, score = float(lon), float(lat), float(properties.get("score", 0.0))
        if not label or not (abs(lon) <= 180 and abs(lat) <= 90 and math.isfinite(score)):
            raise ValueError(feature)
        area = self._area(str(properties.get("citycode", "")), lon, lat)
        if area is None:
            return None
        return Answer(label, kind, round(lon, 6), round(lat, 6), area, precision, min(max(score, 0.0), 1.0))

    def _area(self, code: str, lon: float, lat: float) -> str | None:
        """Return the commune or arrondissement, as told or as the point falls; None outside the territory or its box."""
        x, y = map(float, to_l93(lon, lat))
        west, south, east, north = BOUNDS_L93
        if not (west <= x <= east and south <= y <= north):
            return None
        if code in AREAS:
            return code
        return self._communes.at(x, y)[0][0] or None
