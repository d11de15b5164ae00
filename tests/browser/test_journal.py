"""« Journal » in a browser: read by place, person and day, a hundred entries at a time, and the e-mails."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from domain.proposal import Act
from store.proposals import Proposals
from tests.browser.demonstration import Demonstration
from tests.browser.test_moderate import OFFICER, officer, store, submit, title

pytestmark = pytest.mark.browser
__all__ = ["officer", "store"]


def test_the_journal_is_read_by_place_and_by_person(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local au journal")
    store.act(OFFICER, one.id, one.version, Act.ACCEPT)
    officer.goto(f"{demo.url}/journal")
    rows = officer.get_by_role("table").locator("tbody").get_by_role("row")
    expect(rows.first).to_contain_text("Lieu accepté, visible de tous")
    rows.first.get_by_role("button", name=f"{one.id} : Ne voir que les écritures sur Local au journal").click()
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("Proposition soumise")
    expect(officer.get_by_label("Numéro du lieu")).to_have_value(one.id)
    export = officer.get_by_role("link", name="Exporter en CSV")
    expect(export).to_have_attribute("href", f"/journal/journal.csv?place={one.id}")
    officer.get_by_role("textbox", name="Personne").click()
    officer.get_by_role("option", name="Chloé (exemple)").click()
    officer.get_by_role("button", name="Filtrer").click()
    expect(rows).to_have_count(1)
    expect(officer.get_by_role("status").filter(has_text="1 écriture affichée")).to_be_visible()
    officer.get_by_label("Jour", exact=True).fill("2001-01-01")
    officer.get_by_role("button", name="Filtrer").click()
    expect(officer.locator(".mod-journal")).to_contain_text("Aucune écriture ne correspond à ces filtres.")
    officer.get_by_role("button", name="Tout voir").click()
    expect(officer.get_by_role("table")).to_contain_text("Basile (exemple)")
    officer.get_by_role("tab", name="Courriels").click()
    expect(officer.locator(".mod-journal")).to_contain_text("Aucun serveur de courriel n'est configuré")
    officer.goto(f"{demo.url}/journal")
    rows.first.get_by_role("link", name="Local au journal").click()
    expect(title(officer)).to_contain_text("Local au journal")


def test_the_journal_goes_on_a_hundred_entries_at_a_time_and_a_place_is_looked_for_by_enter(
    officer: Page, demo: Demonstration, store: Proposals
) -> None:
    one, *_others = submit(store, *(f"Lot {n}" for n in range(101)))
    officer.goto(f"{demo.url}/journal")
    rows = officer.get_by_role("table").locator("tbody").get_by_role("row")
    expect(rows).to_have_count(100)
    officer.get_by_role("button", name="Afficher les 100 suivantes").click()
    expect(rows.nth(100)).to_be_visible()
    officer.get_by_label("Numéro du lieu").fill(one.id.lower())
    officer.keyboard.press("Enter")
    expect(rows.first).to_contain_text(one.id)
    expect(rows).to_have_count(1)
