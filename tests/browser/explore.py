"""The Explore screen as a person handles it: gestures by name, and what the screen must then say everywhere at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from playwright.sync_api import Locator, Page, Route, expect

from domain.selection import FacetSet, Selection
from geodata.candidate_facets import facet_columns

PATIENCE_S = 120.0  # a page may take that long on a machine with other work; nothing waits longer than it must
# The table's API; null as long as nobody has seen it, under another tab of a phone.
TABLE = "(document.getElementById('table') ? dash_ag_grid.getApi('table') : null)"
TABLE_READY = f"""() => {{
    try {{ return !document.querySelector(".table-box").checkVisibility() || Boolean({TABLE}); }} catch {{ return false; }}
}}"""

# The address without what it restores of the screen alone: the open tab, the place of the map, the difference shown.
QUERY = r"location.search.slice(1).replace(/&?\b(tab|at|diff)=[^&]*/g, '').replace(/^&/, '')"
RESET = """() => {
    const { store, drawing, map } = convergence;
    drawing.stop();
    store.dispatch({ type: "replace", state: { filters: {}, focus: null, params: {} } });
    for (const menu of document.querySelectorAll("details[data-menu]")) menu.open = false;
    document.body.classList.remove("drawer-open", "table-closed");
    if (document.activeElement) document.activeElement.blur();
    const grid = document.getElementById("table") && dash_ag_grid.getApi("table");
    grid?.deselectAll();
    grid?.applyColumnState({ defaultState: { sort: null } });
    map.home();
}"""
SHOWN = f"""() => {{
    const {{ engine, result, state }} = convergence.store.context();
    const pick = convergence.store.facetOfKind("pick");
    const ids = Array.from(result.rows, (row) => engine.table.columns[pick.column].at(row));
    return {{ ids, filters: state.filters, focus: state.focus, query: {QUERY} }};
}}"""
CHARTS_READY = """() => {
    const all = [...document.querySelectorAll("[data-chart]")];
    return all.length > 0 && all.every((chart) => (chart.querySelector(".js-plotly-plot") || { dataset: {} }).dataset.shown);
}"""
BAR = """([facet, at]) => {
    const chart = document.querySelector(`[data-chart="${facet}"]`), plot = chart.querySelector(".js-plotly-plot");
    const { xaxis, yaxis } = plot._fullLayout, sideways = plot.data[1].orientation === "h";
    const box = plot.querySelector(".nsewdrag").getBoundingClientRect();
    return sideways ? [box.left + 4, box.top + yaxis.c2p(at)] : [box.left + xaxis.c2p(at), box.bottom - 4];
}"""
POINT = """([lon, lat]) => {
    const box = convergence.leaflet.getContainer().getBoundingClientRect(), point = convergence.leaflet.latLngToContainerPoint([lat, lon]);
    return [box.left + point.x, box.top + point.y];
}"""


def eventually(page: Page, read: Callable[[], Any], wanted: Any, what: str = "value") -> Any:
    """Poll until `read` gives `wanted` (or satisfies it when it is a function); return what it gave."""
    is_right = wanted if callable(wanted) else lambda value: value == wanted
    deadline = time.monotonic() + PATIENCE_S
    while not is_right(value := read()):
        assert time.monotonic() < deadline, f"{what}: got {value!r}" + ("" if callable(wanted) else f", wanted {wanted!r}")
        page.wait_for_timeout(40)
    return value


def let_go(page: Page, waiting: list[Route]) -> None:
    """Let requests that were held go on, and leave the page time to do what it must not do with their answers."""
    for route in waiting:
        route.continue_()
    for route in waiting:
        if answer := route.request.response():
            answer.finished()
    page.wait_for_timeout(300)


@dataclass
class Explore:
    """One page on the screen, beside the candidates as Python reads them."""

    page: Page
    url: str
    facets: FacetSet
    candidates: pd.DataFrame

    # Opening

    def open(self, query: str = "") -> Explore:
        """Load an address and wait until everything on the screen answers."""
        self.page.goto(f"{self.url}/?{query}" if query else f"{self.url}/")
        return self.ready()

    def ready(self) -> Explore:
        """Wait for the places, the areas of the map, the table and the charts."""
        expect(self.page.locator('html[data-ready="places"][data-map="ready"]')).to_be_attached()
        for layer in ("municipality", "qpv"):
            expect(self.page.locator(f".area.{layer}").first).to_be_attached()
        eventually(self.page, lambda: self.page.evaluate(TABLE_READY), True, "the table, where it is seen")
        eventually(self.page, lambda: self.page.evaluate(CHARTS_READY), True, "every chart is drawn")
        return self

    def reset(self) -> Explore:
        """Back to the first view, without loading the page again."""
        self.page.evaluate(RESET)
        expect(self.chips).to_have_count(0)
        self.expect_rows(len(self.candidates))
        return self

    # What is shown

    @property
    def chips(self) -> Locator:
        return self.page.locator("[data-chip]")

    def chip_ids(self) -> set[str]:
        return set(self.chips.evaluate_all("(chips) => chips.map((chip) => chip.dataset.chip)"))

    @property
    def shown(self) -> dict[str, Any]:
        return self.page.evaluate(SHOWN)

    @property
    def query(self) -> str:
        return self.page.evaluate(f"() => {QUERY}")

    def expect_rows(self, count: int) -> None:
        """The table has so many rows, unless nobody has seen it yet."""
        now = f"() => {TABLE}?.getDisplayedRowCount() ?? null"
        eventually(self.page, lambda: self.page.evaluate(now), lambda shown: shown in (None, count), "rows of the table")

    def names_in_table(self) -> list[str]:
        """Names of the rows drawn, top to bottom."""
        rows = self.page.locator(".ag-pinned-left-cols-container .ag-row")
        return rows.evaluate_all(
            "(rows) => rows.sort((a, b) => a.getAttribute('row-index') - b.getAttribute('row-index'))"
            ".map((row) => row.querySelector('.place-link')).filter(Boolean).map((link) => link.textContent)"
        )

    def bars(self, facet: str) -> list[int]:
        """The numbers that a chart draws, first bar first."""
        return self.page.evaluate(f"() => Array.from(document.querySelector('[data-chart=\"{facet}\"] .js-plotly-plot').data[1].x)")

    def selection(self, query: str) -> Selection:
        return Selection.from_query(query, self.facets)

    def ids_of(self, selection: Selection) -> list[str]:
        """The places that Python keeps."""
        return self.candidates["id"][selection.mask(facet_columns(self.candidates))].tolist()

    def expect_selection(self, query: str) -> list[str]:
        """Address, map, counter, chips and table all tell the same selection: the one that `query` writes."""
        return self.expect_kept(self.selection(query))

    def expect_kept(self, wanted: Selection) -> list[str]:
        """As `expect_selection`, from a Selection; return the ids it keeps."""
        eventually(
            self.page, lambda: self.selection(self.query), lambda got: got.filters == wanted.filters, f"address of {wanted.to_query()}"
        )
        return self.expect_agreement()

    def expect_agreement(self) -> list[str]:
        """Every part of the screen tells what the address tells, as Python reads it; return the ids kept."""

        def told() -> tuple[Selection, list[str], list[str]]:
            shown = self.shown  # the address and the places in one look: two looks may see two states
            wanted = self.selection(shown["query"])
            return wanted, self.ids_of(wanted), shown["ids"]

        wanted, ids, _shown = eventually(self.page, told, lambda got: got[1] == got[2], "the places of the address")
        plural = "lieux" if len(ids) > 1 else "lieu"
        expect(self.page.locator("#counter")).to_have_text(f"{len(ids)} {plural} sur {len(self.candidates)}")
        eventually(self.page, self.chip_ids, set(wanted.filters), "chips")
        self.expect_rows(len(ids))
        return ids

    # Gestures

    def section(self, facet: str) -> Locator:
        """A facet's section of the panel, opened."""
        section = self.page.locator(f'[data-facet-section="{facet}"]')
        if section.get_attribute("open") is None:
            section.locator("> summary").click()
        return section

    def box(self, facet: str, label: str) -> Locator:
        """A checkbox of a facet, by the words beside it."""
        row = self.section(facet).locator(".mantine-Checkbox-root").filter(has_text=re.compile(rf"^\s*{re.escape(label)}\s*[\d\s]*$"))
        return row.locator("input")

    def bar(self, facet: str, at: int) -> tuple[float, float]:
        """Where a bar of a chart starts, on the screen."""
        self.page.locator(f'[data-chart="{facet}"]').scroll_into_view_if_needed()
        x, y = self.page.evaluate(BAR, [facet, at])
        return x, y

    def click_bar(self, facet: str, at: int) -> None:
        x, y = self.bar(facet, at)
        self.page.mouse.move(x, y)
        self.page.mouse.click(x, y)

    def brush(self, facet: str, first: int, last: int) -> None:
        """Drag across the bars of a chart."""
        (x0, y0), (x1, y1) = self.bar(facet, first), self.bar(facet, last)
        self.drag([(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2), (x1, y1)])

    def drag(self, way: list[tuple[float, float]], release: bool = True) -> None:
        self.page.mouse.move(*way[0])
        self.page.mouse.down()
        for x, y in way[1:]:
            self.page.mouse.move(x, y, steps=4)
        if release:
            self.page.mouse.up()

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point of the territory is on the screen."""
        x, y = self.page.evaluate(POINT, [lon, lat])
        return x, y

    def look_at(self, lon: float, lat: float, zoom: float) -> None:
        """Move the map, as the wheel would."""
        self.page.evaluate("([lat, lon, zoom]) => { convergence.leaflet.setView([lat, lon], zoom, { animate: false }); }", [lat, lon, zoom])

    def act(self, name: str, value: str = "") -> Locator:
        """A button by its action."""
        return self.page.locator(f'[data-act="{name}"]' + (f'[data-value="{value}"]' if value else ""))

    def place(self, place_id: str) -> pd.Series:
        return self.candidates.set_index("id").loc[place_id]

    def open_place(self, place_id: str) -> Locator:
        """Open a sheet and wait for its content."""
        self.page.evaluate("(id) => convergence.store.dispatch({ type: 'focus', id })", place_id)
        return self.sheet_of(place_id)

    def sheet_of(self, place_id: str) -> Locator:
        sheet = self.page.locator("#sheet:not([aria-busy])")
        expect(sheet.locator(".sheet-address")).to_contain_text(place_id)
        return sheet
