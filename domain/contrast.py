"""Contrast between two colours, as WCAG 2.2 measures it, and a colour made lighter or darker until it has enough."""

from __future__ import annotations

import colorsys
import re

TEXT = 4.5
"""Least contrast of text with what it is on (criterion 1.4.3)."""
GRAPHICS = 3.0
"""Least contrast of a sign, a border or a focus ring with what it is on (criterion 1.4.11)."""
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.ASCII)
LINEAR_UNDER = 0.04045

Rgb = tuple[int, int, int]


def rgb(colour: str) -> Rgb:
    """Return the red, green and blue (0 to 255) of ``#rrggbb`` or ``#rgb``; ValueError for any other form."""
    text = colour.strip().lower()
    if not HEX.fullmatch(text):
        raise ValueError("#rrggbb expected")
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def hex_of(colour: Rgb) -> str:
    """Return ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(part / 255) for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= LINEAR_UNDER else float(((part + 0.055) / 1.055) ** 2.4)


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 (none) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour of which `share` (0 to 1) is `other`."""
    parts = [round(a + share * (b - a)) for a, b in zip(rgb(one), rgb(other), strict=True)]
    return hex_of((parts[0], parts[1], parts[2]))


def lightness(colour: str) -> float:
    """Return the lightness of a colour (HLS), 0 to 1."""
    return colorsys.rgb_to_hls(*(part / 255 for part in rgb(colour)))[1]


def with_lightness(colour: str, light: float) -> str:
    """Return the same hue and saturation with a lightness of 0 (black) to 1 (white)."""
    hue, _light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in rgb(colour)))
    parts = [round(255 * part) for part in colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)]
    return hex_of((parts[0], parts[1], parts[2]))
