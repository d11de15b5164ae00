"""On a phone the map comes first, and everything else is one tap away under it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from domain.selection import FacetSet
from geodata.territory import Territory
from tests.browser.conftest import Watch
from tests.browser.explore import Explore, eventually
from tests.browser.pool import Pool

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def _phone(pool: Pool, watch: Watch, server_url: str, facets: FacetSet, territory: Territory) -> Iterator[Explore]:
    with pool.lending() as take:
        page = take(viewport=PHONE, has_touch=True, device_scale_factor=2).new_page()
        yield Explore(watch.over(page), server_url, facets, territory.candidates).open()


@pytest.fixture
def phone(_phone: Explore, _nothing_goes_wrong: None) -> Explore:
    _phone.act("tab", "map").tap()
    return _phone.reset()


def test_the_first_view_holds_the_whole_territory_and_nothing_overflows(phone: Explore) -> None:
    view = "() => { const b = convergence.leaflet.getBounds(), [[s, w], [n, e]] = convergence.store.context().config.map.bounds; "
    view += "return b.getWest() <= w && b.getEast() >= e && b.getSouth() <= s && b.getNorth() >= n; }"
    eventually(phone.page, lambda: phone.page.evaluate(view), True, "the territory in view")
    wide, high = phone.page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert (wide, high) == (390, 844)
    expect(phone.page.locator(".map-legend")).not_to_have_attribute("open", "")


@pytest.mark.parametrize("tab", ["map", "filters", "results", "place"])
def test_the_map_keeps_most_of_the_height_and_the_tabs_stay_in_sight(phone: Explore, tab: str) -> None:
    phone.act("tab", tab).tap()
    expect(phone.act("tab", tab)).to_have_attribute("aria-pressed", "true")
    box = phone.page.locator(".map-box").bounding_box()
    assert box and box["height"] >= 0.45 * PHONE["height"]
    for name in ("map", "filters", "results", "place"):
        expect(phone.act("tab", name)).to_be_in_viewport(ratio=1)
    for tool in ("rectangle", "polygon", "lasso"):
        expect(phone.act("draw", tool)).to_be_in_viewport(ratio=1)


def test_the_list_of_the_search_lies_over_the_legend(phone: Explore) -> None:
    legend = phone.page.locator(".map-legend")
    box = legend.bounding_box()
    assert box and box["height"] <= 44
    phone.page.locator(".map-search input").tap()
    expect(phone.page.get_by_role("option").first).to_be_visible()
    top = "(legend) => { const b = legend.getBoundingClientRect(), x = b.x + b.width / 2, y = b.y + b.height / 2, "
    top += "list = document.querySelector('.mantine-Select-dropdown').getBoundingClientRect(); "
    top += "return y > list.bottom || y < list.top || !document.elementFromPoint(x, y).closest('.map-legend'); }"
    assert legend.evaluate(top)
    phone.page.keyboard.press("Escape")


def test_filters_are_ticked_under_the_map(phone: Explore) -> None:
    phone.act("tab", "filters").tap()
    phone.box("role", "Pôle").tap()
    phone.expect_selection("role=hub")
    phone.act("clear").tap()
    phone.expect_selection("")


def test_the_results_are_a_table_or_charts_and_a_row_opens_its_sheet(phone: Explore) -> None:
    phone.act("tab", "results").tap()
    expect(phone.page.locator(".table-drawer")).to_be_in_viewport()
    phone.act("results", "charts").tap()
    expect(phone.page.locator('[data-chart="area"]')).to_be_in_viewport()
    expect(phone.page.locator(".table-drawer")).to_be_hidden()
    phone.act("results", "table").tap()
    link = phone.page.locator(".place-link").first
    name = link.inner_text()
    link.tap()
    phone.sheet_of(phone.candidates.set_index("name").loc[name, "id"])
    expect(phone.act("tab", "place")).to_have_attribute("aria-pressed", "true")
    expect(phone.page.locator("#sheet-title")).to_be_in_viewport()


def test_a_tap_on_a_place_of_the_map_opens_its_sheet(phone: Explore) -> None:
    frame = phone.candidates
    gaps = [frame.geometry.drop(i).distance(point).min() for i, point in frame.geometry.items()]
    place = frame.iloc[int(max(range(len(gaps)), key=gaps.__getitem__))]
    phone.look_at(place["lon"], place["lat"], 14)
    phone.page.touchscreen.tap(*phone.at(place["lon"], place["lat"]))
    phone.sheet_of(place["id"])
