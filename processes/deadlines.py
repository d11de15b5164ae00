"""Connections on which somebody is too slow, or of which one address holds too many, are closed; none ever holds a thread.

waitress reads heads and bodies, and writes answers, in one loop a process: a thread works only on a request that has arrived whole,
and leaves its answer to the loop. What is added here is when the loop gives up.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

HEAD_S = 15.0
"""A request's head is there by then, from its first byte; a byte a second does not prolong it."""
IDLE_S = 60.0
"""A connection without a request is kept that long."""
WINDOW_S = 30.0
BYTES_A_WINDOW = 30_000
"""A body that arrives, or an answer that leaves, moves that much in each window: 1 kB/s, less than any telephone."""
SEND_BUFFER_BYTES = 256 * 1024
AT_ONCE = struct.pack("ii", 1, 0)
MOST_REQUESTS = 2
"""On a connection: the one that is answered, and the next, whose sender may have read the answer before its thread is done."""
CONNECTIONS = 500
"""At most, in a process."""


class Connection(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection that knows whether somebody is too slow on it. Times are those of `time.monotonic`, in seconds."""

    def __init__(self, server: Listener, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        self.opened = self.idle_since = self.window_since = time.monotonic()
        self.request_since: float | None = None
        self.moved = 0
        self.waits_for = ""
        super().__init__(server, sock, addr, adj, map=map)

    @property
    def is_working(self) -> bool:
        """Whether a request that arrived whole is being answered."""
        return bool(self.requests)

    @property
    def is_writing(self) -> bool:
        """Whether a part of an answer waits for the reader."""
        return self.total_outbufs_len > 0

    def received(self, data: bytes) -> bool:
        """Take bytes of a request; keep when it began, and how fast it comes."""
        if self.request_since is None:
            self.request_since = time.monotonic()
        self.moved += len(data)
        taken = super().received(data)
        if self.request is None:
            self.request_since = None
        if len(self.requests) > MOST_REQUESTS:
            self.drop()  # asked without waiting for the answer: no browser does, and the answers would pile up until a thread waits
        return bool(taken)

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send bytes of an answer; keep how fast they leave."""
        sent: int = super().send(data, do_close=do_close)
        self.moved += sent
        return sent

    def is_late(self, now: float) -> bool:
        """Say whether whoever is at the other end is too slow; called about once a second, by the loop alone."""
        waits_for = self._waiting()
        if waits_for != self.waits_for:
            self.waits_for, self.idle_since, self.window_since, self.moved = waits_for, now, now, 0
        if waits_for == "head":
            return now - (self.request_since or now) > HEAD_S
        if waits_for == "request":
            return now - self.idle_since > IDLE_S
        return waits_for in {"body", "reader"} and self._crawls(now)

    def drop(self) -> None:
        """Close at once: what the system still holds of an answer is thrown away, not kept for a reader that does not come."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.handle_close()

    def _waiting(self) -> str:
        """Name what this connection waits for; nothing while a thread works."""
        request = self.request
        if self.is_writing:
            return "reader"
        if self.is_working:
            return ""
        if request is None:
            return "request"
        return "body" if request.headers_finished else "head"

    def _crawls(self, now: float) -> bool:
        """Say whether less than is fair moved in a window that is over."""
        if now - self.window_since <= WINDOW_S:
            return False
        crawls = self.moved < BYTES_A_WINDOW
        self.window_since, self.moved = now, 0
        return crawls


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """waitress's server, which closes what is late and what is too much.

    Parameters
    ----------
    most_by_address : connections that one address may hold in this process; None where all come by a proxy, which then bounds them.
    """

    channel_class = Connection

    def __init__(self, *args: Any, most_by_address: int | None, **kwargs: Any) -> None:
        self.most_by_address = most_by_address
        super().__init__(*args, **kwargs)

    def handle_accept(self) -> None:
        """Take a connection; where there are too many, the one that matters least goes."""
        super().handle_accept()
        if not self.active_channels:
            return
        newest = next(reversed(self.active_channels.values()))
        if self.most_by_address is not None:
            _bound([c for c in self.active_channels.values() if c.addr[0] == newest.addr[0]], self.most_by_address)
        _bound(self.active_channels.values(), CONNECTIONS)

    def set_socket_options(self, conn: socket.socket) -> None:
        """Bound what the system keeps of an answer, so that it is seen to leave."""
        super().set_socket_options(conn)
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)

    def maintenance(self, now: float) -> None:
        """Do nothing here: `close_late` is called between two turns of the loop, when no connection is being handled."""

    def close_late(self) -> None:
        """Close the connections on which somebody is too slow."""
        now = time.monotonic()
        for connection in [c for c in self.active_channels.values() if c.is_late(now)]:
            connection.drop()

    @property
    def is_busy(self) -> bool:
        """Whether a request is being answered."""
        return any(c.is_working or c.is_writing for c in self.active_channels.values())


def _bound(connections: Iterable[Connection], most: int) -> None:
    """Close one connection where they are more than `most`.

    First the oldest that asks nothing or has not finished to ask, then the oldest whose answer is being read; the newest where all work.
    """
    by_age = sorted(connections, key=lambda c: c.opened)
    if len(by_age) <= most:
        return
    older = by_age[:-1]
    waiting = [c for c in older if not c.is_working]
    idle = [c for c in waiting if not c.is_writing]
    (idle or waiting or by_age[-1:])[0].drop()
