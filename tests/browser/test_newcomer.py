"""The job of the first minute, done by three different paths that must end at the same places."""

from __future__ import annotations

import pytest

from tests.browser.explore import Explore

pytestmark = pytest.mark.browser
ANSWER = "kinds=premises&communes=13215&qpv=inside.within_300&area=80-300"


def expected(explore: Explore) -> list[str]:
    frame = explore.candidates
    near = frame["qpv_band"].isin(["inside", "within_300"])
    wanted = (frame["kind"] == "premises") & (frame["area_code"] == "13215") & near & frame["area_m2"].between(80, 300)
    return frame["id"][wanted].tolist()


def test_by_the_controls(explore: Explore) -> None:
    explore.box("kinds", "Local en rez-de-chaussée").check()
    explore.box("communes", "Marseille 15e").check()
    explore.box("qpv", "Dans un QPV").check()
    explore.box("qpv", "À moins de 300 m").check()
    explore.section("area").get_by_label("Surface de").fill("80")
    explore.section("area").get_by_label("Surface à").fill("300")
    kept = explore.expect_selection(ANSWER)
    assert kept == expected(explore) and 5 <= len(kept) <= 30


def test_by_the_map_and_the_charts(explore: Explore) -> None:
    explore.look_at(5.363, 43.365, 12)
    area = explore.page.locator('.area[data-code="13215"]')
    area.focus()
    explore.page.keyboard.press("Enter")
    explore.click_bar("kinds", 1)
    explore.brush("qpv", 0, 1)
    explore.brush("area", 1, 2)
    kept = explore.expect_selection("kinds=premises&communes=13215&qpv=inside.within_300&area=80-299")
    top = explore.candidates.set_index("id")["area_m2"]
    assert kept == [place for place in expected(explore) if top[place] < 300]
    explore.section("area").get_by_label("Surface à").fill("300")
    assert explore.expect_selection(ANSWER) == expected(explore)


def test_by_an_address(explore: Explore) -> None:
    explore.open(ANSWER)
    assert explore.expect_selection(ANSWER) == expected(explore)


def test_by_the_table(explore: Explore) -> None:
    """From a door of the first view: tick the rows that answer, and keep them alone."""
    explore.box("communes", "Marseille 15e").check()
    explore.expect_selection("communes=13215")
    wanted = expected(explore)
    explore.page.evaluate("() => dash_ag_grid.getApi('table').ensureIndexVisible(0)")
    for place in wanted:
        at = explore.shown["ids"].index(place)
        explore.page.evaluate("(row) => dash_ag_grid.getApi('table').ensureIndexVisible(row)", at)
        explore.page.locator(f'.ag-row[row-id="{place}"] .ag-selection-checkbox input').check()
    explore.page.locator("#keep-rows").click()
    explore.expect_selection("communes=13215&places=" + ".".join(wanted))
    assert explore.shown["ids"] == wanted
