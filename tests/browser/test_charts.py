"""Charts: a click on a bar, a brush across bars, and what is said to those who do not see them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.facet import RangeFacet
from tests.browser.explore import Explore, eventually

pytestmark = pytest.mark.browser


def test_a_click_on_a_bar_keeps_its_places_and_a_second_click_lets_go(explore: Explore) -> None:
    codes = list(explore.facets["qpv"].index)  # type: ignore[union-attr]
    explore.click_bar("qpv", 1)
    kept = explore.expect_selection(f"qpv={codes[1]}")
    assert kept
    explore.click_bar("qpv", 3)
    explore.expect_selection(f"qpv={codes[1]}.{codes[3]}")
    explore.click_bar("qpv", 1)
    explore.expect_selection(f"qpv={codes[3]}")


def test_two_quick_clicks_on_two_bars_are_two_clicks(explore: Explore) -> None:
    codes = list(explore.facets["qpv"].index)  # type: ignore[union-attr]
    first, second = explore.bar("qpv", 0), explore.bar("qpv", 2)
    explore.page.mouse.click(*first)
    explore.page.mouse.click(*second)
    explore.expect_selection(f"qpv={codes[0]}.{codes[2]}")


def test_a_click_on_a_bar_of_a_histogram_keeps_its_interval(explore: Explore) -> None:
    explore.click_bar("area", 1)
    explore.expect_selection("area=80-149")
    expect(explore.section("area").get_by_label("Surface de")).to_have_value("80")
    explore.click_bar("area", 1)
    explore.expect_selection("")


def test_a_click_on_the_last_bar_keeps_the_unknown(explore: Explore) -> None:
    facet = explore.facets["rent"]
    assert isinstance(facet, RangeFacet)
    explore.click_bar("rent", len(facet.edges) + 1)
    explore.expect_selection("rent=unknown")


def test_a_brush_across_a_histogram_sets_a_range(explore: Explore) -> None:
    explore.brush("area", 1, 2)
    kept = explore.expect_selection("area=80-299")
    assert explore.candidates.set_index("id").loc[kept, "area_m2"].between(80, 299).all()


def test_while_brushing_the_counter_follows_and_the_address_waits(explore: Explore) -> None:
    (x0, y0), (x1, y1) = explore.bar("area", 1), explore.bar("area", 2)
    explore.drag([(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2), (x1, y1)], release=False)
    eventually(
        explore.page, lambda: explore.shown["filters"].get("area"), {"low": 80, "high": 299, "unknown": False}, "the filter under the hand"
    )
    assert explore.query == ""
    explore.page.mouse.up()
    explore.expect_selection("area=80-299")
    explore.page.get_by_role("button", name="Annuler").click()
    explore.expect_selection("")


def test_a_brush_across_bars_of_names_keeps_them_all(explore: Explore) -> None:
    codes = list(explore.facets["status"].index)  # type: ignore[union-attr]
    explore.brush("status", 0, 2)
    explore.expect_selection("status=" + ".".join(codes[:3]))


def test_a_double_click_on_a_chart_lifts_its_filter(explore: Explore) -> None:
    explore.brush("area", 3, 5)
    explore.expect_selection("area=300-1199")
    x, y = explore.bar("area", 4)
    explore.page.mouse.dblclick(x, y - 60)
    explore.expect_selection("")
    explore.page.mouse.dblclick(*explore.bar("area", 1))
    explore.page.wait_for_timeout(400)
    explore.expect_selection("")


def test_every_chart_counts_what_the_other_filters_keep(explore: Explore) -> None:
    explore.click_bar("kinds", 1)
    explore.expect_selection("kinds=premises")
    counts = explore.selection("kinds=premises").counts(explore.facets.encode(_columns(explore)))
    for facet in ("area", "rent", "height", "available"):
        eventually(explore.page, lambda facet=facet: _drawn(explore, facet), counts[facet].tolist(), f"bars of {facet}")  # type: ignore[misc]


def test_every_chart_is_told_in_words(explore: Explore) -> None:
    explore.click_bar("kinds", 1)
    explore.expect_selection("kinds=premises")
    text = explore.page.locator('[data-chart-text="status"]')
    repaired = (explore.candidates["kind"] == "premises") & (explore.candidates["status"] == "spotted")
    expect(text).to_contain_text(f"Repéré : {repaired.sum()}")


def _columns(explore: Explore):
    from geodata.candidate_facets import facet_columns

    return facet_columns(explore.candidates)


def _drawn(explore: Explore, facet: str) -> list[int]:
    return explore.page.evaluate(
        "(facet) => Array.from(document.querySelector(`[data-chart='${facet}'] .js-plotly-plot`).data[1].y)", facet
    )
