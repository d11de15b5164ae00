"""The table: the map's equal, with rows to tick, sort and open."""

from __future__ import annotations

import unicodedata

import pytest
from playwright.sync_api import expect

from domain.candidate import EXAMPLE_SUFFIX
from domain.facet import RangeFacet
from domain.selection import FacetSet
from geodata.candidate_facets import other_columns
from geodata.territory import Territory
from i18n.numbers import quantity
from services.assessor import Assessor
from services.best_scores import best_scores
from tests.browser.explore import Explore, eventually

pytestmark = pytest.mark.browser


def header(explore: Explore, name: str):
    """A column's heading, scrolled into view."""
    explore.page.evaluate("(name) => dash_ag_grid.getApi('table').ensureColumnVisible(name)", name)
    return explore.page.locator(f'.ag-header-cell[col-id="{name}"]')


def column(explore: Explore, name: str) -> list[str]:
    """Texts of a column in the rows drawn, top to bottom."""
    return explore.page.locator(f'.ag-row [col-id="{name}"]').evaluate_all(
        "(cells) => cells.map((cell) => [+cell.closest('.ag-row').getAttribute('row-index'), cell.textContent])"
        ".sort((a, b) => a[0] - b[0]).map(([, text]) => text)"
    )


def test_ticked_rows_become_the_selection(explore: Explore) -> None:
    keep = explore.page.locator("#keep-rows")
    expect(keep).to_be_disabled()
    boxes = explore.page.locator(".ag-row .ag-selection-checkbox input")
    names = explore.names_in_table()
    for row in (0, 2):
        boxes.nth(row).check()
    expect(keep).to_have_text("Ne garder que les 2 lignes cochées")
    keep.click()
    eventually(explore.page, lambda: len(explore.shown["ids"]), 2, "places kept")
    kept = explore.expect_agreement()
    assert set(explore.candidates.set_index("id").loc[kept, "name"]) <= set(names)
    expect(explore.page.locator('[data-chip="places"]')).to_contain_text("2 lieux")


def test_a_heading_sorts_up_then_down_and_unknown_values_stay_last(explore: Explore) -> None:
    known = explore.candidates["area_m2"].dropna()
    for wanted in (known.min(), known.max()):
        header(explore, "area").click()
        text = f"{wanted:,.0f}".replace(",", "\u202f") + "\u202fm²"
        eventually(explore.page, lambda text=text: column(explore, "area")[:1], [text], "first row")  # type: ignore[misc]
        explore.page.evaluate("(last) => dash_ag_grid.getApi('table').ensureIndexVisible(last)", len(explore.candidates) - 1)
        eventually(explore.page, lambda: column(explore, "area")[-1:], ["non renseigné"], "last row")
        explore.page.evaluate("() => dash_ag_grid.getApi('table').ensureIndexVisible(0)")


def test_the_best_score_is_the_one_of_the_weights_of_the_address(explore: Explore, territory: Territory) -> None:
    for query in ("", "w=waste-80,housing-10"):
        explore.open(query)
        found = best_scores(Assessor.of(territory), query)
        wanted = max(value for value in found.values if value is not None)
        best = {found.words[row] for row, value in enumerate(found.values) if value == wanted}
        header(explore, "score").click()
        header(explore, "score").click()
        eventually(explore.page, lambda best=best: set(column(explore, "score")[:1]) <= best, True, "best first")  # type: ignore[misc]
        explore.page.evaluate("(last) => dash_ag_grid.getApi('table').ensureIndexVisible(last)", len(explore.candidates) - 1)
        eventually(explore.page, lambda: column(explore, "score")[-1:], ["exclu"], "excluded last")


def test_names_sort_both_ways(explore: Explore) -> None:
    initials = lambda: [unicodedata.normalize("NFD", name)[0] for name in explore.names_in_table()]  # noqa: E731
    for way in (1, -1):
        header(explore, "name").click()
        wanted = sorted((unicodedata.normalize("NFD", name)[0] for name in explore.candidates["name"]), reverse=way < 0)
        eventually(explore.page, initials, lambda got, wanted=wanted: len(got) > 3 and got == wanted[: len(got)], "initials")  # type: ignore[misc]


def test_columns_are_chosen_and_the_choice_is_kept(explore: Explore) -> None:
    menu = explore.page.locator("details.columns")
    menu.locator("summary").click()
    box = menu.get_by_label("Bailleur", exact=True)
    box.check()
    shown = lambda: explore.page.evaluate("() => dash_ag_grid.getApi('table').getColumn('landlord').isVisible()")  # noqa: E731
    eventually(explore.page, shown, True, "the landlord's column")
    box.uncheck()
    eventually(explore.page, shown, False, "the landlord's column")
    explore.page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_field_by_which_nothing_is_filtered_is_shown_and_sorted(explore: Explore, facets: FacetSet) -> None:
    field = next(one for one in other_columns(facets) if isinstance(one, RangeFacet) and one.unit and not one.is_date)
    explore.page.locator("details.columns summary").click()
    explore.page.locator("details.columns").get_by_label(f"{field.label} ({field.unit})", exact=True).check()
    explore.page.keyboard.press("Escape")
    known = explore.candidates[field.column].dropna()
    for wanted in (known.min(), known.max()):
        header(explore, field.id).click()
        shown = quantity(wanted, field.unit, field.decimals)
        eventually(explore.page, lambda: column(explore, field.id)[:1], [shown], "first row")


def test_only_the_rows_in_sight_are_drawn_and_the_last_can_be_reached(explore: Explore) -> None:
    assert 0 < explore.page.locator(".ag-pinned-left-cols-container .ag-row").count() < 60
    explore.page.evaluate("(last) => dash_ag_grid.getApi('table').ensureIndexVisible(last)", len(explore.candidates) - 1)
    last = explore.candidates["name"].iloc[-1]
    eventually(explore.page, lambda: explore.names_in_table()[-1:], [last], "last row")


def test_the_name_is_a_link_that_opens_the_sheet(explore: Explore) -> None:
    link = explore.page.locator(".place-link").first
    name = link.inner_text()
    place_id = explore.candidates.set_index("name").loc[name, "id"]
    expect(link).to_have_attribute("href", f"?place={place_id}")
    link.click()
    expect(explore.sheet_of(place_id).get_by_role("heading", level=2)).to_contain_text(name.removesuffix(EXAMPLE_SUFFIX))


def test_the_drawer_folds_and_gives_its_room_to_the_map(explore: Explore) -> None:
    height = lambda: explore.page.locator(".map-box").bounding_box()["height"]  # type: ignore[index]  # noqa: E731
    handle = explore.page.get_by_role("button", name="Tableau")
    before = height()
    handle.click()
    expect(handle).to_have_attribute("aria-expanded", "false")
    eventually(explore.page, height, lambda now: now > before + 100, "the map's height")
    handle.click()
    eventually(explore.page, height, before, "the map's height")
