"""A place is accepted while a page is open: the page says so, a refresh or another screen has the place, nothing else moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import NewContext, Watch
from tests.browser.explore import eventually
from tests.browser.test_accessibility import expect_accessible
from tests.published import LAUNDRY, YARD, Giver

pytestmark = pytest.mark.browser
FIRST_RENT = """() => window.dash_ag_grid && document.querySelector("#table .ag-row")
    && dash_ag_grid.getApi("table").getDisplayedRowAtIndex(0)?.data?.rent"""
READY = 'html[data-ready="places"]'


@pytest.fixture
def page(published_url: str, giver: Giver, new_context: NewContext) -> Iterator[Page]:
    giver.publish()
    watch = Watch(published_url)
    page = watch.over(new_context(bypass_csp=True).new_page())
    page.goto(f"{published_url}/?kinds=premises")
    expect(page.locator(READY)).to_be_attached()
    yield page
    assert watch.errors == []
    assert watch.outside == []


def total(page: Page) -> int:
    return int(page.evaluate("convergence.store.context().engine.table.rows"))


def loaded(page: Page) -> int:
    """The number of rows, 0 while the page is being loaded."""
    try:
        return int(page.evaluate("window.convergence?.store.context().engine?.table.rows || 0"))
    except Error:  # between two documents
        return 0


def come_back(page: Page) -> None:
    """The person looks at the page again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_a_page_that_is_looked_at_again_says_that_the_places_changed_and_a_refresh_keeps_the_address(page: Page, giver: Giver) -> None:
    before, notice = total(page), page.locator("#edition-notice")
    come_back(page)
    expect(notice).to_be_hidden()
    giver.publish(LAUNDRY)
    come_back(page)
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("Les lieux ont changé")
    assert total(page) == before
    expect_accessible(page)
    page.evaluate("document.documentElement.dataset.ready = ''")
    notice.get_by_role("button", name="Actualiser").click()
    expect(page.locator(READY)).to_be_attached()
    assert total(page) == before + 1
    assert page.url.endswith("/?kinds=premises")
    expect(notice).to_be_hidden()


def test_a_planner_who_opens_the_scenarios_a_minute_later_has_the_place_without_doing_anything(page: Page, giver: Giver) -> None:
    before = total(page)
    giver.publish(LAUNDRY, YARD)
    page.get_by_role("link", name="Scénarios").click()
    eventually(page, lambda: loaded(page), before + 2, "rows")
    expect(page.locator("#scenario-root")).to_be_attached()
    expect(page.locator("#edition-notice")).to_be_hidden()
    assert "/scenarios?kinds=premises" in page.url


def test_what_a_stale_page_does_stays_about_its_own_places_until_another_screen_is_opened(page: Page, giver: Giver) -> None:
    before = total(page)
    page.get_by_role("link", name="Convergence").last.click()
    expect(page.locator('html[data-scores*="as=shop"]')).to_be_attached()
    giver.publish(LAUNDRY)
    page.evaluate("convergence.store.dispatch({ type: 'param', key: 'as', value: 'hub' })")
    expect(page.locator('html[data-scores*="as=hub"]')).to_be_attached()
    assert page.evaluate("convergence.model.data().values.length") == before == total(page)
    expect(page.locator("#edition-notice")).to_be_visible()
    page.get_by_role("link", name="Explorer").click()
    eventually(page, lambda: loaded(page), before + 1, "rows")
    expect(page.locator("#edition-notice")).to_be_hidden()


def test_a_rent_kept_confidential_is_said_to_be_so_in_the_table_and_beside_the_filter(published_url: str, giver: Giver, page: Page) -> None:
    giver.publish(replace(LAUNDRY, content={**LAUNDRY.content, "rent_eur_m2_yr": None}, rent_is_confidential=True))
    page.goto(f"{published_url}/?places={LAUNDRY.id}")
    expect(page.locator(READY)).to_be_attached()
    eventually(page, lambda: page.evaluate(FIRST_RENT), "gardé confidentiel", "the rent in the table, wherever its column is")
    expect(page.get_by_text("Inconnu ou confidentiel").first).to_be_attached()
