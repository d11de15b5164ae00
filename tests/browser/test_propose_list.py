"""The list and the table of one's own places, beside the map and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from domain.person import PersonRole
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration, open_workshop
from tests.browser.explore import let_go
from tests.browser.proposing import SAVED, begin, cards, field, row, write

pytestmark = pytest.mark.browser


def test_the_list_is_searched_and_narrowed(demo: Demonstration, landlord: Page) -> None:
    begin(landlord, "Zinc rare")
    search = landlord.get_by_label("Chercher dans la liste")
    search.fill("zinc")
    expect(landlord.get_by_role("link", name="Zinc rare")).to_be_visible()
    expect(cards(landlord)).to_have_count(1)
    search.fill("introuvable")
    expect(landlord.locator("#propose-list")).to_contain_text("Rien ne correspond")
    landlord.get_by_role("button", name="Effacer la recherche et les filtres").click()
    expect(search).to_have_value("")
    expect(landlord.get_by_role("link", name="Zinc rare")).to_be_visible()


def test_the_map_shows_the_places_that_the_list_shows(demo: Demonstration, landlord: Page) -> None:
    """One filter for the list, the table and the map: a click where a place that is not listed lies opens nothing."""
    name = demo.post(landlord, "/proposals", {"fields": {"name": "Sur la carte", "lon": 5.35, "lat": 43.38}})["id"]
    open_workshop(landlord, demo.url)
    expect(row(landlord, name)).to_be_visible()
    landlord.evaluate("window.convergence.leaflet.setView([43.38, 5.35], 15, { animate: false })")
    at = landlord.evaluate("""() => {
        const map = window.convergence.leaflet, box = map.getContainer().getBoundingClientRect();
        const p = map.latLngToContainerPoint([43.38, 5.35]);
        return { x: box.x + p.x, y: box.y + p.y };
    }""")
    landlord.get_by_label("Chercher dans la liste").fill("introuvable")
    expect(landlord.locator('#propose-root[data-marks="0"]')).to_be_attached()
    landlord.mouse.click(at["x"], at["y"])
    landlord.get_by_label("Chercher dans la liste").fill("carte")
    expect(row(landlord, name)).to_be_visible()
    assert "dossier=" not in landlord.url
    landlord.mouse.click(at["x"], at["y"])
    expect(field(landlord, "name")).to_have_value("Sur la carte")


def test_a_place_is_opened_from_the_list_by_keyboard_and_marked_there(demo: Demonstration, landlord: Page) -> None:
    name = demo.post(landlord, "/proposals", {"fields": {"name": "Par les flèches"}})["id"]
    open_workshop(landlord, demo.url)
    row(landlord, name).get_by_role("gridcell").focus()
    landlord.keyboard.press("Enter")
    expect(field(landlord, "name")).to_have_value("Par les flèches")
    expect(landlord.locator("#propose-title")).to_be_focused()
    expect(row(landlord, name).get_by_role("link")).to_have_attribute("aria-current", "true")
    write(landlord, "area_m2", "77")
    expect(row(landlord, name)).to_contain_text("77")
    expect(field(landlord, "area_m2")).to_be_focused()


def test_a_place_that_comes_late_does_not_take_the_screen_from_what_was_chosen_since(demo: Demonstration, landlord: Page) -> None:
    late, wanted = (demo.post(landlord, "/proposals", {"fields": {"name": name}})["id"] for name in ("Lent", "Voulu"))
    waiting: list[Route] = []
    landlord.route(f"**/proposals/{late}.json", lambda route: waiting.append(route))
    landlord.evaluate("(id) => { window.convergence.editor.open(id); }", late)
    landlord.evaluate("(id) => window.convergence.editor.open(id)", wanted)
    expect(field(landlord, "name")).to_have_value("Voulu")
    landlord.evaluate("(id) => { window.convergence.editor.open(id); window.convergence.editor.close(); }", late)
    expect(landlord.locator("#propose-form .propose-empty")).to_be_visible()
    assert waiting
    let_go(landlord, waiting)
    expect(landlord.locator("#propose-form .propose-empty")).to_be_visible()
    assert "dossier=" not in landlord.url


def test_all_complete_drafts_are_submitted_by_one_button(demo: Demonstration, new_context: NewContext) -> None:
    page = demo.page(new_context, PersonRole.LANDLORD)
    page.goto(demo.url)
    places = [{"name": f"Ensemble {rank}", "lon": 5.36, "lat": 43.34 + rank / 100} for rank in range(2)]
    opened, _other = (demo.post(page, "/proposals", {"fields": fields})["id"] for fields in places)
    open_workshop(page, demo.url, f"/proposer?dossier={opened}")
    page.get_by_role("button", name=re.compile("^Soumettre les .* brouillons complets$")).click()
    expect(page.locator("#propose-list")).to_contain_text(re.compile(r"lieux soumis\."))
    expect(page.locator(".propose-stage")).to_have_text("Soumis, en attente de décision")
    page.get_by_label("Chercher dans la liste").fill("ensemble")
    expect(cards(page)).to_have_count(2)
    expect(cards(page).first).to_contain_text("Soumis, en attente de décision")


def test_a_place_is_told_and_submitted_by_keyboard_alone(demo: Demonstration, landlord: Page) -> None:
    new = landlord.locator('[data-act="propose-new"]')
    new.focus()
    landlord.keyboard.press("Enter")
    expect(field(landlord, "name")).to_be_focused()
    landlord.keyboard.type("Au clavier")
    expect(landlord.locator("#propose-notice")).to_have_text(SAVED)
    centre = landlord.locator('[data-act="propose-centre"]')
    centre.focus()
    landlord.keyboard.press("Enter")
    expect(landlord.locator(".own-pin")).to_be_visible()
    submit = landlord.get_by_role("button", name="Soumettre", exact=True)
    expect(submit).to_be_enabled()
    submit.focus()
    landlord.keyboard.press("Enter")
    expect(landlord.locator(".propose-stage")).to_have_text("Soumis, en attente de décision")
