"""Weights, thresholds and hypotheses: live in the browser, equal to Python's assessment, kept by the address."""

from __future__ import annotations

import random

import numpy as np
import pytest
from playwright.sync_api import expect

from criteria.hypotheses import HYPOTHESES, Hypotheses
from criteria.registry import criteria
from criteria.weights import ACTORS, presets
from domain.address import write_numbers
from tests.browser.conftest import NewScreen
from tests.browser.convergence import Screen, link
from tests.browser.explore import eventually

pytestmark = pytest.mark.browser
IDS = [criterion.id for criterion in criteria()]
NUMBERS = ("0", "1", "2.5", "100", "37.4218", "0.0001", "1e2", "1e-05", "9999", "5000000")
SPOILT = ("", "-", "nan", "-3", "Infinity", "0x10", "1_0", "1e999", "abc", " 2", "1.5.2", "٣")


def written(rng: random.Random, ids: list[str] | tuple[str, ...], most: int, numbers: tuple[str, ...]) -> str:
    """A parameter of the address: some ids with numbers, sometimes spoilt, sometimes unknown, sometimes twice."""
    items = [f"{rng.choice(ids)}-{rng.choice(numbers if rng.random() < 0.85 else SPOILT)}" for _ in range(rng.randint(0, most))]
    return ",".join([*items, *rng.sample(("nobody-3", "waste", "-2", "waste--1"), rng.random() < 0.2)])


def random_hypotheses(rng: random.Random) -> str:
    chosen = rng.sample([*HYPOTHESES.values()], rng.randint(0, 4))
    changed = Hypotheses({item.id: rng.uniform(item.lowest, item.highest) for item in chosen}).changed
    return write_numbers(changed)


def random_address(rng: random.Random, role: str, hypotheses: str) -> dict[str, str]:
    shares = tuple(f"{n / 20:g}" for n in range(24))
    return {
        "as": role,
        "hyp": hypotheses,
        "w": written(rng, ACTORS, 5, NUMBERS),
        "wc": written(rng, IDS, 12, NUMBERS),
        "green": written(rng, ACTORS, 4, shares),
        "amber": written(rng, ACTORS, 4, shares),
        "known": written(rng, ACTORS, 4, shares),
        "lock": ",".join(rng.sample([*ACTORS, *IDS], rng.randint(0, 3))),
    }


@pytest.mark.parametrize("role", ["", "hub"])
def test_the_browser_scores_every_place_as_python_does_for_any_address(role: str, screen: Screen) -> None:
    rng = random.Random(f"scores {role}")
    convergent = set()
    for _ in range(5):
        hypotheses = random_hypotheses(rng)
        addresses = [random_address(rng, role, hypotheses) for _ in range(14)]
        screen.put(**addresses[0])
        for found in screen.scored_for(addresses):
            held = screen.expect_same(found)
            assert held.role.value == (role or "shop")
            convergent.add(int(held.convergent.sum()))
    assert len(convergent) > 5, "the addresses differ"


@pytest.mark.parametrize("actor", ACTORS)
def test_an_actor_alone_ranks_as_python_does_ties_included(actor: str, screen: Screen) -> None:
    alone = ",".join(f"{other}-{int(other == actor)}" for other in ACTORS)
    held = screen.put(w=alone).expect_agreement()
    np.testing.assert_allclose(held.scores.convergence, held.scores.actors[:, ACTORS.index(actor)])


def test_a_slider_redraws_while_it_moves_and_writes_the_address_once_let_go(screen: Screen) -> None:
    before = screen.rows.first.inner_text()
    screen.grab(screen.slider("weight-waste"), 0.9)
    assert screen.shares()[0] > 0.8
    assert screen.query == "", "nothing is written while the hand holds it"
    moving = [screen.page.locator("#matrix tbody tr .num").nth(1).inner_text(), *screen.ids()[:5]]
    expect(screen.rows.first).not_to_have_text(before)
    screen.page.mouse.up()
    assert screen.query.startswith("w=waste-")
    assert [screen.page.locator("#matrix tbody tr .num").nth(1).inner_text(), *screen.ids()[:5]] == moving
    screen.expect_agreement()
    screen.page.go_back()
    eventually(screen.page, lambda: screen.query, "", "one gesture is one step back")


def test_shares_always_make_a_hundred_percent_and_a_locked_one_stays(screen: Screen) -> None:
    screen.slider("weight-economy").fill("10")
    screen.page.locator("#lock-economy").click()
    expect(screen.page.locator("#lock-economy")).to_have_attribute("aria-pressed", "true")
    expect(screen.slider("weight-economy")).to_be_disabled()
    for value in ("60", "100", "0", "33"):
        screen.slider("weight-cohesion").fill(value)
        shares = screen.shares()
        assert sum(shares) == pytest.approx(1)
        assert shares[3] == pytest.approx(0.10, abs=1e-6)
        assert shares[1] == pytest.approx(min(int(value) / 100, 0.9), abs=1e-6), "the locked share is not taken from"
        assert sum(int(text.split()[0].rstrip("%")) for text in screen.shares_shown()) in (99, 100, 101)
        held = screen.expect_agreement()
        assert held.weights.locked == {"economy"}
    screen.page.locator("#lock-economy").click()
    expect(screen.slider("weight-economy")).to_be_enabled()


def test_each_ready_made_view_gives_its_weights_and_a_slider_leaves_it(screen: Screen) -> None:
    for view in presets():
        button = screen.page.locator(f'[data-preset="{view.id}"]')
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(screen.page.locator('[data-preset][aria-pressed="true"]')).to_have_count(1)
        np.testing.assert_allclose(screen.expect_agreement().weights.actor_shares(), view.weights.actor_shares(), atol=1e-6)
    screen.slider("weight-waste").fill("70")
    expect(screen.page.locator('[data-preset][aria-pressed="true"]')).to_have_count(0)
    screen.page.get_by_role("button", name="Revenir aux poids de départ").click()
    eventually(screen.page, lambda: screen.query, "", "address")
    expect(screen.page.locator('[data-preset="equal"]')).to_have_attribute("aria-pressed", "true")


def test_a_criterion_weighs_inside_its_actor(screen: Screen) -> None:
    block = screen.page.locator("#block-economy")
    expect(block.locator("summary")).to_contain_text("Critères (")
    block.locator("summary").click()
    before = screen.held
    screen.slider("weight-rent").fill("5")
    assert "wc=rent-5" in screen.query
    held = screen.expect_agreement()
    moved = ~np.isclose(before.scores.actors, held.scores.actors, equal_nan=True)
    assert moved[:, 3].any()
    assert not moved[:, :3].any()


def test_the_colours_follow_the_thresholds_of_the_group(screen: Screen) -> None:
    part = screen.settings("Seuils des couleurs")
    counts = screen.page.locator("#matrix-counts")
    screen.slider("threshold-green").scroll_into_view_if_needed()
    expect(counts).to_have_text(screen.count_words(screen.held))
    screen.slider("threshold-green").fill("0.9")
    strict = screen.expect_agreement()
    assert set(strict.thresholds.green.values()) == {0.9}
    expect(counts).to_have_text(screen.count_words(strict))
    screen.slider("threshold-green").fill("0.3")
    loose = screen.expect_agreement()
    assert strict.convergent.sum() < loose.convergent.sum()
    expect(counts).to_have_text(screen.count_words(loose))
    part.get_by_role("button", name="Revenir aux seuils de départ").click()
    eventually(screen.page, lambda: screen.query, "", "address")


def test_a_hypothesis_is_named_so_changes_the_scores_and_goes_back(screen: Screen) -> None:
    first = screen.scored()["score"]
    part = screen.settings("Hypothèses et facteurs")
    row = part.locator(".weight").filter(has=screen.slider("hypothesis-walk_reach_m"))
    expect(row).to_contain_text("hypothèse")
    expect(row).to_contain_text("valeur de départ : 1\u202f000 m")
    screen.slider("hypothesis-walk_reach_m").fill("500")
    expect(row.locator("output")).to_have_text("500 m")
    assert "hyp=walk_reach_m-500" in screen.query
    held = screen.valued().expect_agreement()
    assert held.workspace.hypotheses.changed == {"walk_reach_m": 500}
    assert screen.scored()["score"] != first
    part.get_by_role("button", name="Revenir aux valeurs de départ").click()
    screen.valued()
    assert screen.scored()["score"] == first
    assert screen.query == ""
    held = screen.put(hyp="bulky_marseille_t_yr-2000").expect_agreement()  # as addresses called it once
    assert held.workspace.hypotheses.changed == {"bulky_kg_per_dwelling_yr": 28.5}


def test_the_role_changes_the_criteria_the_excluded_and_the_ranks(screen: Screen) -> None:
    hub = screen.page.locator('[data-role="hub"]')
    hub.click()
    expect(hub).to_have_attribute("aria-pressed", "true")
    held = screen.valued().expect_agreement()
    expect(screen.page.locator("#matrix-counts")).to_have_text(screen.count_words(held))
    expect(
        screen.slider("weight-van_access" if "van_access" in [c.id for c in held.items] else f"weight-{held.items[0].id}")
    ).to_be_attached()
    assert screen.ids() == held.ids[held.order()].tolist()
    screen.page.locator('[data-act="undo"]').click()
    eventually(screen.page, lambda: screen.query, "", "undone")
    screen.valued().expect_agreement()


def test_back_undoes_one_gesture_at_a_time(screen: Screen) -> None:
    addresses = [screen.query]
    for name, value in (("weight-waste", "55"), ("weight-landlord", "5"), ("weight-waste", "20")):
        screen.slider(name).fill(value)
        addresses.append(screen.query)
    assert len(set(addresses)) == 4
    for address in reversed(addresses[:-1]):
        screen.page.go_back()
        eventually(screen.page, lambda: screen.query, address, "address")
        screen.expect_agreement()


def test_a_reload_and_a_shared_link_give_the_same_numbers(new_screen: NewScreen) -> None:
    address = link(**{"as": "hub", "w": "waste-40,economy-10", "wc": "rent-4", "green": "waste-0.5", "hyp": "detour-1.5", "by": "green"})
    first = new_screen().open(address)
    held = first.expect_agreement()
    numbers, order = first.scored(), first.ids()
    first.page.reload()
    assert first.ready().scored() == numbers
    other = new_screen().open(first.query)
    assert other.scored() == numbers
    assert other.ids() == order == held.ids[held.order()].tolist()
    expect(other.page.locator('[data-by="green"]')).to_have_attribute("aria-pressed", "true")
    expect(other.slider("hypothesis-detour")).to_have_value("1.5")
