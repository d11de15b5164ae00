"""Cells as people write them: read where one meaning is likely, with a sentence when it is more than the letter says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from domain.place_fields import METRES, MONTHS, SQUARE_METRES, PlaceField
from domain.words import folded
from i18n import gettext as _
from i18n import quoted
from i18n.numbers import number
from intake.dates import american_day_of, day_of, loose_day_of
from intake.errors import is_hidden, shown
from intake.fields import COORDINATE_IDS
from intake.locations import angle_of
from intake.table import Cell, text_of
from intake.values import CellError, Value, is_unknown, may_be_thousands, number_of, plain, value_of, words_of

MOST_LENIENT_CHARS = 200
TALLEST_M = 30
_WRAPPED = re.compile(r"=\"([^\"]*)\"|'(\d+)", re.ASCII)
_ABOUT = re.compile(r"^(?:[≈~±]|\+/-|env(?:\.|iron)?\b\.?|approx\.?|ca\.)\s*|\s*\(?(?:env(?:\.|iron)?|approx\.?)\)?$", re.IGNORECASE)
_METRES = re.compile(r"(\d{1,2})\s*m\s*(\d{1,2})", re.IGNORECASE | re.ASCII)
_YEARS = re.compile(r"(\d{1,3})\s*ans?(?:\s*(?:et\s*)?(\d{1,2})\s*mois)?", re.IGNORECASE | re.ASCII)
_LEASE = re.compile(r"(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*(\d{1,2})(?:\s*ans)?", re.ASCII)
_MEASURED = re.compile(r"(.*?\d)\s*([a-zA-Zéè]+)\.?", re.ASCII)
_WITHIN = re.compile(r"(\d{1,3})\s*(ans?|annees?|mois)\b", re.ASCII)
_ASIDE = re.compile(r"^(?:h|hsp|l|larg|haut|ht)\.?\s*[=:]\s*|\s*\([^()]*\)$", re.IGNORECASE)
"""What stands around a number and says no more of it: « H = 3,2 m », « 3,2 m (rdc) »."""
_WITH_TOWN = re.compile(r"(\d{5})[ ,-]+[^\W\d][^\d]{1,60}")
_APOSTROPHES = re.compile(r"(?<=\d)['’](?=\d{3}(?!\d))")
_WORTH: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        METRES: {"cm": 0.01, "centimetres": 0.01, "mm": 0.001, "metres": 1, "metre": 1, "ml": 1, "km": 1_000},
        SQUARE_METRES: {"ha": 10_000, "hectares": 10_000, "hectare": 10_000, "mq": 1},
        MONTHS: {"an": 12, "ans": 12, "annees": 12, "annee": 12, "mois": 1},
    }
)
"""What other units written in a cell are worth, by the unit of its field."""
_SERIAL = re.compile(r"[34567]\d{4}", re.ASCII)
"""A day as a spreadsheet counts it, from 1982 on, written as a text."""
_AT_ONCE = frozenset(map(plain, (
    "immediat", "immediate", "immediatement", "immediatement disponible", "disponible", "disponible immediatement", "disponible de suite",
     "de suite", "tout de suite", "libre", "libre de suite", "maintenant", "ce jour", "aujourd'hui", "sans delai", "dispo", "now",
)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that was read; `note` says how, where it is worth a look; `remark` is the text that would be lost without it."""

    value: Value
    note: str = ""
    remark: str = ""


def reading_of(field: PlaceField, cell: Cell) -> Reading:
    """Return what a cell of a file means.

    Raises
    ------
    CellError
        When no meaning is likely; the sentence is that of `intake.values.value_of`.
    """
    cell = _unwrapped(cell)
    try:
        return Reading(value_of(field, cell))
    except CellError:
        text = visible(text_of(cell))
        found = _READERS[field.type](field, text) if len(text) <= MOST_LENIENT_CHARS or field.type == "text" else None
        if found is None:
            raise
        is_cleaned = text != text_of(cell).strip()
        return replace(
            found, note=found.note or (_("{label} : caractère invisible retiré").format(label=_(field.label)) if is_cleaned else "")
        )


def american(field: PlaceField, cell: Cell) -> Reading | None:
    """Return the day of a cell of a column whose days are written month first; None for what is none."""
    day = american_day_of(cell) if isinstance(cell, str) else None
    return Reading(day, _read_as(field, str(cell), f"{day:%d/%m/%Y}")) if day else None


def _unwrapped(cell: Cell) -> Cell:
    """« ="13015" » and « '13015 », by which spreadsheets are made to keep digits as text, are the text."""
    found = _WRAPPED.fullmatch(cell) if isinstance(cell, str) and cell[:1] in "='" else None
    return cell if found is None else found[1] or found[2]


def visible(text: str) -> str:
    """Return a text without the characters that show nothing; those that part words become spaces."""
    return "".join(_visible(char) for char in text).strip()


def _visible(char: str) -> str:
    if not is_hidden(char):
        return char
    return " " if char in "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029" else ""


def _read_as(field: PlaceField, text: str, read: str) -> str:
    return _("{label} : « {value} » est lu {read}").format(label=_(field.label), value=shown(text), read=read)


def _text(field: PlaceField, text: str) -> Reading | None:
    if field.pattern:
        return _postcode(field, text)
    whole = value_of(replace(field, high=1e9), text)
    if field.reads and isinstance(whole, str) and len(whole) > field.high:
        return None  # an identifier that is cut is another one
    if not isinstance(whole, str) or len(whole) <= field.high:
        return Reading(whole)
    limit = int(field.high)
    sentence = _("{label} : coupé à {limit} caractères, le texte entier est gardé dans les remarques")
    cut = whole[: limit - 1].rstrip() + "…"
    return Reading(cut, sentence.format(label=_(field.label), limit=limit), f"{_(field.label)} : {whole}")


def _postcode(field: PlaceField, text: str) -> Reading | None:
    """Five digits however they are parted, behind the letter of the country or before « CEDEX »; a 0 that a spreadsheet took off."""
    digits = re.sub(r"^(?:F|FR)\s*-\s*|\s*cedex\b.*$|[.,]0+$", "", text, flags=re.IGNORECASE)
    digits = re.sub(r"[\s\u00a0\u202f.]", "", digits)
    if re.fullmatch(r"[1-9]\d{3}", digits, re.ASCII):
        return Reading(f"0{digits}", _read_as(field, text, quoted(f"0{digits}")))
    if re.fullmatch(field.pattern, digits, re.ASCII):
        return Reading(digits)
    with_town = _WITH_TOWN.fullmatch(text.strip()) if field.id == "postcode" else None
    return Reading(with_town[1], _read_as(field, text, with_town[1]), f"{_(field.label)} : {text}") if with_town else None


def _number(field: PlaceField, text: str) -> Reading | None:
    if not text or is_unknown(text):
        return Reading(value_of(field, None))
    bare = _APOSTROPHES.sub("", text)
    found = angle_of(text) if field.id in COORDINATE_IDS else None
    found = number_of(bare, field.unit) if found is None else found
    if found is None:
        found = _measure(field, bare)
    note = ""
    if found is None and (around := _ABOUT.sub("", bare)) != bare:
        found = number_of(around, field.unit)
        found = _measure(field, around) if found is None else found
        note = "" if found is None else _read_as(field, text, _with_unit(field, found))
    if found is not None and field.unit == METRES and field.high <= TALLEST_M < found and field.low <= found / 100 <= field.high:
        found = found / 100
        note = _read_as(field, text, _with_unit(field, found))
    if found is not None and may_be_thousands(text) and found < field.low <= 1_000 * found <= field.high:
        found = 1_000 * found
        note = _read_as(field, text, _with_unit(field, found))
    if found is not None and field.unit == MONTHS and _LEASE.fullmatch(bare):
        note = _read_as(field, text, _with_unit(field, found))
    if found is None:
        return _number_beside(field, text)
    return Reading(found, note) if field.low <= found <= field.high else None


def _number_beside(field: PlaceField, text: str) -> Reading | None:
    """A number with words beside it, « 6 ans (3/6) », « bail précaire de 23 mois », which are kept as a remark."""
    within = _WITHIN.findall(folded(text)) if field.unit == MONTHS else []
    bare = " ".join(within[0]) if len(within) == 1 and len(re.findall(r"\d+", text)) == 1 else _ASIDE.sub("", text).strip()
    found = _number(field, bare) if bare and bare != text else None
    if found is None or not isinstance(found.value, float | int):
        return None
    return Reading(found.value, _read_as(field, text, _with_unit(field, found.value)), f"{_(field.label)} : {text}")


def _with_unit(field: PlaceField, found: float) -> str:
    return f"{number(found, 2)} {_(field.unit)}" if field.unit else number(found, 2)


def _measure(field: PlaceField, text: str) -> float | None:
    """A number with another unit of the same kind behind it, « 3m20 », « 3 ans 6 mois », « 3/6/9 »."""
    if field.unit == METRES and (parts := _METRES.fullmatch(text)):
        return int(parts[1]) + int(parts[2].ljust(2, "0")) / 100
    if field.unit == MONTHS and (parts := _YEARS.fullmatch(text)):
        return 12 * int(parts[1]) + int(parts[2] or 0)
    if field.unit == MONTHS and (parts := _LEASE.fullmatch(text)):
        return 12 * int(parts[3]) if int(parts[1]) < int(parts[2]) < int(parts[3]) else None
    measured = _MEASURED.fullmatch(text)
    worth = _WORTH.get(field.unit, {}).get(folded(measured[2])) if measured else None
    found = number_of(measured[1]) if measured and worth else None
    return None if found is None or worth is None else round(found * worth, 4)


def _day(field: PlaceField, text: str) -> Reading | None:
    if field.id == "available_on" and plain(text) in _AT_ONCE:
        today = dt.date.today()
        return Reading(today, _read_as(field, text, f"{today:%d/%m/%Y}"))
    found = loose_day_of(text)
    if found is None:
        day = american_day_of(text) or (day_of(int(text)) if _SERIAL.fullmatch(text) else None)
        return Reading(day, _read_as(field, text, f"{day:%d/%m/%Y}")) if day else None
    return Reading(found.day, "" if found.is_exact else _read_as(field, text, f"{found.day:%d/%m/%Y}"))


def _choice(field: PlaceField, text: str) -> Reading | None:
    """An allowed value with something behind it, « Oui (rampe) »: kept as a remark, since it would be lost."""
    if is_unknown(text):
        return Reading(None)
    words = {word: code for word, code in words_of(field).items() if len(word) > 1}
    whole = plain(text)
    if whole in words:
        return Reading(words[whole])
    first = max((word for word in words if whole.startswith(f"{word} ")), key=len, default="")
    rest = f" {whole.removeprefix(first)} "
    if not first or any(f" {word} " in rest for word, code in words.items() if code != words[first] and len(word) > 2):
        return None
    label = next(_(choice.label) for choice in field.choices if choice.code == words[first])
    return Reading(words[first], _read_as(field, text, quoted(label)), f"{_(field.label)} : {text}")


_READERS: Mapping[str, Callable[[PlaceField, str], Reading | None]] = MappingProxyType(
    {"text": _text, "number": _number, "day": _day, "choice": _choice}
)
