"""The accent of the authority: whatever colour is given, what is served can be read on every ground on which it is used."""

from __future__ import annotations

from dataclasses import dataclass

from domain.contrast import GRAPHICS, TEXT, lightness, mixed, ratio, with_lightness

STEP = 0.005
"""By how much a colour is made lighter or darker at a time."""
SOFT_STEP = 0.01
DARK_LIGHTNESS = 0.7
"""From which the accent of dark screens is looked for, where none was given."""


@dataclass(frozen=True)
class Grounds:
    """What the accent is used on, in a theme: the colours of `assets/style.css` and `reports/page/plain.css`.

    Attributes
    ----------
    pages : behind its text; the first is that of most of it.
    maps : behind its lines and marks.
    inks : of the texts that lie on its pale form.
    ink : of the texts that lie on it.
    share : most of the accent that its pale form has.
    direction : which way it is moved when it cannot be read: 1 lighter, -1 darker.
    """

    pages: tuple[str, ...]
    maps: tuple[str, ...]
    inks: tuple[str, ...]
    ink: str
    share: float
    direction: int


LIGHT = Grounds(
    pages=("#ffffff", "#f6f7f8", "#eef3f6"),
    maps=("#dbe7ee", "#f5f3ee", "#fbfaf7"),
    inks=("#16212a", "#46535e", "#5f6c77"),
    ink="#ffffff",
    share=0.11,
    direction=-1,
)
DARK = Grounds(
    pages=("#1a2025", "#14191d", "#10181e", "#1b262e"),
    maps=("#16242c", "#262c32", "#1f252a"),
    inks=("#eef2f5", "#c0cad2", "#a3afb9"),
    ink="#0d1a24",
    share=0.14,
    direction=1,
)


@dataclass(frozen=True)
class Accent:
    """What is served in a theme: the accent, what is written on it, and its pale form, on which other texts lie."""

    colour: str
    ink: str
    soft: str


@dataclass(frozen=True)
class Contrast:
    """A contrast, 1 to 21, and the least that is asked there."""

    ratio: float
    least: float

    @property
    def is_enough(self) -> bool:
        """Whether it can be read."""
        return self.ratio >= self.least


def accent_of(given: str, grounds: Grounds) -> Accent:
    """Return what is served of a colour (``#rrggbb``): itself where it can be read, else the nearest lighter or darker one that can."""
    found, light = as_given(given, grounds), lightness(given)
    while not weakest(found, grounds).is_enough:
        light += grounds.direction * STEP
        found = as_given(with_lightness(given, light), grounds)
    return found


def dark_of(given: str) -> Accent:
    """Return the accent of dark screens where only that of light ones was given: the same hue."""
    return accent_of(with_lightness(given, max(lightness(given), DARK_LIGHTNESS)), DARK)


def weakest(accent: Accent, grounds: Grounds) -> Contrast:
    """Return the contrast of an accent that is the furthest under what is asked of it, or the least above."""
    texts = [Contrast(ratio(accent.colour, ground), TEXT) for ground in (*grounds.pages, accent.soft, accent.ink)]
    graphics = [Contrast(ratio(accent.colour, ground), GRAPHICS) for ground in grounds.maps]
    return min(*texts, *graphics, key=lambda one: one.ratio / one.least)


def as_given(colour: str, grounds: Grounds) -> Accent:
    """Return the accent that a colour makes, whether or not it can be read; its pale form leaves other texts readable."""
    share, soft = grounds.share, mixed(grounds.pages[0], colour, grounds.share)
    while share > 0 and min(ratio(soft, ink) for ink in grounds.inks) < TEXT:
        share -= SOFT_STEP
        soft = mixed(grounds.pages[0], colour, max(share, 0.0))
    return Accent(colour, grounds.ink, soft)
