"""Serve the application with n synthetic places, by the same server as in production: ``python -m bench.serve N PORT``."""

from __future__ import annotations

import dataclasses
import sys

from flask import Flask
from gunicorn.app.base import BaseApplication

from access.settings import Settings
from app import create_app
from geodata.synthetic import synthetic_candidates
from geodata.territory import Territory, load_territory

SEED = 7


def synthetic_territory(n: int) -> Territory:
    """Return the embedded territory with n random places in place of its own."""
    territory = load_territory(None)
    return dataclasses.replace(territory, candidates=synthetic_candidates(n, territory, SEED))


class _Service(BaseApplication):
    def __init__(self, server: Flask, settings: Settings) -> None:
        self.server, self.settings = server, settings
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"{self.settings.host}:{self.settings.port}")
        self.cfg.set("workers", self.settings.workers)
        self.cfg.set("threads", self.settings.threads)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("preload_app", True)
        self.cfg.set("control_socket_disable", True)

    def load(self) -> Flask:
        return self.server


def main() -> None:
    """Build and serve."""
    settings = Settings(demo=True, port=int(sys.argv[2]), database_url="sqlite:///var/bench/convergence.db")
    app = create_app(settings, synthetic_territory(int(sys.argv[1])))
    # Dash learns which of its own files it serves by rendering a page: before the workers part, else the others answer 404 for them.
    app.server.test_client().get("/")
    _Service(app.server, settings).run()


if __name__ == "__main__":
    main()
