"""What the tests share: the territory, the application, its server and one browser."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright

import app as application
from access.gate import Contract
from access.settings import Settings
from callbacks.application import Convergence
from callbacks.registry import Registry
from domain.selection import FacetSet
from geodata.candidate_facets import TEXT_COLUMNS, candidate_facets, other_columns
from geodata.column_table import ColumnTable, encode_table
from geodata.territory import Territory, load_territory
from i18n import DEFAULT_LANGUAGE, set_language
from services.context import Context
from store import persons
from tests.browser_tools import launch
from tests.serving import free_port, serving
from tests.store.people import CHEAP

# The same examples on every run; HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis_settings.register_profile("convergence", deadline=None, derandomize=True, database=None)
hypothesis_settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "convergence"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files of browser tests first, the longest before the others: none is left to run alone at the end."""
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.get_closest_marker("browser") is None, -sizes[item.path]))


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Every test starts in French, and what is made once for many tests too: a test client speaks in the test's own context."""
    set_language(DEFAULT_LANGUAGE)
    yield
    set_language(DEFAULT_LANGUAGE)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """A password costs a tenth of a second to keep or to check, as it must; hundreds of persons of the tests need no such care."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(persons, "HASHER", CHEAP)
        yield


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="session")
def facets(territory: Territory) -> FacetSet:
    return candidate_facets(territory)


@pytest.fixture(scope="session")
def table(territory: Territory, facets: FacetSet) -> ColumnTable:
    return encode_table(territory.candidates, facets, TEXT_COLUMNS, other_columns(facets))


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    store = f"sqlite:///{tmp_path_factory.mktemp('store') / 'convergence.db'}"
    return Settings(demo=True, online_base_maps=True, database_url=store, port=free_port())


@dataclass(frozen=True)
class Built:
    """The application with what it was built from: what its screens are given, and its declarations."""

    app: Convergence
    context: Context
    registry: Registry


@pytest.fixture(scope="session")
def built(settings: Settings, territory: Territory) -> Built:
    """Build the application as the product does, and keep hold of the pieces."""
    made: dict[str, Any] = {}

    def keep(kind: type[Any]) -> Any:
        def make(*args: Any, **kwargs: Any) -> Any:
            return made.setdefault(kind.__name__, kind(*args, **kwargs))

        return make

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "Context", keep(Context))
        patch.setattr(application, "Registry", keep(Registry))
        app = application.create_app(settings, territory)
    return Built(app, made["Context"], made["Registry"])


@pytest.fixture(scope="session")
def app(built: Built) -> Convergence:
    return built.app


@pytest.fixture(scope="session")
def context(built: Built) -> Context:
    """What every screen is given, with the addresses of the real data files."""
    return built.context


@pytest.fixture(scope="session")
def contracts(built: Built) -> Mapping[str, Contract]:
    """The contracts that the gate checks requests against."""
    return built.registry.contracts


@pytest.fixture
def client(app: Convergence) -> FlaskClient:
    return app.server.test_client()


@pytest.fixture(scope="session")
def server_url(app: Convergence, settings: Settings) -> Iterator[str]:
    """The application, served on the port of its settings."""
    with serving(app.server, settings.port) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium. Without any, the test fails with a sentence: it is never skipped."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()
