"""Finding a place by its name, choosing what the map shows, and a base map that does not answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from domain.words import fits
from geodata.territory import Territory
from layers import discover, offered
from tests.browser.conftest import Watch
from tests.browser.explore import Explore, eventually

pytestmark = pytest.mark.browser


def suggestions(explore: Explore, words: str) -> Locator:
    box = explore.page.locator(".map-search input[type=text], input.mantine-Select-input").first
    box.fill("")
    box.fill(words)
    return explore.page.get_by_role("option")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("la ciotat", "La Ciotat"),
        ("ciotat", "La Ciotat"),
        ("CIOTAT", "La Ciotat"),
        ("chateau gombert", "Château-Gombert"),
        ("chateauneuf martigues", "Châteauneuf-les-Martigues"),
        ("l'estaque", "L'Estaque"),
        ("penne huveaune", None),
    ],
)
def test_a_name_is_found_whatever_its_accents_articles_and_hyphens(explore: Explore, words: str, found: str | None) -> None:
    """A commune out of the territory is not found, and the box says so."""
    options = suggestions(explore, words)
    if found is None:
        expect(explore.page.get_by_text("Rien de ce nom dans le territoire")).to_be_visible()
    else:
        expect(options.filter(has_text=found).first).to_be_visible()
    explore.page.keyboard.press("Escape")


def test_the_browser_and_python_search_by_one_rule(explore: Explore) -> None:
    names = [*explore.candidates["name"], "Bd de l'Œuvre", "Straße-Neuve", "1er arrondissement", "Av. du Gal Leclerc", "À la Une", ""]
    searched = [
        "",
        " ",
        "la",
        "L'",
        "boulevard oeuvre",
        "strasse",
        "1re",
        "2e",
        "avenue general",
        "gal",
        "LECLERC av",
        "ést",
        "’",
        "cellule 5",
    ]
    pairs = [(name, text) for name in names for text in searched]
    found = explore.page.evaluate("(pairs) => pairs.map(([name, text]) => convergence.words.fits(name, text))", pairs)
    assert found == [fits(name, text) for name, text in pairs]
    assert True in found and False in found


def test_choosing_a_commune_brings_the_map_there(explore: Explore) -> None:
    suggestions(explore, "ciotat").filter(has_text="La Ciotat").first.click()
    inside = "() => convergence.leaflet.getBounds().contains([43.174, 5.605]) && convergence.leaflet.getZoom()"
    eventually(explore.page, lambda: explore.page.evaluate(inside), lambda zoom: zoom and zoom > 11.5, "the map at La Ciotat")
    explore.expect_selection("")


def test_choosing_a_place_opens_its_sheet(explore: Explore) -> None:
    place = explore.candidates.iloc[57]
    suggestions(explore, place["id"].lower().replace("-", " ")).filter(has_text=place["id"]).first.click()
    explore.sheet_of(place["id"])


def test_each_layer_is_switched_off_and_on_with_its_legend(explore: Explore, territory: Territory) -> None:
    explore.page.locator(".map-layers > summary").click()
    menu = explore.page.locator(".layers-menu")
    shown = offered(territory)
    for layer in discover():
        expect(menu.get_by_label(layer.label, exact=True)).to_have_count(int(layer in shown))
    for layer in shown:
        box, legend = menu.get_by_label(layer.label, exact=True), explore.page.locator(f'[data-legend="{layer.id}"]')
        expect(box).to_be_checked(checked=layer.visible)
        for on in (not layer.visible, layer.visible):
            box.set_checked(on)
            eventually(explore.page, lambda on=on, layer=layer: is_drawn(explore, layer.id), on, f"{layer.id} on the map")  # type: ignore[misc]
            assert legend.evaluate("(legend) => legend.hidden") is not on


def is_drawn(explore: Explore, layer: str) -> bool:
    return explore.page.evaluate(
        """(id) => {
            const { config } = convergence.store.context(), layer = config.map.layers.find((each) => each.id === id);
            if (layer.on_canvas) return !convergence.points.options.hidden.has(id);
            const pane = convergence.leaflet.getPane(id);
            if (!pane || getComputedStyle(pane).display === "none") return false;
            const canvas = pane.querySelector("canvas");
            if (!canvas) return pane.children.length > 0;
            return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
        }""",
        layer,
    )


def test_what_is_filtered_out_can_be_shown_in_grey(explore: Explore) -> None:
    explore.box("role", "Pôle").check()
    explore.expect_selection("role=hub")
    explore.page.locator(".map-layers > summary").click()
    box = explore.page.locator(".layers-menu").get_by_label("Montrer aussi les lieux écartés")
    inked = "() => { const c = convergence.leaflet.getPane('candidates').querySelector('canvas'); let n = 0; "
    inked += "for (const v of c.getContext('2d').getImageData(0, 0, c.width, c.height).data) n += v > 0; return n; }"
    before = explore.page.evaluate(inked)
    box.check()
    eventually(explore.page, lambda: explore.page.evaluate(inked), lambda ink: ink > before, "ink on the map")
    box.uncheck()
    eventually(explore.page, lambda: explore.page.evaluate(inked), before, "ink on the map")


def test_a_base_map_that_does_not_answer_gives_way_to_the_local_one(explore: Explore, watch: Watch) -> None:
    explore.page.locator(".map-layers > summary").click()
    menu = explore.page.locator(".layers-menu")
    menu.get_by_label("Plan IGN").click()
    expect(explore.page.locator("#map-notice")).to_have_text("« Plan IGN » ne répond pas : fond local conservé.")
    expect(menu.get_by_label("Fond local (sans réseau)")).to_be_checked()
    expect(explore.page.locator("#map.tiled")).to_have_count(0)
    assert watch.outside and all(url.startswith("https://data.geopf.fr/") for url in watch.outside)
    watch.clear()


def test_a_menu_closes_on_escape_and_on_a_click_beside_it(explore: Explore) -> None:
    for menu, summary in ((".map-layers", ".map-layers > summary"), (".export", ".export > summary")):
        explore.page.locator(summary).click()
        expect(explore.page.locator(menu)).to_have_attribute("open", "")
        explore.page.keyboard.press("Escape")
        expect(explore.page.locator(menu)).not_to_have_attribute("open", "")
        expect(explore.page.locator(summary)).to_be_focused()
        explore.page.locator(summary).click()
        explore.page.locator("#counter").click()
        expect(explore.page.locator(menu)).not_to_have_attribute("open", "")


def test_a_point_off_the_canvas_is_drawn_with_the_sign_and_the_colour_that_its_layer_declares(explore: Explore) -> None:
    (layer,) = [layer for layer in discover() if layer.id == "facilities"]
    sign = explore.page.locator(".leaflet-facilities-pane .point-mark .sign").first
    sign.wait_for(state="visible")
    assert f"sign-{layer.style['shape']}" in sign.get_attribute("class").split()  # type: ignore[union-attr]
    painted = sign.evaluate("(sign) => getComputedStyle(sign).backgroundColor")
    legend = explore.page.locator('[data-legend="facilities"] .sign').first
    assert painted == legend.evaluate("(sign) => getComputedStyle(sign).backgroundColor") != "rgba(0, 0, 0, 0)"
