"""Serve the application with n synthetic places, by the same server as in production: ``python -m bench.serve N PORT``."""

from __future__ import annotations

import dataclasses
import sys

from access.settings import Settings
from app import create_app, serve
from geodata.synthetic import synthetic_candidates
from geodata.territory import Territory, load_territory

SEED = 7


def synthetic_territory(n: int) -> Territory:
    """Return the embedded territory with n random places in place of its own."""
    territory = load_territory(None)
    return dataclasses.replace(territory, candidates=synthetic_candidates(n, territory, SEED))


def main() -> None:
    """Build and serve."""
    settings = Settings(demo=True, port=int(sys.argv[2]), database_url="sqlite:///var/bench/convergence.db")
    app = create_app(settings, synthetic_territory(int(sys.argv[1])))
    # Dash learns which of its own files it serves by rendering a page: before the workers part, else the others answer 404 for them.
    app.server.test_client().get("/")
    serve(app, settings)


if __name__ == "__main__":
    main()
