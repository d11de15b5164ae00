"""Heavy work (questions, studies, exports) takes turns: few at once, few waiting, a share for each client, the rest told to come back."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, jsonify, make_response, request
from markupsafe import escape

from access.client_address import client_address
from access.identity import current_person
from access.settings import Settings
from domain.person import VISITOR
from i18n import gettext as _

EXTENSION = "heavy work"
AT_ONCE = 2
SPARED_THREADS = 2
PATIENCE_S = 5.0
RETRY_S = 2
BROWSER = 6  # a page sends so many requests at once: alone, it is never told to come back
Work = TypeVar("Work", bound=Callable[..., Any])


class Busy(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """No turn is free; the message tells whoever asked to wait, in the current language."""

    def __init__(self) -> None:
        super().__init__(_("Beaucoup de calculs sont demandés en ce moment : celui-ci est redemandé dans quelques secondes."))


@dataclass(eq=False)
class _Waiting:
    client: str
    called: threading.Event = field(default_factory=threading.Event)


class Turns:
    """The turns of one process. Every method may be called from any thread.

    Parameters
    ----------
    at_once : how many work at the same time.
    room : how many work or wait, each of which holds a thread of the server.
    share : how many of them may be one client's.
    patience_s : seconds that one waits before it is asked to come back.
    """

    def __init__(self, at_once: int, room: int, share: int, patience_s: float = PATIENCE_S) -> None:
        self._at_once, self._room, self._share, self._patience_s = at_once, room, share, patience_s
        self._lock = threading.Lock()
        self._working: Counter[str] = Counter()
        self._waiting: list[_Waiting] = []

    @classmethod
    def of(cls, threads: int) -> Turns:
        """Return the turns of a process with so many threads: some of them always stay for pages and files."""
        room = max(1, threads - SPARED_THREADS)
        return cls(min(AT_ONCE, room), room, min(room, max(BROWSER, room // 2)))

    @contextmanager
    def turn(self, client: str) -> Iterator[None]:
        """Work for a client once its turn has come; whose client works the least goes first, then who came first.

        Raises
        ------
        Busy
            There is no room, the client has its share already, or the turn did not come in time.
        """
        waiting = self._enter(client)
        if waiting is not None and not waiting.called.wait(self._patience_s):
            self._give_up(waiting)
        try:
            yield
        finally:
            self._leave(client)

    def _enter(self, client: str) -> _Waiting | None:
        """Take a turn at once, else a place among those who wait."""
        with self._lock:
            mine = self._working[client] + sum(one.client == client for one in self._waiting)
            if mine >= self._share or self._working.total() + len(self._waiting) >= self._room:
                raise Busy
            if self._working.total() < self._at_once:
                self._working[client] += 1
                return None
            self._waiting.append(_Waiting(client))
            return self._waiting[-1]

    def _give_up(self, waiting: _Waiting) -> None:
        with self._lock:
            if waiting.called.is_set():
                return  # called in the meantime
            self._waiting.remove(waiting)
        raise Busy

    def _leave(self, client: str) -> None:
        with self._lock:
            self._working[client] -= 1
            self._working += Counter()  # keeps only those at work
            if self._waiting:
                following = min(self._waiting, key=lambda one: self._working[one.client])
                self._waiting.remove(following)
                self._working[following.client] += 1
                following.called.set()


def heavy(work: Work) -> Work:
    """Declare a route or a callback heavy: it takes a turn. A callback whose first input is None asks for nothing, and waits for nobody."""

    @wraps(work)
    def taken(*args: Any, **named: Any) -> Any:
        if args and args[0] is None:
            return work(*args, **named)
        settings, turns = current_app.extensions[EXTENSION]
        person = current_person()
        with turns.turn(client_address(settings) if person is VISITOR else f"person {person.id}"):
            return work(*args, **named)

    taken.is_heavy = True  # type: ignore[attr-defined]
    return cast("Work", taken)


def is_heavy(work: Callable[..., Any]) -> bool:
    """Say whether a route or a callback takes a turn."""
    return bool(getattr(work, "is_heavy", False))


def install_turns(server: Flask, settings: Settings, turns: Turns | None = None) -> None:
    """Give a server its turns; who finds none free is answered 429 with a sentence, and when to come back."""
    server.extensions[EXTENSION] = (settings, turns or Turns.of(settings.threads))

    @server.errorhandler(Busy)
    def busy(error: Busy) -> Response:
        is_page = "text/html" in request.headers.get("Accept", "")
        response = make_response(f"<!DOCTYPE html><p>{escape(error)}</p>") if is_page else jsonify(error=str(error))
        response.status_code = 429
        response.headers["Retry-After"] = str(RETRY_S)
        response.headers["Cache-Control"] = "no-store"
        if is_page:
            response.headers["Refresh"] = str(RETRY_S)  # a link to an export asks again by itself
        return response
