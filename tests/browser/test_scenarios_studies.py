"""Studies around an answer: the curve over k, the places without regret, the front between the actors; a long search."""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Locator, Route, expect

import scenarios.service as scenarios_service
import scenarios.slices as scenarios_slices
import scenarios.sweeps as sweeps
from domain.scenario import STAKES, Question
from i18n.numbers import number
from scenarios.curve import curve_of
from scenarios.slices import FRONT, ROBUST
from scenarios.solving import Progress, first, further
from scenarios.steps import Curve
from scenarios.sweeps import from_bytes, read_front, read_robust
from services.words.scenarios import percent, short
from tests.browser.explore import eventually
from tests.browser.scenarios import PUT, Scenarios
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser
QUICK = {"k": "2", "open": "hub"}
SLOW, SLOW_TOO = ({"k": "4", "open": "hub", "min": minutes} for minutes in ("12", "13"))


# Studies


def test_the_curve_has_one_bar_a_number_and_a_click_chooses_it(scenarios: Scenarios) -> None:
    scenarios.expect_agreement()
    panel, service = scenarios.panel("curve"), scenarios.context.service

    def is_proven(known: Curve) -> bool:
        return not known.running and all(step.is_proven for step in known.steps)

    eventually(scenarios.page, lambda: curve_of(service, scenarios.query), is_proven, "the whole curve")
    steps = curve_of(service, scenarios.query).steps
    columns = panel.locator(".curve-bar")
    expect(columns).to_have_count(len(steps))
    assert columns.evaluate_all("(all) => all.map((one) => one.dataset.value)") == [str(step.k) for step in steps]
    expect(panel.locator(".curve-bar-value")).to_have_text([percent(step.value / 100, 1) for step in steps])
    little = next((after.k, after.value - before.value) for before, after in itertools.pairwise(steps) if after.value - before.value < 2)
    expect(panel.locator(".lead")).to_have_text(
        f"La {little[0]}ᵉ ressourcerie n'apporte plus que {number(little[1], 1)} {'points' if little[1] >= 2 else 'point'}."
    )
    with scenarios.page.expect_download() as saved:
        panel.get_by_role("button", name="Enregistrer le graphique « Part atteinte selon le nombre de lieux » en SVG").click()
    drawn = saved.value.path().read_text("utf-8").replace("\u202f", " ").replace("\xa0", " ")
    assert all(f">{percent(step.value / 100, 1)}<".replace("\u202f", " ").replace("\xa0", " ") in drawn for step in steps)
    assert "Sources" in drawn and "exemples inventés" in drawn
    expect(panel.locator('.curve-bar[aria-pressed="true"]')).to_have_attribute("data-value", "5")
    columns.nth(3).click()
    assert scenarios.query == f"k={steps[3].k}"
    assert len(scenarios.expect_agreement().opened) == steps[3].k
    expect(panel.locator('.curve-bar[aria-pressed="true"]')).to_have_attribute("data-value", str(steps[3].k))


def test_places_without_regret_are_shown_with_their_shares_and_what_their_loss_costs(scenarios: Scenarios) -> None:
    scenarios.put(**QUICK)
    panel, held = scenarios.study("safe"), scenarios.held
    study = scenarios.context.service.study(ROBUST, scenarios.query)
    assert held.instance and held.progress and study and study.finished
    names, known = held.instance.names, read_robust(held.instance, from_bytes(study.state))
    safe = known.no_regret[2]
    assert safe
    expect(panel.locator(".lead")).to_contain_text(", ".join(short(str(names[place])) for place in safe))
    heads = [text.strip() for text in panel.locator("thead th").all_inner_texts()]
    assert [int(head.split()[0]) for head in heads if head and head[0].isdigit()] == sorted(known.shares)
    for line in panel.locator("tbody tr").all():
        place = list(held.instance.ids).index(line.locator("th button").get_attribute("data-value"))
        cells = [text.strip() for text in line.locator("td.num").all_inner_texts()]
        assert cells == [percent(float(known.shares[k][place])) for k in sorted(known.shares)]
    lost = panel.locator("h3 + ul li").all_inner_texts()
    assert len(lost) == len(held.progress.plan or ()) == len(known.losses)
    for loss in known.losses:
        words = f"Perdre {short(str(names[loss['place']]))} : −{percent((loss['whole'] - loss['left']) / 100, 1)}."
        assert [words in text for text in lost].count(True) == 1, words

    other = panel.locator("tbody tr", has_not=scenarios.page.locator(f'[data-value="{scenarios.plan()[0]}"]')).last
    place = str(other.locator("th button").get_attribute("data-value"))
    other.get_by_role("button", name="Imposer").click()
    scenarios.expect_agreement()
    assert place in scenarios.plan()
    panel.get_by_role("button", name=f"Libérer {scenarios.name(place)}").click()
    assert "imp=" not in scenarios.settled().query


def test_a_plan_of_the_front_is_adopted_exactly_and_undone(scenarios: Scenarios) -> None:
    former = scenarios.put(**QUICK).plan()
    panel, held = scenarios.study("front"), scenarios.held
    study = scenarios.context.service.study(FRONT, scenarios.query)
    assert held.instance and study and study.finished
    points, _finished = read_front(from_bytes(study.state))
    rows = panel.locator("tbody tr")
    expect(rows).to_have_count(len(points))
    assert len(points) >= 2
    values = np.array([point.values for point in points])
    for index, line in enumerate(rows.all()):
        cells = [text.strip() for text in line.locator("td.num").all_inner_texts()]
        assert cells[: len(STAKES)] == [percent(float(value) / 100, 1) for value in values[index]]
        assert not (values >= values[index]).all(axis=1)[np.arange(len(points)) != index].any(), "no plan beats another everywhere"
    expect(panel.locator(".front-line")).to_have_count(len(STAKES))
    expect(panel.locator(".front-dot")).to_have_count(len(STAKES) * len(points))
    adopt = panel.get_by_role("button", name=re.compile("^Adopter le plan")).last
    wanted = set(str(adopt.get_attribute("data-value")).split("."))
    assert wanted != set(former)
    adopt.click()
    told = scenarios.expect_agreement()
    assert {place.id for place in told.opened if place.imposed} == set(scenarios.plan()) == wanted
    scenarios.page.locator('[data-act="undo"]').click()
    eventually(scenarios.page, lambda: "imp=" in scenarios.query, False, "undone")
    scenarios.expect_agreement()
    assert scenarios.plan() == former


# A long search


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, scenarios: Scenarios) -> Iterator[threading.Event]:
    """Two questions, on no other test's curve, are proven only once this is set; until then each slice brings its bound a little nearer."""
    asked, done = [Question.from_query(urlencode(one)) for one in (SLOW, SLOW_TOO)], threading.Event()

    def begun(instance: Any) -> Progress:
        found = first(instance)
        return found if instance.question not in asked else replace(found, bound=1.05 * found.value, finished=False, state=b"0")

    def onward(instance: Any, state: bytes, seconds: float) -> Progress:
        if instance.question not in asked:
            return further(instance, state, seconds)
        found, steps = first(instance), int(state) + 1
        done.wait(0.25 + 0.02 * steps)  # longer and longer: on a loaded machine the page sees few of the slices, and they must not run out
        return found if done.is_set() else replace(found, bound=(1 + 0.05 / steps) * found.value, finished=False, state=b"%d" % steps)

    monkeypatch.setattr(scenarios_service, "first", begun)
    monkeypatch.setattr(scenarios_slices, "further", onward)
    yield done
    done.set()
    scenarios.settled()


def test_a_long_search_shows_its_progress_and_is_followed_or_not(slow: threading.Event, scenarios: Scenarios) -> None:
    scenarios.page.evaluate(PUT, [{}, SLOW])
    told = scenarios.side.locator(".searching .proof")
    expect(told).to_contain_text("recherche en cours")
    expect(told).to_contain_text(re.compile(r"Au plus \d,?\d* % de mieux possible"))
    expect(scenarios.answer.locator(".actions-list > li")).to_have_count(4)
    before = steps_of(told)
    eventually(scenarios.page, lambda: steps_of(told), lambda now: now >= before + 2, "steps go on")
    expect(scenarios.side.get_by_role("button", name="Arrêter pour tous")).to_have_count(0)  # a visitor stops nobody's computation
    scenarios.side.get_by_role("button", name="Ne plus suivre").click()
    scenarios.side.get_by_role("button", name="Suivre à nouveau").click()
    expect(told).to_contain_text("recherche en cours")
    slow.set()
    expect(scenarios.answer.locator(".proof.proven")).to_contain_text("Prouvé optimal")
    expect(scenarios.side.get_by_role("button", name="Ne plus suivre")).to_have_count(0)
    scenarios.expect_agreement()


def test_what_stays_the_same_while_a_search_goes_on_stays_under_the_hand(slow: threading.Event, scenarios: Scenarios) -> None:
    scenarios.page.evaluate(PUT, [{}, SLOW_TOO])
    told = scenarios.side.locator(".searching .proof")
    expect(told).to_contain_text("recherche en cours")
    place = scenarios.answer.locator(".actions-list .plain-button").first
    expect(place).to_be_visible()
    before = steps_of(told)
    eventually(scenarios.page, lambda: steps_of(told), lambda now: now > before, "the plan is known")
    held = [place.element_handle(), scenarios.side.get_by_role("button", name="Ne plus suivre").element_handle()]
    details = scenarios.answer.locator("details").first
    details.locator("summary").click()
    place.focus()
    before = steps_of(told)
    eventually(scenarios.page, lambda: steps_of(told), lambda now: now >= before + 3, "steps go on")
    assert [one.evaluate("(one) => one.isConnected") for one in held] == [True, True]
    expect(place).to_be_focused()
    assert details.evaluate("(one) => one.open")
    slow.set()
    expect(scenarios.answer.locator(".proof.proven")).to_be_visible()


def test_a_long_study_shows_its_progress_and_is_followed_or_not(monkeypatch: pytest.MonkeyPatch, scenarios: Scenarios) -> None:
    onward, done, slices = sweeps.advance_robust, threading.Event(), itertools.count()

    def slowly(instance: Any, state: dict[str, Any], plan: Any, seconds: float) -> dict[str, Any]:
        done.wait(0.25 + 0.02 * next(slices))
        return onward(instance, state, plan, seconds) if done.is_set() else state

    monkeypatch.setattr(sweeps, "advance_robust", slowly)
    panel = scenarios.put(k="3", open="hub").panel("safe")
    told = panel.locator(".searching .proof")
    expect(told).to_have_text(re.compile(r"^Calcul en cours \(\d+ pas\)…$"))
    before = steps_of(told)
    eventually(scenarios.page, lambda: steps_of(told), lambda now: now > before, "steps go on")
    panel.get_by_role("button", name="Ne plus suivre").click()
    done.set()
    panel.get_by_role("button", name="Suivre à nouveau").click()
    expect(panel.locator("table")).to_be_visible()
    expect(panel.locator(".searching")).to_be_empty()


# A service that has too much to compute


def test_a_page_told_to_come_back_says_why_and_asks_again_by_itself(scenarios: Scenarios, watch: Watch) -> None:
    page, refusing = scenarios.settled().page, [True]

    def refuse_for_now(route: Route) -> None:
        if refusing:
            route.fulfill(status=429, headers={"Retry-After": "2"}, json={"error": "Beaucoup de calculs sont demandés."})
        else:
            route.continue_()

    page.route("**/scenario/plan.json*", refuse_for_now)
    page.evaluate(PUT, [{}, {"k": "3", "open": "hub"}])
    expect(page.locator("#busy-notice")).to_have_text("Beaucoup de calculs sont demandés.")
    refusing.clear()
    expect(page.locator("#busy-notice")).to_be_empty()
    expect(scenarios.answer.locator(".actions-list > li")).to_have_count(3)
    page.unroute("**/scenario/plan.json*")
    scenarios.expect_agreement()
    watch.clear()  # the refusals that were asked for


def steps_of(told: Locator) -> int:
    found = re.search(r"\((\d+) pas\)", told.inner_text())
    return int(found[1]) if found else 0
