"""A place is put on the map of « Proposer » and « Identifier »: by a click, where one stands, by its outline."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from domain.person import PersonRole
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration, open_workshop
from tests.browser.proposing import PHONE, SAVED, begin, field, kept, write

pytestmark = pytest.mark.browser


@pytest.fixture
def walker(demo: Demonstration, new_context: NewContext) -> Page:
    """A landlord in the street, whose telephone knows where it is."""
    there = {"longitude": 5.3691, "latitude": 43.3487, "accuracy": 12}
    page = demo.page(new_context, PersonRole.LANDLORD, viewport=PHONE, has_touch=True, geolocation=there, permissions=["geolocation"])
    return open_workshop(page, demo.url)


def test_a_place_is_put_where_one_stands(walker: Page) -> None:
    begin(walker, "Devant moi")
    walker.locator('#propose-form [data-act="propose-here"]').tap()
    expect(field(walker, "lon")).to_have_value("5,3691")
    expect(field(walker, "lat")).to_have_value("43,3487")
    expect(walker.locator("#map-notice")).to_contain_text("à 12\u202fm près")
    expect(walker.locator(".own-pin")).to_be_in_viewport()
    assert walker.evaluate("window.convergence.leaflet.getZoom()") >= 15


def test_who_stands_outside_or_tells_no_position_is_told_why_nothing_is_put(walker: Page) -> None:
    here = walker.locator('.map-tools [data-act="propose-here"]')
    walker.context.set_geolocation({"longitude": 2.35, "latitude": 48.85})
    here.tap()
    expect(walker.locator("#map-notice")).to_contain_text("Vous êtes hors du territoire")
    walker.context.clear_permissions()
    here.tap()
    expect(walker.locator("#map-notice")).to_contain_text("ne donne pas votre position")
    expect(walker.locator(".own-pin")).not_to_be_attached()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 720, "height": 450}], ids=["phone", "zoomed"])
def test_the_map_keeps_half_of_the_height_while_one_describes_a_place(viewport: Any, demo: Demonstration, new_context: NewContext) -> None:
    page = open_workshop(demo.page(new_context, PersonRole.ECONOMY, viewport=viewport, has_touch=True), demo.url, "/identifier")
    begin(page, "Vu de près")
    for tab in ("map", "filters", "place"):
        page.locator(f'.tabs [data-act="tab"][data-value="{tab}"]').tap()
        box = page.locator(".map-box").bounding_box()
        assert box and box["height"] >= 0.45 * viewport["height"]
    page.locator('.map-tools [data-act="propose-pin"]').tap()
    page.locator("#map").tap(position={"x": 150, "y": 150})
    expect(page.locator(".own-pin")).to_be_in_viewport()
    field(page, "address").fill("rue")
    expect(page.locator("#propose-answers li").first).to_be_visible()
    last, tabs = page.locator("#propose-answers").bounding_box(), page.locator(".tabs").bounding_box()
    assert last and tabs and (last["y"] + last["height"] <= tabs["y"] + 1 or last["x"] >= box["width"])


def test_on_a_small_screen_ones_places_are_in_sight_while_none_is_open(demo: Demonstration, new_context: NewContext) -> None:
    page = open_workshop(demo.page(new_context, PersonRole.LANDLORD, viewport={"width": 1024, "height": 768}), demo.url)
    expect(page.locator("#propose-list")).to_be_in_viewport()
    expect(page.locator("#propose-form .propose-empty")).to_be_in_viewport()
    for button in page.locator(".propose-bar .button:visible").all():
        assert button.inner_text().strip()
    begin(page, "Ouvert")
    expect(page.locator("#propose-form")).to_be_in_viewport()


def test_a_place_is_put_by_a_click_and_moved_with_the_arrows(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "Au clic")
    landlord.locator('.map-tools [data-act="propose-pin"]').click()
    landlord.locator("#map").click(position={"x": 420, "y": 330})
    pin = landlord.locator(".own-pin")
    expect(pin).to_be_visible()
    expect(landlord.locator("#propose-notice")).to_have_text(SAVED)
    expect(field(landlord, "lon")).not_to_have_value("")
    first = kept(demo, landlord, name)["content"]
    saved = landlord.locator("html").get_attribute("data-saved")
    pin.focus()
    landlord.keyboard.press("ArrowRight")
    expect(landlord.locator(f'html[data-saved="{saved}"]')).not_to_be_attached()
    moved = kept(demo, landlord, name)["content"]
    assert moved["lon"] > first["lon"]
    assert moved["lat"] == pytest.approx(first["lat"], abs=1e-4)


def test_escape_gives_up_placing(landlord: Page) -> None:
    button = landlord.locator('.map-tools [data-act="propose-pin"]')
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    landlord.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_an_officer_draws_a_site_notes_its_history_and_corrects_it_in_the_table(demo: Demonstration, officer: Page) -> None:
    officer.evaluate("window.convergence.leaflet.setView([43.2955, 5.3925], 14, { animate: false })")
    officer.locator('.map-tools [data-act="propose-outline"]').click()
    for x, y in ((300, 250), (330, 250), (330, 280), (300, 280)):
        officer.locator("#map").click(position={"x": x, "y": y})
    officer.keyboard.press("Enter")
    expect(officer).to_have_url(re.compile("dossier=SZ-"))
    name = officer.url.split("dossier=")[1]
    expect(officer.locator(".own-outline")).to_be_attached()
    write(officer, "name", "Site dessiné")
    officer.get_by_role("button", name="Ajouter un fait").click()
    expect(officer.locator("#propose-f-history .propose-rows-in > *")).to_have_count(1)
    officer.get_by_role("button", name="Tableau").click()
    table = officer.get_by_role("region", name="Tableau : une ligne par lieu, modifiable sur place")
    cell = table.locator(f'[row-id="{name}"] [col-id="area_m2"]')
    cell.click()
    saved = officer.locator("html").get_attribute("data-saved")
    officer.keyboard.type("900")
    officer.keyboard.press("Enter")
    expect(officer.locator(f'html[data-saved="{saved}"]')).not_to_be_attached()
    expect(field(officer, "area_m2")).to_have_value("900")
    expect(cell).to_have_text("900")
    told = kept(demo, officer, name)["content"]
    assert (told["name"], told["area_m2"], told["history"][0]["what"]) == ("Site dessiné", 900, "vacant")
    assert len(told["footprint"]) == 5
    officer.get_by_role("button", name="Publier", exact=True).click()
    expect(officer.locator(".propose-stage")).to_have_text("Accepté, visible de tous")


def test_a_vertex_of_an_outline_is_moved_and_removed_and_it_is_undone(demo: Demonstration, officer: Page) -> None:
    officer.evaluate("window.convergence.leaflet.setView([43.2955, 5.3925], 16, { animate: false })")
    officer.locator('.map-tools [data-act="propose-outline"]').click()
    for x, y in ((200, 200), (300, 200), (300, 300), (200, 300)):
        officer.locator("#map").click(position={"x": x, "y": y})
    expect(officer.locator("#draw-hint")).to_contain_text(re.compile(r"\d (m²|ha)".replace(" ", "\u202f")))
    officer.keyboard.press("Enter")
    expect(officer).to_have_url(re.compile("dossier=SZ-"))
    name = officer.url.split("dossier=")[1].split("&")[0]
    vertices = officer.locator(".own-vertex")
    expect(vertices).to_have_count(4)
    expect(officer.locator("#propose-f-footprint")).to_contain_text("Contour de 4 sommets")
    drawn = kept(demo, officer, name)["content"]["footprint"]

    def after(do: Callable[[], object]) -> list[list[float]]:
        before = officer.locator("html").get_attribute("data-saved")
        do()
        expect(officer.locator(f'html[data-saved="{before}"]')).not_to_be_attached()
        found: list[list[float]] = kept(demo, officer, name)["content"]["footprint"]
        return found

    vertices.nth(1).focus()
    moved = after(lambda: officer.keyboard.press("Shift+ArrowRight"))
    assert moved[1][0] > drawn[1][0]
    assert [moved[i] for i in (0, 2, 3)] == [pytest.approx(drawn[i], abs=1e-6) for i in (0, 2, 3)]
    expect(vertices.nth(1)).to_be_focused()
    box = vertices.nth(2).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    officer.mouse.move(x, y)
    officer.mouse.down()
    officer.mouse.move(x + 40, y + 40, steps=4)
    assert after(officer.mouse.up)[2][0] > moved[2][0]
    vertices.nth(0).focus()
    assert len(after(lambda: officer.keyboard.press("Delete"))) == 4  # three vertices, and the first again
    expect(vertices).to_have_count(3)
    officer.keyboard.press("Delete")  # an outline has three at least
    expect(vertices).to_have_count(3)
    assert len(after(lambda: officer.locator("#propose-undo").click())) == 5
    vertices.nth(3).click()
    assert len(after(lambda: officer.get_by_role("button", name="Supprimer ce sommet").click())) == 4
