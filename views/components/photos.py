"""A photograph of a place, which opens in full."""

from __future__ import annotations

from typing import Any, Protocol

from dash import html

from i18n import gettext as _
from i18n.numbers import number


class Picture(Protocol):
    """What is shown of a photograph; the width and the height are in pixels."""

    @property
    def url(self) -> str:
        """Where it is."""
        ...

    @property
    def caption(self) -> str:
        """What it shows; empty where nobody said."""
        ...

    @property
    def width(self) -> int | None:
        """Its width."""
        ...

    @property
    def height(self) -> int | None:
        """Its height."""
        ...


def photo(one: Picture, n: int) -> html.A:
    """Return the photograph number `n` of a place, small, with its caption."""
    words = one.caption or _("Photo {n}").format(n=number(n))
    picture = html.Img(src=one.url, alt=words, width=one.width, height=one.height)
    return opened(one.url, [picture, html.Span(one.caption)] if one.caption else picture, "place-photo")


def opened(url: str, words: Any, class_name: str = "") -> html.A:
    """Return a link to a file that opens beside the page."""
    return html.A(words, href=url, target="_blank", rel="noopener", className=class_name)
