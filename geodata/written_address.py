"""Addresses as people write them, and what is found of each: the likeliest answers, and why a person should look at them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.words import telling, words
from domain.written_address import Written
from geodata.crs import to_l93
from geodata.gazetteer import Answer
from geodata.perimeter import municipality_of
from geodata.question import is_type, street_words

SURE_SCORE = 0.7
SAME_SCORE = 0.005
"""Two answers whose scores differ by less are as likely."""
APART_M = 200.0
"""Two answers that are nearer tell the same place."""
MOST_CANDIDATES = 5


class Doubt(StrEnum):
    """Why what was found of an address is to be looked at."""

    NOTHING = "nothing"
    AREA = "area"
    STREET = "street"
    NUMBER = "number"
    NAME = "name"
    POSTCODE = "postcode"
    TOWN = "town"
    SEVERAL = "several"
    SCORE = "score"


_PRECISIONS: Mapping[str, Doubt] = MappingProxyType({"street": Doubt.STREET, "interpolated": Doubt.NUMBER})


@dataclass(frozen=True, slots=True)
class Located:
    """What was found of an address: answers, the likeliest first, and the doubts on the first one."""

    answers: tuple[Answer, ...] = ()
    doubts: tuple[Doubt, ...] = (Doubt.NOTHING,)


def located(written: Written, answers: Sequence[Answer], area_names: Mapping[str, str]) -> Located:
    """Return what was found of an address, with what makes the first answer doubtful; a street of quite another name is not found.

    Parameters
    ----------
    written : Written
        The address.
    answers : sequence of Answer
        What a search found, the likeliest first.
    area_names : mapping of str to str
        Names of the communes and arrondissements by code.
    """
    wanted = _name(written, area_names)
    answers = [one for one in answers if one.precision == "area" or not wanted or _missing(wanted, one) < len(wanted)]
    if not answers:
        return Located()
    doubts = _doubts(written, wanted, answers[0], answers[1:], area_names)
    return Located(tuple(answers[:MOST_CANDIDATES]), tuple(doubts))


def _doubts(written: Written, wanted: Sequence[str], first: Answer, others: Sequence[Answer], area_names: Mapping[str, str]) -> list[Doubt]:
    of_area = first.precision == "area"
    found = {
        _PRECISIONS.get(first.precision, Doubt.AREA): first.precision != "number",
        Doubt.NAME: not of_area and _missing(wanted, first) > 0,
        Doubt.POSTCODE: bool(written.code and first.postcode and written.code != first.postcode),
        Doubt.TOWN: _is_elsewhere(written.town, first.area_code, area_names),
        Doubt.SEVERAL: any(_is_as_likely(first, other) for other in others),
        Doubt.SCORE: not of_area and first.score < SURE_SCORE,
    }
    return [doubt for doubt, is_so in found.items() if is_so]


def _name(written: Written, area_names: Mapping[str, str]) -> list[str]:
    """Return the words that name the street of an address."""
    of_areas = {word for name in area_names.values() for word in words(name)} | set(words(written.town))
    return [word for word in telling(street_words(written.address)) if not (word.isdigit() or is_type(word) or word in of_areas)]


def _missing(wanted: Sequence[str], answer: Answer) -> int:
    """Return how many words an answer has not."""
    inside = telling(words(answer.label))
    return sum(not any(other.startswith(word) for other in inside) for word in wanted)


def _is_elsewhere(town: str, area_code: str | None, area_names: Mapping[str, str]) -> bool:
    """Say whether a commune, when it is one of the territory, is another one than that of an answer."""
    codes = {code for code, name in area_names.items() if words(name) == words(town)}
    return bool(codes and area_code) and not codes & {area_code, municipality_of(str(area_code))}


def _is_as_likely(first: Answer, other: Answer) -> bool:
    if first.score - other.score > SAME_SCORE or first.precision != other.precision:
        return False
    x, y = to_l93([first.lon, other.lon], [first.lat, other.lat])
    return math.hypot(x[0] - x[1], y[0] - y[1]) > APART_M
