"""What is printed is what is on the screen: never a blank page, nor what is only pressed."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from geodata.territory import Territory
from tests.browser.conftest import NewContext, Watch

pytestmark = pytest.mark.browser
SCREENS = {
    "/": ("Explorer les lieux candidats", "164 lieux sur 164"),
    "/?place={place}": ("{name}", "Local en rez-de-chaussée"),
    "/convergence?place={place}&as=shop": ("Convergence des lieux candidats", "Complétude", "Un exploitant peut-il y vivre"),
    "/scenarios?k=3": ("Ce que chaque acteur y gagne", "Ce qu'il faut faire"),
    "/sources": ("Sources des données", "Licence"),
}
ONLY_PRESSED = ("Tout effacer", "Partager", "Exporter", "Se connecter")


def written(page_pdf: bytes) -> str:
    """Return the words of a PDF, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(page_pdf)).pages).replace("\xa0", " ").split())


def test_every_screen_prints_what_it_shows_and_nothing_that_is_only_pressed(
    new_context: NewContext, watch: Watch, server_url: str, territory: Territory
) -> None:
    page = watch.over(new_context().new_page())
    place = territory.candidates[territory.candidates["kind"] == "premises"].iloc[0]
    said = {"place": place["id"], "name": place["name"].removesuffix(" (exemple)")}
    for path, words in SCREENS.items():
        page.goto(server_url + path.format(**said))
        for text in words:
            expect(page.get_by_text(text.format(**said)).locator("visible=true").first).to_be_attached()
        printed = written(page.pdf(prefer_css_page_size=True))
        for text in words:
            assert text.format(**said) in printed, path
        assert [text for text in ONLY_PRESSED if text in printed] == [], path
