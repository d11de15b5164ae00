"""What is refused, and where: sentences that name the row and the field, never a traceback nor a path."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

SHOWN_CHARS = 60
NAMED = 4
"""How many of a long list a sentence names, where nothing else is said."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing that is wrong, or worth a look, in one row.

    `row` is the number that a spreadsheet shows (the headings are row 1; for a map file, the rank of the feature); `field`
    is an id of `intake.fields`, a heading of the file, ``"geometry"``, or empty for the row as a whole; `message` is a
    sentence in the current language; `value` is what was received, shortened and made visible.
    """

    row: int
    field: str
    message: str
    value: str = ""


class FileError(Exception):
    """A file as a whole cannot be read. The message is a sentence in the current language.

    No ValueError: what catches those of a parser must let this one through.
    """

    @property
    def message(self) -> str:
        """The sentence."""
        return str(self.args[0])


def shown(value: object) -> str:
    """Return a received value as a person may read it: short, on one line, what is hidden made visible."""
    text = str(value)
    visible = text[:SHOWN_CHARS]
    if not visible.isprintable():
        visible = "".join(_visible(char) for char in visible)
    return visible + ("…" if len(text) > SHOWN_CHARS else "")


def listed(texts: Sequence[object], most: int = NAMED) -> str:
    """Return texts in a row, of which a long list tells the first `most` only."""
    return ", ".join(map(str, texts[:most])) + (", …" if len(texts) > most else "")


def _visible(char: str) -> str:
    if char in "\t\r\n":
        return " "
    return f"[U+{ord(char):04X}]" if is_hidden(char) else char


def is_hidden(char: str) -> bool:
    """Say whether a character shows nothing and may mislead: controls, direction marks, zero-width marks, surrogates."""
    return unicodedata.category(char) in _HIDDEN and char not in "\t\r\n"


def hidden_in(text: str) -> str:
    """Return the code points of the hidden characters of a text, such as « U+202E »; empty when there is none."""
    if text.isprintable():
        return ""
    return ", ".join(sorted({f"U+{ord(char):04X}" for char in text if is_hidden(char)}))
