"""docs/asvs.md answers every requirement of levels 1 and 2 of ASVS 5.0, counts what it answers, and names what there is."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<id>\d+\.\d+\.\d+) \| (?P<level>[12]) \| (?P<met>yes|part|no|n/a) \| (?P<how>[^|]+) \|$", re.MULTILINE)
ROWS = [found.groupdict() for found in ROW.finditer(TEXT)]
NAMED = re.compile(r"`((?:\w+/)+[\w.-]*)`")
LEVELS = {
    "1": """1.2.1-5 1.3.1-2 1.5.1 2.1.1 2.2.1-2 2.3.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1 4.4.1 5.2.1-2 5.3.1-2 6.1.1 6.2.1-8 6.3.1-2
    6.4.1-2 7.2.1-4 7.4.1-2 8.1.1 8.2.1-2 8.3.1 9.1.1-3 9.2.1 10.4.1-5 11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1
    15.3.1""",
    "2": """1.1.1-2 1.2.6-9 1.3.3-11 1.4.1-3 1.5.2 2.1.2-3 2.2.3 2.3.2-4 2.4.1 3.3.2-4 3.4.3-6 3.5.4-5 3.7.1-2 4.1.2-3 4.2.1 4.3.1-2
    4.4.2-4 5.1.1 5.2.3 5.4.1-3 6.1.2-3 6.2.9-12 6.3.3-4 6.4.3-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.3.1-2 7.4.3-5 7.5.1-2 7.6.1-2 8.1.2
    8.2.3 8.4.1 9.2.2-4 10.1.1-2 10.2.1-2 10.3.1-4 10.4.6-11 10.5.1-5 10.6.1-2 10.7.1-3 11.1.1-2 11.2.1-3 11.3.3 11.4.2-4 11.5.1 11.6.1
    12.1.2-3 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.2-5 14.1.1-2 14.2.2-4 14.3.2-3 15.1.2-3 15.2.2-3 15.3.2-7 16.1.1 16.2.1-5 16.3.1-4
    16.4.1-3 16.5.1-3 17.1.1 17.2.1-4 17.3.1-2""",
}
"""The numbers of the standard's CSV file (5.0.0, « L » 1 and 2)."""


def _expanded(ranges: str) -> list[str]:
    found = [re.fullmatch(r"(\d+\.\d+)\.(\d+)(?:-(\d+))?", part) for part in ranges.split()]
    return [f"{one[1]}.{number}" for one in found if one for number in range(int(one[2]), int(one[3] or one[2]) + 1)]


def _met(level: str) -> tuple[int, int]:
    """Return how many requirements of a level are met, of how many that apply."""
    apply = [row["met"] for row in ROWS if row["level"] == level and row["met"] != "n/a"]
    return apply.count("yes"), len(apply)


@pytest.mark.parametrize(("level", "many"), [("1", 70), ("2", 183)])
def test_every_requirement_of_the_level_is_answered_once(level: str, many: int) -> None:
    answered = [row["id"] for row in ROWS if row["level"] == level]
    assert len(answered) == many
    assert answered == sorted(_expanded(LEVELS[level]), key=lambda one: [int(part) for part in one.split(".")])


def test_the_shares_that_the_page_tells_are_those_of_its_lines() -> None:
    (first, of_first), (second, of_second) = _met("1"), _met("2")
    assert f"**Level 1: {first} of the {of_first} that apply. " in TEXT
    assert f" Level 2: {second} of the {of_second} that apply, {100 * second // of_second} %.**" in TEXT


def test_the_first_level_is_met_whole_and_nine_tenths_of_the_second() -> None:
    assert _met("1")[0] == _met("1")[1]
    assert _met("2")[0] >= 0.9 * _met("2")[1]


def test_what_is_named_exists() -> None:
    named = set(chain.from_iterable(NAMED.findall(row["how"]) for row in ROWS))
    assert len(named) > 50
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
