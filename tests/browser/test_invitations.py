"""An invitation link in a browser: made by the Economy directorate, used from a phone without an account, followed, and taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from domain.person import PersonRole
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration
from tests.browser.test_accessibility import expect_accessible
from tests.browser.test_photos import PHONE, STREET

pytestmark = pytest.mark.browser


def made(page: Page, demo: Demonstration) -> str:
    """Make a link, and return its address."""
    page.goto(f"{demo.url}/invitations")
    page.get_by_label("Bailleur").first.click()
    page.get_by_role("option").first.click()
    page.get_by_label("À l'intention de").fill("Mme Roux")
    page.get_by_role("button", name="Créer un lien").click()
    link = page.locator("#invitation-link")
    expect(link).to_contain_text("/invitation/")
    return f"{demo.url}/invitation/{link.inner_text().rpartition('/')[2]}"


def test_a_phone_proposes_premises_with_a_photo_by_a_link_and_follows_them_until_it_is_taken_back(
    demo: Demonstration, new_context: NewContext
) -> None:
    officer = demo.page(new_context, PersonRole.ECONOMY)
    address = made(officer, demo)
    phone = demo.watch.over(new_context(**PHONE, bypass_csp=True).new_page())
    phone.goto(address)
    expect_accessible(phone)
    phone.get_by_label("Nom du lieu").fill("Ancienne laverie")
    phone.get_by_label("Adresse").fill("43,3487 ; 5,3691")
    phone.get_by_label("Surface").fill("grande")
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    expect(phone.get_by_label("Surface")).to_have_attribute("aria-invalid", "true")
    demo.watch.clear()  # it is refused, as it must be
    phone.goto(address)
    expect(phone.get_by_label("Nom du lieu")).to_have_value("")  # what began a place is not proposed once more
    phone.get_by_role("link", name="Ancienne laverie").click()
    expect(phone.get_by_label("Surface")).to_have_value("grande")
    phone.get_by_label("Surface").fill("140")
    phone.get_by_label("Photo").set_input_files([STREET])
    phone.get_by_role("button", name="Envoyer", exact=True).click()
    expect(phone.get_by_role("status")).to_contain_text("Gardez ce lien")
    expect(phone.get_by_text("1 photo jointe")).to_be_visible()
    width = phone.evaluate("() => document.documentElement.scrollWidth")
    assert width <= 390
    phone.goto(address)
    phone.get_by_role("link", name="Ancienne laverie").click()
    expect(phone.get_by_text("Soumis, en attente de décision").first).to_be_visible()
    officer.get_by_role("button", name="Retirer le lien de Mme Roux").click()
    expect(officer.get_by_text(re.compile("ce lien n'ouvre plus rien"))).to_be_visible()
    assert phone.request.get(address).status == 404
