"""Editions: all that hangs on the places, made once for each state of what is published, and kept while pages that hold it are open."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any

from domain.published import Publication, PublishedPlace, takes_away
from domain.selection import FacetSet
from geodata.column_table import ColumnTable
from geodata.territory import Territory
from i18n import gettext as _
from processes.memory_cache import MemoryCache
from scenarios.service import Service
from services.answer import Answer
from services.assessor import Assessor
from services.data_files import DataFile
from services.edition_cache import EditionCache
from services.plan_map import PlanPicture
from store.database import StoreUnavailable

LOG = logging.getLogger(__name__)
HEADER = "X-Edition"
"""In a request, the edition that the page holds; in an answer, the latest one."""
MOST_EDITIONS = 3
PICTURES_BYTES = 2_000_000
SHEETS_BYTES, SHEET_BYTES = 10_000_000, 50_000


class EditionGone(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """The page holds places of too long ago; the message tells its reader what to do."""

    def __init__(self) -> None:
        super().__init__(_("Les lieux ont changé depuis l'ouverture de cette page : actualisez-la."))


class LatestEdition(Answer):
    """Which edition of the places is the latest."""

    edition: str


@dataclass(frozen=True, eq=False)
class Edition:
    """One state of the territory, and all that is made of it.

    Attributes
    ----------
    files : what the browser fetches, by name.
    places : what is published.
    pictures, sheets : the last plans as the map draws them, and the last sheets of places as everybody reads them.
    """

    territory: Territory
    facets: FacetSet
    table: ColumnTable
    files: Mapping[str, DataFile]
    assessor: Assessor
    service: Service
    places: tuple[PublishedPlace, ...] = ()
    pictures: MemoryCache[PlanPicture] = field(default_factory=partial(MemoryCache, PICTURES_BYTES, attrgetter("nbytes")), repr=False)
    sheets: MemoryCache[Any] = field(default_factory=partial(MemoryCache, SHEETS_BYTES, lambda _sheet: SHEET_BYTES), repr=False)

    @property
    def version(self) -> str:
        """The name by which browsers say which edition they hold."""
        return self.territory.version

    @property
    def urls(self) -> dict[str, str]:
        """The address of each file, by name."""
        return {name: file.path for name, file in self.files.items()}


@dataclass
class RequestEdition:
    """The edition of one request: `wanted` by the page that asks, then the one it is answered from, and the latest one's name."""

    wanted: str | None
    edition: Edition | None = None
    latest: str | None = None


_REQUEST: ContextVar[RequestEdition | None] = ContextVar("edition of the request", default=None)
Make = Callable[[Sequence[PublishedPlace]], Edition]


class Editions:
    """The last editions of one process. Every method may be called from any thread.

    Parameters
    ----------
    make : makes the edition of a set of published places.
    publication : who gives them; nothing is ever published without it.
    cache : where other processes leave the places of the editions that they made.
    """

    def __init__(
        self, make: Make, publication: Publication | None = None, most: int = MOST_EDITIONS, cache: EditionCache | None = None
    ) -> None:
        self._make, self._publication, self._most, self._cache = make, publication, most, cache
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, Edition] = OrderedDict()
        self._number: Hashable | None = None
        self._latest: Edition
        self._start()

    def latest(self) -> Edition:
        """Return the edition of what is published now: made by whoever asks first, the others wait for it.

        While the store cannot be read, or a place cannot be used, the last edition goes on.
        """
        number = self._revision()
        if number is not None and number != self._number:
            with self._lock:
                if number != self._number:
                    self._renew(number)
        return self._latest

    def current(self) -> Edition:
        """Return the edition of the request being answered, the same from its beginning to its end; outside of any, the latest.

        Raises
        ------
        EditionGone
            The page that asks holds an edition that is no longer kept.
        """
        request = _REQUEST.get()
        if request is None:
            return self.latest()
        if request.edition is None:
            latest = self.latest()
            request.latest = latest.version
            wanted = latest.version if request.wanted is None else request.wanted
            request.edition = latest if wanted == latest.version else self._of_page(wanted)
        return request.edition

    def file(self, path: str) -> DataFile | None:
        """Return the file at an address, of any edition kept; another process may have made it known before this one made it.

        What may be taken back is given only once it is known to stand.
        """
        found = self._file(path)
        if found is not None and not found.revocable:
            return found
        self.latest()
        return self._file(path)

    def _file(self, path: str) -> DataFile | None:
        with self._lock:
            editions = [*self._recent.values()]
        return next((file for edition in reversed(editions) for file in edition.files.values() if file.path == path), None)

    def _of_page(self, version: str) -> Edition:
        with self._lock:
            found = self._recent.get(version) or self._recovered(version)
        if found is None:
            raise EditionGone
        return found

    def _recovered(self, version: str) -> Edition | None:
        """Return an edition that another process made; what was left of it must make that very edition."""
        places = self._cache.get(version) if self._cache else None
        made = None if places is None or takes_away(places, self._latest.places) else self._make(places)
        if made is None or made.version != version:
            return None
        self._recent = OrderedDict([(version, made), *self._recent.items()])
        for other in [*self._recent][1:-1][: max(0, len(self._recent) - self._most)]:
            self._recent.pop(other).service.rest(for_good=True)
        return made

    def _revision(self) -> Hashable | None:
        try:
            return self._publication.publication() if self._publication else None
        except StoreUnavailable:
            return None

    def _start(self) -> None:
        """Start with what is published; without it when it cannot be read."""
        number = self._revision()
        if number is not None:
            self._renew(number)
        if not self._recent:
            self._keep_made(())

    def _renew(self, number: Hashable) -> None:
        try:
            places = self._publication.published() if self._publication else ()
        except StoreUnavailable:
            return  # the next request tries again
        try:
            self._keep_made(places)
        except Exception:
            LOG.exception("no edition can be made of publication %s: what still stands of the last one goes on", number)
            self._keep_standing(places)
        self._number = number

    def _keep_standing(self, places: Sequence[PublishedPlace]) -> None:
        """Go on with the places of the last edition of which nothing was taken away."""
        before = self._latest.places if self._recent else ()
        standing = tuple(place for place in before if not takes_away((place,), places))
        if not self._recent or standing != before:
            self._keep_made(standing)

    def _keep_made(self, places: Sequence[PublishedPlace]) -> None:
        edition = self._make(places)
        self._keep(edition)
        if self._cache:
            self._cache.keep(lambda earlier: not takes_away(earlier, places))
            self._cache.put(edition.version, places)

    def _keep(self, edition: Edition) -> None:
        """Make an edition the latest; what was published again as it had been is the edition that is kept already."""
        before = self._recent.get(edition.version)
        self._recent[edition.version] = self._latest = before or edition
        self._recent.move_to_end(edition.version)
        self._drop_what_was_taken_away()
        for version, older in [*self._recent.items()][:-1]:
            older.service.rest(for_good=len(self._recent) > self._most)
            if len(self._recent) > self._most:
                del self._recent[version]

    def _drop_what_was_taken_away(self) -> None:
        """Forget every edition that tells what the latest does not: a page that holds one must be opened again."""
        for version, older in [*self._recent.items()]:
            if takes_away(older.places, self._latest.places):
                self._recent.pop(version).service.rest(for_good=True)


def begin_request(wanted: str | None) -> None:
    """Begin the answer to a page that holds the edition `wanted` (None: it does not say)."""
    _REQUEST.set(RequestEdition(wanted))


def end_request() -> None:
    """End it: outside of any request, the edition is the latest."""
    _REQUEST.set(None)


def latest_version() -> str | None:
    """Return the latest edition's name, when the request being answered has looked at the places."""
    request = _REQUEST.get()
    return request.latest if request else None
