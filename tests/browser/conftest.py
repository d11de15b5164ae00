"""Pages for the browser tests: one shared desktop page, new ones on demand, all watched and without a network."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from access.settings import Settings
from app import create_app
from domain.person import PersonRole
from domain.selection import FacetSet
from geodata.territory import Territory
from services.context import Context
from tests.browser.convergence import Screen
from tests.browser.demonstration import Demonstration, demonstration, open_workshop
from tests.browser.evidence import begin, leave
from tests.browser.explore import PATIENCE_S, Explore
from tests.browser.pool import Pool
from tests.browser.proposing import put_back
from tests.browser.scenarios import Scenarios
from tests.browser.watch import NewContext, Watch
from tests.published import Giver
from tests.serving import serving

CLIPBOARD = ["clipboard-read", "clipboard-write"]
expect.set_options(timeout=PATIENCE_S * 1000)


@pytest.fixture(scope="session")
def watch(server_url: str) -> Watch:
    return Watch(server_url)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say where what the pages of a failing test showed is written."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.failed and browser:
        report.sections.append(("Pages", f"What they showed and did: {leave(browser, item.nodeid)}"))
    return report


@pytest.fixture(autouse=True)
def _recorded(browser: Browser) -> None:
    begin(browser)


@pytest.fixture(autouse=True)
def _nothing_goes_wrong(watch: Watch) -> Iterator[None]:
    """No test may leave an error in a console, nor a request out of the application; one that expects them clears them."""
    watch.clear()
    yield
    assert watch.errors == []
    assert watch.outside == []


NewExplore = Callable[..., Explore]


@pytest.fixture(scope="module")
def _demo(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """A demonstration of the file of tests, on a database of its own."""
    with demonstration(territory, tmp_path_factory.mktemp("demonstration")) as made:
        yield made


@pytest.fixture
def demo(_demo: Demonstration) -> Iterator[Demonstration]:
    """The same, in which nothing goes wrong during a test; one that expects errors clears them."""
    _demo.watch.clear()
    yield _demo
    assert _demo.watch.errors == []
    assert _demo.watch.outside == []


@pytest.fixture(scope="module")
def giver() -> Giver:
    """The places that the service at `published_url` publishes."""
    return Giver()


@pytest.fixture(scope="module")
def published_url(territory: Territory, giver: Giver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service whose published places are those of `giver`."""
    file = tmp_path_factory.mktemp("published") / "convergence.db"
    with serving(create_app(Settings(demo=True, online_base_maps=False, database_url=f"sqlite:///{file}"), territory, giver).server) as url:
        yield url


@pytest.fixture(scope="session")
def pool(browser: Browser) -> Iterator[Pool]:
    made = Pool(browser)
    yield made
    made.close()


@pytest.fixture
def new_context(pool: Pool) -> Iterator[NewContext]:
    """Give contexts in which nobody was, until the end of the test."""
    with pool.lending() as take:
        yield take


@pytest.fixture
def new_explore(new_context: NewContext, watch: Watch, server_url: str, facets: FacetSet, territory: Territory) -> NewExplore:
    """Make a page on the screen, not yet loaded, in a context of its own."""

    def make(context: BrowserContext | None = None, **options: Any) -> Explore:
        page = watch.over((context or new_context(**options)).new_page())
        return Explore(page, server_url, facets, territory.candidates)

    return make


@pytest.fixture(scope="session")
def _desk(pool: Pool, watch: Watch, server_url: str, facets: FacetSet, territory: Territory) -> Iterator[Explore]:
    context = pool.take(permissions=CLIPBOARD)
    yield Explore(watch.over(context.new_page()), server_url, facets, territory.candidates).open()


@pytest.fixture
def explore(_desk: Explore, _nothing_goes_wrong: None) -> Explore:
    """The shared desktop page, put back to its first view."""
    return _desk.reset()


NewScreen = Callable[..., Screen]


@pytest.fixture
def new_screen(new_context: NewContext, watch: Watch, server_url: str, context: Context) -> NewScreen:
    """Make a page for the Convergence screen, not yet loaded, in a context of its own."""

    def make(browser_context: BrowserContext | None = None, **options: Any) -> Screen:
        return Screen(watch.over((browser_context or new_context(**options)).new_page()), server_url, context)

    return make


@pytest.fixture(scope="session")
def _room(pool: Pool, watch: Watch, server_url: str, context: Context) -> Iterator[Screen]:
    browser_context = pool.take(permissions=CLIPBOARD)
    yield Screen(watch.over(browser_context.new_page()), server_url, context).open()


@pytest.fixture
def screen(_room: Screen, _nothing_goes_wrong: None) -> Screen:
    """The shared desktop page of the Convergence screen, put back to its first view."""
    return _room.reset()


NewScenarios = Callable[..., Scenarios]


@pytest.fixture(scope="session")
def _ready_to_plan(context: Context) -> None:
    """Compile and compute what the first question of all waits for: no page's patience is spent on it."""
    context.service.answer("")


@pytest.fixture
def new_scenarios(new_context: NewContext, watch: Watch, server_url: str, context: Context, _ready_to_plan: None) -> NewScenarios:
    """Make a page for the Scénarios screen, not yet loaded, in a context of its own."""

    def make(browser_context: BrowserContext | None = None, **options: Any) -> Scenarios:
        return Scenarios(watch.over((browser_context or new_context(**options)).new_page()), server_url, context)

    return make


@pytest.fixture(scope="session")
def _study(pool: Pool, watch: Watch, server_url: str, context: Context, _ready_to_plan: None) -> Iterator[Scenarios]:
    browser_context = pool.take(permissions=CLIPBOARD)
    yield Scenarios(watch.over(browser_context.new_page()), server_url, context).open()


@pytest.fixture
def scenarios(_study: Scenarios, _nothing_goes_wrong: None) -> Scenarios:
    """The shared desktop page of the Scénarios screen, put back to its first view; its answer may still be on its way."""
    return _study.reset()


@pytest.fixture(scope="module")
def _rooms(_demo: Demonstration, pool: Pool) -> Iterator[dict[PersonRole, Page]]:
    """One page for each of the two who tell places: a test begins in it with nothing open."""
    paths = {PersonRole.LANDLORD: "/proposer", PersonRole.ECONOMY: "/identifier"}
    with pool.lending() as take:
        yield {role: open_workshop(_demo.page(take, role), _demo.url, path) for role, path in paths.items()}


@pytest.fixture
def landlord(demo: Demonstration, _rooms: dict[PersonRole, Page]) -> Page:
    return put_back(demo, _rooms[PersonRole.LANDLORD], "/proposer")


@pytest.fixture
def officer(demo: Demonstration, _rooms: dict[PersonRole, Page]) -> Page:
    return put_back(demo, _rooms[PersonRole.ECONOMY], "/identifier")
