"""The standalone map: its bytes, then what a browser does of them with the network off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from i18n import use_language
from reports import folium_map
from reports.extract import Extract
from tests.reports.conftest import ADDRESS, PAYLOADS, Make

SHOTS = Path("build/screenshots/reports")
WIDE, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)


def test_it_names_no_file_outside_itself(make: Make) -> None:
    page = folium_map.write(make()).decode()
    assert not re.findall(r"<(?:script|img|iframe|link)[^>]+(?:src|href)=", page)
    assert not re.findall(r"@import|url\((?!data:|#)", page)
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


def test_it_says_what_it_holds_and_where_it_comes_from(make: Make) -> None:
    extract = make("qpv=inside")
    page = folium_map.write(extract).decode()
    for words in (
        "sur 164",
        "Dans un QPV",
        "données d'exemple",
        ADDRESS,
        extract.territory.version,
        "23 novembre 2026",
        "ANCT",
        "Licence Ouverte 2.0",
    ):
        assert words.replace("'", "&#x27;") in page or words in page
    assert '<html lang="fr">' in page
    assert "user-scalable=no" not in page


def test_it_names_the_layers_that_it_leaves_out_as_text(make: Make) -> None:
    extract = replace(make(), left_out="Sans le calque d'un autre service : <b>Cadastre</b>.")
    assert "&lt;b&gt;Cadastre&lt;/b&gt;" in folium_map.write(extract).decode()
    assert "Sans le calque" not in folium_map.write(make()).decode()


def test_it_speaks_the_language_of_the_request(make: Make) -> None:
    with use_language("en"):
        assert b'<html lang="en">' in folium_map.write(make())


def test_the_same_extract_gives_the_same_bytes(make: Make) -> None:
    assert folium_map.write(make()) == folium_map.write(make())


def test_no_text_is_read_as_a_template_nor_closes_a_script(hostile: Extract, make: Make) -> None:
    page = folium_map.write(hostile).decode()
    assert "49attack" not in page
    assert "{{ 7*7 }}attack{% raw %}" in page
    assert page.count("</script>") == folium_map.write(make()).decode().count("</script>")
    assert "<img src=x" not in page
    assert "<svg onload" not in page


@dataclass
class Opened:
    """A page, what it asked for, and what it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def show(self, extract: Extract, folder: Path) -> None:
        file = folder / "carte.html"
        file.write_bytes(folium_map.write(extract))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-map=ready]")

    def shoot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")


def _open(browser: Browser, viewport: ViewportSize, *, touch: bool = False) -> Iterator[Opened]:
    context = browser.new_context(viewport=viewport, offline=True, has_touch=touch, is_mobile=touch)
    opened = Opened(context.new_page())
    opened.page.on("request", lambda request: opened.requests.append(request.url))
    opened.page.on("console", lambda said: opened.complaints.append(said.text) if said.type in {"error", "warning"} else None)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on("dialog", lambda dialog: (opened.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
    yield opened
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith(("file://", "data:"))] == []
    context.close()


@pytest.fixture
def wide(browser: Browser) -> Iterator[Opened]:
    yield from _open(browser, WIDE)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Opened]:
    yield from _open(browser, PHONE, touch=True)


@pytest.mark.browser
def test_it_opens_without_network_and_draws_every_place(wide: Opened, make: Make, tmp_path: Path) -> None:
    extract = make()
    wide.show(extract, tmp_path)
    sites = int((extract.rows["kind"] == "zone_site").sum())
    assert wide.page.locator(".mark.square").count() == sites
    assert wide.page.locator(".mark.circle").count() == len(extract.rows) - sites
    assert wide.page.locator(".mark.triangle").count() == len(extract.territory.facilities)
    assert wide.page.locator(".leaflet-land-pane path").count() == 3
    assert wide.page.locator(".name.municipality").count() > 3
    wide.shoot("all-wide")


@pytest.mark.browser
def test_each_layer_is_switched_off_and_on(wide: Opened, make: Make, tmp_path: Path) -> None:
    wide.show(make(), tmp_path)
    drawn = {
        "Communes": ".leaflet-town-pane path",
        "Quartiers": ".leaflet-qpv-pane path",
        "Ressourceries": ".mark.triangle",
        "Sites": ".mark.square",
        "Locaux": ".mark.circle",
    }
    for label, selector in drawn.items():
        before = wide.page.locator(selector).count()
        box = wide.page.locator(".leaflet-control-layers-overlays label").filter(has_text=label).get_by_role("checkbox")
        box.uncheck()
        assert before > 0
        assert wide.page.locator(selector).count() == 0
        box.check()
        assert wide.page.locator(selector).count() == before


@pytest.mark.browser
def test_a_place_opens_by_keyboard_with_its_values_and_its_gaps(wide: Opened, make: Make, tmp_path: Path) -> None:
    extract = make("places=RC-021")
    wide.show(extract, tmp_path)
    wide.page.locator(".mark.circle").focus()
    wide.page.keyboard.press("Enter")
    card = wide.page.locator(".leaflet-popup .card")
    card.wait_for()
    text = card.inner_text()
    place = extract.rows.iloc[0]
    assert place["name"] in text
    assert "RC-021" in text
    assert "exemple" in card.locator(".badge").inner_text()
    assert "non renseigné" in text
    assert "Zone d'activité" not in text
    wide.shoot("popup-wide")
    wide.page.keyboard.press("Escape")
    card.wait_for(state="detached")


@pytest.mark.browser
def test_areas_and_facilities_say_what_they_are(wide: Opened, make: Make, tmp_path: Path) -> None:
    wide.show(make("area=99000-"), tmp_path)
    assert wide.page.get_by_text("Aucun lieu ne correspond à ces filtres.").is_visible()
    for selector, words in ((".leaflet-qpv-pane path", "QPV "), (".mark.triangle", "exemple")):
        wide.page.locator(selector).first.dispatch_event("click")
        wide.page.locator(".leaflet-popup .card").get_by_text(words).first.wait_for()
    wide.shoot("none-wide")


@pytest.mark.browser
def test_the_panel_shows_sources_filter_and_address(wide: Opened, make: Make, tmp_path: Path) -> None:
    wide.show(make("qpv=inside"), tmp_path)
    wide.page.get_by_text("Sources, filtre et mentions").click()
    body = wide.page.locator(".panel-body")
    assert body.is_visible()
    assert body.get_by_role("link", name=ADDRESS).get_attribute("href") == ADDRESS
    assert "ANCT" in body.inner_text()
    wide.shoot("panel-wide")


@pytest.mark.browser
def test_on_a_phone_the_map_keeps_most_of_the_height_and_nothing_overflows(phone: Opened, make: Make, tmp_path: Path) -> None:
    phone.show(make("communes=13055&area=80-300.unknown&qpv=inside.within_300&van=yes.unknown"), tmp_path)
    box = phone.page.locator("#map_places").bounding_box()
    assert box is not None
    assert box["height"] > 0.6 * PHONE["height"]
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.page.locator(".mark.circle").first.dispatch_event("click")
    phone.page.locator(".leaflet-popup .card").wait_for()
    phone.shoot("popup-phone")
    phone.page.locator(".leaflet-popup-close-button").tap()  # a phone has no mouse, which would leave the layers and fold them
    phone.page.locator(".leaflet-control-layers-toggle").tap()
    expect(phone.page.get_by_text("Couches et légende")).to_be_visible()
    phone.shoot("layers-phone")


@pytest.mark.browser
def test_no_text_of_the_data_ever_runs(wide: Opened, hostile: Extract, tmp_path: Path) -> None:
    wide.show(hostile, tmp_path)
    for selector in (".mark.square", ".mark.circle", ".mark.triangle", ".leaflet-town-pane path", ".leaflet-qpv-pane path"):
        for position in range(len(PAYLOADS)):
            wide.page.locator(selector).nth(position).dispatch_event("click")
            wide.page.locator(".leaflet-popup .card h3").first.wait_for()
            assert wide.page.locator(".card img, .card script, .card svg, .name img, .name svg").count() == 0
    wide.page.get_by_text("Sources, filtre et mentions").click()
    assert wide.page.locator(".panel-body img, .panel-body script, header img").count() == 0
    assert PAYLOADS[0] in wide.page.content().replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.browser
def test_many_places_are_drawn_on_one_canvas_and_still_open(
    wide: Opened, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    for name in ("map.js", "map.css"):
        text = (folium_map.PAGE / name).read_text("utf-8")
        (folder / name).write_text(text.replace("const FEW = 1500;", "const FEW = 0;"), "utf-8")
    monkeypatch.setattr(folium_map, "PAGE", folder)
    wide.show(make("places=ZS-001"), tmp_path)
    assert wide.page.locator(".mark.square").count() == 0
    box = wide.page.locator("#map_places").bounding_box()
    assert box is not None
    wide.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wide.page.locator(".leaflet-popup .card").get_by_text("ZS-001").wait_for()
