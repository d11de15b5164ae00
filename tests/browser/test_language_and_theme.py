"""French first, English whole; light and dark, remembered; and pictures of it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from i18n.catalogue import catalogue
from tests.browser.explore import Explore, eventually
from tests.browser.pool import DESK

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).parents[2] / "build" / "screenshots"
SIZES = ((1440, 900), (1024, 768), (390, 844))
FRENCH = re.compile(
    r"\b(lieux?|filtres?|carte|surface libre|loyer|renseignée?s?|fermer|ouvrir|quartiers?|habitants|logements|tableau|légende|calques|"
    r"échelle|aucune?|avec|sans|dans|près|pour|depuis|entre|moins|plus loin|oui|non(?!-)|à préciser|inconnue?s?|arrêt|accès|hauteur|"
    r"avancement|bailleur|disponible|chercher|effacer|annuler|partager|exporter|colonnes|zoomer|cadrer|glissez|cliquez)\b",
    re.I,
)
WORDS = """() => {
    const words = new Set(), add = (text) => text && text.trim() && words.add(text.trim());
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("script, style")) add(walk.currentNode.textContent);
    for (const element of document.querySelectorAll("*"))
        for (const name of ["aria-label", "title", "placeholder", "alt"]) add(element.getAttribute(name));
    add(document.title);
    return [...words];
}"""


def french_left(page: Page, names: set[str]) -> list[str]:
    """Sentences of the interface still in French: known messages as they are, or French words outside the names of places."""
    messages = {str(m.id) for m in catalogue("en") if m.id and isinstance(m.id, str) and m.string and m.string != m.id}
    own = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    shown = [text for text in page.evaluate(WORDS) if not page.url.endswith(text)]
    return [text for text in shown if text in messages or FRENCH.search(own.sub(" ", text))]


@pytest.fixture
def proper_names(explore: Explore, territory, context) -> set[str]:
    frame = explore.candidates
    own = set(frame["name"]) | set(frame["address"]) | set(frame["zone_name"].dropna()) | set(frame["quartier"].dropna())
    own |= set(territory.municipalities["name"]) | set(territory.priority_neighbourhoods["name"]) | set(territory.facilities["name"])
    for facet in explore.facets:
        own |= {option.label for option in getattr(facet, "all_options", ()) if option.is_proper_noun}
        own |= set(getattr(facet, "group_labels", {}).values())
    return own | {"Français", "Plan IGN", "Marseille"}


@pytest.fixture
def changed(explore: Explore) -> Iterator[Explore]:
    """The shared page for a test that changes what the browser remembers; forgotten afterwards."""
    yield explore
    explore.page.set_viewport_size(DESK)
    explore.page.emulate_media(color_scheme="light")
    explore.page.evaluate("() => localStorage.clear()")
    explore.page.context.clear_cookies()
    explore.open()


def test_the_english_page_has_no_french_word(changed: Explore, proper_names: set[str]) -> None:
    """Filters, an open sheet, the menus and the empty result included; the choice is kept."""
    page = changed.page
    changed.box("kinds", "Local en rez-de-chaussée").check()
    changed.expect_selection("kinds=premises")
    changed.act("language", "en").click()
    expect(page.locator("html[lang=en]")).to_be_attached()
    changed.ready()
    assert "kinds=premises" in changed.query
    expect(changed.act("language", "en")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#counter")).to_have_text(re.compile(r"^\d+ places? out of 164$"))
    page.locator(".place-link").first.click()
    expect(page.locator("#sheet:not([aria-busy]) .sheet-foot")).to_be_visible()
    assert french_left(page, proper_names) == []
    page.evaluate("() => convergence.store.dispatch({ type: 'set', facet: 'area', value: { low: null, high: 1, unknown: false } })")
    expect(page.locator("#empty")).to_be_visible()
    changed.act("draw", "polygon").click()
    assert french_left(page, proper_names) == []
    page.goto(f"{changed.url}/sources")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_light_and_dark_follow_the_system_then_the_person(changed: Explore) -> None:
    """Dark for who has a dark system; the button changes it, and the choice outlives a reload."""
    theme = lambda: changed.page.locator("html").get_attribute("data-theme")  # noqa: E731
    paper = lambda: changed.page.evaluate("() => getComputedStyle(document.body).backgroundColor")  # noqa: E731
    changed.page.evaluate("() => localStorage.clear()")
    changed.page.emulate_media(color_scheme="dark")
    changed.open()
    eventually(changed.page, theme, "dark", "the theme of the system")
    dark = paper()
    changed.page.get_by_role("button", name="Clair ou sombre").click()
    eventually(changed.page, theme, "light", "the theme chosen")
    assert paper() != dark
    changed.page.reload()
    changed.ready()
    eventually(changed.page, theme, "light", "the theme after a reload")
    assert paper() != dark


def test_pictures_of_every_size_in_both_themes(changed: Explore) -> None:
    """Kept in build/screenshots for a person to look at; no oracle."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = changed.page
    for theme in ("light", "dark"):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            changed.reset()
            picture(page, f"explore-{width}-{theme}")
            if theme == "dark":
                continue
            page.evaluate("() => convergence.store.dispatch({ type: 'set', facet: 'kinds', value: ['premises'] })")
            changed.open_place(changed.candidates["id"].iloc[70])
            picture(page, f"explore-{width}-{theme}-sheet")
            for tab in ("filters", "results", "map") if width < 768 else ():
                changed.act("tab", tab).click()
                picture(page, f"explore-{width}-{theme}-{tab}")
        page.get_by_role("button", name="Clair ou sombre").click()


def picture(page: Page, name: str) -> None:
    page.wait_for_timeout(300)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    assert path.stat().st_size > 10_000
