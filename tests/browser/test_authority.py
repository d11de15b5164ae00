"""The authority's logo and colours in the header, light and dark: seen, and read by everybody even where the colour given was pale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from access.settings import Settings
from app import create_app
from geodata.territory import Territory
from tests.access.test_authority import PLAIN, file_of, png
from tests.browser.explore import eventually
from tests.browser.test_accessibility import expect_accessible
from tests.browser.watch import NewContext, Watch
from tests.serving import serving

pytestmark = pytest.mark.browser
NAME = "Communauté de l'Exemple"
DRAWN = "() => [...document.images].filter((one) => one.checkVisibility()).map((one) => one.naturalWidth > 0)"


def test_the_logo_of_each_theme_is_seen_and_a_pale_colour_breaks_no_rule_of_accessibility(
    territory: Territory, new_context: NewContext, tmp_path: Path
) -> None:
    env = {
        "AUTHORITY_NAME": NAME,
        "AUTHORITY_COLOUR": "#ffd500",
        "DATABASE_URL": f"sqlite:///{tmp_path}/x.db",
        "DEMO": "1",
        "GEOCODER_URL": "0",
    }
    env |= {"AUTHORITY_LOGO": str(file_of(tmp_path, PLAIN, "a.svg")), "AUTHORITY_LOGO_DARK": str(file_of(tmp_path, png(), "b.png"))}
    with serving(create_app(Settings.from_env(env), territory).server) as url:
        watch = Watch(url)
        page = watch.over(new_context(bypass_csp=True, color_scheme="light").new_page())
        page.goto(f"{url}/sources")
        for theme, ending in (("light", "svg"), ("dark", "png")):
            expect(page.locator(f'html[data-theme="{theme}"]')).to_be_attached()
            logo = page.get_by_role("banner").get_by_role("img", name=NAME)
            expect(logo).to_have_count(1)
            expect(logo).to_have_attribute("src", re.compile(rf"^/authority/logo-[0-9a-f]+\.{ending}$"))
            eventually(page, lambda: page.evaluate(DRAWN), [True], "the logo is drawn")
            expect_accessible(page)
            page.get_by_role("button", name="Clair ou sombre").click()
        assert watch.errors == [] and watch.outside == []
