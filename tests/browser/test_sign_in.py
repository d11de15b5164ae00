"""Signing in and out in a browser: by one click in the demonstration, by a form elsewhere, and what then bears one's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from access.identity import EXTENSION
from access.settings import Settings
from app import create_app
from domain.person import PersonRole
from geodata.territory import Territory
from services.context import Context
from tests.browser.conftest import NewContext, NewExplore, Watch
from tests.browser.scenarios import Scenarios
from tests.browser.test_accessibility import expect_accessible
from tests.serving import serving
from tests.store.people import PASSWORD, enrol

pytestmark = pytest.mark.browser
NAME = "Ada Lovelace"
ROLE = "Direction Déchets"
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Service:
    """The application with one account, served beside the shared one, which has none."""

    url: str
    watch: Watch


@pytest.fixture(scope="module")
def _served(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("accounts") / "convergence.db"
    app = create_app(Settings(demo=True, database_url=f"sqlite:///{file}"), territory)
    enrol(app.server.extensions[EXTENSION].persons, "ada", PersonRole.WASTE, NAME)
    with serving(app.server) as url:
        yield url


@pytest.fixture
def service(_served: str) -> Iterator[Service]:
    made = Service(_served, Watch(_served))
    yield made
    assert made.watch.errors == []
    assert made.watch.outside == []


@pytest.fixture
def page(service: Service, new_context: NewContext) -> Page:
    return service.watch.over(new_context().new_page())


def account(page: Page) -> str:
    """What the header says of the person."""
    return page.locator(".account-button").inner_text()


def fill(page: Page, password: str = PASSWORD) -> None:
    """Write in the form by keyboard alone, and send it."""
    page.get_by_label("Adresse électronique ou identifiant").focus()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_one_click_makes_one_an_example_person_where_one_was(new_explore: NewExplore) -> None:
    explore = new_explore().open("kinds=premises")
    page = explore.page
    page.locator("summary.account-button", has_text="Démonstration").click()
    page.get_by_role("button", name="Direction de l'Économie Chloé (exemple)").click()
    expect(page.locator("summary.account-button")).to_contain_text("Chloé (exemple)")
    explore.ready()
    explore.expect_selection("kinds=premises")
    assert "Démonstration" in account(page)


def test_one_signs_in_by_keyboard_and_comes_back(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/sources?kinds=premises")
    page.get_by_role("link", name="Se connecter").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    fill(page)
    expect(page.locator("summary.account-button")).to_contain_text(NAME)
    assert page.url == f"{service.url}/sources?kinds=premises"
    assert ROLE in account(page)


def test_a_wrong_password_is_said_and_the_login_stays(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/connexion")
    fill(page, "pas le bon mot de passe")
    expect(page.get_by_role("alert")).to_have_text("Identifiant ou mot de passe incorrect.")
    expect(page.get_by_label("Adresse électronique ou identifiant")).to_have_value("ada")
    expect(page.get_by_label("Mot de passe")).to_have_value("")
    service.watch.clear()  # the browser tells in its console that the answer was a refusal


def test_signing_out_by_keyboard_gives_the_link_back(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/connexion")
    fill(page)
    button = page.locator("summary.account-button", has_text=NAME)
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Mon compte")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Se connecter")).to_be_visible()
    assert [cookie["name"] for cookie in page.context.cookies()] == ["device"]  # it opens nothing by itself


def test_a_saved_scenario_bears_the_name_of_whoever_signed_in(page: Page, service: Service, context: Context) -> None:
    page.goto(f"{service.url}/connexion")
    fill(page)
    expect(page.locator("summary.account-button")).to_contain_text(NAME)
    scenarios = Scenarios(page, service.url, context).open("k=2")
    saved = scenarios.save("Avec mon nom")
    scenarios.panel("library")
    expect(scenarios.row(saved)).to_contain_text(f"par {NAME}")


def test_without_signing_in_a_scenario_is_not_saved_and_one_is_told_why(page: Page, service: Service, context: Context) -> None:
    scenarios = Scenarios(page, service.url, context).open("k=2")
    expect(scenarios.form_button).to_have_count(0)
    expect(page.get_by_text("Se connecter pour enregistrer ce scénario.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_before_and_after_a_refusal(scheme: str, service: Service, new_context: NewContext) -> None:
    page = service.watch.over(new_context(color_scheme=scheme, bypass_csp=True).new_page())
    page.goto(f"{service.url}/connexion")
    expect(page.locator(f'html[data-theme="{scheme}"]')).to_be_attached()
    expect_accessible(page)
    fill(page, "pas le bon mot de passe")
    expect(page.get_by_role("alert")).to_be_visible()
    expect_accessible(page)
    service.watch.clear()


def test_on_a_phone_the_person_is_in_the_header_and_the_screens_in_its_menu(service: Service, new_context: NewContext) -> None:
    page = service.watch.over(new_context(viewport=PHONE, has_touch=True).new_page())
    page.goto(f"{service.url}/connexion")
    fill(page)
    for _signed_in in (True, False):
        button = page.locator(".account-button")
        expect(button).to_be_in_viewport(ratio=1)
        expect(page.locator(".topbar .nav-link[aria-current=page]")).to_be_in_viewport(ratio=1)
        page.get_by_text("Plus", exact=True).tap()
        for name in ("Scénarios", "Proposer", "Identifier", "Sources"):
            expect(page.get_by_role("link", name=name, exact=True)).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
        assert page.evaluate("() => { const nav = document.querySelector('.nav'); return nav.scrollWidth <= nav.clientWidth; }")
        if _signed_in:
            button.tap()
            expect(page.get_by_text(NAME).last).to_be_in_viewport(ratio=1)
            page.get_by_role("button", name="Se déconnecter").tap()
            expect(page.get_by_role("link", name="Se connecter")).to_be_visible()


def test_what_was_typed_of_a_scenario_is_there_after_signing_in_again(page: Page, service: Service, context: Context) -> None:
    page.goto(f"{service.url}/connexion")
    fill(page)
    expect(page.locator("summary.account-button")).to_contain_text(NAME)
    scenarios = Scenarios(page, service.url, context).open("k=2")
    scenarios.open_form()
    page.locator("#scenario-name").fill("Deux lieux pour mardi")
    page.locator("#scenario-note").fill("à relire ensemble")
    page.context.clear_cookies(name="session")  # as when the session ends while one types
    scenarios.save_button.click()
    expect(scenarios.refusal).to_contain_text("Pour cela, il faut d'abord se connecter.")
    scenarios.refusal.get_by_role("link", name="Se reconnecter").click()
    fill(page)
    expect(page.locator("summary.account-button")).to_contain_text(NAME)
    assert "k=2" in page.url
    scenarios.open_form()
    expect(page.locator("#scenario-name")).to_have_value("Deux lieux pour mardi")
    expect(page.locator("#scenario-note")).to_have_value("à relire ensemble")
    scenarios.save_button.click()
    expect(scenarios.outcome).to_contain_text("Scénario enregistré")


def test_signing_out_erases_what_was_typed_and_says_so_first(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/connexion")
    fill(page)
    account = page.locator("summary.account-button", has_text=NAME)
    account.click()
    for store in ("unsent", "refused"):
        page.evaluate(
            "(key) => localStorage.setItem(key, JSON.stringify({ 'p-1': { version: 1, values: { name: 'à moi' } } }))",
            f"convergence-{store}",
        )
    page.get_by_role("button", name="Se déconnecter", exact=True).click()
    page.get_by_role("button", name="Du texte n'est pas encore enregistré : se déconnecter et l'effacer").click()
    expect(page.get_by_role("link", name="Se connecter")).to_be_visible()
    assert page.evaluate("() => Object.values(localStorage).filter((text) => text.includes('à moi'))") == []
