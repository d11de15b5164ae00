"""The job of the first minute, done by three different paths that must end at the same places."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewExplore
from tests.browser.demonstration import Demonstration
from tests.browser.explore import Explore
from tests.browser.pool import NOWHERE
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
ANSWER = "kinds=premises&communes=13215&qpv=inside.within_300&area=80-300"


def expected(explore: Explore) -> list[str]:
    frame = explore.candidates
    near = frame["qpv_band"].isin(["inside", "within_300"])
    wanted = (frame["kind"] == "premises") & (frame["area_code"] == "13215") & near & frame["area_m2"].between(80, 300)
    return frame["id"][wanted].tolist()


def test_by_the_controls(explore: Explore) -> None:
    explore.box("kinds", "Local en rez-de-chaussée").check()
    explore.box("communes", "Marseille 15e").check()
    explore.box("qpv", "Dans un QPV").check()
    explore.box("qpv", "À moins de 300 m, dehors").check()
    explore.section("area").get_by_label("Surface de").fill("80")
    explore.section("area").get_by_label("Surface à").fill("300")
    kept = explore.expect_selection(ANSWER)
    assert kept == expected(explore) and 5 <= len(kept) <= 30


def test_by_the_map_and_the_charts(explore: Explore) -> None:
    explore.look_at(5.363, 43.365, 12)
    area = explore.page.locator('.area.municipality[data-code="13215"]')
    area.focus()
    explore.page.keyboard.press("Enter")
    explore.click_bar("kinds", 1)
    explore.brush("qpv", 0, 1)
    explore.brush("area", 1, 2)
    kept = explore.expect_selection("kinds=premises&communes=13215&qpv=inside.within_300&area=80-299")
    top = explore.candidates.set_index("id")["area_m2"]
    assert kept == [place for place in expected(explore) if top[place] < 300]
    explore.section("area").get_by_label("Surface à").fill("300")
    assert explore.expect_selection(ANSWER) == expected(explore)


def test_by_an_address(explore: Explore) -> None:
    explore.open(ANSWER)
    assert explore.expect_selection(ANSWER) == expected(explore)


def test_by_the_table(explore: Explore) -> None:
    """From a door of the first view: tick the rows that answer, and keep them alone."""
    explore.box("communes", "Marseille 15e").check()
    explore.expect_selection("communes=13215")
    wanted = expected(explore)
    explore.page.evaluate("() => dash_ag_grid.getApi('table').ensureIndexVisible(0)")
    for place in wanted:
        at = explore.shown["ids"].index(place)
        explore.page.evaluate("(row) => dash_ag_grid.getApi('table').ensureIndexVisible(row)", at)
        explore.page.locator(f'.ag-row[row-id="{place}"] .ag-selection-checkbox input').check()
    explore.page.locator("#keep-rows").click()
    explore.expect_selection("communes=13215&places=" + ".".join(wanted))
    assert explore.shown["ids"] == wanted


def test_a_page_whose_programs_do_not_come_says_so(new_explore: NewExplore, watch: Watch) -> None:
    explore = new_explore()
    explore.page.route("**/core/store.mjs", lambda route: route.abort())
    explore.page.goto(explore.url)
    expect(explore.page.get_by_role("alert").filter(has_text="La page n'a pas pu démarrer : rechargez-la.")).to_be_visible()
    explore.page.unroute_all()
    explore.page.reload()
    explore.ready()
    expect(explore.page.locator("#start-error")).to_be_hidden()
    watch.clear()


DESK, PHONE, ZOOMED = {"width": 1440, "height": 900}, {"width": 390, "height": 844}, {"width": 195, "height": 422}


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def newcomer(request: pytest.FixtureRequest, browser: Browser, demo: Demonstration) -> Iterator[Page]:
    """Who has never been here."""
    context = browser.new_context(viewport=request.param, proxy=NOWHERE, locale="fr-FR", reduced_motion="reduce")  # type: ignore[arg-type]
    page = demo.watch.over(context.new_page())
    page.goto(f"{demo.url}/")
    expect(page.locator('html[data-ready="places"][data-map="ready"]')).to_be_attached()
    yield page
    context.close()


def test_a_first_visit_finds_one_sentence_and_three_doors_and_the_map(newcomer: Page) -> None:
    expect(newcomer.locator("#welcome-title")).to_be_in_viewport(ratio=1)
    for door in ("Je cherche un lieu", "Je propose un local", "J'explore un scénario"):
        expect(newcomer.locator(".entries").get_by_text(door)).to_be_in_viewport(ratio=1)
    box = newcomer.locator(".map-box").bounding_box()
    assert box and box["height"] >= 0.45 * newcomer.viewport_size["height"]  # type: ignore[index]


@pytest.mark.parametrize("newcomer", [ZOOMED], ids=["zoomed"], indirect=True)
def test_on_a_phone_at_200_percent_the_doors_slide_and_leave_the_map_its_height(newcomer: Page) -> None:
    box = newcomer.locator(".map-box").bounding_box()
    assert box and box["height"] >= 0.45 * ZOOMED["height"]
    last = newcomer.locator(".entries > *").last
    last.focus()
    expect(last).to_be_in_viewport(ratio=1)


def test_a_door_that_was_used_stays_shut_until_home_brings_it_back(newcomer: Page) -> None:
    newcomer.get_by_role("button", name="Je cherche un lieu").click()
    expect(newcomer.locator(".map-search input")).to_be_focused()
    expect(newcomer.locator("#welcome")).to_be_hidden()
    newcomer.reload()
    expect(newcomer.locator('html[data-ready="places"]')).to_be_attached()
    expect(newcomer.locator("#welcome")).to_be_hidden()
    newcomer.get_by_role("link", name="Accueil").click()
    expect(newcomer.locator("#welcome")).to_be_visible()


def test_a_door_leads_a_visitor_to_a_screen_that_says_who_may_and_makes_one_of_them(newcomer: Page) -> None:
    newcomer.get_by_role("link", name="Je propose un local").click()
    expect(newcomer.get_by_role("heading", level=1)).to_contain_text("Proposer")
    newcomer.locator("main").get_by_role("button", name="Bailleur social").click()
    expect(newcomer.locator("html[data-propose=ready]")).to_be_attached()
