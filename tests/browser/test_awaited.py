"""Nothing is empty while it loads: each region shows grey shapes and says that it is busy, then its content."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from domain.person import PersonRole
from tests.browser.conftest import NewExplore
from tests.browser.demonstration import Demonstration
from tests.browser.explore import eventually
from tests.browser.watch import NewContext

pytestmark = pytest.mark.browser
SHAPES = """(region) => {
    const style = getComputedStyle(region, "::before"), box = region.getBoundingClientRect();
    return style.content !== "none" && style.backgroundImage.includes("gradient") && box.height >= 60;
}"""


def expect_shapes(region: Locator) -> None:
    expect(region).to_have_attribute("aria-busy", "true")
    eventually(region.page, lambda: region.evaluate(SHAPES), True, "shapes")


def expect_content(region: Locator, content: str) -> None:
    expect(region.locator(content).first).to_be_attached()
    expect(region).not_to_have_attribute("aria-busy", "true")
    assert region.evaluate("(one) => getComputedStyle(one, '::before').content") == "none"


class Held:
    """Answers that wait until they are let go."""

    def __init__(self, page: Page, address: str, of: str = "") -> None:
        self._of, self._is_open = of, False
        self._routes: list[Route] = []
        page.route(address, self._hold)

    def _hold(self, route: Route) -> None:
        if self._is_open or (self._of and self._of not in (route.request.post_data or "")):
            route.continue_()
        else:
            self._routes.append(route)

    def let_go(self) -> None:
        self._is_open = True
        for route in self._routes:
            route.continue_()


def test_charts_show_shapes_until_they_are_told_then_until_they_are_drawn(new_explore: NewExplore) -> None:
    page = new_explore().page
    told, library = Held(page, "**/_dash-update-component*", "charts.children"), Held(page, "**/plotly-basic.min.js*")
    page.goto(new_explore().url)
    expect_shapes(page.locator("#charts"))
    told.let_go()
    chart = page.locator('[data-chart="area"] [data-until]')
    expect(page.locator("#charts")).not_to_have_attribute("aria-busy", "true")
    expect_shapes(chart)
    library.let_go()
    expect_content(chart, ".barlayer .trace")


def test_a_map_writes_nothing_of_its_library_until_its_layers_come(new_explore: NewExplore) -> None:
    page = new_explore().page
    library = Held(page, "**/async-GeoJSON*")
    page.goto(new_explore().url)
    awaited = page.locator("#map").get_by_text("Loading")
    expect(awaited.first).to_be_attached()
    expect(awaited.filter(visible=True)).to_have_count(0)
    library.let_go()
    expect(page.locator("#map .leaflet-municipalities-pane path").first).to_be_visible()
    expect(awaited).to_have_count(0)


def test_the_table_shows_shapes_until_its_library_has_come(new_explore: NewExplore) -> None:
    page = new_explore().page
    library = Held(page, "**/dash_ag_grid*.js")
    page.goto(new_explore().url)
    expect_shapes(page.locator(".table-box"))
    library.let_go()
    expect_content(page.locator(".table-box"), ".place-link")


def test_a_sheet_shows_shapes_until_its_content_comes(new_explore: NewExplore) -> None:
    explore = new_explore().open()
    answer = Held(explore.page, "**/_dash-update-component*", "sheet.children")
    explore.page.evaluate("(id) => convergence.store.dispatch({ type: 'focus', id })", explore.candidates["id"].iloc[0])
    expect_shapes(explore.page.locator("#sheet"))
    answer.let_go()
    expect_content(explore.page.locator("#sheet"), "#sheet-title")


def test_lists_show_shapes_until_they_come(demo: Demonstration, new_context: NewContext) -> None:
    page = demo.page(new_context, PersonRole.LANDLORD)
    answer = Held(page, "**/_dash-update-component*", "propose-grid.rowData")
    page.goto(f"{demo.url}/proposer")
    expect_shapes(page.locator("#propose-list"))
    answer.let_go()
    expect_content(page.locator("#propose-list"), "#propose-empty")
    expect_content(page.locator("#propose-form"), ".propose-empty")


def test_the_shapes_of_who_wants_no_motion_are_still(new_explore: NewExplore) -> None:
    page = new_explore().page
    answer = Held(page, "**/_dash-update-component*", "charts.children")
    page.goto(new_explore().url)
    expect_shapes(page.locator("#charts"))
    assert page.evaluate("() => document.getAnimations().filter((motion) => motion.playState === 'running').length") == 0
    answer.let_go()
