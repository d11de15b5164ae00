"""« Proposer » and « Identifier » in a browser: what is written is kept, whatever happens; by the mouse or by the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from domain.person import PersonRole
from tests.browser.conftest import NewContext, _context
from tests.browser.demonstration import Demonstration, open_workshop
from tests.browser.test_accessibility import expect_accessible

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
SAVED = re.compile(r"^Enregistré à ")


@pytest.fixture(scope="module")
def _rooms(_demo: Demonstration, browser: Browser) -> Iterator[dict[PersonRole, Page]]:
    """One page for each of the two who tell places: a test begins in it with nothing open."""
    made: list[BrowserContext] = []

    def new_context(**options: Any) -> BrowserContext:
        made.append(_context(browser, **options))
        return made[-1]

    paths = {PersonRole.LANDLORD: "/proposer", PersonRole.ECONOMY: "/identifier"}
    yield {role: open_workshop(_demo.page(new_context, role), _demo.url, path) for role, path in paths.items()}
    for context in made:
        context.close()


@pytest.fixture
def landlord(demo: Demonstration, _rooms: dict[PersonRole, Page]) -> Page:
    return put_back(demo, _rooms[PersonRole.LANDLORD], "/proposer")


@pytest.fixture
def officer(demo: Demonstration, _rooms: dict[PersonRole, Page]) -> Page:
    return put_back(demo, _rooms[PersonRole.ECONOMY], "/identifier")


def put_back(demo: Demonstration, page: Page, path: str) -> Page:
    """Leave what the test before had open; the screen is opened again only if it was left."""
    page.unroute_all()
    if page.url.startswith(f"{demo.url}{path}"):
        page.evaluate("window.convergence.propose.close()")
        page.locator("#propose-search").fill("")
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


def kept(demo: Demonstration, page: Page, name: str) -> Any:
    return demo.get(page, f"/proposals/{name}.json")


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


def test_what_is_written_is_there_after_the_page_is_opened_again(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "Ancienne laverie")
    write(landlord, "area_m2", "140,5")
    field(landlord, "van_access").select_option("yes")
    landlord.reload()
    expect(field(landlord, "name")).to_have_value("Ancienne laverie")
    expect(field(landlord, "area_m2")).to_have_value("140,5")
    expect(field(landlord, "van_access")).to_have_value("yes")
    assert kept(demo, landlord, name)["content"] == {"name": "Ancienne laverie", "area_m2": 140.5, "van_access": "yes"}


def test_a_wrong_figure_is_told_beside_its_field_and_the_rest_is_kept(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "Local")
    write(landlord, "area_m2", "14O")
    expect(landlord.locator("#propose-e-area_m2")).to_contain_text("14O")
    expect(field(landlord, "area_m2")).to_have_attribute("aria-invalid", "true")
    write(landlord, "area_m2", "140")
    expect(landlord.locator("#propose-e-area_m2")).to_be_hidden()
    assert kept(demo, landlord, name)["content"]["area_m2"] == 140


def test_the_criteria_follow_what_is_written(landlord: Page) -> None:
    begin(landlord, "Local placé")
    expect(landlord.locator("#propose-feedback")).to_contain_text("Placez le lieu")
    place(landlord)
    expect(landlord.locator("#propose-feedback .propose-role")).to_have_count(2)
    expect(landlord.locator("#propose-where")).to_contain_text("Marseille 15e")
    write(landlord, "area_m2", "140")
    expect(landlord.locator(".propose-role", has_text="Boutique-relais")).to_contain_text("à préciser")
    landlord.locator("#propose-feedback summary").click()
    landlord.locator(".propose-missing button", has_text="Loyer annuel").click()
    expect(field(landlord, "rent_eur_m2_yr")).to_be_focused()


def test_a_place_is_put_by_a_click_and_moved_with_the_arrows(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "Au clic")
    landlord.locator('.map-tools [data-act="propose-pin"]').click()
    landlord.locator("#map").click(position={"x": 420, "y": 330})
    pin = landlord.locator(".own-pin")
    expect(pin).to_be_visible()
    expect(landlord.locator("#propose-notice")).to_have_text(SAVED)
    expect(field(landlord, "lon")).not_to_have_value("")
    first = kept(demo, landlord, name)["content"]
    saved = landlord.locator("html").get_attribute("data-saved")
    pin.focus()
    landlord.keyboard.press("ArrowRight")
    expect(landlord.locator(f'html[data-saved="{saved}"]')).not_to_be_attached()
    moved = kept(demo, landlord, name)["content"]
    assert moved["lon"] > first["lon"]
    assert moved["lat"] == pytest.approx(first["lat"], abs=1e-4)


def test_escape_gives_up_placing(landlord: Page) -> None:
    button = landlord.locator('.map-tools [data-act="propose-pin"]')
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    landlord.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_undo_takes_back_the_last_writing_here_and_on_the_server(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "À défaire")
    write(landlord, "area_m2", "140")
    saved = landlord.locator("html").get_attribute("data-saved")
    landlord.locator("#propose-undo").click()
    expect(field(landlord, "area_m2")).to_have_value("")
    expect(landlord.locator(f'html[data-saved="{saved}"]')).not_to_be_attached()
    assert "area_m2" not in kept(demo, landlord, name)["content"]


def test_while_the_service_is_away_writing_goes_on_and_is_sent_when_it_is_back(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "Coupure")

    def cut(route: Route) -> None:
        route.abort()

    landlord.route("**/proposals/**", cut)
    field(landlord, "area_m2").fill("200")
    expect(landlord.locator("#propose-notice")).to_contain_text("ne répond pas")
    field(landlord, "rent_eur_m2_yr").fill("70")
    landlord.unroute("**/proposals/**", cut)
    expect(landlord.locator("#propose-notice")).to_have_text(SAVED)
    content = kept(demo, landlord, name)["content"]
    assert (content["area_m2"], content["rent_eur_m2_yr"]) == (200, 70)
    demo.watch.clear()  # the browser tells in its console that requests were cut


def test_what_could_not_leave_a_closed_page_leaves_when_it_is_opened_again(demo: Demonstration, new_context: NewContext) -> None:
    page = open_workshop(demo.page(new_context, PersonRole.LANDLORD), demo.url)
    name = begin(page, "Fermée trop tôt")
    page.route("**/proposals/**", lambda route: route.abort())
    field(page, "area_m2").fill("210")
    expect(page.locator("#propose-notice")).to_contain_text("ne répond pas")
    other = demo.watch.over(page.context.new_page())
    page.close()
    open_workshop(other, demo.url, f"/proposer?dossier={name}")
    expect(field(other, "area_m2")).to_have_value("210")
    assert kept(demo, other, name)["content"]["area_m2"] == 210
    demo.watch.clear()


def test_two_writers_see_both_values_and_keep_one(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "À deux")
    version = kept(demo, landlord, name)["version"]
    demo.post(landlord, f"/proposals/{name}", {"version": version, "fields": {"area_m2": "300"}})
    field(landlord, "area_m2").fill("310")
    view = landlord.locator(".propose-conflicts")
    expect(view).to_contain_text("310")
    expect(view).to_contain_text("300")
    landlord.get_by_role("button", name="Garder la mienne").click()
    expect(landlord.locator("#propose-notice")).to_have_text(SAVED)
    assert kept(demo, landlord, name)["content"]["area_m2"] == 310
    demo.watch.clear()  # the refusal of the first writing


def test_from_the_draft_to_the_map_of_everybody(demo: Demonstration, landlord: Page, new_context: NewContext) -> None:
    name = begin(landlord, "Jusqu'au bout")
    place(landlord, "5,4400", "43,2960")
    landlord.get_by_role("button", name="Soumettre", exact=True).click()
    expect(landlord.locator(".propose-stage")).to_have_text("Soumis, en attente de décision")
    expect(landlord.locator("#propose-notice")).to_contain_text("Soumis")
    landlord.locator("#propose-notice").get_by_role("button", name="Annuler").click()
    expect(landlord.locator(".propose-stage")).to_have_text("Brouillon")
    landlord.get_by_role("button", name="Soumettre", exact=True).click()
    expect(landlord.locator(".propose-stage")).to_have_text("Soumis, en attente de décision")
    officer = demo.page(new_context, PersonRole.ECONOMY)
    told = kept(demo, landlord, name)
    demo.post(officer, f"/proposals/{name}/act", {"version": told["version"], "act": "accept"})
    landlord.reload()
    expect(landlord.locator(".propose-stage")).to_have_text("Accepté, visible de tous")
    landlord.get_by_role("link", name="Voir dans Explorer").click()
    expect(landlord.locator("#sheet-title")).to_contain_text("Jusqu'au bout")


def test_what_was_asked_is_read_and_answered(demo: Demonstration, landlord: Page, new_context: NewContext) -> None:
    name = begin(landlord, "À compléter")
    place(landlord, "5,4410", "43,2970")
    landlord.get_by_role("button", name="Soumettre", exact=True).click()
    expect(landlord.locator(".propose-stage")).to_have_text("Soumis, en attente de décision")
    officer = demo.page(new_context, PersonRole.ECONOMY)
    asked = {"version": kept(demo, landlord, name)["version"], "act": "ask", "reason": "Quelle est la hauteur libre ?"}
    demo.post(officer, f"/proposals/{name}/act", asked)
    open_workshop(landlord, demo.url)
    line = landlord.locator(f'[data-item="{name}"]')
    expect(line).to_contain_text("nouveau message")
    line.click()
    expect(landlord.locator(".propose-decision")).to_contain_text("Quelle est la hauteur libre ?")
    expect(line).not_to_contain_text("nouveau message")
    landlord.locator("#propose-message").fill("3,20 m")
    landlord.get_by_role("button", name="Envoyer").click()
    expect(landlord.locator(".propose-message.mine")).to_contain_text("3,20 m")


def test_an_officer_draws_a_site_notes_its_history_and_corrects_it_in_the_table(demo: Demonstration, officer: Page) -> None:
    officer.evaluate("window.convergence.leaflet.setView([43.2955, 5.3925], 14, { animate: false })")
    officer.locator('.map-tools [data-act="propose-outline"]').click()
    for x, y in ((300, 250), (330, 250), (330, 280), (300, 280)):
        officer.locator("#map").click(position={"x": x, "y": y})
    officer.keyboard.press("Enter")
    expect(officer).to_have_url(re.compile("dossier=SZ-"))
    name = officer.url.split("dossier=")[1]
    expect(officer.locator(".own-outline")).to_be_attached()
    write(officer, "name", "Site dessiné")
    officer.get_by_role("button", name="Ajouter un fait").click()
    expect(officer.locator("#propose-f-history .propose-row")).to_have_count(1)
    officer.locator('[data-act="propose-table"]').click()
    cell = officer.get_by_role("textbox", name="Surface, Site dessiné")
    cell.fill("900")
    saved = officer.locator("html").get_attribute("data-saved")
    cell.press("Tab")
    expect(officer.locator(f'html[data-saved="{saved}"]')).not_to_be_attached()
    expect(field(officer, "area_m2")).to_have_value("900")
    told = kept(demo, officer, name)["content"]
    assert (told["name"], told["area_m2"], told["history"][0]["what"]) == ("Site dessiné", 900, "vacant")
    assert len(told["footprint"]) == 5
    officer.get_by_role("button", name="Publier", exact=True).click()
    expect(officer.locator(".propose-stage")).to_have_text("Accepté, visible de tous")


def test_the_list_is_searched_and_narrowed(demo: Demonstration, landlord: Page) -> None:
    begin(landlord, "Zinc rare")
    landlord.locator("#propose-search").fill("zinc")
    expect(landlord.locator(".propose-item")).to_have_count(1)
    landlord.locator("#propose-search").fill("introuvable")
    expect(landlord.locator("#propose-rows")).to_contain_text("Rien ne correspond")


def test_a_place_is_told_and_submitted_by_keyboard_alone(demo: Demonstration, landlord: Page) -> None:
    new = landlord.locator('[data-act="propose-new"]')
    new.focus()
    landlord.keyboard.press("Enter")
    expect(field(landlord, "name")).to_be_focused()
    landlord.keyboard.type("Au clavier")
    expect(landlord.locator("#propose-notice")).to_have_text(SAVED)
    centre = landlord.locator('[data-act="propose-centre"]')
    centre.focus()
    landlord.keyboard.press("Enter")
    expect(landlord.locator(".own-pin")).to_be_visible()
    submit = landlord.get_by_role("button", name="Soumettre", exact=True)
    expect(submit).to_be_enabled()
    submit.focus()
    landlord.keyboard.press("Enter")
    expect(landlord.locator(".propose-stage")).to_have_text("Soumis, en attente de décision")


def test_the_screens_are_only_for_those_who_use_them(demo: Demonstration, new_context: NewContext) -> None:
    page = demo.page(new_context, PersonRole.PLANNER)
    page.goto(f"{demo.url}/proposer")
    expect(page.get_by_role("heading", name="L'écran « Proposer » n'est pas ouvert à tous")).to_be_visible()
    expect(page.get_by_role("link", name="Proposer")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, PHONE])
def test_the_form_the_list_and_the_table_are_accessible(viewport: Any, scheme: str, demo: Demonstration, new_context: NewContext) -> None:
    page = demo.page(new_context, PersonRole.ECONOMY, viewport=viewport, color_scheme=scheme, bypass_csp=True)
    open_workshop(page, demo.url, "/identifier")
    expect(page.locator(f'html[data-theme="{scheme}"]')).to_be_attached()
    expect_accessible(page)
    begin(page, "Accessible à tous")
    write(page, "area_m2", "beaucoup")
    expect(page.locator("#propose-e-area_m2")).to_be_visible()
    expect_accessible(page)
    if viewport is not PHONE:
        page.locator('[data-act="propose-table"]').click()
        expect_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
