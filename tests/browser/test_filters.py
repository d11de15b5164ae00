"""Controls, chips, undo and the empty result: every way to narrow the places, and the way back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewExplore
from tests.browser.explore import Explore, eventually

pytestmark = pytest.mark.browser

LATE_ECHO = """() => {
    dash_clientside.callback_context = { triggered: [{ prop_id: "searched-near.value" }] };
    dash_clientside.convergence.searched([]);
}"""
"""Dash tells late of what the page wrote in the list before: no hand did that."""


def test_ticking_a_box_narrows_everything_and_unticking_brings_it_back(explore: Explore) -> None:
    explore.box("role", "Boutique-relais").check()
    kept = explore.expect_selection("role=shop")
    assert 0 < len(kept) < len(explore.candidates)
    body = explore.box("role", "Boutique-relais").locator("xpath=ancestor::*[contains(@class,'Checkbox-body')]")
    expect(body).to_contain_text(str(len(kept)))
    explore.box("role", "Boutique-relais").uncheck()
    explore.expect_selection("")


def test_two_boxes_of_a_facet_add_up_and_two_facets_cross(explore: Explore) -> None:
    explore.box("qpv", "Dans un QPV").check()
    explore.box("qpv", "À moins de 300 m, dehors").check()
    explore.box("kinds", "Local en rez-de-chaussée").check()
    explore.expect_selection("kinds=premises&qpv=inside.within_300")


def test_boxes_show_the_selection_in_the_gestures_own_frame_wherever_it_comes_from(explore: Explore) -> None:
    gesture = """(codes) => {
        convergence.store.dispatch({ type: "set", facet: "qpv", value: codes });
        return [...document.querySelectorAll('[data-facet-section="qpv"] input[type=checkbox]:checked')].map((box) => box.value);
    }"""
    assert explore.page.evaluate(gesture, ["inside", "further"]) == ["inside", "further"]
    assert explore.page.evaluate(gesture, []) == []
    explore.box("qpv", "Dans un QPV").check()
    explore.expect_selection("qpv=inside")


def test_a_facet_counts_with_its_own_filter_lifted(explore: Explore) -> None:
    counts = lambda: [int(text) for text in explore.page.locator('[data-count="qpv"]').all_inner_texts()]  # noqa: E731
    before = counts()
    explore.box("qpv", "Dans un QPV").check()
    explore.expect_selection("qpv=inside")
    assert counts() == before
    explore.box("kinds", "Site en zone d'activité").check()
    explore.expect_selection("kinds=zone_site&qpv=inside")
    bands = explore.candidates[explore.candidates["kind"] == "zone_site"]["qpv_band"].value_counts()
    assert counts() == [bands.get(code, 0) for code in ("inside", "within_300", "within_800", "further")]


def test_a_typed_range_keeps_what_lies_in_it_and_nothing_unknown(explore: Explore) -> None:
    section = explore.section("area")
    section.get_by_label("Surface de").fill("80")
    section.get_by_label("Surface à").fill("300")
    kept = explore.expect_selection("area=80-300")
    areas = explore.candidates.set_index("id").loc[kept, "area_m2"]
    assert areas.between(80, 300).all() and areas.notna().all()
    section.get_by_label("Surface à").fill("")
    explore.expect_selection("area=80-")


def test_a_range_typed_key_by_key_is_what_was_typed_and_one_step_of_the_way_back(explore: Explore) -> None:
    """« 3 » on the way to « 300 » is below 80: it must not be put in its place, however slowly one types."""
    section = explore.section("area")
    section.get_by_label("Surface de").press_sequentially("80")
    section.get_by_label("Surface à").press_sequentially("300", delay=350)
    explore.expect_selection("area=80-300")
    explore.page.keyboard.press("Tab")
    expect(section.get_by_label("Surface de")).to_have_value("80")
    expect(section.get_by_label("Surface à")).to_have_value("300")
    explore.act("undo").click()
    explore.expect_selection("area=80-")
    explore.act("undo").click()
    explore.expect_selection("")
    expect(section.get_by_label("Surface de")).to_have_value("")


def test_ends_given_the_wrong_way_round_are_put_in_order(explore: Explore) -> None:
    section = explore.section("area")
    section.get_by_label("Surface de").press_sequentially("300")
    section.get_by_label("Surface à").press_sequentially("80")
    explore.expect_selection("area=80-300")
    explore.page.keyboard.press("Tab")
    expect(section.get_by_label("Surface de")).to_have_value("80")
    expect(section.get_by_label("Surface à")).to_have_value("300")


def test_unknown_is_a_value_one_can_keep(explore: Explore) -> None:
    explore.box("rent", "Inconnu ou confidentiel").check()
    kept = explore.expect_selection("rent=unknown")
    assert explore.candidates.set_index("id").loc[kept, "rent_eur_m2_yr"].isna().all() and kept
    explore.section("rent").get_by_label("Loyer annuel à").fill("90")
    explore.expect_selection("rent=-90.unknown")


def test_a_date_filters_by_availability(explore: Explore) -> None:
    day = explore.candidates["available_on"].dropna().sort_values().iloc[len(explore.candidates) // 3]
    explore.section("available").get_by_label("Disponible à partir du à").fill(f"{day:%Y-%m-%d}")
    kept = explore.expect_selection(f"available=-{day:%Y%m%d}")
    assert (explore.candidates.set_index("id").loc[kept, "available_on"] <= day).all() and kept


def test_a_priority_neighbourhood_is_chosen_by_its_name(explore: Explore) -> None:
    code, name = explore.page.evaluate(
        "() => { const f = convergence.store.context().engine.byId.get('near'); const i = f.data[0]; return [f.codes[i], f.labels[i]]; }"
    )
    explore.section("near").get_by_role("textbox").fill(name)
    explore.page.get_by_role("option", name=name, exact=True).click()
    explore.expect_selection(f"near={code}")
    explore.act("clear").click()
    explore.expect_selection("")
    explore.page.go_back()
    explore.expect_selection(f"near={code}")
    explore.page.evaluate(LATE_ECHO)
    explore.expect_selection(f"near={code}")


def test_marseille_is_one_button_for_its_sixteen_arrondissements(explore: Explore) -> None:
    button = explore.section("communes").get_by_role("button", name=re.compile("^Tout Marseille"))
    button.click()
    kept = explore.expect_selection("communes=13055")
    assert len(explore.shown["filters"]["communes"]) == 16
    assert explore.candidates.set_index("id").loc[kept, "area_code"].str.startswith("132").all()
    button.click()
    explore.expect_selection("")


def test_each_chip_lifts_its_own_filter_and_the_keyboard_stays_on_the_chips(explore: Explore) -> None:
    explore.box("kinds", "Local en rez-de-chaussée").check()
    explore.box("qpv", "Dans un QPV").check()
    explore.section("area").get_by_label("Surface à").fill("300")
    explore.expect_selection("kinds=premises&qpv=inside&area=-300")
    expect(explore.chips).to_have_text(
        ["Nature du lieu : Local en rez-de-chaussée×", "Quartier prioritaire (QPV) : Dans un QPV×", "Surface : ≤ 300\u202fm²×"]
    )
    explore.page.get_by_role("button", name="Lever le filtre Quartier prioritaire (QPV) : Dans un QPV").click()
    explore.expect_selection("kinds=premises&area=-300")
    explore.page.locator('[data-chip="area"]').focus()
    explore.page.keyboard.press("Enter")
    explore.expect_selection("kinds=premises")
    expect(explore.section("area").get_by_label("Surface à")).to_have_value("")
    expect(explore.page.locator('[data-chip="kinds"]')).to_be_focused()


def test_on_a_wide_screen_every_chip_is_in_sight_on_a_narrower_one_the_last_ones_are_in_a_menu(new_explore: NewExplore) -> None:
    explore = new_explore().open("kinds=premises&role=hub.shop_unknown.hub_unknown&area=100-2000&rent=10-200&height=3-6&van=yes")
    expect(explore.chips).to_have_count(6)
    bar = explore.page.locator(".chips-box").bounding_box()
    boxes = [chip.bounding_box() for chip in explore.chips.all()]
    assert bar
    for box in boxes:
        assert box
        assert bar["x"] <= box["x"] and box["x"] + box["width"] <= bar["x"] + bar["width"]
        assert bar["y"] <= box["y"] and box["y"] + box["height"] <= bar["y"] + bar["height"]
    explore.page.set_viewport_size({"width": 1024, "height": 768})
    more = explore.page.locator("#chips-count")
    expect(more).to_have_text(re.compile(r"\+[2-5]"))
    in_bar = explore.page.locator("#chips > [data-chip]")
    expect(in_bar).to_have_count(6 - int(more.inner_text()))
    expect(explore.chips.last).not_to_be_visible()
    more.click()
    explore.chips.last.click()
    explore.expect_selection("kinds=premises&role=hub.shop_unknown.hub_unknown&area=100-2000&rent=10-200&height=3-6")


def test_a_facet_is_lifted_from_its_own_heading(explore: Explore) -> None:
    explore.box("role", "Pôle").check()
    explore.expect_selection("role=hub")
    explore.section("role").get_by_role("button", name=f"Lever le filtre {explore.facets['role'].label}").click()
    explore.expect_selection("")
    expect(explore.box("role", "Pôle")).not_to_be_checked()


def test_clear_all_brings_every_place_back(explore: Explore) -> None:
    explore.box("role", "Pôle").check()
    explore.box("status", "Visité").check()
    explore.expect_selection("role=hub&status=visited")
    explore.page.get_by_role("button", name="Tout effacer").click()
    assert len(explore.expect_selection("")) == len(explore.candidates)
    expect(explore.page.get_by_role("button", name="Tout effacer")).to_be_disabled()


def test_undo_goes_back_one_gesture_by_the_button_and_by_the_browser(explore: Explore) -> None:
    explore.box("role", "Pôle").check()
    explore.expect_selection("role=hub")
    explore.box("status", "Visité").check()
    explore.expect_selection("role=hub&status=visited")
    explore.page.get_by_role("button", name="Annuler").click()
    explore.expect_selection("role=hub")
    expect(explore.box("status", "Visité")).not_to_be_checked()
    explore.page.go_back()
    explore.expect_selection("")
    explore.page.go_forward()
    explore.expect_selection("role=hub")
    expect(explore.box("role", "Pôle")).to_be_checked()


def test_nothing_left_says_which_filter_to_lift_and_what_it_brings(explore: Explore) -> None:
    explore.box("kinds", "Site en zone d'activité").check()
    explore.section("area").get_by_label("Surface à").fill("20")
    explore.expect_selection("kinds=zone_site&area=-20")
    empty = explore.page.locator("#empty")
    expect(empty).to_contain_text("Aucun lieu ne correspond à ces filtres.")
    brings = len(explore.ids_of(explore.selection("kinds=zone_site")))
    expect(empty.get_by_role("button")).to_contain_text([f"Lever « Surface : ≤ 20\u202fm² » : {brings} lieux", "Tout effacer"])
    empty.get_by_role("button", name="Lever « Surface").click()
    explore.expect_selection("kinds=zone_site")
    expect(empty).to_be_hidden()


def test_filters_that_exclude_each_other_twice_offer_to_clear_all(explore: Explore) -> None:
    explore.box("kinds", "Site en zone d'activité").check()
    explore.section("area").get_by_label("Surface à").fill("20")
    explore.section("rent").get_by_label("Loyer annuel à").fill("1")
    explore.expect_selection("kinds=zone_site&area=-20&rent=-1")
    empty = explore.page.locator("#empty")
    expect(empty).to_contain_text("Aucun filtre levé seul ne suffit")
    empty.get_by_role("button", name="Tout effacer").click()
    explore.expect_selection("")


def test_the_count_is_announced_to_those_who_listen(explore: Explore) -> None:
    explore.box("role", "Pôle").check()
    kept = explore.expect_selection("role=hub")
    expect(explore.page.locator("#live[aria-live=polite]")).to_have_text(f"{len(kept)} lieux sur {len(explore.candidates)}")


def test_the_doors_of_the_first_view_lead_to_a_filter(explore: Explore) -> None:
    explore.page.get_by_role("link", name="Boutiques-relais près d'un QPV").click()
    explore.ready()
    explore.expect_selection("kinds=premises&role=shop&qpv=inside.within_300")
    eventually(explore.page, lambda: explore.box("role", "Boutique-relais").is_checked(), True, "the box follows the address")
