"""The online geocoder of the Géoplateforme (IGN): addresses of the Base Adresse Nationale, when there is a network."""

from __future__ import annotations

import math
import queue
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from geodata.crs import to_l93, to_wgs84
from geodata.download import DownloadError, Limits, read_bytes, read_json
from geodata.gazetteer import MAX_ANSWERS, Answer
from geodata.geocoder_csv import addresses_form, features_of
from geodata.perimeter import in_use
from geodata.territory import Territory

TIMEOUT_S = 2.0
REST_S = 20.0
"""How long a service that has just failed is left alone: somebody who types does not wait for it at each letter."""
MAX_BYTES = 200_000
MANY_TIMEOUT_S = 20.0
"""How long the service may take for the addresses of a file: a thousand take it some seconds."""
BYTES_PER_ADDRESS = 2_000
MOST_AGAIN = 10
"""How many of the addresses of a file are asked for one by one, where the file's answer leaves a doubt."""
TIE = 0.005
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
        west, south, east, north = in_use().bounds_m
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
        wanted = _taken(text)
        if not wanted:
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

    def search_many(self, texts: Sequence[str]) -> tuple[tuple[Answer, ...], ...]:
        """Return what each address may mean, best first: all are sent in one file, for which the service gives one answer each.

        The first of those that have none in the territory, or several that are as likely, are asked for again one by one.

        Raises
        ------
        GeocoderSilent
            It did not answer within 20 s, or not as documented, or takes no file.
        """
        limits = Limits(MANY_TIMEOUT_S, MANY_TIMEOUT_S, *(2 * [MAX_BYTES + BYTES_PER_ADDRESS * len(texts)]))
        form = addresses_form(_taken(text) for text in texts)
        found = self._within(MANY_TIMEOUT_S, lambda: features_of(read_bytes(f"{self._url}/search/csv/", limits, same_host=True, form=form)))
        if len(found) != len(texts):
            raise GeocoderSilent
        answers = [tuple(self._answers([one] if one else [])) for one in found]
        doubtful = [rank for rank, answer in enumerate(answers) if not answer or _is_tied(found[rank])]
        for rank in doubtful[:MOST_AGAIN]:
            answers[rank] = self.search(texts[rank]) or answers[rank]
        return tuple(answers)

    def _ask(self, what: str, values: Mapping[str, str]) -> list[Any]:
        address = f"{self._url}/{what}?{urllib.parse.urlencode(values)}"
        limits = Limits(TIMEOUT_S, TIMEOUT_S, MAX_BYTES, MAX_BYTES)

        def features() -> list[Any]:
            given = read_json(address, limits, same_host=True)
            found = given.get("features") if isinstance(given, dict) else None
            if not isinstance(found, list):
                raise ValueError(address)
            return found

        return self._within(TIMEOUT_S, features)

    def _within(self, seconds: float, read: Callable[[], list[Any]]) -> list[Any]:
        """Return what is read, unless it takes longer, in a thread of its own: looking up the host's name knows no deadline."""
        if self._clock() < self._rests_until or not self._free.acquire(blocking=False):
            raise GeocoderSilent
        answers: queue.SimpleQueue[list[Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(read, answers), daemon=True).start()
        try:
            found = answers.get(timeout=seconds)
        except queue.Empty:
            found = None
        if found is None:
            self._rests_until = self._clock() + REST_S
            raise GeocoderSilent
        return found

    def _read(self, read: Callable[[], list[Any]], answers: queue.SimpleQueue[list[Any] | None]) -> None:
        try:
            answers.put(read())
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
        postcode = str(properties.get("postcode") or "")[:5]
        if not label or not (abs(lon) <= 180 and abs(lat) <= 90 and math.isfinite(score)):
            raise ValueError(feature)
        area = self._area(str(properties.get("citycode", "")), lon, lat)
        if area is None:
            return None
        return Answer(label, kind, round(lon, 6), round(lat, 6), area, precision, min(max(score, 0.0), 1.0), postcode)

    def _area(self, code: str, lon: float, lat: float) -> str | None:
        """Return the commune or arrondissement, as told or as the point falls; None outside the territory or its box."""
        x, y = map(float, to_l93(lon, lat))
        perimeter = in_use()
        if not perimeter.holds(x, y):
            return None
        if code in perimeter.areas:
            return code
        return self._communes.at(x, y)[0][0] or None


def _taken(text: str) -> str:
    """Return a text as the service takes it; empty for one that it does not."""
    wanted = " ".join(text.split())[:MAX_TEXT].lstrip("-'’\".,;:/()")
    return wanted if len(wanted) >= MIN_TEXT and wanted[0].isalnum() else ""


def _is_tied(feature: Any) -> bool:
    """Say whether the service has another answer that is as likely."""
    properties = feature["properties"]
    return bool(properties["score_next"] >= properties["score"] - TIE)
