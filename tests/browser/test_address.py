"""The address is the state: kept, shared, repaired, and never overtaken by a late answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import NewExplore, Watch
from tests.browser.explore import Explore, eventually, let_go

pytestmark = pytest.mark.browser


def test_a_reload_keeps_the_filters_the_open_place_and_the_way_back(explore: Explore) -> None:
    explore.box("kinds", "Local en rez-de-chaussée").check()
    explore.click_bar("area", 2)
    kept = explore.expect_selection("kinds=premises&area=150-299")
    explore.open_place(kept[0])
    address = explore.page.url
    explore.page.reload()
    explore.ready()
    assert explore.page.url == address
    explore.expect_selection("kinds=premises&area=150-299")
    explore.sheet_of(kept[0])
    expect(explore.box("kinds", "Local en rez-de-chaussée")).to_be_checked()
    expect(explore.section("area").get_by_label("Surface de")).to_have_value("150")
    explore.act("undo").click()
    eventually(explore.page, lambda: explore.shown["focus"], None, "the sheet is closed again")
    explore.act("undo").click()
    explore.expect_selection("kinds=premises")


def test_the_shared_link_shows_another_browser_the_same_without_asking_anyone_else(
    explore: Explore, new_explore: NewExplore, watch: Watch
) -> None:
    """Its requests to any other host are cut, and none is even tried."""
    explore.box("qpv", "Dans un QPV").check()
    explore.section("area").get_by_label("Surface à").fill("200")
    explore.act("draw", "lasso").click()
    explore.drag([explore.at(*p) for p in ((5.33, 43.3), (5.33, 43.4), (5.45, 43.4), (5.45, 43.3))])
    eventually(explore.page, lambda: "zone" in explore.selection(explore.query).filters, True, "the zone")
    here = explore.expect_agreement()
    explore.open_place(here[0])
    explore.page.get_by_role("button", name="Copier le lien de cette fiche").click()
    expect(explore.page.locator("#live")).to_have_text("Adresse copiée")
    link = explore.page.evaluate("() => navigator.clipboard.readText()")
    assert link == explore.page.url

    other = new_explore()
    tried: list[str] = []

    def refuse(route: Route) -> None:
        tried.append(route.request.url)
        route.abort()

    other.page.route(lambda url: not url.startswith((other.url, "data:", "blob:")), refuse)
    other.open(link.partition("?")[2])
    assert other.expect_agreement() == here
    assert other.query == explore.query
    other.sheet_of(here[0])
    assert tried == []


def test_a_mangled_address_keeps_its_valid_part(explore: Explore) -> None:
    mangled = "kinds=premises.martian&area=80-abc&rent=60-&zone=1,2_x&available=99999999-&qpv=inside&place=%3Cscript%3E&%ff=%zz&communes="
    explore.open(mangled)
    assert explore.expect_selection("kinds=premises&area=80-&rent=60-&qpv=inside")
    assert explore.selection(mangled).to_query() == explore.selection(explore.query).to_query()
    assert explore.shown["focus"] is None
    assert "script" not in explore.page.url and "martian" not in explore.page.url


def test_a_place_that_no_longer_exists_is_said_to_be_so(explore: Explore) -> None:
    explore.page.evaluate("() => convergence.store.dispatch({ type: 'focus', id: 'RC-999' })")
    expect(explore.page.locator("#sheet")).to_contain_text("Aucun lieu ne porte l'identifiant « RC-999 »")
    explore.act("close-sheet").click()
    eventually(explore.page, lambda: explore.shown["focus"], None, "the sheet is closed")


def test_a_late_answer_about_the_address_does_not_undo_the_next_gesture(explore: Explore) -> None:
    """Back asks the server about the address; a person who goes on meanwhile must not lose what they do."""
    explore.box("role", "Pôle").check()
    explore.expect_selection("role=hub")
    explore.box("status", "Visité").check()
    explore.expect_selection("role=hub&status=visited")
    held: list[Route] = []
    explore.page.route("**/_dash-update-component*", lambda route: held.append(route))
    try:
        explore.page.go_back()
        explore.expect_selection("role=hub")
        eventually(explore.page, lambda: len(held), lambda number: number > 0, "what is asked of the server")
        explore.click_bar("qpv", 0)
        explore.expect_selection("role=hub&qpv=inside")
        let_go(explore.page, held)
        explore.expect_selection("role=hub&qpv=inside")
    finally:
        explore.page.unroute_all()


def test_filtering_fetches_no_geometry_and_asks_the_server_for_nothing(explore: Explore, watch: Watch) -> None:
    watch.clear()
    explore.box("role", "Pôle").check()
    explore.expect_selection("role=hub")
    explore.brush("area", 3, 6)
    explore.expect_selection("role=hub&area=300-1999")
    explore.page.get_by_role("button", name="Filtrer par la partie visible de la carte").click()
    explore.act("clear").click()
    explore.expect_selection("")
    assert [url for url in watch.asked if "/data/" in url or "/export/" in url] == []
    # Chromium looks at the icon again, from its cache, at each change of the address.
    own = ("data:", "blob:", f"{explore.url}/_dash-update-component", f"{explore.url}/assets/favicon.ico")
    assert [url for url in watch.asked if not url.startswith(own)] == []
