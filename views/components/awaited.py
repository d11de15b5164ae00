"""Regions whose content comes later: grey shapes meanwhile, and busy for assistive technology."""

from __future__ import annotations

from typing import Literal

Shape = Literal["bars", "rows", "cards", "text"]


def awaited(until: str, shape: Shape) -> dict[str, str]:
    """Return the attributes of a region that is busy until something on the page fits a CSS selector (see ``assets/core/awaited.mjs``).

    Parameters
    ----------
    until : a selector of what comes, from the root of the page.
    shape : what the grey shapes look like.
    """
    return {"aria-busy": "true", "data-until": until, "data-shape": shape}
