"""WCAG 2.1 A and AA by axe-core: no violation in any state of the Explore screen, nor on the pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.selection import FacetSet
from geodata.territory import Territory
from services.duties import Duty
from tests.browser.conftest import Watch
from tests.browser.explore import Explore, eventually
from tests.browser.pool import Pool

pytestmark = pytest.mark.browser
AXE = (Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js").read_text("utf-8")
LEVELS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async (runOnly) => {
    const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
    const where = (rule) => rule.nodes.slice(0, 5).map((node) => node.target.join(" ")).join(" | ");
    return found.violations.map((rule) => `${rule.id} (${rule.impact}): ${where(rule)}`);
}"""
STILL = "() => document.getAnimations().every((motion) => motion.playState !== 'running')"


def expect_accessible(page: Page) -> None:
    """No rule of WCAG 2.1 A or AA is broken, once nothing moves; in the dark, those that look at colours: the page is the same."""
    eventually(page, lambda: page.evaluate(STILL), True, "nothing moves")
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    is_dark = page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate(RUN, COLOURS if is_dark else LEVELS) == []


@pytest.fixture(scope="module")
def _bench(pool: Pool, watch: Watch, server_url: str, facets: FacetSet, territory: Territory) -> Iterator[Explore]:
    """One page in which axe may be put, which the policy of the application forbids."""
    with pool.lending() as take:
        yield Explore(watch.over(take(bypass_csp=True).new_page()), server_url, facets, territory.candidates).open()


@pytest.fixture(params=["light", "dark"])
def themed(request: pytest.FixtureRequest, _bench: Explore, _nothing_goes_wrong: None) -> Explore:
    """The desktop page in its first state, light then dark."""
    _bench.page.set_viewport_size({"width": 1440, "height": 900})
    _bench.reset()
    if _bench.page.locator("html").get_attribute("data-theme") != request.param:
        _bench.page.get_by_role("button", name="Clair ou sombre").click()
    expect(_bench.page.locator(f'html[data-theme="{request.param}"]')).to_be_attached()
    return _bench


def default(explore: Explore) -> None:
    pass


def filtered(explore: Explore) -> None:
    explore.box("kinds", "Local en rez-de-chaussée").check()
    explore.click_bar("area", 2)
    explore.expect_selection("kinds=premises&area=150-299")


def empty(explore: Explore) -> None:
    explore.section("area").get_by_label("Surface à").fill("1")
    expect(explore.page.locator("#empty")).to_be_visible()


def sheet(explore: Explore) -> None:
    explore.open_place(explore.candidates["id"].iloc[50])


def layers_menu(explore: Explore) -> None:
    explore.page.locator(".map-layers > summary").click()


def export_menu(explore: Explore) -> None:
    explore.page.locator(".export > summary").click()


def columns_menu(explore: Explore) -> None:
    explore.page.locator(".columns > summary").click()


def suggestions(explore: Explore) -> None:
    explore.page.locator("input.mantine-Select-input").first.fill("mars")
    expect(explore.page.get_by_role("option").first).to_be_visible()


def drawing(explore: Explore) -> None:
    explore.act("draw", "polygon").click()


@pytest.mark.parametrize("state", [default, filtered, empty, sheet, layers_menu, export_menu, columns_menu, suggestions, drawing])
def test_every_state_of_the_desktop_screen(themed: Explore, state: Callable[[Explore], None]) -> None:
    state(themed)
    expect_accessible(themed.page)
    themed.page.keyboard.press("Escape")


def test_the_drawer_of_a_small_window(themed: Explore) -> None:
    themed.page.set_viewport_size({"width": 1024, "height": 768})
    drawer = themed.act("drawer")
    drawer.click()
    expect(drawer).to_have_attribute("aria-expanded", "true")
    expect(themed.page.locator(".facets")).to_be_in_viewport()
    expect_accessible(themed.page)
    themed.page.keyboard.press("Escape")
    expect(drawer).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("tab", ["map", "filters", "results", "charts", "place"])
def test_every_tab_of_a_phone(themed: Explore, tab: str) -> None:
    themed.page.set_viewport_size({"width": 390, "height": 844})
    if tab == "place":
        themed.open_place(themed.candidates["id"].iloc[50])
    themed.act("tab", "results" if tab == "charts" else tab).click()
    if tab in {"results", "charts"}:
        themed.act("results", "table" if tab == "results" else "charts").click()
    expect_accessible(themed.page)
    themed.act("tab", "map").click()


def test_the_english_page_and_the_pages_beside_the_map(themed: Explore) -> None:
    themed.page.get_by_role("contentinfo").get_by_role("link", name="Accessibilité : partiellement conforme").click()
    expect(themed.page).to_have_url(themed.url + Duty.ACCESSIBILITY)
    for path in (*Duty, "/sources", "/nulle-part"):
        themed.page.goto(themed.url + path)
        expect(themed.page.locator("h1")).to_be_visible()
        expect_accessible(themed.page)
    themed.open("kinds=premises&lang=en")
    expect(themed.page.locator("html[lang=en]")).to_be_attached()
    expect_accessible(themed.page)
    themed.page.context.clear_cookies()
    themed.open()
