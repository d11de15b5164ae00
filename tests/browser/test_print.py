"""What is printed is what is on the screen: never a blank page, nor what is only pressed."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from access.identity import DEMO_PERSONS
from domain.candidate import Kind
from domain.person import PersonRole
from domain.proposal import Act
from geodata.territory import Territory
from store.proposals import Proposals
from tests.browser.conftest import NewContext, NewExplore, Watch
from tests.browser.demonstration import Demonstration
from tests.callbacks.peopled import accounts_of

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


def test_the_table_prints_every_row_and_column_in_its_order_and_the_map_its_legend(new_explore: NewExplore) -> None:
    explore = new_explore().open()
    expect(explore.page.locator("#table .place-link").first).to_be_visible()
    printed = written(explore.page.pdf(prefer_css_page_size=True))
    assert printed.count("(exemple)") >= len(explore.candidates)
    assert "Disponible" in printed and "Limite de commune" in printed
    assert explore.page.locator("table.on-paper").count() == 0, "nothing of it stays on the screen"


def test_a_proposal_prints_whole_across_the_page_and_the_queue_as_a_list(demo: Demonstration, new_context: NewContext) -> None:
    store = Proposals(accounts_of(demo.app).persons._database)
    agent = DEMO_PERSONS[PersonRole.LANDLORD]
    content = {"name": "Halle à imprimer", "lon": 5.36, "lat": 43.30, "area_m2": 140.0}
    (made,) = store.create_many(agent, Kind.PREMISES, [content], is_example=True)
    store.act(agent, made.id, made.version, Act.SUBMIT)
    page = demo.page(new_context, PersonRole.ECONOMY)
    page.goto(f"{demo.url}/moderer")
    expect(page.get_by_text("Halle à imprimer").first).to_be_visible()
    listed = written(page.pdf(prefer_css_page_size=True))
    assert "Modérer les propositions" in listed and "Halle à imprimer" in listed
    page.goto(f"{demo.url}/moderer?prop={made.id}")
    expect(page.get_by_role("heading", name="À côté des autres")).to_be_attached()
    expect(page.get_by_text("Proposition soumise")).to_be_attached()
    opened = written(page.pdf(prefer_css_page_size=True))
    for text in ("Modérer les propositions", "Halle à imprimer", "Tout ce qui est déclaré", "À côté des autres", "Proposition soumise"):
        assert text in opened
    assert "Raccourcis" not in opened and "Votre message" not in opened
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    assert page.locator(".mod-main").evaluate("(main) => main.offsetWidth > 0.9 * document.body.offsetWidth")
