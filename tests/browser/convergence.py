"""The Convergence screen as a person handles it, beside Python's assessment of the same address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import numpy as np
from playwright.sync_api import Locator, Page, expect

from criteria.assess import Assessment
from domain.candidate import EXAMPLE_SUFFIX
from i18n import ngettext
from services.context import Context
from tests.browser.explore import QUERY, eventually

RESET = """() => {
    convergence.store.dispatch({ type: "replace", state: { filters: {}, focus: null, params: {} } });
    document.querySelector('[data-panel="matrix"]').click();
    document.body.classList.remove("drawer-open");
    for (const opened of document.querySelectorAll(".settings details, .map-legend")) opened.open = false;
    if (document.activeElement) document.activeElement.blur();
    document.querySelector("#panel-matrix").scrollTop = 0;
    convergence.map.home();
}"""
SCORED = """(addresses) => (addresses || [null]).map((params) => {
    if (params) convergence.store.dispatch({ type: "replace", state: { filters: {}, focus: null, params } }, { transient: true });
    const found = convergence.model.scored(), list = (values) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
    return {
        query: convergence.store.query(), actors: found.actors.map(list), score: list(found.score), complete: list(found.complete),
        spans: found.colours.map((_, row) => list(convergence.model.span(row))),
        colours: found.colours.map(list), green: list(found.green), rank: list(found.rank),
    };
})"""
WANTED = """() => {
    const { as } = convergence.store.context().state.params, query = new URLSearchParams({ as: as === "hub" ? "hub" : "shop" });
    const hyp = Object.entries(convergence.model.hypotheses()).map(([id, value]) => `${id}-${Number(value.toPrecision(6))}`);
    if (hyp.length) query.set("hyp", hyp.join(","));
    const { net } = convergence.store.context().state.params;
    if (net) query.set("net", net);
    return document.documentElement.dataset.scores === query.toString();
}"""


@dataclass
class Screen:
    """One page on the screen."""

    page: Page
    url: str
    context: Context

    # Opening

    def open(self, query: str = "") -> Screen:
        self.page.goto(f"{self.url}/convergence" + (f"?{query}" if query else ""))
        return self.ready()

    def ready(self) -> Screen:
        """Wait for the places, the map, the values and the table."""
        expect(self.page.locator('html[data-ready="places"][data-map="ready"][data-scores]')).to_be_attached()
        expect(self.rows.first).to_be_attached()
        return self.valued()

    def valued(self) -> Screen:
        """Wait for the values of the role and hypotheses of the address."""
        eventually(self.page, lambda: self.page.evaluate(WANTED), True, "values of the address")
        return self

    def reset(self) -> Screen:
        """Back to the first view, without loading the page again."""
        self.page.evaluate(RESET)
        self.valued()
        expect(self.page.locator("[data-chip]")).to_have_count(0)
        return self

    def put(self, **params: str) -> Screen:
        """Have these parameters in the address, as a link would."""
        state = {"filters": {}, "focus": None, "params": {key: value for key, value in params.items() if value}}
        self.page.evaluate("(state) => convergence.store.dispatch({ type: 'replace', state })", state)
        return self.valued()

    # What is shown

    @property
    def query(self) -> str:
        return self.page.evaluate(f"() => {QUERY}")

    @property
    def held(self) -> Assessment:
        """What Python makes of the address."""
        return self.context.assessor.assess(self.query)

    @property
    def rows(self) -> Locator:
        return self.page.locator("#matrix tbody tr[data-place]")

    def ids(self) -> list[str]:
        """Places of the table, top to bottom."""
        return self.rows.evaluate_all("(rows) => rows.map((row) => row.dataset.place)")

    def row(self, place_id: str) -> Locator:
        return self.page.locator(f'#matrix tr[data-place="{place_id}"]')

    def name(self, place_id: str) -> str:
        frame = self.context.territory.candidates
        return str(frame.loc[frame["id"] == place_id, "name"].iloc[0]).removesuffix(EXAMPLE_SUFFIX)

    def scored(self) -> dict[str, Any]:
        """What the browser makes of it."""
        return self.page.evaluate(SCORED)[0]

    def scored_for(self, addresses: list[dict[str, str]]) -> list[dict[str, Any]]:
        """The same for several sets of weights in turn (of the role and hypotheses whose values are there)."""
        return self.page.evaluate(SCORED, [{key: value for key, value in params.items() if value} for params in addresses])

    def expect_agreement(self) -> Assessment:
        """Browser and server tell the same scores, colours, completeness and ranks for the address."""
        found = self.scored()
        assert found["query"] == self.query
        return self.expect_same(found)

    def expect_same(self, found: dict[str, Any]) -> Assessment:
        """What the browser found is what Python finds for the same query."""
        held = self.context.assessor.assess(found["query"])
        numbers = {key: np.array(found[key], float) for key in ("actors", "score", "complete")}
        np.testing.assert_allclose(numbers["actors"], held.scores.actors, atol=1e-6, err_msg=found["query"])
        np.testing.assert_allclose(numbers["score"], held.scores.convergence, atol=1e-6, err_msg=found["query"])
        np.testing.assert_allclose(numbers["complete"], held.scores.completeness, atol=1e-6, err_msg=found["query"])
        np.testing.assert_array_equal(found["colours"], held.colours, err_msg=found["query"])
        spans = np.array([held.span(row) for row in range(len(held.ids))])
        np.testing.assert_allclose(np.array(found["spans"], float), spans, atol=1e-6, err_msg=found["query"])
        np.testing.assert_array_equal(found["green"], held.green_count, err_msg=found["query"])
        np.testing.assert_array_equal(found["rank"], held.rank, err_msg=found["query"])
        return held

    def shares(self) -> list[float]:
        return self.page.evaluate("() => convergence.model.actorShares()")

    def shares_shown(self) -> list[str]:
        return [self.page.locator(f'output[for="weight-{actor}"]').inner_text() for actor in ("waste", "cohesion", "landlord", "economy")]

    def count_words(self, held: Assessment) -> str:
        ranked, excluded = int((held.rank > 0).sum()), int((~held.eligible).sum())
        unsure = len(held.ids) - ranked - excluded
        green = int(held.convergent.sum())
        counts = [(green, "convergent", "convergents"), (ranked, "classé", "classés"), (unsure, "à compléter", "à compléter")]
        return " · ".join([*(f"{n} {ngettext(one, several, n)}" for n, one, several in counts), f"{excluded} exclus"])

    # Gestures

    def slider(self, name: str) -> Locator:
        return self.page.locator(f"#{name}")

    def grab(self, slider: Locator, share: float) -> None:
        """Press on a slider's thumb and take it to a share of its length, without letting go."""
        box = slider.bounding_box()
        assert box
        now = slider.evaluate("(it) => (it.value - it.min) / (it.max - it.min)")
        x, y = (lambda part: box["x"] + 8 + part * (box["width"] - 16)), box["y"] + box["height"] / 2
        self.page.mouse.move(x(now), y)
        self.page.mouse.down()
        self.page.mouse.move(x((now + share) / 2), y, steps=3)
        self.page.mouse.move(x(share), y, steps=3)

    def settings(self, title: str) -> Locator:
        """A folded part of the settings, opened."""
        part = self.page.locator(".settings details").filter(has=self.page.locator("summary", has_text=re.compile(rf"^{title}"))).first
        part.evaluate("(it) => { it.open = true; }")
        return part

    def panel(self, name: str) -> Locator:
        self.page.locator(f'[data-panel="{name}"]').click()
        return self.page.locator(f"#panel-{name}")

    def profile_of(self, place_id: str) -> Locator:
        profile = self.page.locator("#profile:not([data-dash-is-loading])")
        expect(profile.locator("#sheet-title")).to_contain_text(self.name(place_id))
        return profile

    def open_place(self, place_id: str) -> Locator:
        self.row(place_id).locator(".place-link").click()
        return self.profile_of(place_id)

    def chosen(self) -> list[str]:
        """Ids kept by the filter that the screen emits."""
        return self.page.evaluate("() => convergence.store.context().state.filters.places || []")


def link(**params: str) -> str:
    """A query with these parameters."""
    return "&".join(f"{key}={quote(value, safe=',.-_')}" for key, value in params.items() if value)
