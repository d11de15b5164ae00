"""A layer of another service, end to end: the facilitator adds it by its address, a visitor sees it, it breaks, the map goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.person import PersonRole
from geodata.territory import Territory
from tests.browser.demonstration import Demonstration, demonstration
from tests.browser.explore import eventually
from tests.browser.test_accessibility import expect_accessible
from tests.browser.watch import NewContext
from tests.map_services.server import MapServer, map_server

pytestmark = pytest.mark.browser

TREES, POINTS = "Arbres de la ville", "Points d'apport volontaire"
SILENT = f"« {TREES} » ne répond pas : la carte se passe de ce calque."
CREDIT = "© Ville <b>d'Exemple</b>"


@pytest.fixture
def maps(territory: Territory) -> Iterator[MapServer]:
    west, south, east, north = territory.municipalities.to_crs(4326).total_bounds
    with map_server() as made:
        made.lon, made.lat = (west + east) / 2, (south + north) / 2
        yield made


@pytest.fixture
def demo(territory: Territory, tmp_path: Path) -> Iterator[Demonstration]:
    with demonstration(territory, tmp_path) as made:
        yield made


def add(page: Page, address: str, layer: str, name: str, credit: str = "", is_shown: bool = False) -> None:
    """Add a layer as the facilitator does."""
    page.get_by_label("Adresse du service").fill(address)
    page.get_by_role("button", name="Lire l'adresse").click()
    page.get_by_role("textbox", name="Calque", exact=True).click()
    page.get_by_role("option", name=layer).click()
    page.get_by_label("Nom du calque").fill(name)
    if credit:
        page.get_by_label("Attribution, écrite sur la carte").fill(credit)
    if is_shown:
        page.get_by_role("checkbox", name="Affiché d'office").last.check()
    page.get_by_role("button", name="Ajouter ce calque").click()
    expect(page.get_by_role("listitem").filter(has_text=name)).to_be_visible()


def loaded(page: Page) -> int:
    """How many images of other services the map shows."""
    return page.locator(".leaflet-tile-loaded").count()


def test_a_layer_is_added_seen_by_visitors_and_the_map_goes_on_without_it(
    demo: Demonstration, maps: MapServer, new_context: NewContext
) -> None:
    chief = demo.page(new_context, PersonRole.FACILITATOR, bypass_csp=True)
    chief.goto(f"{demo.url}/sources")
    add(chief, f"{maps.url}/geoserver/ows", "Arbres d'alignement", TREES, CREDIT, is_shown=True)
    add(chief, f"{maps.url}/ogc", POINTS, POINTS)
    expect_accessible(chief)

    visitor = demo.watch.over(new_context().new_page())
    policy = visitor.goto(f"{demo.url}/").header_value("content-security-policy")  # type: ignore[union-attr]
    sites = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert maps.url in sites["img-src"].split() and sites["connect-src"] == "'self'"
    eventually(visitor, lambda: loaded(visitor), lambda images: images > 0, "images of the layer")
    expect(visitor.locator(".leaflet-control-attribution")).to_contain_text(CREDIT)
    visitor.locator(".map-layers > summary").click()
    menu = visitor.locator(".layers-menu")
    expect(menu.get_by_label(TREES)).to_be_checked()
    expect(menu.get_by_label(POINTS)).not_to_be_checked()
    menu.get_by_label(POINTS).check()
    expect(visitor.locator("path.external")).to_have_count(4)
    expect(visitor.locator(".leaflet-control-attribution")).to_contain_text("Licence ouverte 2.0")
    assert all(url.startswith(maps.url) for url in demo.watch.outside)
    assert demo.watch.errors == []

    maps.status = 500
    visitor.evaluate("() => convergence.leaflet.zoomIn()")
    expect(menu.get_by_text(SILENT)).to_be_visible()
    expect(visitor.locator("#map-notice")).to_have_text(SILENT)
    expect(visitor.locator("path.external")).to_have_count(4)
    menu.get_by_label(TREES).uncheck()
    expect(menu.get_by_text(SILENT)).to_have_count(0)
    expect(visitor.locator(".leaflet-control-attribution")).not_to_contain_text(CREDIT)
    expect(visitor.locator("#counter")).to_contain_text("lieux")
    maps.status = 200
    menu.get_by_label(TREES).check()
    eventually(visitor, lambda: loaded(visitor), lambda images: images > 0, "images again")
    demo.watch.clear()

    chief.get_by_role("button", name=f"Retirer « {TREES} » de la carte").click()
    expect(chief.get_by_role("listitem").filter(has_text=TREES)).to_have_count(0)
    after = visitor.goto(f"{demo.url}/").header_value("content-security-policy") or ""  # type: ignore[union-attr]
    assert maps.url not in after


def test_a_page_that_was_open_before_the_layer_says_to_be_loaded_again(
    demo: Demonstration, maps: MapServer, new_context: NewContext
) -> None:
    page = demo.page(new_context, PersonRole.FACILITATOR)
    page.goto(f"{demo.url}/sources")
    add(page, f"{maps.url}/geoserver/ows", "Arbres d'alignement", TREES, is_shown=True)
    page.get_by_role("link", name="Explorer", exact=True).first.click()
    reload = f"« {TREES} » a été ajouté depuis l'ouverture de la page : rechargez-la pour le voir."
    expect(page.locator("#map-notice")).to_have_text(reload)
    page.reload()
    eventually(page, lambda: loaded(page), lambda images: images > 0, "images of the layer")
    demo.watch.clear()
