"""The official data on the screen « Sources »: checked, received, put in use, gone back from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from access.settings import Settings
from app import create_app
from domain.person import PersonRole
from geodata.territory import Territory
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration
from tests.browser.test_accessibility import expect_accessible
from tests.browser.watch import Watch
from tests.example_feed import example_feed
from tests.geodata.official import Official
from tests.serving import serving

pytestmark = pytest.mark.browser
BY_TRANSIT = "open=shop&mode=transit&min=30&k=3"
WITHOUT_TIMETABLES = re.compile("En transports.+ apparaît quand")


@pytest.fixture
def whole(territory: Territory, tmp_path: Path) -> Iterator[Demonstration]:
    """The product that follows what is put in use, and whose services answer on this machine; communes' contours are out of order."""
    world = Official(territory)
    timetables = example_feed(tmp_path / "gtfs.zip", territory).read_bytes()
    spoilt = {"communes.geojson": b"<html>Maintenance</html>", "gtfs.zip": timetables}
    world.overrides = {f"/{name}": data for name, data in (world.files() | spoilt).items()}
    with world.serving() as mirror:
        settings = Settings(
            demo=True,
            database_url=f"sqlite:///{tmp_path / 'x.db'}",
            snapshots=tmp_path / "territory",
            mirror=mirror,
            online_base_maps=False,
        )
        app = create_app(settings)
        with serving(app.server) as url:
            yield Demonstration(app, url, Watch(url))


def health(page: Page, source: str) -> Locator:
    """Return the row of a source, whose name begins so."""
    return page.get_by_role("region", name="Fraîcheur des données officielles").get_by_role("row", name=re.compile(f"^{source}"))


def test_data_are_checked_put_in_use_and_gone_back_from_without_a_restart(whole: Demonstration, new_context: NewContext) -> None:
    page = whole.page(new_context, PersonRole.FACILITATOR, bypass_csp=True)
    page.goto(f"{whole.url}/sources")
    page.get_by_role("button", name="Vérifier toutes les sources").click()
    expect(page.get_by_role("heading", name="Données reçues")).to_be_visible()
    expect(page.get_by_role("button", name="Vérifier toutes les sources")).to_be_focused()  # drawn again, it keeps the keyboard
    expect(health(page, "Limites des communes")).to_contain_text("échec")
    expect(health(page, "Déchèteries")).to_contain_text("nouveau")
    expect_accessible(page)
    page.get_by_role("button", name="Mettre en service").first.click()
    expect(page.get_by_text("En service : les données reçues le")).to_be_visible()
    expect(page.locator(":focus")).to_have_count(1)  # the button has gone: the keyboard stays where it was
    page.goto(f"{whole.url}/sources")
    expect(page.get_by_role("row", name="Ressourceries et déchèteries existantes (exemple)")).to_have_count(0)
    expect(health(page, "Déchèteries")).to_contain_text("2025")
    page.goto(whole.url)
    expect(page.get_by_role("button", name="Recyclerie du Port (1)")).to_be_attached()
    page.goto(f"{whole.url}/scenarios?{BY_TRANSIT}")
    expect(page.get_by_role("button", name="en transports")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("heading", name="habitants atteints sur")).to_be_visible()
    expect(page.get_by_text(WITHOUT_TIMETABLES)).to_have_count(0)
    expect(page.locator("html[data-plan]")).to_be_attached()
    assert page.evaluate("convergence.scenario.plan().outlines.some((rings) => rings.length > 1)")  # islands around the stops
    page.goto(f"{whole.url}/sources")
    page.get_by_role("button", name="Revenir aux données de départ").click()
    expect(page.get_by_text("En service : les données de départ.")).to_be_visible()
    page.goto(f"{whole.url}/scenarios?{BY_TRANSIT}")
    expect(page.get_by_text(WITHOUT_TIMETABLES).first).to_be_visible()
    expect(page.get_by_role("button", name="en transports")).to_have_count(0)


def test_others_read_how_fresh_the_data_are_and_change_nothing(whole: Demonstration, new_context: NewContext) -> None:
    page = whole.page(new_context, PersonRole.PLANNER)
    page.goto(f"{whole.url}/sources")
    expect(health(page, "Déchèteries")).to_contain_text("jamais")
    expect(page.get_by_role("button", name="Vérifier")).to_have_count(0)
