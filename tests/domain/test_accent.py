"""Whatever colour an authority gives, what is served of it can be read everywhere it is used; data keep their own colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accent import DARK, LIGHT, Accent, Grounds, accent_of, as_given, dark_of, weakest
from domain.authority import PRODUCT_COLOUR
from domain.contrast import GRAPHICS, TEXT, hex_of, ratio, rgb

ROOT = Path(__file__).parents[2]
SCREEN = (ROOT / "assets" / "style.css").read_text("utf-8")
PLAIN = (ROOT / "reports" / "page" / "plain.css").read_text("utf-8")
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(hex_of)
THEMES = {"light": LIGHT, "dark": DARK}


def variables(css: str, theme: str) -> dict[str, str]:
    """The custom properties of the rules of a theme: the first are those of light pages."""
    start = 0 if theme == "light" else min(at for at in map(css.find, ('[data-theme="dark"]', "prefers-color-scheme: dark")) if at >= 0)
    block = css[start:]
    begins = block.index("--ink")
    return dict(re.findall(r"(--[a-z0-9-]+): (#[0-9a-f]{3,6})\b", block[begins : block.index("}", begins)]))


def check_readable(accent: Accent, grounds: Grounds) -> None:
    for ground in (*grounds.pages, accent.soft, accent.ink):
        assert ratio(accent.colour, ground) >= TEXT
    for ground in grounds.maps:
        assert ratio(accent.colour, ground) >= GRAPHICS
    for ink in grounds.inks:
        assert ratio(accent.soft, ink) >= TEXT


@pytest.mark.parametrize("theme", THEMES)
@given(colour=COLOURS)
def test_whatever_colour_is_given_what_is_served_is_read_on_every_ground(theme: str, colour: str) -> None:
    check_readable(accent_of(colour, THEMES[theme]), THEMES[theme])


@given(colour=COLOURS)
def test_the_dark_accent_that_is_derived_is_read_on_every_ground(colour: str) -> None:
    check_readable(dark_of(colour), DARK)


@pytest.mark.parametrize("theme", THEMES)
@given(colour=COLOURS)
def test_a_colour_that_can_be_read_is_served_as_it_is_and_serving_twice_changes_nothing(theme: str, colour: str) -> None:
    grounds = THEMES[theme]
    served = accent_of(colour, grounds)
    assert (served.colour == colour) is weakest(as_given(colour, grounds), grounds).is_enough
    assert accent_of(served.colour, grounds) == served


@given(colour=COLOURS, other=COLOURS)
def test_contrast_is_between_1_and_21_whichever_comes_first(colour: str, other: str) -> None:
    assert 1 <= ratio(colour, other) <= 21
    assert ratio(colour, other) == ratio(other, colour)
    assert rgb(colour) == rgb(colour.upper())


@pytest.mark.parametrize(("one", "other", "expected"), [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)])
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert ratio(one, other) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
def test_the_grounds_are_those_of_the_style_sheets(theme: str) -> None:
    screen, plain, grounds = variables(SCREEN, theme), variables(PLAIN, theme), THEMES[theme]
    pages = {hex_of(rgb(colour)) for colour in (screen["--paper"], screen["--paper-2"], plain["--paper"], plain["--tint"])}
    assert set(grounds.pages) == pages and grounds.pages[0] == screen["--paper"]
    assert grounds.maps == tuple(screen[name] for name in ("--sea", "--land", "--land-2"))
    assert grounds.inks == tuple(screen[name] for name in ("--ink", "--ink-2", "--ink-3"))
    assert grounds.ink == screen["--accent-ink"]


@pytest.mark.parametrize("theme", THEMES)
def test_the_accent_of_the_product_passes_its_own_rule(theme: str) -> None:
    own = variables(SCREEN, theme)
    assert weakest(Accent(own["--accent"], own["--accent-ink"], own["--accent-soft"]), THEMES[theme]).is_enough
    assert variables(SCREEN, "light")["--accent"] == PRODUCT_COLOUR
