"""A place being proposed, as the tests of its screens write and read it."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from access.gate import CALLBACK_PATH
from tests.browser.demonstration import Demonstration, open_workshop
from tests.callbacks.moderating import request_of
from views.components import ids
from views.moderation.fields import ONE

PHONE = {"width": 390, "height": 844}
SAVED = re.compile(r"^Enregistré à ")


def put_back(demo: Demonstration, page: Page, path: str) -> Page:
    """Leave what the test before had open; the screen is opened again only if it was left."""
    page.unroute_all()
    if page.url.startswith(f"{demo.url}{path}"):
        page.evaluate("window.convergence.editor.close()")
        page.get_by_label("Chercher dans la liste").fill("")
        page.locator("#propose-feedback details").evaluate("(folded) => { folded.open = false; }")
    else:
        open_workshop(page, demo.url, path)
    expect(page.locator("#propose-form .propose-empty")).to_be_visible()
    demo.watch.clear()
    return page


def begin(page: Page, name: str) -> str:
    """Begin a place by its name, and return its id once it is kept."""
    page.locator('[data-act="propose-new"]').click()
    field(page, "name").fill(name)
    expect(page.locator("#propose-notice")).to_have_text(SAVED)
    expect(page).to_have_url(re.compile(r"dossier="))
    return page.url.split("dossier=")[1].split("&")[0]


def field(page: Page, name: str) -> Any:
    return page.locator(f"#propose-f-{name}")


def cards(page: Page) -> Any:
    """The places that the list shows."""
    return page.locator("#propose-grid .propose-item")


def row(page: Page, name: str) -> Any:
    """A place of the list, by its id."""
    return page.locator(f'#propose-grid [row-id="{name}"]')


def kept(demo: Demonstration, page: Page, name: str) -> Any:
    return demo.get(page, f"/proposals/{name}.json")


def decide(demo: Demonstration, officer: Page, name: str, button: str, **typed: Any) -> None:
    """Decide on a place that was submitted, as the screen « Modérer » does; `typed` is what its form holds."""
    found = kept(demo, officer, name)
    seen = {"id": name, "version": found["version"], "name": found["name"]}
    values = {ids.decision(ONE, key).replace("-", "_"): value for key, value in typed.items()}
    body = request_of(f"{ids.decision(ONE, 'act')}.data", ids.decision(ONE, button), moderation_seen=seen, **values)
    demo.post(officer, CALLBACK_PATH, body)


def write(page: Page, name: str, value: str) -> None:
    """Write in a field, and wait until it is kept."""
    before = page.locator("html").get_attribute("data-saved")
    field(page, name).fill(value)
    expect(page.locator(f'html[data-saved="{before}"]')).not_to_be_attached()


def place(page: Page, lon: str = "5,3691", lat: str = "43,3487") -> None:
    before = page.locator("html").get_attribute("data-saved")
    field(page, "lon").fill(lon)
    field(page, "lat").fill(lat)
    page.keyboard.press("Tab")
    expect(page.locator(f'html[data-saved="{before}"]')).not_to_be_attached()
