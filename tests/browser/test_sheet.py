"""The place sheet: every attribute, what is unknown, what lies around, and the way back."""

from __future__ import annotations

import pandas as pd
import pytest
from playwright.sync_api import Route, expect

from geodata.surroundings import surroundings
from geodata.territory import Territory
from i18n.numbers import number, quantity
from tests.browser.explore import Explore, eventually

pytestmark = pytest.mark.browser


def value(explore: Explore, label: str) -> str:
    rows = explore.page.locator("#sheet .sheet-row").filter(has=explore.page.get_by_text(label, exact=True))
    return rows.first.locator("dd > span").inner_text()


def test_every_figure_has_its_unit_and_every_gap_says_so(explore: Explore) -> None:
    gaps = explore.candidates[explore.candidates["rent_eur_m2_yr"].isna() & explore.candidates["area_m2"].notna()]
    place = gaps.iloc[0]
    sheet = explore.open_place(place["id"])
    assert value(explore, "Surface") == quantity(place["area_m2"], "m²")
    assert value(explore, "Loyer annuel") == "non renseigné"
    height = place["clear_height_m"]
    assert value(explore, "Hauteur libre") == ("non renseigné" if pd.isna(height) else quantity(height, "m", 1))
    expect(sheet.locator(".badge-example").first).to_have_text("exemple")
    expect(sheet.locator(".source")).to_contain_text("Source : ")
    expect(sheet.locator(".source")).to_contain_text("Mis à jour le ")


def test_what_lies_around_is_measured_and_named(explore: Explore, territory: Territory) -> None:
    place = explore.candidates[explore.candidates["qpv_band"] == "within_300"].iloc[0]
    around = surroundings(territory, (place.geometry.x, place.geometry.y))
    sheet = explore.open_place(place["id"])
    assert value(explore, "Habitants à moins de 1 km") == number(around.residents)
    for near in (*around.priority_neighbourhoods, *around.facilities):
        expect(sheet.locator(".near-list li").filter(has_text=near.name).first).to_be_visible()
    picture = sheet.get_by_alt_text("Plan : le lieu et un cercle d'un kilomètre")
    assert picture.evaluate("(image) => image.complete && image.naturalWidth > 0")


def test_escape_closes_it_and_gives_the_keyboard_back(explore: Explore) -> None:
    link = explore.page.locator(".place-link").first
    link.focus()
    explore.page.keyboard.press("Enter")
    name = link.inner_text()
    place_id = explore.candidates.set_index("name").loc[name, "id"]
    explore.sheet_of(place_id)
    expect(explore.page.locator("#sheet-title")).to_be_focused()
    explore.page.keyboard.press("Escape")
    eventually(explore.page, lambda: explore.shown["focus"], None, "no open place")
    expect(explore.page.locator("#sheet")).to_be_hidden()
    row = explore.page.locator('[col-id="name"]').filter(has_text=name)
    eventually(explore.page, lambda: row.evaluate("(cell) => cell.contains(document.activeElement)"), True, "the focus is back in its row")


def test_one_place_can_be_kept_alone(explore: Explore) -> None:
    place_id = explore.candidates["id"].iloc[40]
    explore.open_place(place_id).get_by_role("button", name="Ne garder que ce lieu").click()
    assert explore.expect_selection(f"places={place_id}") == [place_id]


def test_the_next_place_is_never_shown_with_the_previous_one_s_figures(explore: Explore) -> None:
    """While the server answers, what is still on the sheet is marked as passing."""
    first, second = explore.candidates["id"].iloc[[3, 90]]
    explore.open_place(first)
    held: list[Route] = []
    explore.page.route("**/_dash-update-component*", lambda route: held.append(route))
    try:
        explore.page.evaluate("(id) => convergence.store.dispatch({ type: 'focus', id })", second)
        expect(explore.page.locator('#sheet[aria-busy="true"]')).to_be_visible()
        eventually(explore.page, lambda: len(held) > 0, True, "the question to the server")
        for route in held:
            route.continue_()
        explore.sheet_of(second)
    finally:
        explore.page.unroute_all()
