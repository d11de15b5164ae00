"""The whole screen without a pointer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.explore import Explore, eventually

pytestmark = pytest.mark.browser

FOCUS = """() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    const parts = ["topbar", "filter-bar", "facets", "map-box", "table-drawer", "side", "duties"];
    const part = parts.find((name) => here.closest("." + name)) || here.className;
    const box = here.getBoundingClientRect(), style = getComputedStyle(here);
    const own = here.matches("path, input, .ag-cell, .ag-header-cell, .ag-row *"); // marked by their stroke or border
    const marked = here.matches(":focus-visible") && (own || style.outlineStyle !== "none" || style.boxShadow !== "none");
    const name = here.getAttribute("aria-label") || here.textContent.trim().slice(0, 40) || here.tagName;
    return { part, name, marked, seen: box.width > 0 && box.height > 0 };
}"""


def test_tab_walks_through_every_part_in_the_order_of_reading(explore: Explore) -> None:
    """The header, the filters, the facets, the map, the table, the charts, the foot: each stop is seen, marked, and holds nothing."""
    explore.page.locator(".skip-list").focus()
    stops = []
    for _ in range(260):
        explore.page.keyboard.press("Tab")
        stop = explore.page.evaluate(FOCUS)
        if stop is None or (stops and stop["part"] == "topbar" and stops[-1]["part"] == "duties"):
            break
        stops.append(stop)
    order = [stop["part"] for stop, before in zip(stops, [{"part": ""}, *stops], strict=False) if stop["part"] != before["part"]]
    assert order == ["topbar", "filter-bar", "facets", "map-box", "table-drawer", "side", "duties"]
    assert [stop for stop in stops if not stop["marked"]] == []
    assert [stop for stop in stops if not stop["seen"]] == []


def test_the_skip_link_goes_straight_to_the_content(explore: Explore) -> None:
    explore.page.locator(".skip").focus()
    expect(explore.page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport()
    explore.page.keyboard.press("Enter")
    expect(explore.page.locator("#page")).to_be_focused()


def test_ten_presses_of_tab_lead_from_the_filters_to_the_table(explore: Explore) -> None:
    explore.page.locator(".facet > summary").first.focus()
    for _ in range(10):
        explore.page.keyboard.press("Tab")
        if explore.page.evaluate(FOCUS)["part"] == "table-drawer":
            break
    assert explore.page.evaluate(FOCUS)["part"] == "table-drawer"


def test_the_arrow_keys_walk_through_the_filters_and_the_choices_of_one(explore: Explore) -> None:
    heads = explore.page.locator(".facet > summary")
    heads.first.focus()
    explore.page.keyboard.press("ArrowDown")
    expect(heads.nth(1)).to_be_focused()
    explore.page.keyboard.press("ArrowUp")
    explore.page.keyboard.press("Tab")
    boxes = explore.page.locator(".facet").first.get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    explore.page.keyboard.press("ArrowDown")
    explore.page.keyboard.press("Space")
    explore.expect_selection("kinds=premises")
    expect(boxes.nth(1)).to_be_focused()


def test_the_map_is_one_stop_and_enter_leads_to_its_areas(explore: Explore) -> None:
    explore.page.locator("#map").focus()
    explore.page.keyboard.press("Enter")
    areas = explore.page.locator("path.area[role=button]")
    first = explore.page.evaluate("() => document.activeElement.dataset.code")
    assert first
    explore.page.keyboard.press("ArrowRight")
    assert explore.page.evaluate("() => document.activeElement.dataset.code") not in {first, None}
    assert areas.evaluate_all("(all) => all.filter((one) => one.tabIndex >= 0).length") == 0
    explore.page.keyboard.press("Escape")
    expect(explore.page.locator("#map")).to_be_focused()


def test_a_link_skips_to_the_list(explore: Explore) -> None:
    explore.page.locator(".skip-list").focus()
    expect(explore.page.get_by_role("link", name="Aller à la liste")).to_be_in_viewport()
    explore.page.keyboard.press("Enter")
    expect(explore.page.locator("#list")).to_be_focused()


def test_a_facet_is_opened_ticked_and_bounded_by_keyboard(explore: Explore) -> None:
    section = explore.page.locator('[data-facet-section="status"]')
    section.locator("> summary").focus()
    if section.get_attribute("open") is not None:
        explore.page.keyboard.press("Enter")
    explore.page.keyboard.press("Enter")
    expect(section).to_have_attribute("open", "")
    explore.page.keyboard.press("Tab")
    explore.page.keyboard.press("Space")
    explore.expect_selection("status=spotted")
    explore.section("area").get_by_label("Surface de").focus()
    explore.page.keyboard.type("100")
    explore.page.keyboard.press("Tab")
    explore.page.keyboard.type("400")
    explore.expect_selection("status=spotted&area=100-400")
    section.locator("> summary").press("Enter")


def test_an_area_of_the_map_is_a_button(explore: Explore) -> None:
    area = explore.page.locator('.area.municipality[data-code="13028"]')
    expect(area).to_have_attribute("role", "button")
    expect(area).to_have_attribute("aria-label", re.compile("^La Ciotat"))
    area.focus()
    explore.page.keyboard.press("Enter")
    explore.expect_selection("communes=13028")
    expect(area).to_have_attribute("aria-pressed", "true")
    expect(area).to_be_focused()
    explore.page.keyboard.press("Space")
    explore.expect_selection("")


def test_the_map_moves_by_keyboard(explore: Explore) -> None:
    explore.page.locator("#map").focus()
    centre = lambda: explore.page.evaluate("() => convergence.leaflet.getCenter().lng")  # noqa: E731
    before = centre()
    explore.page.keyboard.press("ArrowRight")
    eventually(explore.page, centre, lambda now: now > before, "the map's centre")


def test_a_row_is_ticked_and_its_sheet_opened_and_closed_by_keyboard(explore: Explore) -> None:
    cell = explore.page.locator('.ag-row[row-index="1"] [col-id="name"]')
    name = explore.page.locator('.ag-row[row-index="1"] .place-link').inner_text()
    cell.click(position={"x": 4, "y": 4})
    explore.page.keyboard.press("Space")
    expect(explore.page.locator("#keep-rows")).to_be_enabled()
    explore.page.keyboard.press("Enter")
    place_id = explore.candidates.set_index("name").loc[name, "id"]
    explore.sheet_of(place_id)
    expect(explore.page.locator("#sheet-title")).to_be_focused()
    explore.page.keyboard.press("Escape")
    expect(explore.page.locator("#sheet")).to_be_hidden()
    expect(cell).to_be_focused()
    explore.page.keyboard.press("ArrowDown")
    expect(explore.page.locator('.ag-row[row-index="2"] [col-id="name"]')).to_be_focused()


def test_a_zone_is_filtered_without_a_pointer(explore: Explore) -> None:
    explore.look_at(5.38, 43.33, 13)
    button = explore.page.get_by_role("button", name="Filtrer par la partie visible de la carte")
    button.focus()
    explore.page.keyboard.press("Enter")
    eventually(explore.page, lambda: "zone" in explore.selection(explore.query).filters, True, "the zone")
    explore.expect_agreement()
