"""Texts whose columns are told by their width alone, as printing programs and mainframes write them: where each column begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from intake.table import Cell, refuse_amount

GAP = "  "
LOOKED_AT_LINES = 200
MOST_LONG = 2_000
"""Characters of a line: what is longer is no line of a printed table."""
MOST_CUTS = 60
MOST_OFFERED = 8
_CUTS = re.compile(r"\d{1,4}(,\d{1,4})*", re.ASCII)
_WORD = re.compile(r"(?<!\S)\S+")
MOST_OTHERS, OTHERS_SHARE = 2, 0.2
"""How many lines, or which share of them, may be titles and comments."""


def starts_in(text: str) -> tuple[int, ...]:
    """Return the rank of the first character of each column, from 0; nothing where the lines have no columns of one width.

    A column begins where two spaces or more end in every line that holds such a gap: titles and comments, which hold none, are passed
    over, and so are lines that are ruled.
    """
    lines = [line.rstrip() for line in text[: LOOKED_AT_LINES * MOST_LONG].splitlines()[:LOOKED_AT_LINES] if not _is_ruled(line)]
    tabular = [line for line in lines if GAP in line.strip() and len(line) <= MOST_LONG]
    if len(tabular) < 2 or len(lines) - len(tabular) > max(MOST_OTHERS, OTHERS_SHARE * len(lines)):
        return ()
    width = max(map(len, tabular))
    blank = [all(line[at : at + 1] in ("", " ") for line in tabular) for at in range(width)]
    starts = [at for at in range(2, width) if not blank[at] and blank[at - 1] and blank[at - 2]]
    first = next(at for at in range(width) if not blank[at])
    return (first, *(at for at in starts if at > first)) if len(starts) > (first > 1) else ()


def chosen_starts(text: str, cuts: str) -> tuple[int, ...]:
    """Return where the columns begin that a person chose, « 1,13,24 » from 1; where they are found, for anything else."""
    numbers = [int(part) for part in cuts.split(",")] if _CUTS.fullmatch(cuts) else []
    is_sane = 0 < len(numbers) <= MOST_CUTS and numbers[0] > 0 and numbers == sorted(set(numbers)) and numbers[-1] <= MOST_LONG
    return tuple(number - 1 for number in numbers) if is_sane else starts_in(text)


def written(starts: Sequence[int]) -> str:
    """Return where columns begin as `chosen_starts` reads it."""
    return ",".join(str(start + 1) for start in starts)


def possible_starts(text: str, starts: Sequence[int]) -> tuple[int, ...]:
    """Return where other columns may begin: where words do and none is cut, the likeliest in their order."""
    lines = [line for line in text[: LOOKED_AT_LINES * MOST_LONG].splitlines()[:LOOKED_AT_LINES] if GAP in line.strip()]
    begins = Counter(found.start() for line in lines for found in _WORD.finditer(line[:MOST_LONG]))
    cutting = {at for at in begins if any(line[at - 1 : at] not in {"", " "} for line in lines)}
    likely = [(count, at) for at, count in begins.items() if at and at not in starts and at not in cutting]
    return tuple(sorted(at for _count, at in sorted(likely, reverse=True)[:MOST_OFFERED]))


def records(text: str, starts: Sequence[int]) -> Iterator[list[Cell]]:
    """Yield the cells of each line, cut where columns begin; None where there is nothing but spaces."""
    lines = text.splitlines()
    refuse_amount(len(lines) * len(starts))
    ends = (*starts[1:], None)
    for line in lines:
        is_ruled = _is_ruled(line)
        yield [None if is_ruled else line[start:end].strip() or None for start, end in zip(starts, ends, strict=True)]


def _is_ruled(line: str) -> bool:
    """Whether a line is empty, or made of strokes alone."""
    return not any(map(str.isalnum, line))
