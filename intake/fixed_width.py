"""Texts whose columns are told by their width alone, as printing programs and mainframes write them: where each column begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.table import Cell, refuse_amount

GAP = "  "
LOOKED_AT_LINES = 200
MOST_LONG = 2_000
"""Characters of a line: what is longer is no line of a printed table."""
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
