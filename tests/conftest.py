"""What the tests share: the territory, the application, its server and one browser."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

import app as application
from access.settings import Settings
from domain.selection import FacetSet
from geodata.candidate_facets import candidate_facets
from geodata.column_table import ColumnTable, encode_table
from geodata.territory import Territory, load_territory
from i18n import DEFAULT_LANGUAGE, set_language
from tests.browser_tools import launch
from views.browser_config import TEXT_COLUMNS
from views.view import Context

# The same examples on every run; HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis_settings.register_profile("convergence", deadline=None, derandomize=True, database=None)
hypothesis_settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "convergence"))


@pytest.fixture(autouse=True)
def _french() -> None:
    """Every test starts in French: a test client speaks in the test's own context."""
    set_language(DEFAULT_LANGUAGE)


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="session")
def facets(territory: Territory) -> FacetSet:
    return candidate_facets(territory)


@pytest.fixture(scope="session")
def table(territory: Territory, facets: FacetSet) -> ColumnTable:
    return encode_table(territory.candidates, facets, TEXT_COLUMNS)


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(online_base_maps=True)


@pytest.fixture(scope="session")
def context(settings: Settings, territory: Territory, facets: FacetSet, table: ColumnTable) -> Context:
    """What every screen is given, with the addresses of the real data files."""
    files = application._data_files(territory, table.data)
    return Context(settings, territory, facets, table, {name: file.path for name, file in files.items()})


@pytest.fixture(scope="session")
def app(settings: Settings, territory: Territory) -> application.Convergence:
    return application.create_app(settings, territory)


@pytest.fixture
def client(app: application.Convergence) -> FlaskClient:
    return app.server.test_client()


@pytest.fixture(scope="session")
def server_url(app: application.Convergence) -> Iterator[str]:
    """The application, served on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium. Without any, the test fails with a sentence: it is never skipped."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()
