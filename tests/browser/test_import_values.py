"""What the panel of imports asks of the values of a file, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from domain.person import PersonRole
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration, open_workshop
from tests.browser.test_imports import begun, panel, send
from tests.intake.making import csv_of

pytestmark = pytest.mark.browser


@pytest.fixture
def landlord(demo: Demonstration, new_context: NewContext) -> Page:
    return begun(open_workshop(demo.page(new_context, PersonRole.LANDLORD), demo.url))


def test_the_unit_of_the_rents_is_changed_by_one_click_and_the_table_shows_what_it_makes(landlord: Page) -> None:
    rows = ["A;1, rue;5,3691;43,3487;140;850", "B;2, rue;5,38;43,35;90;640"]
    send(landlord, csv_of(*rows, head="Nom;Adresse;Longitude;Latitude;Surface;Loyer"), "loyers.csv")
    units = panel(landlord).get_by_role("radiogroup", name="Unité des loyers")
    expect(units.get_by_role("radio", name="€ par mois, pour le lieu entier")).to_be_checked()
    expect(panel(landlord)).to_contain_text("Ligne 2 : 850 €/mois pour 140 m², soit 72,86 €/m²/an.")
    panel(landlord).locator(".import-part", has_text="comme elles seront").locator("summary").click()
    preview = panel(landlord).locator(".import-preview-table")
    expect(preview).to_contain_text("72,86 €/m²/an")
    units.get_by_text("€ par an, pour le lieu entier").click()
    expect(panel(landlord)).to_contain_text("soit 6,07 €/m²/an")
    expect(preview).to_contain_text("6,07 €/m²/an")
    expect(units.get_by_role("radio", name="€ par an, pour le lieu entier")).to_be_checked()


def test_a_text_is_made_a_value_by_one_choice_for_all_its_rows(landlord: Page) -> None:
    rows = ["A;1, rue;5,3691;43,3487;ok", "B;2, rue;5,38;43,35;ok", "C;3, rue;5,37;43,35;à rénover"]
    send(landlord, csv_of(*rows, head="Nom;Adresse;Longitude;Latitude;État"), "etats.csv")
    counts = panel(landlord).locator(".import-counts")
    expect(counts).to_contain_text("2 lignes à savoir")
    choice = panel(landlord).get_by_role("group", name="Valeurs de « État »").get_by_role("textbox", name="« ok » devient")
    choice.press("Enter")
    landlord.get_by_role("option", name="bon état").click()
    expect(choice).to_have_value("bon état")
    expect(counts).not_to_contain_text("à savoir")
