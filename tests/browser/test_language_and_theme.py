"""French first, English whole; light and dark, remembered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from i18n.catalogue import catalogue
from tests.browser.conftest import NewExplore
from tests.browser.explore import Explore, eventually

pytestmark = pytest.mark.browser
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


def test_the_english_page_has_no_french_word(new_explore: NewExplore, proper_names: set[str]) -> None:
    """Filters, an open sheet, the menus and the empty result included; the choice is kept."""
    english = new_explore().open("kinds=premises")
    english.act("language", "en").click()
    expect(english.page.locator("html[lang=en]")).to_be_attached()
    english.ready()
    assert "kinds=premises" in english.query
    expect(english.act("language", "en")).to_have_attribute("aria-pressed", "true")
    expect(english.page.locator("#counter")).to_have_text(re.compile(r"^\d+ places? out of 164$"))
    english.page.locator(".place-link").first.click()
    expect(english.page.locator("#sheet:not([aria-busy]) .sheet-foot")).to_be_visible()
    assert french_left(english.page, proper_names) == []
    english.page.evaluate("() => convergence.store.dispatch({ type: 'set', facet: 'area', value: { low: null, high: 1, unknown: false } })")
    expect(english.page.locator("#empty")).to_be_visible()
    english.act("draw", "polygon").click()
    assert french_left(english.page, proper_names) == []
    english.page.goto(f"{english.url}/sources")
    expect(english.page.locator("h1")).to_be_visible()
    assert english.page.locator("html").get_attribute("lang") == "en"


def test_light_and_dark_follow_the_system_then_the_person(new_explore: NewExplore) -> None:
    """Dark for who has a dark system; the button changes it, and the choice outlives a reload."""
    mine = new_explore(color_scheme="dark").open()
    expect(mine.page.locator('html[data-theme="dark"]')).to_be_attached()
    ink = lambda: mine.page.evaluate("() => getComputedStyle(document.body).backgroundColor")  # noqa: E731
    dark = ink()
    mine.page.get_by_role("button", name="Clair ou sombre").click()
    expect(mine.page.locator('html[data-theme="light"]')).to_be_attached()
    assert ink() != dark
    mine.page.reload()
    mine.ready()
    eventually(mine.page, lambda: mine.page.locator("html").get_attribute("data-theme"), "light", "the theme after a reload")
    assert ink() != dark
