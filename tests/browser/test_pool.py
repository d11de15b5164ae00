"""A context that is used again holds nothing of the test before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.pool import DESK, Pool

pytestmark = pytest.mark.browser
WRITE = """async () => {
    document.cookie = "who=zoe; max-age=3600";
    localStorage.setItem("who", "zoe");
    sessionStorage.setItem("who", "zoe");
    await new Promise((done) => { indexedDB.open("who").onsuccess = (event) => { event.target.result.close(); done(); }; });
}"""
READ = """async () => ({
    cookie: document.cookie, local: Object.keys(localStorage), session: Object.keys(sessionStorage), online: navigator.onLine,
    bases: (await indexedDB.databases()).map((one) => one.name), may: (await navigator.permissions.query({ name: "geolocation" })).state,
    size: [innerWidth, innerHeight], dark: matchMedia("(prefers-color-scheme: dark)").matches, title: document.title,
})"""


def test_nothing_of_a_person_stays_for_the_next(browser: Browser, server_url: str) -> None:
    pool, address = Pool(browser), f"{server_url}/connexion"
    try:
        context = pool.take(color_scheme="light")
        page = context.new_page()
        page.goto(address)
        clean = page.evaluate(READ)
        assert clean["local"] == ["convergence-welcomed"]
        assert (clean["size"], clean["dark"], clean["online"]) == ([DESK["width"], DESK["height"]], False, True)
        page.evaluate(WRITE)
        context.grant_permissions(["geolocation"])
        context.route("**/connexion", lambda route: route.abort())
        page.set_viewport_size({"width": 390, "height": 844})
        page.emulate_media(color_scheme="dark")
        context.set_offline(True)
        written = page.evaluate(READ)
        assert {name for name in clean if written[name] == clean[name]} == {"title"}
        pool.give_back(context)
        assert context.pages == []
        assert pool.take(color_scheme="dark") is not context
        again = pool.take(color_scheme="light")
        assert again is context
        page = again.new_page()
        page.goto(address)
        assert page.evaluate(READ) == clean
    finally:
        pool.close()
