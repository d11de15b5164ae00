"""Spreadsheet formulas: a text cell is never one."""

from __future__ import annotations

import unicodedata

TRIGGERS = frozenset("=+-@\u2212")
CONTROLS = frozenset("\t\r\n")
GUARD = "'"


def starts_formula(text: str) -> bool:
    """Say whether a spreadsheet could read the text as a formula.

    True for a first character TAB, CR or LF, and for = + - @ or a compatible form of them (full width, small), at the start
    or after characters that show nothing (spaces, zero-width marks).
    """
    if text[:1] in CONTROLS and text:
        return True
    for char in text:
        if char.isspace() or unicodedata.category(char) in {"Cf", "Cc"}:
            continue
        return unicodedata.normalize("NFKC", char)[:1] in TRIGGERS
    return False


def neutralised(text: str) -> str:
    """Return the text, behind an apostrophe when a spreadsheet could read it as a formula."""
    return GUARD + text if starts_formula(text) else text


def guarded(text: str) -> str:
    """Return the text behind one more apostrophe when without it, or behind those it has, a formula could stand.

    Unlike `neutralised`, nothing is lost: ``unguarded(guarded(text)) == text`` for any text.
    """
    return GUARD + text if starts_formula(text.lstrip(GUARD)) else text


def unguarded(text: str) -> str:
    """Return the text without the apostrophe that keeps it from being a formula, as a person reads it."""
    return text[1:] if text.startswith(GUARD) and starts_formula(text.lstrip(GUARD)) else text
