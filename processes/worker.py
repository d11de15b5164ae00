"""A worker that gunicorn starts, watches and stops, and in which waitress speaks with the browsers."""

from __future__ import annotations

import logging
import resource
import sys
import time
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from processes.deadlines import CONNECTIONS, Listener
from processes.parent import end_with

TURN_S = 1.0
SWITCH_S = 0.001
"""How long a thread that computes keeps the others from running, where they only have a page or a file to give."""
MB = 1_000_000
FILES_A_CONNECTION = 3
"""Its socket, and the files of a body and of an answer that are too large for memory."""


class BufferingWorker(Worker):  # type: ignore[misc]  # gunicorn has no types
    """Requests are read, and answers written, by one loop; threads work on whole requests alone. `self.app` is a `service.Service`."""

    def run(self) -> None:
        """Serve until told to stop, then until what was asked is answered; end at once where gunicorn's master was killed."""
        end_with(self.ppid)
        _allow_files(CONNECTIONS * FILES_A_CONNECTION + 256)
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no news
        sys.setswitchinterval(SWITCH_S)
        sockets: dict[int, Any] = {}
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(self.cfg.threads)
        listeners = [self._listener(listening.sock, threads, sockets) for listening in self.sockets]
        while self.alive:
            self._turn(listeners, sockets)
        for listener in listeners:
            listener.accepting = False
        until = time.monotonic() + self.cfg.graceful_timeout
        while any(listener.is_busy for listener in listeners) and time.monotonic() < until:
            self._turn(listeners, sockets)
        threads.shutdown(timeout=1)
        wasyncore.close_all(sockets)

    def _turn(self, listeners: list[Listener], sockets: dict[int, Any]) -> None:
        self.notify()
        wasyncore.loop(timeout=TURN_S, use_poll=True, map=sockets, count=1)
        for listener in listeners:
            listener.close_late()

    def _listener(self, sock: Any, threads: ThreadedTaskDispatcher, sockets: dict[int, Any]) -> Listener:
        listening = self.app.listening
        adjustments = Adjustments(
            threads=self.cfg.threads,
            url_scheme=listening.scheme,
            ident=None,
            clear_untrusted_proxy_headers=False,  # the application reads X-Forwarded-For itself, where it has a proxy
            max_request_header_size=listening.head_bytes,
            max_request_body_size=64 * MB,
            channel_request_lookahead=1,  # a connection is read while its request is worked on: one that closed is seen to have
            connection_limit=CONNECTIONS + 100,  # never met: `Listener` bounds before
            outbuf_high_watermark=64 * MB,  # an answer waits in a file, not in a thread
            log_socket_errors=False,
        )
        sock.listen(adjustments.backlog)
        address = (sock.family, sock.type, None, sock.getsockname())
        return Listener(
            self.wsgi,
            map=sockets,
            _sock=sock,
            dispatcher=threads,
            adj=adjustments,
            sockinfo=address,
            bind_socket=False,
            most_by_address=listening.most_by_address,
        )


def _allow_files(wanted: int) -> None:
    """Let this process open more files, as far as the system lets it."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
