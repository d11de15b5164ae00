"""Sentences that are stored as what they say, and written in the language of who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from i18n import gettext as _
from i18n.numbers import number

Value: TypeAlias = "str | int | float | Sentence | tuple[Value, ...]"


@dataclass(frozen=True)
class Sentence:
    """A sentence: its gettext message id, and what it says of what.

    Attributes
    ----------
    id : str
        A message id with ``{names}``; a text without values is said as it is.
    values : mapping
        By name: texts as they are, numbers as the reader's language writes them, other sentences, or several of these.
    """

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        words = _(self.id) if self.id else ""
        return words.format(**{name: _written(value) for name, value in self.values.items()}) if self.values else words

    def __bool__(self) -> bool:
        return bool(self.id)


def sentence(id_: str, /, **values: Value) -> Sentence:
    """Return a sentence, whose message id the caller marks with ``N_``."""
    return Sentence(id_, values)


class SentenceError(RuntimeError):
    """What goes wrong, in a sentence that is written in the language of who reads it; `sentence` is what it says."""

    def __init__(self, id_: str | Sentence, /, **values: Value) -> None:
        self.sentence = id_ if isinstance(id_, Sentence) else Sentence(id_, values)
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


def from_plain(content: Any) -> Sentence:
    """Return a sentence from what JSON held of it (`dataclasses.asdict`); TypeError or KeyError where it is of another form."""
    if isinstance(content, str):
        return Sentence(content)
    return Sentence(str(content["id"]), {str(name): _value(value) for name, value in content["values"].items()})


def _written(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_written, value))
    return number(value) if isinstance(value, (int, float)) else str(value)


def _value(content: Any) -> Value:
    if isinstance(content, list):
        return tuple(map(_value, content))
    return from_plain(content) if isinstance(content, dict) else content if isinstance(content, (int, float)) else str(content)
