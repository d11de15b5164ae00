"""Robustness and trade-offs: worked out for who looks, equal to Python's, and filters in their turn."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from criteria.pareto import pareto
from criteria.robustness import acceptability
from domain.candidate import EXAMPLE_SUFFIX
from tests.browser.convergence import Screen
from tests.browser.explore import eventually

pytestmark = pytest.mark.browser
POINT = """([id, x, y]) => {
    const plot = document.querySelector(`#${id} .js-plotly-plot`), { xaxis, yaxis } = plot._fullLayout;
    const box = plot.querySelector(".nsewdrag").getBoundingClientRect();
    return [box.left + xaxis.c2p(x), box.top + yaxis.c2p(y)];
}"""


def test_robustness_is_worked_out_when_it_is_looked_at_and_follows_weights_and_filters(screen: Screen) -> None:
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.post_data or ""))
    screen.slider("weight-waste").fill("40")
    screen.page.wait_for_timeout(600)
    assert not [body for body in asked if '"output":"robust.children"' in body], "not while it is closed"
    panel, held = screen.panel("robust"), screen.held
    told = acceptability(held)
    first = panel.locator("tbody tr").first
    expect(first.locator("th")).to_contain_text(screen.name(held.ids[int(np.argmax(told.in_top))]))
    expect(panel.locator(".lead")).to_contain_text(screen.name(str(held.ids[held.contenders()[0]])))
    expect(panel).to_contain_text(f"parmi {(held.rank > 0).sum()} lieux")
    screen.panel("matrix")
    screen.page.get_by_role("button", name="Les cinq premiers").click()
    expect(screen.panel("robust")).to_contain_text("parmi 5 lieux")


def test_it_shows_that_robustness_is_being_worked_out(screen: Screen) -> None:
    waiting: list[Route] = []
    screen.page.route(lambda url: "_dash-update-component" in url, lambda route: _hold(route, waiting))
    screen.slider("weight-waste").fill("45")
    panel = screen.panel("robust")
    expect(panel.locator(".computing")).to_be_visible()
    for route in waiting:
        route.continue_()
    expect(panel.locator(".computing")).not_to_be_visible()
    expect(panel.locator("tbody tr").first).to_be_visible()
    screen.page.unroute_all(behavior="wait")


def _hold(route: Route, waiting: list[Route]) -> None:
    """Let every request go but those of the robustness panel."""
    if '"output":"robust.children"' in (route.request.post_data or ""):
        waiting.append(route)
    else:
        route.continue_()


def gap(values: np.ndarray, near: float) -> float:
    """A score near `near` that is the farthest from every place's: where a hand draws an edge without ambiguity."""
    around = np.sort([near - 0.1, *values[np.abs(values - near) < 0.1], near + 0.1])
    widest = int(np.argmax(np.diff(around)))
    return float(around[widest] + around[widest + 1]) / 2


def undominated(screen: Screen) -> list[str]:
    held = screen.held
    return held.ids[pareto(held)].tolist()


def drawn(screen: Screen, name: str) -> Locator:
    plot = screen.page.locator(f"#{name} .js-plotly-plot")
    eventually(screen.page, lambda: plot.evaluate("(it) => it.dataset.shown === convergence.store.query()"), True, name)
    return plot


def drag(page: Page, start: list[float], end: list[float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def test_the_undominated_are_python_s_and_a_rectangle_on_the_scatter_keeps_its_places(screen: Screen) -> None:
    panel, held = screen.panel("pareto"), screen.held
    drawn(screen, "scatter").scroll_into_view_if_needed()
    wanted = undominated(screen)
    expect(panel.locator("#pareto-count")).to_have_text(str(len(wanted)))
    listed = [
        text.removesuffix("exemple").strip().removesuffix(EXAMPLE_SUFFIX) for text in panel.locator("#pareto-list li").all_inner_texts()
    ]
    assert sorted(listed) == sorted([screen.name(place) for place in wanted])
    economy, waste = held.scores.actors[:, 3], held.scores.actors[:, 0]
    ranked = held.rank > 0
    right, top = gap(economy[ranked], 0.6), gap(waste[ranked], 0.6)
    drag(screen.page, screen.page.evaluate(POINT, ["scatter", 100 * right, 102]), screen.page.evaluate(POINT, ["scatter", 102, 100 * top]))
    inside = (economy >= right) & (waste >= top) & ranked
    assert 2 < inside.sum() < 60
    eventually(screen.page, lambda: sorted(screen.chosen()), sorted(held.ids[inside].tolist()), "the places of the rectangle")
    expect(screen.page.locator("#counter")).to_have_text(f"{inside.sum()} lieux sur {len(inside)}")
    screen.panel("matrix")
    assert set(screen.ids()) == set(held.ids[inside])


def test_a_rectangle_on_an_axis_of_the_parallel_lines_keeps_the_places_that_cross_it(screen: Screen) -> None:
    screen.panel("pareto")
    held = screen.held
    drawn(screen, "parallel").scroll_into_view_if_needed()
    cohesion, ranked = held.scores.actors[:, 1], held.rank > 0
    low, high = gap(cohesion[ranked], 0.7), gap(cohesion[ranked], 0.9)
    drag(screen.page, screen.page.evaluate(POINT, ["parallel", 0.8, 100 * high]), screen.page.evaluate(POINT, ["parallel", 1.2, 100 * low]))
    wanted = held.ids[(cohesion >= low) & (cohesion <= high) & ranked].tolist()
    assert len(wanted) > 2
    eventually(screen.page, lambda: sorted(screen.chosen()), sorted(wanted), "the places that cross the rectangle")


def test_two_other_actors_can_be_opposed_and_the_address_keeps_them(screen: Screen) -> None:
    screen.panel("pareto")
    plot = drawn(screen, "scatter")
    screen.page.get_by_label("En abscisse").first.click()
    screen.page.get_by_role("option", name="Bailleurs sociaux").first.click()
    eventually(screen.page, lambda: plot.evaluate("(it) => it._fullLayout.xaxis.title.text"), "Bailleurs sociaux", "axis")
    assert "x=2" in screen.query
    screen.page.get_by_label("En abscisse").first.click()
    screen.page.get_by_role("option", name="Direction de l'Économie").first.click()
    eventually(screen.page, lambda: screen.query, "", "address")
