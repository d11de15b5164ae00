"""The Convergence screen for everyone: by keyboard, on small screens, in the dark, in English, with assistive technology."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from i18n import use_language
from tests.browser.conftest import NewContext, NewScreen
from tests.browser.convergence import Screen
from tests.browser.explore import eventually
from tests.browser.test_accessibility import COLOURS

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js"
RUN = """async (colours) => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(colours && { runOnly: colours }) });
    const where = ({ nodes }) => nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ");
    return violations.map((fault) => `${fault.id} (${fault.nodes.length}): ${where(fault)}`);
}"""
FRENCH = re.compile(r"\b(lieux?|poids|rang|exclu|manque|acteurs?|seuils|hypothèses?|vert|rouge|Comparer|Aucun|Bailleurs)\b")


def faults(page: Page) -> list[str]:
    """What axe finds; in the dark, where the page is the same, of its colours alone."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    is_dark = page.locator("html").get_attribute("data-theme") == "dark"
    return page.evaluate(RUN, COLOURS if is_dark else None)


def few(screen: Screen) -> None:
    """Keep the first places and the last, excluded, ones: there are as many faults in twelve rows as in hundreds."""
    ids = screen.ids()
    screen.page.evaluate("(value) => convergence.store.dispatch({ type: 'set', facet: 'places', value })", [*ids[:9], *ids[-3:]])
    expect(screen.rows).to_have_count(12)


def focused(page: Page) -> str:
    return page.evaluate("() => document.activeElement.id || document.activeElement.className")


# Assistive technology


def test_no_fault_at_first_sight(screen: Screen) -> None:
    assert faults(screen.page) == []


def test_no_fault_in_an_open_profile_with_a_provenance(screen: Screen) -> None:
    few(screen)
    profile = screen.open_place(screen.ids()[1])
    profile.locator("details.criterion > summary").first.click()
    profile.locator("details.figure > summary").first.click()
    assert faults(screen.page) == []


def test_no_fault_in_the_profile_of_an_excluded_place(screen: Screen) -> None:
    few(screen)
    screen.open_place(screen.ids()[-1])
    assert faults(screen.page) == []


@pytest.mark.parametrize("name", ["robust", "pareto", "compare"])
def test_no_fault_in_a_panel(name: str, screen: Screen) -> None:
    screen.put(cmp=".".join(screen.ids()[:3]))
    few(screen)
    panel = screen.panel(name)
    ready = {"robust": "tbody tr", "pareto": ".js-plotly-plot[data-shown]", "compare": "thead th"}[name]
    expect(panel.locator(ready).first).to_be_visible()
    assert faults(screen.page) == []


def test_no_fault_with_every_setting_unfolded(screen: Screen) -> None:
    few(screen)
    screen.page.locator(".settings details").evaluate_all("(all) => { for (const one of all) one.open = true; }")
    screen.page.locator("#lock-waste").click()
    assert faults(screen.page) == []


# Keyboard


def test_the_main_job_is_done_by_keyboard_alone(screen: Screen) -> None:
    page = screen.page
    page.locator('[data-role="shop"]').focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if focused(page) == "weight-waste":
            break
    eventually(page, lambda: focused(page), "weight-waste", "the first slider, by Tab")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    eventually(page, lambda: round(100 * screen.shares()[0]), 30, "the share by the arrows")
    screen.expect_agreement()
    eventually(page, lambda: focused(page), "weight-waste", "the hand stays on the slider while the table is drawn again")

    screen.row(screen.ids()[1]).locator(".cell").nth(2).focus()
    page.keyboard.press("Enter")
    place = screen.ids()[1]
    screen.profile_of(place)
    eventually(page, lambda: focused(page), "sheet-title", "the title of the profile")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#profile details.figure[open] .provenance")).to_be_visible()
    page.keyboard.press("Escape")
    eventually(page, lambda: screen.query.count("place="), 0, "closed")
    on_row = "() => document.activeElement.closest('tr')?.dataset.place"
    eventually(page, lambda: page.evaluate(on_row), place, "back on its row")


def test_tabs_are_crossed_by_arrows(screen: Screen) -> None:
    page = screen.page
    page.locator('[data-panel="matrix"]').focus()
    for name in ("robust", "pareto", "compare", "matrix"):
        page.keyboard.press("ArrowRight")
        expect(page.locator(f'[data-panel="{name}"]')).to_have_attribute("aria-selected", "true")
        expect(page.locator(f'[data-panel="{name}"]')).to_be_focused()
        expect(page.locator(f"#panel-{name}")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-panel="compare"]')).to_be_focused()


def test_a_lock_and_a_checkbox_keep_the_focus_when_the_table_is_drawn_again(screen: Screen) -> None:
    page = screen.page
    box = screen.row(screen.ids()[3]).get_by_role("checkbox")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    page.locator("#lock-cohesion").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#lock-cohesion")).to_have_attribute("aria-label", re.compile("^Libérer"))
    expect(page.locator("#lock-cohesion")).to_be_focused()


# Other people's screens


def test_in_the_dark_nothing_is_lost(new_screen: NewScreen) -> None:
    screen = new_screen(color_scheme="dark").open()
    expect(screen.page.locator("html")).to_have_attribute("data-theme", "dark")
    few(screen)
    screen.open_place(screen.ids()[0])
    assert faults(screen.page) == []
    screen.panel("pareto")
    expect(screen.page.locator("#scatter .js-plotly-plot[data-shown]")).to_be_visible()
    assert faults(screen.page) == []


def test_in_english_no_french_is_left(new_context: NewContext, new_screen: NewScreen) -> None:
    english = new_context(locale="en-GB")
    screen = new_screen(english).open("lang=en&green=waste-0.9")
    english.add_cookies([{"name": "lang", "value": "en", "url": screen.url}])
    with use_language("en"):
        held = screen.held
        row = int(held.contenders()[0])
        profile = screen.open_place(str(held.ids[row]))
        for sentence in held.missing(row):
            expect(profile.locator(".verdict-text")).to_contain_text(sentence)
    few(screen)
    expect(screen.panel("robust").locator("tbody tr").first).to_be_visible()
    screen.page.locator("details").evaluate_all("(all) => { for (const one of all) one.open = true; }")
    names = {str(name) for name in screen.context.territory.candidates["name"]}
    for part in (".settings", ".panel-bar", ".matrix-bar", "#matrix thead", "#panel-robust", "#profile"):
        text = " ".join(screen.page.locator(part).all_inner_texts())
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name.removesuffix(" (exemple)"), "")
        assert FRENCH.findall(text) == [], part
    assert faults(screen.page) == []


def test_on_a_tablet_the_weights_are_a_drawer_and_nothing_is_cut(new_screen: NewScreen) -> None:
    screen = new_screen(viewport={"width": 1024, "height": 768}).open()
    page = screen.page
    few(screen)
    expect(page.locator(".settings")).not_to_be_visible()
    expect(page.locator("#profile")).not_to_be_visible()
    page.locator('[data-act="drawer"]').click()
    screen.slider("weight-waste").fill("50")
    screen.expect_agreement()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".settings")).not_to_be_visible()
    panel = page.locator("#panel-matrix")
    assert panel.evaluate("(it) => it.scrollWidth <= it.clientWidth"), "no column is cut"
    screen.open_place(screen.ids()[0])
    expect(page.locator("#profile")).to_be_visible()
    assert page.locator("#map").bounding_box()["height"] >= 0.45 * (768 - 92)  # type: ignore[index]
    assert faults(page) == []


def test_on_a_phone_the_map_keeps_its_share_and_each_tab_its_view(new_screen: NewScreen) -> None:
    screen = new_screen(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).open()
    page = screen.page
    few(screen)
    shown = {"filters": ".settings", "results": "#matrix", "place": "#profile"}
    for tab, part in shown.items():
        page.locator(f'[data-act="tab"][data-value="{tab}"]').click()
        expect(page.locator(part)).to_be_visible()
        for other in set(shown.values()) - {part}:
            expect(page.locator(other)).not_to_be_visible()
        assert page.locator("#map").bounding_box()["height"] >= 0.45 * 844 - 1  # type: ignore[index]
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        assert faults(page) == []
    page.locator('[data-act="tab"][data-value="results"]').click()
    place = screen.ids()[0]
    screen.row(place).locator(".cell").first.click()
    screen.profile_of(place)
    expect(page.locator('[data-act="tab"][data-value="place"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#profile")).to_be_visible()
