"""The official data, for the screen « Sources »: how fresh each is, what was received, which is in use; refreshed from there."""

from __future__ import annotations

import datetime as dt
import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any, TypeAlias

from criteria.registry import criteria
from domain.person import Action, NotAllowed, Person, can, require
from geodata.catalogue import SOURCES
from geodata.manifest import Refreshed
from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.refresh import FAILED, FRESH, REFUSED, Refresh, Report, last_checks, outcome_of
from geodata.sentences import from_plain
from geodata.snapshots import EMBEDDED, SnapshotGone, Snapshots, read_plain, write_plain
from geodata.source import TO_REFRESH, Source
from geodata.sources import Feed, feeds
from i18n import gettext as _
from i18n.moments import ago, moment
from services.words.data_changes import changes, headline, not_taken, passed_over, received_words, snapshot_words, state_words
from store.data_journal import IN_USE, RECEIVED

LOG = logging.getLogger(__name__)
Fields: TypeAlias = Mapping[str, Any]
WriteJournal: TypeAlias = Callable[[str, str, str | None, Fields | None, Fields], None]
PROGRESS = "refreshing.json"
LOCK = ".lock"
MOST_RECEIVED = 5
NOTED_S = 1.0
STARTING_S = 20.0
"""How long a refresh that was asked for may take to begin, in another process, before it is thought to be dead."""


class RefreshRefused(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """Somebody else is refreshing the data now, or a setting names those to use; the message says so."""


REFUSALS = (NotAllowed, RefreshRefused, SnapshotGone)
"""What is said in a sentence."""


@dataclass(frozen=True)
class SourceHealth:
    """How fresh a data set is.

    Attributes
    ----------
    id, label, vintage : str
        Its entry of the catalogue, its name, what date what is in use speaks of.
    read : str
        When what is in use was read from its service, in words; empty for what came with the product.
    state : str
        How its last check ended (see `geodata.refresh.Outcome`); empty for one that was never checked.
    checked : str
        When it was last checked and how that ended, in words.
    rests_on_it : tuple of str
        The criteria that read it.
    """

    id: str
    label: str
    vintage: str
    read: str
    state: str
    checked: str
    sentence: str
    rests_on_it: tuple[str, ...]

    @property
    def is_refused(self) -> bool:
        """Whether its last check was refused for what it would lose."""
        return self.state == REFUSED


@dataclass(frozen=True)
class Received:
    """A dated snapshot: its name, when it landed in words, what it changes a line each, whether it is in use."""

    name: str
    label: str
    lines: tuple[str, ...]
    is_in_use: bool


@dataclass(frozen=True)
class DataState:
    """What the screen shows of the official data.

    Attributes
    ----------
    in_use : str
        What is in use, since when and by whose choice, in words.
    is_embedded : bool
        Whether that is what one starts from.
    troubles : str
        Which data sets were not taken when they were last checked, in words; empty when all were.
    under_way, failure : str
        What is being read now, and why the last refresh stopped before its end; empty when nothing is, and when it did not.
    can_change : bool
        Whether the person may refresh them.
    """

    sources: tuple[SourceHealth, ...]
    received: tuple[Received, ...]
    in_use: str
    is_embedded: bool
    troubles: str
    under_way: str
    failure: str
    can_change: bool


def _unwritten(_action: str, _name: str, _id: str | None, _before: Fields | None, _after: Fields) -> None:
    """Write nothing."""


def _started(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="refresh", daemon=True).start()


@dataclass(frozen=True)
class OfficialData:
    """Refreshes the official data and says how fresh they are. Any process of the service may answer.

    Parameters
    ----------
    snapshots : where they are.
    is_fixed : whether one territory alone is served.
    reader : reads the files of one data set.
    start : has a piece of work done, apart from the request.
    journal : writes what was done: the action, by whom (name, id), the fields before and after.
    """

    snapshots: Snapshots
    is_fixed: bool = False
    reader: Callable[[], Reader] = Reader
    start: Callable[[Callable[[], None]], None] = _started
    journal: WriteJournal = _unwritten
    feeds: tuple[Feed, ...] = field(default_factory=feeds)

    def state(self, person: Person) -> DataState:
        """Return what the screen shows."""
        checks, refreshed = last_checks(self.snapshots.folder), self.snapshots.refreshed()
        offered = [feed for feed in self.feeds if feed.is_offered]
        sources = tuple(self._health(feed, refreshed.get(feed.id), checks.get(feed.id, {})) for feed in offered)
        received = tuple(self._received(name) for name in self.snapshots.names()[:MOST_RECEIVED])
        can_change = can(person, Action.REFRESH_DATA) and not self.is_fixed
        under_way = self._under_way()
        failure = "" if under_way else str(self._progress().get("failed", ""))
        is_embedded = self.snapshots.in_use == EMBEDDED
        troubles = not_taken({one.id: one.state for one in sources})
        return DataState(sources, received, self._in_use(), is_embedded, troubles, under_way, failure, can_change)

    def refresh(self, person: Person, only: str = "", is_accepted: bool = False) -> None:
        """Begin to read the data sets, or one alone, whose losses are then accepted when `is_accepted`; what is new lands, not yet in use.

        Raises
        ------
        NotAllowed, RefreshRefused
        """
        require(person, Action.REFRESH_DATA)
        chosen = [feed for feed in self.feeds if feed.is_offered and only in {"", feed.id}]
        if self.is_fixed:
            raise RefreshRefused(self._in_use())
        if self._under_way():
            raise RefreshRefused(_("Un rafraîchissement est en cours."))
        self._note(_("préparation"))
        accepted = frozenset({only} if is_accepted and only else ())
        self.start(lambda: self._run(person, chosen, accepted))

    def use(self, person: Person, name: str) -> None:
        """Put received data in use (`EMBEDDED`: those that come with the product); raises NotAllowed, SnapshotGone."""
        require(person, Action.REFRESH_DATA)
        before = self.snapshots.in_use
        if name == before:
            return
        self.snapshots.use(name, person.name, dt.datetime.now(dt.UTC))
        self.journal(IN_USE, person.name, person.id, {"snapshot": before}, {"snapshot": name})

    def _run(self, person: Person, chosen: list[Feed], accepted: frozenset[str]) -> None:
        try:
            with self._locked() as is_mine:
                if is_mine:
                    work = Refresh(
                        self.snapshots,
                        self.reader,
                        accepted,
                        progress=lambda id_: self._note(_(SOURCES[id_].label)),
                        received=seldom(lambda *what: self._note(received_words(*what)), NOTED_S),
                    )
                    self._end(person, work.run(chosen, dt.datetime.now(dt.UTC)))
        except Exception:
            LOG.exception("the refresh stopped")
            self._note("", failed=_("Le rafraîchissement s'est arrêté : réessayez, ou consultez le journal du service."))

    def _end(self, person: Person, report: Report) -> None:
        self._note("")
        self.journal(RECEIVED, person.name, person.id, None, journalled(report))
        LOG.info("refresh: %s", ", ".join(f"{one.id} {one.state}" for one in report.outcomes))

    def _note(self, text: str, failed: str = "") -> None:
        write_plain(self.snapshots.folder / PROGRESS, {"source": text, "failed": failed})

    def _progress(self) -> dict[str, Any]:
        return read_plain(self.snapshots.folder / PROGRESS)

    @contextmanager
    def _locked(self) -> Iterator[bool]:
        """Hold the only right to refresh; yield whether it was free. A process that ends gives it back."""
        self.snapshots.folder.mkdir(parents=True, exist_ok=True)
        with (self.snapshots.folder / LOCK).open("a") as stream:
            is_mine = _taken(stream)
            yield is_mine

    def _under_way(self) -> str:
        """Return what is being read now; empty when no process holds the right to refresh."""
        source = str(self._progress().get("source", ""))
        if not source:
            return ""
        with self._locked() as is_free:
            return "" if is_free and not self._is_fresh() else source

    def _is_fresh(self) -> bool:
        """Return whether a refresh has just been asked for, whose process has not begun yet."""
        try:
            age = dt.datetime.now().timestamp() - (self.snapshots.folder / PROGRESS).stat().st_mtime
        except OSError:
            return False
        return age < STARTING_S

    def _health(self, feed: Feed, fresh: Refreshed | None, check: dict[str, Any]) -> SourceHealth:
        source = SOURCES[feed.id]
        at, state = str(check.get("at", "")), str(check.get("state", ""))
        checked = _("{state}, {when}").format(state=state_words(state), when=ago(at)) if at else _("jamais")
        names = {feed.id, feed.replaces} - {""}
        rests = tuple(_(one.label) for one in criteria() if names & set(one.sources))
        stands = SOURCES[feed.replaces].label if feed.replaces and source.comes_by_refresh else _vintage_here(source)
        in_place = fresh.vintage if fresh else stands
        read = moment(fresh.at) if fresh else ""
        return SourceHealth(feed.id, _(source.label), _(in_place), read, state, checked, str(from_plain(check.get("sentence", ""))), rests)

    def _received(self, name: str) -> Received:
        lines: list[str] = []
        for content in self.snapshots.report(name).get("outcomes", []):
            try:
                outcome = outcome_of(content)
            except (KeyError, TypeError):
                continue
            what = [] if outcome.sentence else changes(outcome.difference)
            lines.append(f"{headline(outcome)} ({' ; '.join(what)})" if what else headline(outcome))
            lines += passed_over(outcome)
        return Received(name, snapshot_words(name), tuple(lines), name == self.snapshots.in_use)

    def _in_use(self) -> str:
        if self.is_fixed:
            return _("Ces données sont les seules de ce service : elles ne se rafraîchissent pas ici.")
        name, history = self.snapshots.in_use, self.snapshots.history()
        if name == EMBEDDED:
            return _("En service : les données de départ.")
        return _("En service : les données reçues le {day} (choix : {person}).").format(
            day=self._received(name).label, person=history[-1].by
        )


def _vintage_here(source: Source) -> str:
    """Return the vintage of what the perimeter in use holds of a data set, before its service gave any."""
    instead = in_use().sources.get(source.id, source.id)
    return SOURCES[instead].vintage if instead else TO_REFRESH


def seldom(hear: Callable[[str, int, int | None], None], every_s: float) -> Callable[[str, int, int | None], None]:
    """Return what passes on at most one progress in so many seconds."""
    last = time.monotonic()

    def heard(id_: str, got: int, whole: int | None) -> None:
        nonlocal last
        if time.monotonic() - last >= every_s:
            last = time.monotonic()
            hear(id_, got, whole)

    return heard


def journalled(report: Report) -> dict[str, str | list[str] | None]:
    """Return what the journal says of a refresh: the snapshot that landed, and the data sets that are new, refused or failed."""
    states = {state: [one.id for one in report.outcomes if one.state == state] for state in (FRESH, REFUSED, FAILED)}
    return {"snapshot": report.snapshot or None, **{state: ids for state, ids in states.items() if ids}}


def _taken(stream: IO[str]) -> bool:
    """Lock a file for as long as it is open; return whether nobody else holds it."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
