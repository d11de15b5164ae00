"""A territory overseas opens in a browser on its own map."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geodata.france import Archives
from geodata.perimeter import read_perimeter, using
from tests.browser.pool import BEEN_HERE
from tests.serving import serving
from tests.territories.conftest import FIVE, built

pytestmark = pytest.mark.browser
PATIENCE_MS = 60_000


def test_another_territory_opens_on_its_own_map(archives: Archives, browser: Browser, tmp_path: Path) -> None:
    served = built(archives, FIVE["overseas"], tmp_path / "overseas")
    with using(read_perimeter(served.snapshot)), serving(served.app.server) as url:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="fr-FR", reduced_motion="reduce")
        context.add_init_script(BEEN_HERE)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        number = len(served.territory.candidates)
        expect(page.get_by_text(f"{number} lieux sur {number}").first).to_be_visible(timeout=PATIENCE_MS)
        land = page.locator(".leaflet-land-pane path").last
        expect(land).to_be_in_viewport(timeout=PATIENCE_MS)
        box, window = land.bounding_box(), page.get_by_role("region", name="Carte des lieux candidats").bounding_box()
        assert box is not None and window is not None
        assert window["x"] < box["x"] + box["width"] / 2 < window["x"] + window["width"]
        assert window["y"] < box["y"] + box["height"] / 2 < window["y"] + window["height"]
        assert box["width"] > window["width"] / 5
        assert errors == []
        context.close()
