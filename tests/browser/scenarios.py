"""The Scénarios screen as a person handles it, beside Python's answer to the same address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from domain.candidate import Kind
from domain.scenario import GOAL_LABELS, MODE_LABELS
from scenarios.outcome import Outcome, outcome_of
from scenarios.service import Answer
from scenarios.slices import PLAN
from services.context import Context
from services.saved_scenarios import opened_scenario, saved_key
from services.words.scenarios import OPENS_LABELS, short
from tests.browser.explore import QUERY, eventually
from tests.store.people import PLANNER

IDS = "(rows) => rows.map((row) => convergence.store.context().engine.table.columns.id.at(row))"
LISTED = "[...document.querySelectorAll('#shown-plan .actions-list .plain-button')].map((one) => one.dataset.value)"
SHOWN = f"""() => {{
    const {{ plan, answer }} = document.documentElement.dataset, given = convergence.scenario.plan();
    const [drawn, running] = given ? [({IDS})(given.rows), given.running] : [null, true];
    return {{ query: {QUERY}, plan, answer, running, drawn, listed: {LISTED} }};
}}"""
CHOICES: dict[str, tuple[str, Mapping[str, str]]] = {
    "goal": ("But", {goal.value: label for goal, label in GOAL_LABELS.items()}),
    "mode": ("À portée", MODE_LABELS),
    "opens": ("Quels lieux", OPENS_LABELS),
}
"""By attribute of the question, the label of its control and those of its values."""
PUT = """([filters, params]) => convergence.store.dispatch({ type: "replace", state: { filters, focus: null, params } })"""
RESET = """() => {
    convergence.store.dispatch({ type: "replace", state: { filters: {}, focus: null, params: {} } });
    convergence.scenarioMap.showDifference(null);
    if (!document.getElementById("save-form").hidden) document.getElementById("scenario-close").click();
    document.getElementById("library-untick").click();
    document.querySelector('[data-panel="curve"]').click();
    for (const opened of document.querySelectorAll(".conditions, .map-legend")) opened.open = false;
    document.getElementById("guide").open = true;
    if (document.activeElement) document.activeElement.blur();
    convergence.map.home();
}"""
# A place of the choice that is not in the plan, whose mark is alone under the pointer and under nothing else.
FREE = """([kind, mine]) => {
    const ctx = convergence.store.context(), kinds = ctx.engine.byId.get("kinds"), plan = convergence.scenario.plan();
    const at = convergence.store.facetOfKind("polygon").data, map = convergence.leaflet.getContainer(), box = map.getBoundingClientRect();
    for (const row of mine ? plan.rows : plan.candidates.filter((row) => !plan.rows.includes(row))) {
        if (kind && kinds.codes[kinds.data[row]] !== kind) continue;
        const point = convergence.leaflet.latLngToContainerPoint([at[2 * row + 1] / 1e6, at[2 * row] / 1e6]);
        const under = document.elementFromPoint(point.x + box.x, point.y + box.y);
        if (convergence.points.hit(point) !== row || !under || !map.contains(under) || under.closest(".leaflet-control")) continue;
        return [ctx.engine.table.columns.id.at(row), point.x + box.x, point.y + box.y];
    }
    return null;
}"""


def empty_library(context: Context) -> None:
    """Archive every saved scenario."""
    while listed := context.scenarios.page().items:  # a page at a time
        for old in listed:
            context.scenarios.update(PLANNER, old.id, old.version, archived=True, reason="fin d'un essai")


@dataclass
class Scenarios:
    """One page on the screen."""

    page: Page
    url: str
    context: Context

    # Opening

    def open(self, query: str = "") -> Scenarios:
        self.page.goto(f"{self.url}/scenarios" + (f"?{query}" if query else ""))
        return self.settled()

    def settled(self) -> Scenarios:
        """Wait for the map, and for the answer to the address to be drawn and told."""
        expect(self.page.locator('html[data-ready="places"][data-map="ready"][data-plan][data-answer]')).to_be_attached()

        def is_told(shown: dict[str, Any]) -> bool:
            saved = opened_scenario(self.context, shown["query"])
            wanted = self.context.service.planner.key(PLAN, shown["query"]) if saved is None else saved_key(saved.saved)
            return not shown["running"] and shown["drawn"] == shown["listed"] and shown["plan"] == shown["answer"] == wanted

        eventually(self.page, lambda: self.page.evaluate(SHOWN), is_told, "the answer to the address")
        return self

    def reset(self) -> Scenarios:
        """Back to the first view, without loading the page again nor waiting for its answer."""
        if "/scenarios" not in self.page.url:
            return self.open()
        self.page.mouse.up()
        self.page.evaluate(RESET)
        return self

    def put(self, filters: dict[str, Any] | None = None, **params: str) -> Scenarios:
        """Have these in the address, as a link would, without loading the page again."""
        self.page.evaluate(PUT, [filters or {}, params])
        return self.settled()

    # What is shown

    @property
    def query(self) -> str:
        return self.page.evaluate(f"() => {QUERY}")

    @property
    def held(self) -> Answer:
        """What Python answers to the address."""
        return self.context.service.answer(self.query)

    @property
    def told(self) -> Outcome:
        """What Python's plan brings."""
        held = self.held
        assert held.instance is not None and held.progress is not None and held.progress.plan is not None
        return outcome_of(held.instance, held.progress.plan)

    @property
    def answer(self) -> Locator:
        return self.page.locator("#shown-plan .answer")

    @property
    def side(self) -> Locator:
        """The answer, how far its search is and the ways out of it."""
        return self.page.get_by_role("region", name="Réponse")

    @property
    def title(self) -> str:
        return self.answer.locator("h2").inner_text()

    @property
    def notice(self) -> Locator:
        """What is said of the computation."""
        return self.page.locator("#scenario-notice")

    @property
    def outcome(self) -> Locator:
        """What came of saving."""
        return self.page.get_by_role("status", name="Enregistrement")

    @property
    def refusal(self) -> Locator:
        """Why nothing was saved."""
        return self.page.get_by_role("status", name="Refus")

    @property
    def library_notice(self) -> Locator:
        """What is said of the saved scenarios."""
        return self.page.get_by_role("status", name="Scénarios enregistrés")

    def plan(self) -> list[str]:
        """Ids of the numbered places of the map, in their order."""
        return self.page.evaluate(f"() => ({IDS})(convergence.scenario.plan().rows)")

    def choice(self) -> list[str]:
        """Ids of the places one may choose from."""
        return self.page.evaluate(f"() => ({IDS})(convergence.scenario.plan().candidates)")

    def actions(self) -> list[str]:
        """Ids of the list of what to do, top to bottom."""
        return self.page.evaluate(f"() => {LISTED}")

    def name(self, place: str) -> str:
        frame = self.context.territory.candidates
        return short(str(frame.loc[frame["id"] == place, "name"].iloc[0]))

    def expect_agreement(self) -> Outcome:
        """Map, list and Python tell the same places in the same order; return what they bring."""
        told = self.settled().told
        assert self.plan() == self.actions() == [place.id for place in told.opened], self.query
        return told

    # Gestures

    def act(self, name: str, value: str = "") -> Locator:
        """A button of the screen by its action."""
        return self.page.locator(f'[data-act="scenario-{name}"]' + (f'[data-value="{value}"]' if value else ""))

    @property
    def question(self) -> Locator:
        return self.page.get_by_role("region", name="Question")

    def option(self, choice: str) -> Locator:
        """One of the answers that a question of the panel takes, such as ``mode:foot``."""
        name, value = choice.split(":")
        group, labels = CHOICES[name]
        return self.question.get_by_role("group", name=group, exact=True).get_by_role("button", name=labels[value], exact=name != "goal")

    def choose(self, choice: str) -> None:
        self.option(choice).click()

    def conditions(self) -> None:
        """Unfold the conditions."""
        self.page.locator("#question details.conditions").evaluate("(it) => { it.open = true; }")

    def grab(self, slider: Locator, share: float) -> None:
        """Press on a slider's thumb and take it to a share of its length, without letting go."""
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box
        now = slider.evaluate("(it) => (it.value - it.min) / (it.max - it.min)")
        x, y = (lambda part: box["x"] + 8 + part * (box["width"] - 16)), box["y"] + box["height"] / 2
        self.page.mouse.move(x(now), y)
        self.page.mouse.down()
        self.page.mouse.move(x(share), y, steps=4)

    def free_place(self, kind: Kind | None = None, chosen: bool = False) -> tuple[str, float, float]:
        """A place of the choice out of the plan (or in it), and where to click on it."""
        found = self.page.evaluate(FREE, [kind.value if kind else None, chosen])
        assert found, "no place to click on"
        return found[0], found[1], found[2]

    def open_place(self, place: str) -> Locator:
        """Open a place by any means; return the menu beside the map."""
        self.page.evaluate("(id) => convergence.store.dispatch({ type: 'focus', id })", place)
        return self.menu_of(place)

    def menu_of(self, place: str) -> Locator:
        menu = self.page.locator("#place-menu")
        expect(menu).to_contain_text(self.name(place))
        return menu

    def panel(self, name: str) -> Locator:
        self.page.locator(f'[data-panel="{name}"]').click()
        return self.page.locator(f"#panel-{name}")

    def study(self, name: str) -> Locator:
        """A panel whose study is over."""
        panel = self.panel(name)
        expect(panel.locator("table").first).to_be_visible()
        expect(panel.locator(".searching")).to_be_empty()
        return panel

    def save(self, name: str, note: str = "") -> str:
        """Save the answer under a name; return the scenario's id."""
        self.open_form()
        self.page.get_by_label("Nom", exact=True).fill(name)
        self.page.get_by_label("Note", exact=True).fill(note)
        self.save_button.click()
        expect(self.page.get_by_role("group", name="Enregistrer le scénario")).to_be_hidden()
        link = self.outcome.get_by_role("link")
        expect(link).to_be_visible()
        return str(link.get_attribute("href")).removeprefix("/s/")

    @property
    def form_button(self) -> Locator:
        """What opens the form that saves."""
        return self.page.get_by_role("button", name="Enregistrer ce scénario")

    @property
    def save_button(self) -> Locator:
        return self.page.get_by_role("group", name="Enregistrer le scénario").get_by_role("button", name="Enregistrer")

    def open_form(self) -> None:
        """Open the form that saves."""
        self.form_button.click()
        expect(self.page.get_by_label("Nom", exact=True)).to_be_focused()

    def press(self, label: str, scenario: str) -> Locator:
        """A button of a saved scenario, by the beginning of its name."""
        return self.row(scenario).get_by_role("button", name=re.compile(f"^{label}"))

    def box(self, scenario: str) -> Locator:
        """The box by which a saved scenario is compared."""
        return self.row(scenario).get_by_role("checkbox")

    def row(self, scenario: str) -> Locator:
        return self.page.locator(f'#panel-library tr[data-saved="{scenario}"]')

    def listed(self) -> list[str]:
        """Ids of the list of scenarios, top to bottom."""
        return self.page.locator("#panel-library tr[data-saved]").evaluate_all("(rows) => rows.map((row) => row.dataset.saved)")
