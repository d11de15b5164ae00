"""A link to a saved scenario shows what was saved whatever was accepted since; the address restores the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from access.gate import CALLBACK_PATH
from tests.browser.conftest import NewContext, Watch
from tests.browser.explore import eventually
from tests.published import LAUNDRY, Giver
from tests.saved_scenarios import save_body
from views.components import ids

pytestmark = pytest.mark.browser
QUERY = "mode=foot&min=15&k=1&open=shop"
READY = 'html[data-ready="places"][data-map="ready"]'
WHERE = "() => [convergence.leaflet.getCenter().lng, convergence.leaflet.getCenter().lat, convergence.leaflet.getZoom()]"
LISTED = "() => [...document.querySelectorAll('#shown-plan .actions-list .plain-button')].map((one) => one.dataset.value)"
BETTER = replace(LAUNDRY, lon_wgs84=5.3810, lat_wgs84=43.3005, content={**LAUNDRY.content, "name": "Halle du centre"})

NONSENSE = ("at=900,95,99", "at=2.35,48.85,12", "at=5.4,43.3,99&tab=nothing&diff=..%2F..", "at=x&tab=%3Cb%3E&diff=a.b.c")


@pytest.fixture
def page(published_url: str, giver: Giver, new_context: NewContext) -> Iterator[Page]:
    giver.publish()
    watch = Watch(published_url)
    yield watch.over(new_context(bypass_csp=True).new_page())
    assert watch.errors == []


def saved(page: Page, url: str, query: str, name: str) -> str:
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = page.request.post(f"{url}{CALLBACK_PATH}", data=save_body(query, name), headers=headers).json()
    return str(answer["response"][ids.SAVED]["data"]["id"])


def test_a_place_is_accepted_that_would_change_a_saved_plan_and_its_link_still_shows_it(
    published_url: str, giver: Giver, page: Page
) -> None:
    made = saved(page, published_url, QUERY, "Réunion de mai")
    page.goto(f"{published_url}/s/{made}")
    title = page.locator("#shown-plan .answer-title")
    expect(page.locator("#saved-banner")).to_contain_text("Rien n'a changé")
    words, places = title.inner_text(), page.evaluate(LISTED)
    giver.publish(BETTER)
    page.goto(f"{published_url}/s/{made}")
    banner = page.locator("#saved-banner")
    expect(banner).to_contain_text("Depuis")
    expect(banner).to_contain_text("1 lieu s'ajoute au choix : Halle du centre")
    expect(title).to_have_text(words)
    assert page.evaluate(LISTED) == places
    banner.get_by_role("link", name="Recalculer comme un nouveau scénario").click()
    expect(title).to_be_visible()
    expect(banner).to_be_empty()
    assert "s=" not in page.url.split("?")[1].split("&")[-1]


def test_the_address_restores_the_tab_the_place_of_the_map_and_the_difference_shown(published_url: str, page: Page) -> None:
    pair = [saved(page, published_url, f"mode=straight&open=shop&k={k}", f"{k} lieux") for k in (1, 2)]
    page.goto(f"{published_url}/scenarios?vs={'.'.join(pair)}")
    expect(page.locator("#panel-versus table")).to_be_visible()
    steps = page.evaluate("() => history.length")
    page.locator('[data-act="scenario-difference"]').click()
    expect(page.locator("#legend-newly")).not_to_be_empty()
    page.locator('[data-act="zoom-in"]').click()
    eventually(page, lambda: "at=" in page.url and "diff=" in page.url, True, "the address")
    page.wait_for_timeout(600)
    where = page.evaluate(WHERE)
    assert page.evaluate("() => history.length") == steps, "what is looked at is no step of the way back"
    page.reload()
    expect(page.locator("#panel-versus table")).to_be_visible()
    expect(page.locator(f'html[data-difference="{".".join(pair)}"]')).to_be_attached()
    eventually(page, lambda: page.evaluate(WHERE), pytest.approx(where, abs=2e-3), "the same place of the map")


def test_back_from_a_screen_without_a_map_finds_the_map_where_it_was(published_url: str, page: Page) -> None:
    page.goto(f"{published_url}/scenarios?k=2")
    expect(page.locator(READY)).to_be_attached()
    page.locator('[data-act="zoom-in"]').click()
    eventually(page, lambda: "at=" in page.url, True, "the address")
    page.wait_for_timeout(600)
    url, where = page.url, page.evaluate(WHERE)
    page.locator('.nav-link[data-path="/sources"]').click()
    expect(page.locator(".leaflet-container")).to_have_count(0)
    page.go_back()
    expect(page.locator(".leaflet-container")).to_have_count(1)
    eventually(page, lambda: page.evaluate(WHERE), pytest.approx(where, abs=2e-3), "the same place of the map")
    page.wait_for_timeout(1_000)
    assert page.url == url
    assert page.evaluate(WHERE) == pytest.approx(where, abs=2e-3)


@pytest.mark.parametrize("at", NONSENSE)
def test_an_address_that_says_nonsense_of_the_screen_opens_it_as_it_is(published_url: str, page: Page, at: str) -> None:
    page.goto(f"{published_url}/scenarios?{at}")
    expect(page.locator(READY)).to_be_attached()
    expect(page.locator("#panel-curve")).to_be_visible()
