"""A decided place followed by the keyboard: needs, commitments, ready, open, its figures imported, undone, and set beside the forecast."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from domain.person import PersonRole
from tests.browser.demonstration import Demonstration
from tests.browser.test_accessibility import expect_accessible
from tests.browser.test_meetings import prepare
from tests.browser.watch import NewContext

pytestmark = pytest.mark.browser
WEIGHINGS = "Date;Flux;Poids (kg);Destination\n" + "".join(
    f"05/{month:02}/2026;Entrée;90 000;\n20/{month:02}/2026;Sortie;2 000;Vente\n" for month in range(1, 7)
)


@pytest.fixture
def chief(demo: Demonstration, new_context: NewContext) -> Page:
    return demo.page(new_context, PersonRole.FACILITATOR, bypass_csp=True)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("textbox", name=label, exact=True).click()
    page.get_by_role("option", name=option).first.click()


SLOW_SAVING = """() => {
  const send = window.fetch;
  window.fetch = async (...given) => {
    if (/"act":"save"/.test(String(given[1]?.body))) {
      window.fetch = send;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    return send(...given);
  };
}"""
"""Has the next saving take a second to leave, as on a slow network."""


def decide(page: Page, url: str) -> None:
    """Decide a place in a meeting, and go to its screen; what is pressed while the place is being saved waits for it."""
    prepare(page, url)
    page.get_by_role("button", name="Modifier : ").click()
    page.get_by_role("textbox", name="Options : lieux").click()
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    page.evaluate(SLOW_SAVING)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("button", name="Décider : ").click()
    choose(page, "Ce qui est décidé", "(exemple)")
    page.get_by_role("button", name="Enregistrer la décision").click()
    expect(page.get_by_text("Décidé : ")).to_be_visible()
    page.goto(f"{url}/decisions")
    page.locator("#project").get_by_role("listitem").get_by_role("link", name="exemple").first.click()


def test_a_decided_place_is_followed_until_its_figures(demo: Demonstration, chief: Page) -> None:
    decide(chief, demo.url)
    expect(chief.get_by_role("link", name="Décisions", exact=True)).to_have_attribute("aria-current", "page")
    chief.get_by_role("button", name="Ajouter un besoin").press("Enter")
    choose(chief, "Nature", "Travaux")
    chief.get_by_label("Besoin", exact=True).fill("Mise aux normes")
    chief.get_by_label("Montant ou quantité").fill("100 000")
    chief.keyboard.press("ControlOrMeta+Enter")
    expect(chief.get_by_text("Financé à 0\u202f%, il manque 100\u202fk€.")).to_be_visible()
    chief.get_by_role("button", name="Déclarer prêt à ouvrir").press("Enter")
    expect(chief.get_by_role("alert")).to_contain_text("il manque 100\u202fk€")
    chief.get_by_role("button", name="Ajouter un engagement").press("Enter")
    choose(chief, "Qui s'engage", "Direction Déchets")
    choose(chief, "Nature", "Financement")
    chief.get_by_label("Engagement", exact=True).fill("Aide à l'installation")
    chief.get_by_label("Montant ou quantité").fill("100")
    chief.get_by_label("Unité").fill("k€")
    chief.get_by_role("button", name="Ajouter", exact=True).click()
    expect(chief.get_by_text("Financé à 100\u202f%.")).to_be_visible()
    expect_accessible(chief)
    chief.get_by_role("button", name="Déclarer prêt à ouvrir").click()
    chief.get_by_role("button", name="Déclarer l'ouverture").click()
    chief.get_by_label("Ouverte le").fill("2026-01-02")
    chief.get_by_role("button", name="Enregistrer l'ouverture").click()
    for words in ("6 mois importés", "déjà importé"):
        with chief.expect_file_chooser() as chooser:
            chief.get_by_role("button", name="Importer un fichier").click()
        chooser.value.set_files({"name": "pesees.csv", "mimeType": "text/csv", "buffer": WEIGHINGS.encode()})
        expect(chief.get_by_role("status").filter(has_text=words)).to_be_visible()
    expect(chief.get_by_role("table", name="Chiffres de chaque mois").get_by_role("row")).to_have_count(7)
    expect(chief.get_by_role("img", name="Tonnes entrées : prévu")).to_be_visible()
    expect(chief.get_by_text("Tonnes traitées par m² et par an : observé")).to_be_visible()
    expect_accessible(chief)
    chief.get_by_role("button", name="Changer par une décision : Tonnes traitées").press("Enter")
    chief.get_by_label("Nouvelle valeur").fill("0,3")
    choose(chief, "Par quelle décision", "Séance de printemps")
    chief.get_by_label("Pourquoi").fill("Six mois observés au-dessus")
    chief.get_by_role("button", name="Enregistrer la décision").click()
    expect(chief.get_by_role("status").filter(has_text="Enregistré")).to_be_visible()
    chief.set_viewport_size({"width": 390, "height": 844})
    expect_accessible(chief)
    chief.get_by_role("button", name="Annuler l'import").click()
    expect(chief.get_by_text("Aucun mois saisi")).to_be_visible()
    chief.get_by_role("link", name="Toutes les décisions").click()
    expect(chief.get_by_text("Version 1, Tonnes traitées par m² et par an : de 0,15 à 0,3")).to_be_visible()
    expect_accessible(chief)
    chief.goto(f"{demo.url}/convergence")
    expect(chief).to_have_url(re.compile(r"hyp=tonnes_per_m2_yr-0\.3&hv=1"))
    expect(chief.locator("#convergence-settings")).to_contain_text("hypothèse révisée par la décision du")
