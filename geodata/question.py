"""A question about a place, as the search reads it: its words, its number, and what names a street."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.words import FULL, SMALL, words
from geodata.streets import REPEATS

NUMBER = re.compile(r"(\d{1,4})(bis|ter|quater|quinquies|[a-df-z])?")  # « 2e » is an ordinal
POSTCODE = re.compile(r"\d{5}")
COMPLEMENT = re.compile(
    r"\b(?:b[âa]t(?:iment)?|app(?:t|artement)?|[ée]tage|esc(?:alier)?|entr[ée]e|hall|porte|local|lot|bo[îi]te|bp|cs|tsa)\b\.?\s*(?:n°\s*)?"
    r"(?:\d{1,5}[a-z]?|[a-z])\b(?!['’])"
    r"|\b(?:rdc|rez[- ]de[- ]chauss[ée]e|\d{1,2}\s?(?:er|e|[èe]me)\s+[ée]tage)\b|\bcedex(?:\s+\d{1,2})?\b",
    re.IGNORECASE,
)
"""What an address says of a door, a letter box or a sorting office, and no index of streets knows."""
LETTERS = frozenset("bcdef")  # « a » and « r » begin a word more often
TYPES = frozenset(
    {
        "allee", "allees", "ancien", "avenue", "boulevard", "chemin", "cite", "corniche", "cours", "descente", "escalier", "esplanade",
        "faubourg", "hameau", "impasse", "lotissement", "mail", "montee", "parc", "passage", "place", "placette", "promenade", "quai",
        "residence", "rondpoint", "route", "rue", "ruelle", "sentier", "square", "traverse", "venelle", "voie", "zac", "zone",
    }
)  # fmt: skip
"""The words by which a street begins, in full (see `domain.words.FULL`)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read a question.

    Attributes
    ----------
    tokens : its words, the one still being typed last.
    number, suffix : those of the house, where one was set apart; 0 and empty otherwise.
    is_address : whether it tells a street or a number, rather than a name.
    """

    tokens: tuple[str, ...]
    number: int = 0
    suffix: str = ""
    is_address: bool = False

    def naming(self, area_words: frozenset[str]) -> frozenset[str]:
        """Return the words that name the street of an address: neither its type, nor its postcode, nor its commune; none otherwise."""
        if not self.is_address:
            return frozenset()
        return frozenset(word for word in self.tokens if not (is_type(word) or POSTCODE.fullmatch(word) or word in area_words))


def readings(text: str) -> Iterator[Reading]:
    """Yield the ways to read a question.

    As it is; with its first number set apart, and with the end of « 12-14 » or « 12 à 14 » left out; from the number of its street on,
    without the building or the residence that comes before.
    """
    found = words(text)
    starts = [at for at, word in enumerate(found) if NUMBER.fullmatch(word)]
    for at in dict.fromkeys([*starts[:1], *(start for start in starts if _is_before_street(found, start))]):
        yield from _numbered(found, at)
    yield Reading(compared(found), is_address=bool(starts) or any(map(is_type, found)))


def street_words(text: str) -> tuple[str, ...]:
    """Return the words of an address from its street on: after its number where there is one, without what no index of streets knows."""
    found = words(without_complements(text))
    before = next((at for at, word in enumerate(found) if NUMBER.fullmatch(word) and _is_before_street(found, at)), 0)
    return found[next((at for at in range(before, len(found)) if is_type(found[at])), 0) :]


def without_complements(text: str) -> str:
    """Return an address without its building, floor, letter box and sorting office; the same text where nothing else is in it."""
    return " ".join(COMPLEMENT.sub(" ", text).replace(" ,", ",").split()).strip(" ,;") or text


def is_type(word: str) -> bool:
    """Say whether a word, in full or not, is one by which streets begin."""
    return FULL.get(word, word) in TYPES


def compared(found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that are compared: those that distinguish something, as written."""
    return tuple(word for word in found if word not in SMALL) or found


def _numbered(found: tuple[str, ...], at: int) -> Iterator[Reading]:
    number, suffix, after = _number(found, at)
    end = _range_end(found, after)
    rests = [(*found[:at], *found[after:]), *([(*found[:at], *found[end:])] if end > after else [])]
    if at and _is_before_street(found, at):
        rests.append(found[end:])
    for rest in rests:
        if rest:
            yield Reading(compared(rest), number, suffix, is_address=True)


def _number(found: tuple[str, ...], at: int) -> tuple[int, str, int]:
    """Return the number at a word, its suffix, and where what follows begins."""
    match = NUMBER.fullmatch(found[at])
    if match is None:
        return 0, "", at
    following = found[at + 1] if at + 1 < len(found) else ""
    is_apart = not match[2] and (following in REPEATS or (following in LETTERS and at + 2 < len(found)))
    return int(match[1]), match[2] or (following if is_apart else ""), at + (2 if is_apart else 1)


def _range_end(found: tuple[str, ...], after: int) -> int:
    """Return where what follows « 12-14 », « 12/14 bis » or « 12 à 16 » begins."""
    end = after
    while end < len(found):
        at = end + 1 if found[end] in {"a", "et"} and end + 1 < len(found) else end
        if not NUMBER.fullmatch(found[at]):
            break
        end = _number(found, at)[2]
    return end if end < len(found) else after


def _is_before_street(found: tuple[str, ...], at: int) -> bool:
    """Say whether a number is that of the street that follows it."""
    end = _range_end(found, _number(found, at)[2])
    return end < len(found) and is_type(found[end])
