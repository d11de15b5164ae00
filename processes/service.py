"""The service: some workers that share the application, made before they part, under a master that starts them anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gunicorn.app.base import BaseApplication

from processes.worker import BufferingWorker

CONNECTIONS_BY_ADDRESS = 64


@dataclass(frozen=True)
class Listening:
    """Where and how the service listens.

    Parameters
    ----------
    bind : host and port to listen on.
    workers, threads : processes, and threads in each.
    longest_query : characters of an address's query that the product reads; the head has room for it twice (the ``Referer`` repeats it).
    is_public : whether every connection comes by a proxy, whose own address says nothing of who asks.
    scheme : of the addresses that browsers use.
    """

    bind: str
    workers: int
    threads: int
    longest_query: int
    is_public: bool = False
    scheme: str = "http"

    @property
    def head_bytes(self) -> int:
        """Largest head of a request, in bytes."""
        return 2 * self.longest_query + 16_000

    @property
    def most_by_address(self) -> int | None:
        """Connections that an address may hold, in each process; None where it is the proxy's to bound them."""
        return None if self.is_public else CONNECTIONS_BY_ADDRESS


class Service(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn, told what to serve; `begin` is called in each worker before it serves."""

    def __init__(self, application: Any, listening: Listening, begin: Callable[[], None] | None = None) -> None:
        self.application, self.listening, self.begin = application, listening, begin
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn would otherwise read from its command line."""
        options = {
            "bind": self.listening.bind,
            "workers": self.listening.workers,
            "threads": self.listening.threads,
            "worker_class": BufferingWorker,
            "preload_app": True,
            "control_socket_disable": True,
            "timeout": 60,
        }
        for key, value in options.items():
            self.cfg.set(key, value)
        begin = self.begin
        if begin is not None:
            self.cfg.set("post_worker_init", lambda _worker: begin())

    def load(self) -> Any:
        """Return what is served."""
        return self.application
