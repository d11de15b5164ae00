"""Accounts from beginning to end, in a browser: invited, signed in by an address, another password, a forgotten one, sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from access.identity import EXTENSION
from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.person import PersonDraft, PersonRole
from geodata.territory import Territory
from tests.access.test_mail import SENDER, Mailbox, box  # noqa: F401 - a fixture
from tests.browser.conftest import NewContext, Watch
from tests.browser.test_accessibility import expect_accessible
from tests.serving import serving
from tests.store.people import CHIEF, PASSWORD

pytestmark = pytest.mark.browser
FIRST, SECOND, THIRD = "quatre chaises devant la mer", "un banc à l'ombre des pins", "le tramway jusqu'au terminus"
EMAIL = "zoe@phare.example"


@dataclass(frozen=True)
class Service:
    """The application with one facilitator."""

    url: str
    app: Convergence
    watch: Watch


def served(territory: Territory, file: str, **settings: str) -> Iterator[Service]:
    app = create_app(Settings(database_url=f"sqlite:///{file}", demo=True, **settings), territory)  # type: ignore[arg-type]
    draft = PersonDraft("gaelle", "Gaëlle Martin", PersonRole.FACILITATOR, email="gaelle@phare.example")
    app.server.extensions[EXTENSION].persons.create(CHIEF, draft, PASSWORD, ())
    with serving(app.server) as url:
        made = Service(url, app, Watch(url))
        yield made
        assert made.watch.errors == []
        assert made.watch.outside == []


@pytest.fixture
def service(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from served(territory, str(tmp_path_factory.mktemp("accounts") / "convergence.db"))


@pytest.fixture
def writing(territory: Territory, tmp_path_factory: pytest.TempPathFactory, box: Mailbox) -> Iterator[Service]:  # noqa: F811
    """A service that sends letters."""
    file = str(tmp_path_factory.mktemp("letters") / "convergence.db")
    yield from served(territory, file, smtp_url=f"smtp://127.0.0.1:{box.port}", mail_from=SENDER)


def sign_in(page: Page, service: Service, name: str, password: str) -> None:
    page.goto(f"{service.url}/connexion")
    page.get_by_label("Adresse électronique ou identifiant").fill(name)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter").click()


def choose(page: Page, password: str) -> None:
    page.get_by_label("Nouveau mot de passe").fill(password)
    page.get_by_label("Le même, encore une fois").fill(password)
    page.get_by_role("button", name="Enregistrer ce mot de passe").click()
    expect(page.get_by_role("status")).to_contain_text("Votre mot de passe est enregistré")


def test_one_is_invited_signs_in_by_ones_address_and_changes_the_password(service: Service, new_context: NewContext) -> None:
    chief, zoe = (service.watch.over(new_context().new_page()) for _n in range(2))
    sign_in(chief, service, "gaelle", PASSWORD)
    chief.locator("summary.account-button", has_text="Gaëlle Martin").click()
    chief.get_by_role("link", name="Personnes").click()
    expect(chief.locator("#persons .ag-row")).to_have_count(1)
    chief.get_by_role("button", name="Nouvelle personne").click()
    chief.get_by_label("Prénom et nom").fill("Zoé Phare")
    chief.get_by_label("Adresse électronique").fill(EMAIL)
    chief.locator("#person-role").click()
    chief.get_by_role("option", name="Direction Déchets").click()
    chief.get_by_role("button", name="Créer et inviter").click()
    expect(chief.locator("#person-notice")).to_contain_text("Non envoyé : aucun serveur de courriel")
    link = chief.locator("#person-link").inner_text()
    expect(chief.locator("#persons .ag-row")).to_have_count(2)

    zoe.goto(re.sub(r"^https?://[^/]+", service.url, link))
    expect(zoe.get_by_text("Pour Zoé Phare")).to_be_visible()
    choose(zoe, FIRST)
    sign_in(zoe, service, EMAIL.upper(), FIRST)
    zoe.locator("summary.account-button", has_text="Zoé Phare").click()
    zoe.get_by_role("link", name="Mon compte").click()
    zoe.get_by_label("Mot de passe actuel").fill("pas le bon mot de passe")
    zoe.get_by_label("Nouveau mot de passe").fill(SECOND)
    zoe.get_by_label("Le même, encore une fois").fill(SECOND)
    zoe.get_by_role("button", name="Changer le mot de passe").click()
    expect(zoe.get_by_role("alert")).to_contain_text("ce n'est pas le bon")
    zoe.get_by_label("Mot de passe actuel").fill(FIRST)
    zoe.get_by_role("button", name="Changer le mot de passe").click()
    expect(zoe.locator("#password-notice")).to_contain_text("Mot de passe changé")
    zoe.reload()
    expect(zoe.locator("summary.account-button")).to_contain_text("Zoé Phare")

    chief.locator("#persons .ag-row", has_text="Zoé Phare").click()
    expect(chief.get_by_role("heading", name="Zoé Phare")).to_be_visible()
    chief.get_by_role("button", name="Désactiver").click()
    expect(chief.locator("#person-notice")).to_contain_text("Compte désactivé")
    zoe.reload()
    expect(zoe.get_by_role("link", name="Se connecter").first).to_be_visible()


def test_a_forgotten_password_is_chosen_anew_by_the_letters_link(writing: Service, new_context: NewContext, box: Mailbox) -> None:  # noqa: F811
    there, page = (writing.watch.over(new_context().new_page()) for _n in range(2))
    sign_in(there, writing, "gaelle", PASSWORD)
    expect(there.locator("summary.account-button")).to_contain_text("Gaëlle Martin")
    page.goto(f"{writing.url}/connexion")
    page.get_by_role("link", name="Mot de passe oublié ?").click()
    page.get_by_label("Adresse électronique ou identifiant").fill("gaelle@phare.example")
    page.get_by_role("button", name="Recevoir un lien").click()
    expect(page.get_by_role("status")).to_contain_text("Si un compte a cette adresse")
    assert writing.app.mailer is not None
    assert writing.app.mailer.round() == 1
    found = re.search(r"/connexion/mot-de-passe\?jeton=[\w-]+", box.read().get_content())
    assert found
    page.goto(writing.url + found[0])
    choose(page, THIRD)
    sign_in(page, writing, "gaelle@phare.example", THIRD)
    expect(page.locator("summary.account-button")).to_contain_text("Gaëlle Martin")
    there.reload()
    expect(there.get_by_role("link", name="Se connecter").first).to_be_visible()


def test_a_request_is_sent_by_anybody_and_accepted_by_the_facilitator(service: Service, new_context: NewContext) -> None:
    chief, page = (service.watch.over(new_context().new_page()) for _n in range(2))
    page.goto(f"{service.url}/connexion")
    page.get_by_role("link", name="Demander un compte").click()
    page.get_by_label("Prénom et nom").fill("Zoé Phare")
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Organisation").fill("Habitat 13")
    page.get_by_label("Rôle souhaité").select_option("landlord")
    page.get_by_label("Un mot, si vous voulez").fill("Trois locaux vides.")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("status")).to_contain_text("Votre demande est envoyée")
    sign_in(chief, service, "gaelle", PASSWORD)
    chief.goto(f"{service.url}/personnes")
    chief.locator("#requests .ag-row", has_text="Zoé Phare").click()
    expect(chief.get_by_text("Trois locaux vides.").last).to_be_visible()
    chief.get_by_label("ou nouveau bailleur").fill("Habitat 13")
    chief.get_by_role("button", name="Accepter et inviter").click()
    expect(chief.locator("#person-notice")).to_contain_text("Compte ouvert pour Zoé Phare")
    expect(chief.locator("#persons .ag-row", has_text="Habitat 13")).to_be_visible()
    expect(chief.locator("#requests-box")).to_be_hidden()


def test_one_closes_a_session_left_open_elsewhere(service: Service, new_context: NewContext) -> None:
    here, there = (service.watch.over(new_context().new_page()) for _n in range(2))
    for page in (there, here):
        sign_in(page, service, "gaelle", PASSWORD)
        expect(page.locator("summary.account-button")).to_contain_text("Gaëlle Martin")
    here.goto(f"{service.url}/compte")
    expect(here.locator(".account-card tbody tr")).to_have_count(2)
    here.get_by_role("button", name=re.compile("^Fermer la session")).click()
    expect(here.locator(".account-card tbody tr")).to_have_count(1)
    there.reload()
    expect(there.get_by_role("link", name="Se connecter").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_accounts_is_accessible(scheme: str, writing: Service, new_context: NewContext) -> None:
    page = writing.watch.over(new_context(color_scheme=scheme, bypass_csp=True).new_page())
    for path in ("/connexion/oubli", "/connexion/demande"):
        page.goto(writing.url + path)
        expect(page.locator(f'html[data-theme="{scheme}"]')).to_be_attached()
        expect_accessible(page)
    sign_in(page, writing, "gaelle", PASSWORD)
    for path, ready in (("/compte", ".account-card tbody tr"), ("/personnes", "#persons .ag-row")):
        page.goto(writing.url + path)
        page.locator(ready).first.wait_for()
        expect_accessible(page)
    page.locator("#persons .ag-row").first.click()
    page.get_by_role("button", name="Désactiver").wait_for()
    expect_accessible(page)
