"""Photographs and documents of a place in a browser: sent, looked at, described, taken away and brought back; by the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from domain.person import PersonRole
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration, open_workshop
from tests.browser.test_accessibility import expect_accessible
from tests.intake.pictures import arrow, encoded, located
from tests.intake.test_document import SOUND

pytestmark = pytest.mark.browser
STREET = {"name": "Façade.jpg", "mimeType": "image/jpeg", "buffer": located(6, image=arrow(300, 400))}
INSIDE = {"name": "intérieur.png", "mimeType": "image/png", "buffer": encoded(arrow(900, 500), "PNG")}
PLAN = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": SOUND}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def opened(demo: Demonstration, new_context: NewContext, **options: Any) -> Page:
    """Begin a place, and open its form."""
    page = demo.page(new_context, PersonRole.LANDLORD, **options)
    made = demo.post(page, "/proposals", {"fields": {"name": "Ancienne laverie", "lon": 5.3691, "lat": 43.3487}})
    open_workshop(page, demo.url, f"/proposer?dossier={made['id']}")
    expect(page.locator(".photos .note").first).to_be_visible()
    return page


@pytest.fixture
def page(demo: Demonstration, new_context: NewContext) -> Page:
    return opened(demo, new_context)


def send(page: Page, *files: dict[str, Any]) -> None:
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Ajouter des photos ou des PDF").click()
    asked.value.set_files(list(files))


def shown(page: Page) -> Any:
    return page.locator(".photos-list li")


def test_what_is_sent_is_shown_described_and_kept(page: Page) -> None:
    send(page, STREET, INSIDE, PLAN)
    expect(shown(page)).to_have_count(2)
    expect(page.locator(".photos-papers a")).to_have_text("plan.pdf")
    expect(page.locator(".photos-notice")).to_have_text("3 fichiers ajoutés.")
    first = shown(page).first
    expect(first.locator("img")).to_have_js_property("naturalWidth", 400)
    expect(first.locator("img")).to_have_attribute("alt", "Photo 1")
    first.locator("input").fill("La façade, <b>côté rue</b>")
    first.locator("input").press("Tab")
    expect(page.locator(".photos-notice")).to_have_text("Légende enregistrée.")
    expect(first.locator("img")).to_have_attribute("alt", "La façade, <b>côté rue</b>")
    expect(first.locator(".photos-away")).to_be_focused()
    page.locator("#propose-f-area_m2").fill("150")
    page.locator("#propose-f-area_m2").press("Tab")
    expect(page.locator("#propose-notice")).to_contain_text("Enregistré")
    expect_accessible(page)
    page.reload()
    expect(shown(page).first.locator("img")).to_have_attribute("alt", "La façade, <b>côté rue</b>")
    expect(page.locator("#propose-f-area_m2")).to_have_value("150")


def test_one_looks_at_a_photograph_and_takes_it_away_by_the_keyboard(page: Page) -> None:
    send(page, STREET, INSIDE)
    expect(shown(page)).to_have_count(2)
    shown(page).first.locator(".photos-open").focus()
    page.keyboard.press("Enter")
    large = page.locator(".photos-dialog img")
    expect(large).to_have_attribute("alt", "Photo 1")
    page.keyboard.press("ArrowRight")
    expect(large).to_have_attribute("alt", "Photo 2")
    expect_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".photos-dialog")).to_be_hidden()
    expect(shown(page).first.locator(".photos-open")).to_be_focused()
    shown(page).first.locator(".photos-away").focus()
    page.keyboard.press("Enter")
    expect(shown(page)).to_have_count(1)
    expect(page.locator(".photos-undo")).to_contain_text("Photo retirée.")
    expect(page.locator(".photos-undo button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(shown(page)).to_have_count(2)
    expect(page.locator(".photos-undo")).to_be_hidden()


def test_what_cannot_be_taken_is_a_sentence_beside_its_name(demo: Demonstration, page: Page) -> None:
    telephone = {"name": "IMG_1.heic", "mimeType": "image/heic", "buffer": b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40}
    heavy = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n" + b"\x00" * 5_000_001}
    send(page, telephone, heavy, INSIDE)
    expect(shown(page)).to_have_count(1)
    errors = page.locator(".photos-error")
    expect(errors).to_have_count(2)
    assert sorted(text.partition(" : ")[0] for text in errors.all_inner_texts()) == ["IMG_1.heic", "plan.pdf"]
    expect(page.get_by_role("alert").filter(has_text="HEIC")).to_be_visible()
    page.get_by_role("button", name="Compris").click()
    expect(errors).to_have_count(0)
    assert [error[:4] for error in demo.watch.errors if not error.startswith("console")] == ["422 "]
    demo.watch.clear()


def test_files_are_dropped_anywhere_on_the_section(page: Page) -> None:
    handle = page.evaluate_handle(
        """async () => { const paint = new OffscreenCanvas(200, 120); paint.getContext("2d").fillRect(0, 0, 90, 90);
        const files = new DataTransfer(), blob = await paint.convertToBlob({ type: "image/png" });
        files.items.add(new File([blob], "vue.png")); return files; }"""
    )
    page.dispatch_event(".photos", "dragover", {"dataTransfer": handle})
    expect(page.locator(".photos-over")).to_have_count(1)
    page.dispatch_event(".photos", "drop", {"dataTransfer": handle})
    expect(shown(page)).to_have_count(1)
    expect(page.locator(".photos-over")).to_have_count(0)


def test_a_telephone_offers_its_camera(demo: Demonstration, new_context: NewContext, page: Page) -> None:
    expect(page.get_by_role("button", name="Prendre une photo")).to_be_hidden()
    phone = demo.page(new_context, PersonRole.LANDLORD, **PHONE)
    made = demo.post(phone, "/proposals", {"fields": {"name": "Local", "lon": 5.3691, "lat": 43.3487}})
    open_workshop(phone, demo.url, f"/proposer?dossier={made['id']}")
    with phone.expect_file_chooser() as asked:
        phone.get_by_role("button", name="Prendre une photo").click()
    assert asked.value.element.get_attribute("capture") == "environment"
