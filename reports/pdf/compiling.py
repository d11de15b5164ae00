"""A template and plain data make a tagged PDF (PDF/UA-1), the same bytes of the same data, without fonts or network of the machine."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent
PICTURE_PPI = 144.0
FONT = "Libertinus Serif"
"""The font that is embedded, for what is drawn within a document."""
NO_GLYPH = "□"
"""Stands for a sign that no embedded font draws, which a PDF/UA may not hold."""
_DRAWN = (
    "\n -~\xa0-\u02ff\u0391-\u03a1\u03a3-\u03ce\u0400-\u04ff\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026"
    "\u202f\u2030\u2032\u2033\u2039\u203a\u2044\u2070\u2074-\u208e\u20ac\u2116\u2122\u2190-\u2199\u2200-\u22ff\u25a0-\u25cf\u2713\u2717"
)
_UNDRAWN = re.compile(f"[^{_DRAWN}]")
_UNSEEN = frozenset({"Cf", "Cc"})
"""Categories of what is not seen: controls, and marks of direction, which could show a text otherwise than it is."""


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts that the package embeds (Libertinus Serif, DejaVu Sans Mono: SIL OFL, Bitstream Vera), and none of the system."""
    return typst.Fonts(include_system_fonts=False)


def pdf(template: str, data: Mapping[str, Any], at: dt.datetime) -> bytes:
    """Return a document as PDF/UA-1.

    Parameters
    ----------
    template : the name of a file of this folder.
    data : JSON data that the template reads; every text in it is shown as it is, markup or not.
    at : the date that the document bears.

    Raises
    ------
    typst.TypstError
        The template does not hold.
    """
    return _compiled(template, data, format="pdf", pdf_standards="ua-1", timestamp=int(at.timestamp()))


def png(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the one page of a template as a picture of `PICTURE_PPI` dots an inch; raises typst.TypstError."""
    return _compiled(template, data, format="png", ppi=PICTURE_PPI)


def _compiled(template: str, data: Mapping[str, Any], **how: Any) -> bytes:
    made: bytes = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(drawable(data), ensure_ascii=False, allow_nan=False)},
        **how,
    )
    return made


def drawable(value: Any) -> Any:
    """Return plain data whose texts have no sign that the fonts lack; `NO_GLYPH` stands for each, and what is not seen goes."""
    if isinstance(value, str):
        seen = "".join(sign for sign in unicodedata.normalize("NFC", value) if sign == "\n" or unicodedata.category(sign) not in _UNSEEN)
        return _UNDRAWN.sub(NO_GLYPH, seen)
    if isinstance(value, Mapping):
        return {key: drawable(one) for key, one in value.items()}
    return [drawable(one) for one in value] if isinstance(value, (list, tuple)) else value
