"""Hostile texts in every field that somebody writes, opened on every screen: nothing runs, and the policy has nothing to report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, expect

from access.gate import CALLBACK_PATH
from access.identity import EXTENSION
from domain.candidate import Kind
from domain.person import Person, PersonRole
from domain.proposal import Act
from geodata.territory import Territory
from intake.fields import FIELDS
from store.database import Database
from store.organisations import Organisations
from store.proposals import Proposals
from tests.attack.payloads import PAYLOADS
from tests.attack.sizes import SIZES
from tests.browser.demonstration import Demonstration, demonstration
from tests.browser.pool import Pool
from tests.saved_scenarios import save_body
from tests.store.people import CHIEF

pytestmark = pytest.mark.browser
AGENT = Person("agent", "agent", "Un agent", PersonRole.LANDLORD, "hpr")
OFFICER = Person("officer", "officer", "Une chargée", PersonRole.ECONOMY)
WATCH = """() => {
    window.reports = [];
    addEventListener("securitypolicyviolation", (event) => window.reports.push(event.violatedDirective + " " + event.blockedURI));
}"""
INSERT = """(texts) => {
    for (const text of texts) document.body.append(Object.assign(document.createElement("div"), { innerHTML: text }));
}"""
SCREENS = ("/", "/convergence", "/scenarios", "/sources")


@dataclass
class Hostile:
    """A demonstration where each text is one of the payloads."""

    demo: Demonstration
    ids: list[str]
    faults: list[str]

    def look(self, page: Page, path: str, ready: str) -> Page:
        """Open a screen, and wait until it has drawn what it shows."""
        page.goto(f"{self.demo.url}{path}")
        expect(page.locator(ready).first).to_be_attached()
        return page

    def expect_nothing_ran(self, page: Page) -> None:
        assert page.evaluate("window.ran === undefined && window.reports.length === 0"), page.evaluate("[window.ran, window.reports]")
        assert self.faults == []


def told(kind: Kind, payload: str, rank: int) -> dict[str, Any]:
    """Return a place all of whose texts are one payload, somewhere in Marseille."""
    texts = {
        field.id: payload[: int(field.high)] for field in FIELDS[kind] if field.type == "text" and field.id not in {"example", "postcode"}
    }
    lists = {
        "tags": [payload[:40]],
        "history": [{"on": "2026-01-05", "what": "vacant", "text": payload[:300]}],
        "reminders": [{"on": "2026-01-05", "text": payload[:300], "done": False}],
    }
    return {**texts, **lists, "lon": 5.38 + 0.002 * (rank % 10), "lat": 43.29 + 0.002 * (rank // 10), "area_m2": 150.0 + rank}


def fill(database: Database, payloads: tuple[str, ...]) -> list[str]:
    """Write each payload in a proposal of each kind, its messages and its decision, an author's name, an organisation."""
    proposals, made = Proposals(database), []
    for rank, payload in enumerate(payloads):
        author = replace(AGENT, name=payload[:120])
        for kind, person in ((Kind.PREMISES, author), (Kind.ZONE_SITE, OFFICER)):
            place = proposals.create(person, kind, told(kind, payload, rank))
            place = proposals.act(person, place.id, place.version, Act.SUBMIT)
            proposals.say(person, place.id, payload)
            proposals.say(OFFICER, place.id, payload, internal=True)
            if rank % 3 == 0:
                place = proposals.act(OFFICER, place.id, place.version, Act.ASK, payload)
            elif rank % 3 == 1:
                place = proposals.act(OFFICER, place.id, place.version, Act.ACCEPT)
            made.append(place.id)
        Organisations(database).add(CHIEF, f"x{rank:02d}", f"{rank} {payload}"[:120])
    return made


@pytest.fixture(scope="module")
def _hostile(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    with demonstration(territory, tmp_path_factory.mktemp("texts")) as demo:
        ids = fill(demo.app.server.extensions[EXTENSION].persons._database, PAYLOADS[: SIZES.texts])
        yield Hostile(demo, ids, [])


@pytest.fixture
def hostile(_hostile: Hostile) -> Hostile:
    _hostile.faults.clear()
    return _hostile


def page_of(hostile: Hostile, browser: Browser, role: PersonRole) -> Page:
    """Return a watched page of an example person."""
    page = hostile.demo.page(Pool(browser).take, role)
    page.add_init_script(f"({WATCH})()")

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            hostile.faults.append(message.text)

    def asked(dialog: Dialog) -> None:
        hostile.faults.append(dialog.message)
        dialog.dismiss()

    page.on("console", heard)
    page.on("dialog", asked)
    return page


def test_the_payloads_would_run_where_they_are_taken_for_code(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<p></p>")
    page.evaluate(INSERT, list(PAYLOADS))
    page.wait_for_function("window.ran === 1")
    page.close()


@pytest.mark.parametrize("path", SCREENS)
def test_no_text_runs_on_a_screen_of_everybody(path: str, hostile: Hostile, browser: Browser) -> None:
    page = hostile.look(page_of(hostile, browser, PersonRole.PLANNER), path, "html[data-ready=places], main.page")
    is_public = "(ids) => ids.filter((id) => window.convergence.store.facetOfKind('pick').index.has(id))"
    shown = page.evaluate(is_public, hostile.ids) if path != "/sources" else []
    assert bool(shown) is (path != "/sources")
    for name in shown:
        page.evaluate("(id) => window.convergence.store.dispatch({ type: 'focus', id })", name)
        page.wait_for_timeout(400)
    hostile.expect_nothing_ran(page)
    page.context.close()


@pytest.mark.parametrize(("role", "path"), [(PersonRole.LANDLORD, "/proposer"), (PersonRole.ECONOMY, "/identifier")])
def test_no_text_runs_where_places_are_told(role: PersonRole, path: str, hostile: Hostile, browser: Browser) -> None:
    page = hostile.look(page_of(hostile, browser, role), path, "html[data-propose=ready]")
    prefix = "LP" if role is PersonRole.LANDLORD else "SZ"
    own = [name for name in hostile.ids if name.startswith(prefix)]
    expect(page.locator("#propose-grid .propose-item").first).to_be_visible()
    page.locator("#propose-table-open").click()
    for name in own:
        page.get_by_label("Chercher dans la liste").fill(name)
        page.locator(f'#propose-grid [row-id="{name}"]').click()
        expect(page.locator("#propose-title")).to_be_visible()
        expect(page.locator(f'html[data-assessed^="{name}"]')).to_be_attached()
        for summary in page.locator("#propose-form summary").all():
            summary.click()
    hostile.expect_nothing_ran(page)
    page.context.close()


def test_no_text_runs_where_one_decides(hostile: Hostile, browser: Browser) -> None:
    page = page_of(hostile, browser, PersonRole.ECONOMY)
    for name in hostile.ids:
        hostile.look(page, f"/moderer?prop={name}", "#moderation")
        expect(page.locator("#moderation-head")).to_contain_text(name)
    hostile.expect_nothing_ran(page)
    page.context.close()


def test_no_text_runs_in_the_journal_nor_among_the_letters(hostile: Hostile, browser: Browser) -> None:
    page = hostile.look(page_of(hostile, browser, PersonRole.FACILITATOR), "/journal", "#journal-entries")
    page.wait_for_timeout(1_000)
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(300)
    hostile.expect_nothing_ran(page)
    page.context.close()


def test_no_text_runs_among_the_saved_scenarios(hostile: Hostile, browser: Browser) -> None:
    page = page_of(hostile, browser, PersonRole.PLANNER)
    for payload in PAYLOADS[: SIZES.texts]:
        hostile.demo.post(page, CALLBACK_PATH, save_body("k=2", payload[:120], payload))
    hostile.look(page, "/scenarios?k=2", "html[data-plan]")
    page.locator('[data-panel="library"]').click()
    expect(page.locator("[data-saved]")).to_have_count(min(SIZES.texts, len(PAYLOADS)))
    hostile.expect_nothing_ran(page)
    page.context.close()
