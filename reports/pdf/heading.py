"""What every document says of itself: language, title, who it comes from, how its pages are numbered."""

from __future__ import annotations

from typing import Any

import typst

from access.authority import current_authority
from domain.authority import PRODUCT, Authority, Letterhead, Logo
from i18n import current_language
from i18n import gettext as _
from reports.pdf.compiling import png

MOST_WIDTH_MM, MOST_HEIGHT_MM = 60.0, 9.0
"""The box of a logo, in the margin above the first page."""
WRAPPED = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0.width:g} {0.height:g}" width="{0.width:g}" height="{0.height:g}">'
    '<image href="{0.data_uri}" width="{0.width:g}" height="{0.height:g}"/></svg>'
)


def document_head(title: str, letterhead: Letterhead | None = None) -> dict[str, Any]:
    """Return what `page.typ` reads of every document, in the current language.

    `letterhead` is that of the authority whose service answers, unless the document was frozen with another.
    """
    shown = current_authority().on_paper if letterhead is None else letterhead
    logo = shown.logo and {"svg": _drawing(shown.logo), "alt": shown.name, "width_mm": _width_mm(shown.logo)}
    return {
        "lang": current_language(),
        "title": title,
        "author": shown.name or PRODUCT,
        "heading": title,
        "letterhead": {"name": shown.name, "colour": shown.colour, "logo": logo},
        "page_words": _("page {n} sur {total}"),
    }


def _width_mm(logo: Logo) -> float:
    """Return the width at which a logo fits in its box."""
    return min(MOST_WIDTH_MM, MOST_HEIGHT_MM * logo.width / logo.height)


def _drawing(logo: Logo) -> str:
    """Return a logo as an SVG, which the template can be given as text."""
    return logo.data.decode() if logo.mimetype == "image/svg+xml" else WRAPPED.format(logo)


def check_drawn(authority: Authority) -> None:
    """Draw each logo as documents do; raises ValueError, in French, for one that they cannot draw."""
    for logo in authority.logos.values():
        try:
            png("picture.typ", {"svg": _drawing(logo), "alt": authority.name})
        except typst.TypstError:
            raise ValueError("le logo ne peut pas être dessiné dans un PDF : enregistrez-le en SVG simple ou en PNG.") from None
