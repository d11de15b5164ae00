"""One cell made into one value of a field, or a sentence that says what was expected."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from functools import lru_cache

from domain.place_fields import PlaceField
from domain.words import folded
from i18n import current_language, in_every_language
from i18n import gettext as _
from i18n.numbers import number as written
from intake.dates import day_of
from intake.errors import hidden_in, shown
from intake.fields import example_of
from intake.table import Cell, text_of

Value = str | float | dt.date | None
UNKNOWN = frozenset(
    {"", "-", "–", "—", "?", "nc", "n.c.", "nr", "n.r.", "non renseigne", "non communique", "inconnu", "inconnue", "unknown"}
    | {"#n/a", "n/a", "nd", "n.d.", "so", "s.o.", "nsp", "sans objet", "non connu", "ne sait pas"}
    | {"a verifier", "a preciser", "a definir", "a completer", "a renseigner", "a confirmer"}
)  # fmt: skip
_BLANK = " \t\r\n"
_SPACES = re.compile(f"[{_BLANK}]+")
_SEP = " \u00a0\u202f"
_NUMBER = re.compile(
    rf"([+\-\u2212]?)(\d{{1,3}}(?:[{_SEP}]\d{{3}})+|\d{{1,3}}(?:\.\d{{3}})+(?=,)|\d{{1,3}}(?:,\d{{3}})+(?=\.)|\d*)"
    rf"(?:[.,](\d+))?(?:[eE]([+-]?\d{{1,3}}))?[{_SEP}]*([^\d{_SEP}].{{0,20}})?",
    re.ASCII,
)
_MAX_NUMBER_CHARS = 60


class CellError(ValueError):
    """A cell does not hold what its field asks for; the message is a sentence."""


def plain(text: str) -> str:
    """Return a text without accents, case, nor marks: what headings and allowed values are compared by."""
    return " ".join(re.sub(r"[^a-z0-9/€]+", " ", folded(text)).split())


def value_of(field: PlaceField, cell: Cell) -> Value:
    """Return the value of a cell: unknown is NaN for a number and None for the rest, never zero.

    Raises
    ------
    CellError
        With a sentence that says what was expected and what was received.
    """
    if field.type == "text":
        return _text(field, cell)
    if cell is None or (isinstance(cell, str) and is_unknown(cell)):
        return math.nan if field.type == "number" else None
    if field.type == "number":
        return _number(field, cell)
    return _day(field, cell) if field.type == "day" else _choice(field, cell)


def is_unknown(text: str) -> bool:
    """Say whether a text tells that the value is not known."""
    short = text.strip()
    return not short or (len(short) <= 20 and folded(short) in UNKNOWN)


def _text(field: PlaceField, cell: Cell) -> str | None:
    text = cell if isinstance(cell, str) else text_of(cell)
    if hidden := hidden_in(text):
        raise CellError(_("{label} : caractère invisible refusé ({codes})").format(label=_(field.label), codes=hidden))
    text = (text.replace("\r\n", "\n").replace("\r", "\n") if field.many_lines else _SPACES.sub(" ", text)).strip(_BLANK)
    if not text.strip():
        return None
    text = _read(field, text)
    if field.pattern and not re.fullmatch(field.pattern, text, re.ASCII):
        raise CellError(
            _("{label} : écrit comme « {example} », reçu « {value} »").format(
                label=_(field.label), example=example_of(field), value=shown(text)
            )
        )
    if len(text) > field.high:
        raise CellError(
            _("{label} : {limit} caractères au plus, reçu {count}").format(label=_(field.label), limit=int(field.high), count=len(text))
        )
    return text


def _read(field: PlaceField, text: str) -> str:
    """Return a text as its field reads it, where it has a form of its own (an identifier)."""
    try:
        return field.reads(text) if field.reads else text
    except ValueError as why:
        sentence = _("{label} : {why}, reçu « {value} »")
        raise CellError(sentence.format(label=_(field.label), why=why, value=shown(text))) from None


def _number(field: PlaceField, cell: Cell) -> float:
    found = number_of(cell, field.unit)
    if found is None or not field.low <= found <= field.high:
        raise CellError(bounds_sentence(field, shown(text_of(cell))))
    return found


def bounds_sentence(field: PlaceField, value: str) -> str:
    """Return what to say of a number that is none, or is out of the bounds of its field."""
    return _bounds(field, current_language()).format(value=value)


def number_of(cell: Cell, unit: str = "") -> float | None:
    """Return a finite number, or None when the cell is none.

    A text may have a decimal comma or point, thousands apart by spaces, and the unit of the field behind it.
    """
    if isinstance(cell, (bool, dt.date)):
        return None
    if isinstance(cell, str):
        cell = _parsed(cell.strip(), unit)
    try:
        found = math.nan if cell is None else float(cell)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def _parsed(text: str, unit: str) -> float | None:
    match = _NUMBER.fullmatch(text) if len(text) <= _MAX_NUMBER_CHARS else None
    if match is None or not (match[2] or match[3]):
        return None
    sign, whole, decimals, exponent, given_unit = match.groups()
    if given_unit and plain(given_unit) not in _units_read(unit):
        return None
    digits = re.sub(r"\D", "", whole or "0")
    return float(f"{'-' if sign in ('-', chr(0x2212)) else ''}{digits or 0}.{decimals or 0}e{exponent or 0}")


@lru_cache(maxsize=64)
def _units_read(unit: str) -> frozenset[str]:
    """The ways to write a unit behind a number: an amount of euros may say no more than « € »."""
    own = {plain(written) for written in in_every_language(unit)} if unit else {""}
    return frozenset(own | ({"€", "euro", "euros", "eur"} if "€" in unit else set()))


def may_be_thousands(cell: Cell) -> bool:
    """Say whether « 1.250 » or « 1,250 » may have meant one thousand two hundred and fifty."""
    return isinstance(cell, str) and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", cell.strip(), re.ASCII) is not None


@lru_cache(maxsize=256)
def _bounds(field: PlaceField, language: str) -> str:
    """The sentence of a number, its value left open; cached, since a file can hold thousands of the same slip."""
    if abs(field.low) >= 1e9:
        return _("{label} : nombre attendu, reçu « {value} »").format(label=_(field.label), value="{value}")
    pattern = {
        "m": _("{label} attendu entre {low} et {high} {unit}, reçu « {value} »"),
        "f": _("{label} attendue entre {low} et {high} {unit}, reçu « {value} »"),
        "fp": _("{label} attendues entre {low} et {high} {unit}, reçu « {value} »"),
    }[field.gender]
    low, high = written(field.low, 1), written(field.high, 1)
    return pattern.format(label=_(field.label), low=low, high=high, unit=_(field.unit), value="{value}")


def _day(field: PlaceField, cell: Cell) -> dt.date:
    found = day_of(cell)
    if found is None:
        message = _("{label} : date attendue, comme 2026-03-01 ou 01/03/2026, reçu « {value} »")
        raise CellError(message.format(label=_(field.label), value=shown(cell)))
    return found


def _choice(field: PlaceField, cell: Cell) -> str:
    text = ("1" if cell else "0") if isinstance(cell, bool) else text_of(cell)
    code = words_of(field).get(plain(text)) if len(text) <= 80 else None
    if code is None:
        allowed = ", ".join(_(choice.label) for choice in field.choices)
        message = _("{label} : attendu l'une de ces valeurs : {allowed} ; reçu « {value} »")
        raise CellError(message.format(label=_(field.label), allowed=allowed, value=shown(cell)))
    return code


@lru_cache(maxsize=256)
def words_of(field: PlaceField) -> Mapping[str, str]:
    """Return the code of each way to write an allowed value: code, French label, label in every language, aliases."""
    return {
        plain(word): choice.code for choice in field.choices for word in (*choice.aliases, choice.code, *in_every_language(choice.label))
    }
