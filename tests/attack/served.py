"""The product as it is served, in processes of its own, and people who are slow on it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0
NO_ANSWER = (OSError, http.client.HTTPException)
"""What a request meets at a service that is not there, or that ends while it answers: the answer is then cut."""
SETTINGS = {"GEOCODER_URL": "0", "CONVERGENCE_ONLINE_BASE_MAPS": "0", "DEMO": "1"}


@dataclass
class Served:
    """A service that runs: its port, the directory of its database, its master process."""

    port: int
    directory: Path
    master: subprocess.Popen[bytes]
    host: str = "127.0.0.1"

    def get(self, path: str = "/", timeout: float = PATIENCE_S, headers: Mapping[str, str] = MappingProxyType({})) -> bytes:
        """Return what an address answers."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": self.host, **headers})
        with urllib.request.urlopen(asked, timeout=timeout) as answer:
            return bytes(answer.read())

    def workers(self) -> list[int]:
        """Return the process ids of the workers."""
        found = subprocess.run(["pgrep", "-P", str(self.master.pid)], capture_output=True, text=True, check=False).stdout
        return [int(pid) for pid in found.split()]


def start(port: int, directory: Path, host: str = "127.0.0.1", **settings: str) -> Served:
    """Start the product, as `make run` does, and wait until it answers.

    Raises
    ------
    RuntimeError
        When it ended, or does not answer.
    """
    env = os.environ | SETTINGS | {"PORT": str(port), "DATABASE_URL": f"sqlite:///{directory / 'convergence.db'}"} | settings
    with (directory / "log").open("ab") as log:
        if env["DEMO"] == "0":
            subprocess.run([sys.executable, "app.py", "migrate"], cwd=ROOT, env=env, stdout=log, stderr=log, check=True)
        master = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=env, stdout=log, stderr=log)
    served = Served(port, directory, master, host)
    if not eventually(lambda: master.poll() is not None or _answers(served)) or master.poll() is not None:
        stop(served)
        raise RuntimeError((directory / "log").read_text()[-2_000:])
    return served


def _answers(served: Served) -> bool:
    try:
        return bool(served.get(timeout=5))
    except NO_ANSWER:
        return False


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that has ended and that nobody has asked after yet does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


def stop(served: Served) -> None:
    """Stop the service, as a supervisor does."""
    served.master.send_signal(signal.SIGTERM)
    try:
        served.master.wait(60)
    except subprocess.TimeoutExpired:
        served.master.kill()
        served.master.wait()


def eventually(is_true: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
    """Say whether something becomes true, sooner or later."""
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if is_true():
            return True
        time.sleep(0.1)
    return is_true()


class Slow:
    """Many connections on which somebody writes, or reads, a byte a second, for ever."""

    def __init__(self, port: int, many: int, first: bytes, then: bytes = b"", address: str = "127.0.0.1") -> None:
        self.then = then
        self.open = [self._connection(port, first, address) for _ in range(many)]
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()

    def _connection(self, port: int, first: bytes, address: str) -> socket.socket:
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        made.settimeout(PATIENCE_S)
        made.bind((address, 0))
        made.connect(("127.0.0.1", port))
        made.sendall(first)
        made.setblocking(False)
        return made

    def _go_on(self) -> None:
        while not self._ended.wait(1.0):
            self.open = [connection for connection in self.open if self._is_open(connection)]

    def _is_open(self, connection: socket.socket) -> bool:
        """Do the next bit; say whether the other end still listens."""
        try:
            if connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                return False  # thrown away, though bytes that arrived before are not read yet
            if self.then:
                connection.send(self.then)
            return connection.recv(1) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Give up."""
        self._ended.set()
        self._thread.join()
        for connection in self.open:
            with suppress(OSError):
                connection.close()


@contextmanager
def slow(port: int, many: int, first: bytes, then: bytes = b"", address: str = "127.0.0.1") -> Iterator[Slow]:
    """Hold slow connections for a while."""
    made = Slow(port, many, first, then, address)
    try:
        yield made
    finally:
        made.close()
