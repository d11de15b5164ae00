"""A place is proposed: written, kept whatever happens, submitted, decided and answered."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from domain.person import PersonRole
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration, open_workshop
from tests.browser.proposing import PHONE, SAVED, begin, decide, field, kept, place, row, write
from tests.browser.test_accessibility import expect_accessible
from tests.services.test_feedback import FULL, PLACE

pytestmark = pytest.mark.browser
A_DOT = """() => {
    const cv = window.convergence, map = cv.leaflet, box = map.getContainer().getBoundingClientRect();
    const { data } = cv.store.facetOfKind("polygon");
    for (let row = 0; 2 * row < data.length; row++) {
        const at = map.latLngToContainerPoint([data[2 * row + 1] / 1e6, data[2 * row] / 1e6]);
        const x = box.x + at.x, y = box.y + at.y;
        const isOnMap = document.elementFromPoint(x, y)?.closest("#map, .leaflet-container");
        if (isOnMap && cv.points.hit(at) >= 0) return { x, y };
    }
}"""


def test_what_is_written_is_there_after_the_page_is_opened_again(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "Ancienne laverie")
    write(landlord, "area_m2", "140,5")
    field(landlord, "van_access").select_option("yes")
    landlord.reload()
    expect(field(landlord, "name")).to_have_value("Ancienne laverie")
    expect(field(landlord, "area_m2")).to_have_value("140,5")
    expect(field(landlord, "van_access")).to_have_value("yes")
    assert kept(demo, landlord, name)["content"] == {"name": "Ancienne laverie", "area_m2": 140.5, "van_access": "yes"}


def test_a_place_of_which_nothing_is_missing_is_assessed_and_it_is_said(demo: Demonstration, landlord: Page) -> None:
    made = demo.post(landlord, "/proposals", {"fields": {**PLACE, **FULL, "name": "Local complet"}})
    open_workshop(landlord, demo.url, f"/proposer?dossier={made['id']}")
    assessment = landlord.locator("#propose-feedback")
    expect(assessment.locator(".propose-role")).to_have_count(2)
    assessment.locator("summary").click()
    expect(assessment).to_contain_text("Rien d'important ne manque.")


def test_a_published_place_that_is_clicked_leaves_the_form_that_is_open_and_its_address(demo: Demonstration, landlord: Page) -> None:
    landlord.locator('[data-act="propose-new"]').click()
    expect(field(landlord, "name")).to_be_visible()
    before = landlord.url
    dot = landlord.evaluate(A_DOT)
    landlord.mouse.click(dot["x"], dot["y"])
    landlord.wait_for_timeout(400)
    assert landlord.url == before


def test_a_wrong_figure_is_told_beside_its_field_and_the_rest_is_kept(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "Local")
    write(landlord, "area_m2", "14O")
    expect(landlord.locator("#propose-e-area_m2")).to_contain_text("14O")
    expect(field(landlord, "area_m2")).to_have_attribute("aria-invalid", "true")
    open_workshop(landlord, demo.url, f"/proposer?dossier={name}")
    expect(field(landlord, "area_m2")).to_have_value("14O")
    expect(landlord.locator("#propose-e-area_m2")).to_contain_text("14O")
    write(landlord, "area_m2", "140")
    expect(landlord.locator("#propose-e-area_m2")).to_be_hidden()
    assert kept(demo, landlord, name)["content"]["area_m2"] == 140


def test_a_rent_is_typed_by_month_and_is_converted_once_the_area_is_known(demo: Demonstration, landlord: Page) -> None:
    name = begin(landlord, "Loyer par mois")
    landlord.get_by_label("Loyer (hors taxes, hors charges), Unité").select_option("€/mois")
    write(landlord, "rent_eur_m2_yr", "980")
    expect(landlord.locator("#propose-e-rent_eur_m2_yr")).to_contain_text("indiquez la surface")
    assert "rent_eur_m2_yr" not in kept(demo, landlord, name)["content"]
    field(landlord, "area_m2").fill("140")
    expect(landlord.locator("#propose-as-rent_eur_m2_yr")).to_have_text("soit 84\u202f€/m²/an")
    expect(field(landlord, "rent_eur_m2_yr")).to_have_value("980")
    expect(landlord.locator("#propose-notice")).to_have_text(SAVED)
    assert kept(demo, landlord, name)["content"]["rent_eur_m2_yr"] == 84
    landlord.evaluate("window.convergence.editor.close()")
    row(landlord, name).click()
    expect(field(landlord, "rent_eur_m2_yr")).to_have_value("980")  # the unit is the one that was chosen
    landlord.get_by_label("Loyer (hors taxes, hors charges), Unité").select_option("€/m²/an")
    expect(field(landlord, "rent_eur_m2_yr")).to_have_value("84")
    expect(landlord.locator("#propose-as-rent_eur_m2_yr")).to_have_text("soit 980\u202f€/mois")


def test_the_criteria_follow_what_is_written(landlord: Page) -> None:
    begin(landlord, "Local placé")
    expect(landlord.locator("#propose-feedback")).to_contain_text("Placez le lieu")
    place(landlord)
    expect(landlord.locator("#propose-feedback .propose-role")).to_have_count(2)
    expect(landlord.locator("#place-where")).to_contain_text("Marseille 15e")
    write(landlord, "area_m2", "140")
    expect(landlord.locator(".propose-role", has_text="Boutique-relais")).to_contain_text("à préciser")
    landlord.locator("#propose-feedback summary").click()
    landlord.locator(".propose-missing button", has_text="Loyer annuel").click()
    expect(field(landlord, "rent_eur_m2_yr")).to_be_focused()


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
    decide(demo, officer, name, "accept")
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
    decide(demo, officer, name, "send", act="ask", reason="Quelle est la hauteur libre ?")
    open_workshop(landlord, demo.url)
    line = row(landlord, name)
    expect(line).to_contain_text("nouveau message")
    line.click()
    expect(landlord.locator(".propose-decision")).to_contain_text("Quelle est la hauteur libre ?")
    expect(line).not_to_contain_text("nouveau message")
    landlord.get_by_label("Votre message").fill("3,20 m")
    landlord.get_by_role("button", name="Envoyer").click()
    expect(landlord.locator("#propose-messages li.mine")).to_contain_text("3,20 m")
    expect(landlord.get_by_label("Votre message")).to_have_value("")
    landlord.get_by_text("Historique").click()
    expect(landlord.locator("#propose-timeline")).to_contain_text("Complément demandé")


def test_the_screens_are_only_for_those_who_use_them(demo: Demonstration, new_context: NewContext) -> None:
    page = demo.page(new_context, PersonRole.PLANNER)
    with page.expect_response("**/reminders.json"):  # which a landlord may not ask for: not answered to the next role
        page.goto(f"{demo.url}/proposer")
    expect(page.get_by_role("heading", name="L'écran « Proposer » n'est pas ouvert à tous")).to_be_visible()
    expect(page.get_by_role("link", name="Proposer")).to_be_visible()
    expect(page.get_by_text("Il est aux bailleurs sociaux")).to_be_visible()
    page.locator("main").get_by_role("button", name="Bailleur social").click()
    expect(page.locator("html[data-propose=ready]")).to_be_attached()
    assert page.url == f"{demo.url}/proposer"


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
        page.get_by_role("button", name="Tableau").click()
        expect_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
