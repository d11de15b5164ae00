"""Heavy work (questions, studies, exports) takes turns: few at once, few waiting, clients treated alike, the rest told to come back."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from itertools import islice
from typing import Any, NamedTuple, TypeVar, cast

from flask import Flask, Response, current_app, make_response, request
from markupsafe import escape

from access.client_address import client_address
from access.identity import current_person
from access.refusal import refused
from access.settings import Settings
from domain.person import VISITOR
from i18n import gettext as _

EXTENSION = "heavy work"
DISCONNECTED = "waitress.client_disconnected"
AT_ONCE = 4
QUICK_TURNS = 1
SPARED_THREADS = 2
PATIENCE_S = 10.0
POLL_S = 0.5
REST, MOST_REST_S = 16, 8.0
OTHERS_S = 5.0
RETRY_S = 2
HALF_LIFE_S = 30.0
MUCH_S = 2.0
REMEMBERED = 1_000
Work = TypeVar("Work", bound=Callable[..., Any])
Clock = Callable[[], float]


class Busy(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """No turn is free; the message tells whoever asked to wait, in the current language."""

    def __init__(self) -> None:
        super().__init__(_("Beaucoup de calculs sont demandés en ce moment : celui-ci est redemandé dans quelques secondes."))


@dataclass(eq=False)
class _Waiting:
    client: str
    quick: bool
    settled: threading.Event = field(default_factory=threading.Event)
    has_turn: bool = False


class _Worked(NamedTuple):
    """What is remembered of a client: seconds that counted when it last ended a turn, when that was, what that turn took."""

    seconds: float
    at: float
    last: float


class Usage:
    """Seconds of processor of each client, of which half is forgotten every `HALF_LIFE_S`; to be used by one thread at a time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._worked: dict[str, _Worked] = {}  # who worked last comes last

    def of(self, client: str) -> float:
        """Return the seconds that still count."""
        worked = self._worked.get(client)
        return worked.seconds * 0.5 ** ((self._clock() - worked.at) / HALF_LIFE_S) if worked else 0.0

    def add(self, client: str, seconds: float) -> None:
        """Count some more."""
        worked = _Worked(self.of(client) + seconds, self._clock(), seconds)
        self._worked.pop(client, None)
        self._worked[client] = worked
        if len(self._worked) > REMEMBERED:
            most = set(sorted(self._worked, key=self.of, reverse=True)[: REMEMBERED // 2])
            self._worked = {name: seconds for name, seconds in self._worked.items() if name in most}

    def rests(self, client: str) -> bool:
        """Whether a client that worked too much has its rest: the longer, the more it worked; none while nobody else works."""
        worked, now = self._worked.get(client), self._clock()
        if worked is None or now >= worked.at + min(MOST_REST_S, REST * worked.last * (self.of(client) / MUCH_S - 1.0)):
            return False
        others = (other for name, other in reversed(self._worked.items()) if name != client)
        return any(now - other.at < OTHERS_S for other in islice(others, 1))


class Turns:
    """The turns of one process. Every method may be called from any thread.

    A client that is alone has all the room, and waits as long as it takes. As soon as others come, they take the place of those who wait
    for the client that has most, whose client has worked the least goes first, and a client that has worked much lately has one turn,
    after which it rests for some times as long as that took.

    Parameters
    ----------
    at_once : how many work at the same time.
    room : how many work or wait, each of which holds a thread of the server.
    patience_s : seconds that one waits before it is asked to come back, when others are there.
    for_quick : how many of those at work at the same time are for what is quickly done alone.
    clock : seconds, as `time.monotonic`.
    work_clock : seconds of processor that the present thread has taken, as `time.thread_time`.
    """

    def __init__(
        self,
        at_once: int,
        room: int,
        patience_s: float = PATIENCE_S,
        for_quick: int = 0,
        clock: Clock = time.monotonic,
        work_clock: Clock = time.thread_time,
    ) -> None:
        self._at_once, self._room, self._patience_s = at_once, room, patience_s
        self._for_quick, self._clock, self._work_clock = for_quick, clock, work_clock
        self._lock = threading.Lock()
        self._working: Counter[str] = Counter()
        self._long = 0
        self._waiting: list[_Waiting] = []
        self._usage = Usage(clock)

    @classmethod
    def of(cls, threads: int) -> Turns:
        """Return the turns of a process with so many threads: some of them always stay for pages and files."""
        room = max(1, threads - SPARED_THREADS)
        return cls(min(AT_ONCE, room), room, for_quick=QUICK_TURNS)

    @contextmanager
    def turn(self, client: str, has_left: Callable[[], bool] = lambda: False, *, quick: bool = False) -> Iterator[None]:
        """Work for a client once its turn has come.

        Parameters
        ----------
        client : who asks.
        has_left : says whether nobody waits for the answer any more.
        quick : whether it is done in some hundredths of a second: some turns are for nothing else.

        Raises
        ------
        Busy
            There is no room, the place was given to another client, the turn did not come in time, or nobody waits for it.
        """
        with self._lock:
            waiting = self._enter(client, quick)
        self._wait(waiting, has_left)
        began = self._work_clock()
        try:
            yield
        finally:
            with self._lock:
                self._working[client] -= 1
                self._long -= not quick
                self._working += Counter()  # keeps only those at work
                self._usage.add(client, self._work_clock() - began)
                self._call()

    def _enter(self, client: str, quick: bool) -> _Waiting:
        """Take a place; where there is none, that of a client that has more."""
        if self._working.total() + len(self._waiting) >= self._room:
            self._make_room(client)
        waiting = _Waiting(client, quick)
        self._waiting.append(waiting)
        self._call()
        return waiting

    def _make_room(self, client: str) -> None:
        """Send back the newest of those who wait for the client that has most places, if it has more than this one would have."""
        places = self._working + Counter(one.client for one in self._waiting)
        others = [one for one in self._waiting if places[one.client] > places[client] + 1]
        if not others:
            raise Busy
        most = max(places[one.client] for one in others)
        sent_back = [one for one in others if places[one.client] == most][-1]
        self._waiting.remove(sent_back)
        sent_back.settled.set()

    def _call(self) -> None:
        """Give the free turns, first to whose client is doing the least, then to whose has done the least, then to who came first."""
        while self._working.total() < self._at_once:
            ready = [one for one in self._waiting if self._may_work(one)]
            if not ready:
                return
            called = min(ready, key=lambda one: (self._working[one.client], self._usage.of(one.client)))
            self._waiting.remove(called)
            self._working[called.client] += 1
            self._long += not called.quick
            called.has_turn = True
            called.settled.set()

    def _may_work(self, waiting: _Waiting) -> bool:
        has_room = waiting.quick or self._long < max(1, self._at_once - self._for_quick)
        return has_room and self._working[waiting.client] < self._most_of(waiting.client)

    def _most_of(self, client: str) -> int:
        """Return how many turns a client may have: one at most once it has worked much."""
        if self._usage.of(client) < MUCH_S:
            return self._at_once
        return 0 if self._usage.rests(client) else 1

    def _wait(self, waiting: _Waiting, has_left: Callable[[], bool]) -> None:
        """Wait for the turn, until it is another's, or nobody waits for the answer, or it takes too long while others are there."""
        until = self._clock() + self._patience_s
        while not waiting.settled.wait(min(POLL_S, self._patience_s)):
            with self._lock:
                self._call()  # somebody may have rested enough
                if waiting.settled.is_set() or not (has_left() or (self._clock() > until and not self._is_alone(waiting.client))):
                    continue
                self._waiting.remove(waiting)
                raise Busy
        if not waiting.has_turn:
            raise Busy

    def _is_alone(self, client: str) -> bool:
        return {client} >= {*self._working, *(one.client for one in self._waiting)}


def heavy(work: Work) -> Work:
    """Declare a route or a callback heavy: it takes a turn."""
    return heavy_unless(lambda *_args, **_named: False)(work)


def heavy_unless(is_light: Callable[..., bool], *, quick: bool = False) -> Callable[[Work], Work]:
    """Declare a route or a callback heavy, save where `is_light`, given the same, says that its answer is there already.

    See `Turns.turn` for `quick`. A callback whose first input is None asks for nothing, and waits for nobody.
    """

    def declare(work: Work) -> Work:
        @wraps(work)
        def taken(*args: Any, **named: Any) -> Any:
            if (args and args[0] is None) or is_light(*args, **named):
                return work(*args, **named)
            settings, turns = current_app.extensions[EXTENSION]
            person = current_person()
            client = client_address(settings) if person is VISITOR else f"person {person.id}"
            with turns.turn(client, request.environ.get(DISCONNECTED, lambda: False), quick=quick):
                return work(*args, **named)

        taken.is_heavy = True  # type: ignore[attr-defined]
        return cast("Work", taken)

    return declare


def is_heavy(work: Callable[..., Any]) -> bool:
    """Say whether a route or a callback takes a turn."""
    return bool(getattr(work, "is_heavy", False))


def install_turns(server: Flask, settings: Settings, turns: Turns | None = None) -> None:
    """Give a server its turns; who finds none free is answered 429 with a sentence, and when to come back."""
    server.extensions[EXTENSION] = (settings, turns or Turns.of(settings.threads))

    @server.errorhandler(Busy)
    def busy(error: Busy) -> Response:
        is_page = "text/html" in request.headers.get("Accept", "")
        response = make_response(f"<!DOCTYPE html><p>{escape(error)}</p>") if is_page else refused(error, 429)
        response.status_code = 429
        response.headers["Retry-After"] = str(RETRY_S)
        response.headers["Cache-Control"] = "no-store"
        if is_page:
            response.headers["Refresh"] = str(RETRY_S)  # a link to an export asks again by itself
        return response
