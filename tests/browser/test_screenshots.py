"""Pictures of the screen at every size and in both themes, kept in build/screenshots for a person to look at; no oracle."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewExplore
from tests.browser.explore import Explore

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "build" / "screenshots"
SIZES = ((1440, 900), (1024, 768), (390, 844))


def picture(explore: Explore, name: str) -> None:
    explore.page.wait_for_timeout(400)
    path = FOLDER / f"{name}.png"
    explore.page.screenshot(path=path, animations="disabled")
    assert path.stat().st_size > 10_000


def test_pictures_of_every_size_in_both_themes(new_explore: NewExplore) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    explore = new_explore().open()
    for theme in ("light", "dark"):
        if theme == "dark":
            explore.page.get_by_role("button", name="Clair ou sombre").click()
            expect(explore.page.locator('html[data-theme="dark"]')).to_be_attached()
        for width, height in SIZES:
            explore.page.set_viewport_size({"width": width, "height": height})
            explore.reset()
            size = f"{width}-{theme}"
            picture(explore, f"explore-{size}")
            explore.page.evaluate("(query) => convergence.store.dispatch({ type: 'set', facet: 'kinds', value: ['premises'] })")
            explore.page.evaluate(
                "() => convergence.store.dispatch({ type: 'set', facet: 'area', value: { low: 80, high: 300, unknown: false } })"
            )
            explore.open_place(explore.candidates["id"].iloc[70])
            picture(explore, f"explore-{size}-sheet")
            if width == 390:
                for tab in ("filters", "results"):
                    explore.act("tab", tab).click()
                    picture(explore, f"explore-{size}-{tab}")
                explore.act("tab", "map").click()
