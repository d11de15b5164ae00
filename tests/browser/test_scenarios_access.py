"""The Scénarios screen for everyone: by keyboard, on a phone, in the dark, in English, with assistive technology."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from domain.candidate import EXAMPLE_SUFFIX, Kind
from domain.person import VISITOR
from geodata.territory import Territory
from scenarios.saving import draft_of
from services.context import Context
from tests.browser.conftest import NewContext, NewScenarios
from tests.browser.explore import eventually
from tests.browser.scenarios import Scenarios, empty_library
from tests.browser.test_convergence_access import faults
from tests.browser.test_language_and_theme import french_left

pytestmark = pytest.mark.browser
QUICK = {"k": "2", "open": "hub"}
SCALES = """() => [...document.querySelectorAll("#panel-curve .curve-bar")].map((bar) => {
    const value = bar.querySelector(".curve-bar-value").textContent.replace(/[^0-9,]/g, "").replace(",", ".");
    return bar.querySelector(".curve-bar-fill").getBoundingClientRect().height / Number(value);
})"""
PANELS = ("curve", "safe", "front", "library", "versus")
PHONE = {"width": 390, "height": 844}
FOCUS = """() => {
    const it = document.activeElement;
    return it.id || it.dataset.panel || it.dataset.act || it.getAttribute("class") || it.tagName;
}"""
# Boxes that stick out of the screen's sides, outside those that scroll by themselves.
TOO_WIDE = """() => [...document.querySelectorAll("main *")].filter((it) => {
    const box = it.getBoundingClientRect();
    if (!box.width || !box.height || !it.checkVisibility({ visibilityProperty: true })) return false;
    if (it.closest(".leaflet-container, .visually-hidden, .skip")) return false;
    const scrolls = (up) => /auto|scroll/.test(getComputedStyle(up).overflowX) && up.scrollWidth > up.clientWidth;
    for (let up = it.parentElement; up; up = up.parentElement) if (scrolls(up)) return false;
    return box.left < -1 || box.right > innerWidth + 1;
}).map((it) => it.id || it.className || it.tagName).slice(0, 5)"""


@pytest.fixture
def three(context: Context) -> list[str]:
    """Three saved scenarios; their ids."""
    empty_library(context)
    service = context.service
    queries = ("k=2&open=hub", "k=2&open=hub&space=3000", "k=3&mode=foot")
    drafts = [draft_of(service.answer(query), f"Réseau {i}", "note") for i, query in enumerate(queries)]
    return [context.scenarios.create(VISITOR, draft).id for draft in drafts]


def shown(screen: Scenarios, panel: str) -> None:
    """Show a panel, its content there."""
    if panel in ("safe", "front"):
        screen.study(panel)
    else:
        ready = {"curve": ".curve-bar", "library": "tr[data-saved]", "versus": "thead th a"}[panel]
        expect(screen.panel(panel).locator(ready).first).to_be_visible()


# Assistive technology


@pytest.mark.parametrize("panel", PANELS)
def test_no_fault_in_a_panel(panel: str, three: list[str], scenarios: Scenarios) -> None:
    scenarios.put(**QUICK, vs=".".join(three))
    shown(scenarios, panel)
    assert faults(scenarios.page) == []
    if panel == "library":
        scenarios.page.get_by_role("button", name="Voir les scénarios archivés").click()
        expect(scenarios.page.get_by_role("button", name="Rétablir «").first).to_be_visible()
        assert faults(scenarios.page) == []
        scenarios.page.get_by_role("button", name="Voir les scénarios en cours").click()
        expect(scenarios.row(three[0])).to_be_visible()


def test_no_fault_with_everything_unfolded_a_place_open_and_the_form(scenarios: Scenarios) -> None:
    place, *others = scenarios.put(**QUICK).choice()
    scenarios.put(**QUICK, imp=place, ban=others[0])
    scenarios.open_place(place)
    scenarios.open_form()
    scenarios.page.locator("#scenario-root details").evaluate_all("(all) => { for (const one of all) one.open = true; }")
    assert faults(scenarios.page) == []


def test_no_fault_where_conditions_conflict(scenarios: Scenarios) -> None:
    scenarios.put(k="2", ex="0", basin="1")
    expect(scenarios.answer.locator(".conflict")).to_be_visible()
    assert faults(scenarios.page) == []


def test_in_the_dark_nothing_is_lost(three: list[str], new_scenarios: NewScenarios) -> None:
    screen = new_scenarios(color_scheme="dark").open(f"k=2&open=hub&vs={'.'.join(three)}")
    expect(screen.page.locator("html")).to_have_attribute("data-theme", "dark")
    for panel in PANELS:
        shown(screen, panel)
        assert faults(screen.page) == [], panel
    screen.open_place(screen.plan()[0])
    screen.open_form()
    assert faults(screen.page) == []
    screen.put(k="2", ex="0", basin="1")
    assert faults(screen.page) == []


# Keyboard


def tab_to(page: Page, wanted: Callable[[str], bool], most: int = 120) -> None:
    """Press Tab until the focus is where it is wanted."""
    met = []
    for _ in range(most):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUS))
        if wanted(met[-1]):
            return
    raise AssertionError(f"never reached: {met}")


def test_the_main_job_is_done_by_keyboard_alone(three: list[str], scenarios: Scenarios) -> None:
    page = scenarios.open().page
    tab_to(page, lambda name: name == "scenario-guide")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    scenarios.expect_agreement()
    assert scenarios.query == "k=6"
    tab_to(page, lambda name: name == "ask-for-k")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    scenarios.expect_agreement()
    assert (scenarios.query, page.evaluate(FOCUS)) == ("k=4", "ask-for-k"), "the hand stays on the slider"

    tab_to(page, lambda name: name == "scenario-answer")
    expect(page.get_by_role("button", name="Aller à la réponse")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUS) == "scenario-side"
    tab_to(page, lambda name: name == "scenario-focus", 12)
    place = scenarios.plan()[0]
    page.keyboard.press("Enter")
    menu = scenarios.menu_of(place)
    expect(page.locator("body.sheet-open")).to_be_attached()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    assert page.evaluate(FOCUS) == "scenario-focus", "back to where the place was opened from"
    tab_to(page, lambda name: name == "scenario-impose", 3)
    page.keyboard.press("Enter")
    scenarios.expect_agreement()
    expect(scenarios.answer.locator(f'[data-act="scenario-impose"][data-value="{place}"]')).to_be_focused()
    tab_to(page, lambda name: name == "scenario-forbid", 1)
    page.keyboard.press("Enter")
    scenarios.expect_agreement()
    assert place not in scenarios.plan()
    eventually(page, lambda: page.evaluate(FOCUS), "scenario-side", "the place has left the list: the keyboard stays on the answer")

    scenarios.form_button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Nom", exact=True)).to_be_focused()
    page.keyboard.type("Au clavier")
    page.keyboard.press("Enter")
    expect(scenarios.outcome).to_contain_text("Scénario enregistré")
    expect(scenarios.form_button).to_be_focused()
    made = scenarios.context.scenarios.page().items[0]
    assert (made.name, made.question) == ("Au clavier", f"k=4&ban={place}")


def test_places_are_imposed_from_the_map_s_menu_by_keyboard(scenarios: Scenarios) -> None:
    place, x, y = scenarios.put(**QUICK).free_place(Kind.ZONE_SITE)
    scenarios.page.mouse.click(x, y)
    menu = scenarios.menu_of(place)
    impose = menu.locator(".button").first
    impose.focus()
    scenarios.page.keyboard.press("Enter")
    scenarios.expect_agreement()
    assert place in scenarios.plan()
    expect(impose).to_be_focused()
    expect(impose).to_have_attribute("aria-pressed", "true")
    scenarios.page.keyboard.press("Enter")
    scenarios.expect_agreement()
    assert "imp=" not in scenarios.query


def test_tabs_scenarios_and_their_comparison_are_reached_by_keyboard(three: list[str], scenarios: Scenarios) -> None:
    page = scenarios.settled().page
    page.locator('[data-panel="curve"]').focus()
    for name in ("safe", "front", "library"):
        page.keyboard.press("ArrowRight")
        expect(page.locator(f'[data-panel="{name}"]')).to_be_focused()
        expect(page.locator(f"#panel-{name}")).to_be_visible()
    expect(scenarios.row(three[0])).to_be_visible()
    for scenario in three[:2]:
        box = scenarios.box(scenario)
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_be_checked()
        expect(box).to_be_focused()
    star = scenarios.press("Mettre en avant", three[0])
    star.focus()
    page.keyboard.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    for scenario in three[:2]:
        expect(scenarios.box(scenario)).to_be_checked()
    page.get_by_role("button", name="Comparer les scénarios cochés (2)").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-versus thead th a")).to_have_count(2)
    eventually(page, lambda: page.evaluate(FOCUS), "versus", "the focus follows the panel")


# Other people's screens


def test_on_a_phone_each_tab_is_usable_and_nothing_is_cut(three: list[str], new_scenarios: NewScenarios) -> None:
    screen = new_scenarios(viewport=PHONE, has_touch=True, is_mobile=True).open(f"k=2&open=hub&vs={'.'.join(three)}")
    page, parts = screen.page, {"filters": ".facets", "results": ".panels", "place": "#scenario-side"}
    for tab in ("map", *parts):
        page.locator(f'[data-act="tab"][data-value="{tab}"]').tap()
        for name, part in parts.items():
            (expect(page.locator(part)).to_be_visible if name == tab else expect(page.locator(part)).not_to_be_visible)()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.evaluate(TOO_WIDE) == [], tab
        box = page.locator("#map").bounding_box()
        assert box and box["height"] >= 0.45 * PHONE["height"] - 1
        assert faults(page) == [], tab
    page.locator('[data-act="tab"][data-value="results"]').tap()
    for panel in PANELS:
        page.locator(f'[data-panel="{panel}"]').scroll_into_view_if_needed()
        page.locator(f'[data-panel="{panel}"]').tap()
        expect(page.locator(f"#panel-{panel} table, #panel-{panel} .curve-chart").first).to_be_visible()
        assert page.evaluate(TOO_WIDE) == [], panel
    page.locator('[data-panel="curve"]').tap()
    scales = page.evaluate(SCALES)
    assert max(scales) - min(scales) <= 0.02 * max(scales), "the bars are to one scale, whatever is written above them"

    page.locator('[data-act="tab"][data-value="filters"]').tap()
    screen.choose("opens:shop")
    screen.expect_agreement()
    page.locator('[data-act="tab"][data-value="place"]').tap()
    expect(screen.answer.locator(".actions-list")).to_contain_text("boutique-relais")
    screen.form_button.tap()
    expect(page.get_by_label("Nom", exact=True)).to_be_focused()
    page.get_by_label("Nom", exact=True).fill("Depuis un téléphone")
    screen.save_button.tap()
    expect(screen.outcome).to_contain_text("Scénario enregistré")
    page.locator('[data-act="tab"][data-value="map"]').tap()
    place, x, y = screen.free_place(chosen=True)
    page.touchscreen.tap(x, y)
    menu = screen.menu_of(place)
    expect(menu.get_by_role("button", name="Interdire")).to_be_in_viewport(ratio=1)
    menu.get_by_role("button", name="Interdire").tap()
    screen.expect_agreement()
    assert place not in screen.plan()


@pytest.fixture
def proper_names(context: Context, territory: Territory, three: list[str]) -> set[str]:
    frame, facets = territory.candidates, context.facets
    own = set(frame["name"]) | {str(name).removesuffix(EXAMPLE_SUFFIX) for name in frame["name"]} | set(frame["zone_name"].dropna())
    own |= set(territory.municipalities["name"]) | set(territory.priority_neighbourhoods["name"]) | set(territory.facilities["name"])
    for facet in facets:
        own |= {option.label for option in getattr(facet, "all_options", ()) if option.is_proper_noun}
        own |= set(getattr(facet, "group_labels", {}).values())
    kept = context.scenarios.page().items
    return own | {item.name for item in kept} | {item.note for item in kept} | {"Français", "Plan IGN", "Marseille"}


def test_in_english_no_french_is_left(
    three: list[str], proper_names: set[str], new_context: NewContext, new_scenarios: NewScenarios
) -> None:
    english = new_context(locale="en-GB")
    screen = new_scenarios(english).open(f"lang=en&k=2&open=hub&vs={'.'.join(three)}")
    english.add_cookies([{"name": "lang", "value": "en", "url": screen.url}])
    for panel in PANELS:
        shown(screen, panel)
    screen.open_place(screen.plan()[0])
    screen.page.get_by_role("button", name="Save this scenario").click()
    screen.page.locator("#scenario-name").fill("x")
    assert french_left(screen.page, proper_names) == []
    screen.put(lang="en", k="2", ex="0", basin="1")
    assert french_left(screen.page, proper_names) == []
    screen.put({"area": {"low": 1e6, "high": None, "unknown": False}}, lang="en")
    assert french_left(screen.page, proper_names) == []
