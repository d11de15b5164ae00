"""A workbook of several sheets, and an OpenDocument one, sent in a browser: another sheet is read by one choice."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.test_imports import _page, landlord, panel, pytestmark, send  # noqa: F401
from tests.callbacks.test_import_reading import HEAD, book
from tests.intake.making import ods


def test_another_sheet_of_a_workbook_is_read_by_one_choice(landlord: Page) -> None:  # noqa: F811
    page = landlord
    send(page, book("Locaux", "Archives"), "locaux.xlsx")
    counts = panel(page).locator(".import-counts")
    expect(counts).to_contain_text("1 ligne valide")
    choice = panel(page).get_by_role("textbox", name="Feuille ou couche lue")
    expect(choice).to_have_value("Locaux : Nom · Adresse · Surface")
    choice.click()
    page.get_by_role("option", name="Archives").click()
    expect(counts).to_contain_text("2 lignes valides")
    expect(counts).to_contain_text("Feuille lue : « Archives »")
    expect(choice).to_have_value("Archives : Nom · Adresse · Surface")


def test_an_opendocument_workbook_is_read(landlord: Page) -> None:  # noqa: F811
    page = landlord
    send(page, ods([HEAD, ["A", "1, rue du Port", 80], ["B", "2, rue du Port", 90]]), "locaux.ods")
    expect(panel(page).locator(".import-counts")).to_contain_text("2 lignes valides")
    expect(panel(page).get_by_role("textbox", name="Feuille ou couche lue")).to_be_hidden()
    expect(panel(page).get_by_role("textbox", name="Ligne des titres")).to_have_value("Ligne 1 : Nom · Adresse · Surface")
