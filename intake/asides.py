"""Rows of a table that are no places: totals, remarks, headings told again, titles of a group of rows; proposed to be left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice

from domain.candidate import Kind
from domain.words import folded
from i18n import gettext as _
from intake.errors import listed, shown
from intake.fields import PLACING
from intake.mapping import guess
from intake.table import Cell, Table, is_filled, text_of

MOST_CHARS = 100
_TOTAL = re.compile(r"(sous[- ]?|grand )?(total|totaux|somme|sommes|moyenne|moyennes)( general| generaux| (des?|du) .{1,40})?\s*:?\s*")
_FIGURE = re.compile(
    r"((sous[- ]?|grand )?tota(l|ux)|subtotal|somme|moyenne|mediane|max(imum)?|min(imum)?|nombre|effectif|"
    r"(surface|loyer|superficie)s? (total|moyen))"
)
"""How a row of figures begins: one that tells neither an address nor a position is no place."""
_FIGURES = re.compile(r"-?\d[\d\s.,\u00a0\u202f]*(m²|m2|€|%)?")
_PAGE = re.compile(r"page \d+( ?(/|sur|de) ?\d+)?")
_RULE = re.compile(r":?[-=_+*]{2,}:?")
"""What is drawn under headings, « --- »."""
_REMARK = re.compile(r"(#|//|\*|nb\b|nota\b|note\b|source|document |legende|edite |extrait |imprime |mis a jour|fait (le|a) )")
_GROUP = re.compile(r"(communes?|villes?|secteurs?|quartiers?|arrondissements?|agences?|departements?|patrimoine|territoires?)\b|\d{5}\b")


def asides_of(table: Table, head: Sequence[str], kind: Kind) -> tuple[int, ...]:
    """Return the numbers of the rows that are totals, remarks, titles of groups, or the headings again.

    Parameters
    ----------
    head : sequence of str
        The headings, as they are in the file.
    """
    again = tuple(text.strip() for text in head[: len(table.columns)])
    mapping = guess(table.columns, kind).mapping
    placing = [at for at, column in enumerate(table.columns) if mapping.get(column) in PLACING]
    ranks = range(len(table.rows))
    last_wide = next((at for at in reversed(ranks) if _is_wide(table.rows[at]) and not _is_total(table.rows[at], placing)), -1)
    titles = _titles(table, placing)
    return tuple(table.numbers[at] for at in ranks if at in titles or _is_aside(table, at, again, last_wide, placing))


def aside_notes(table: Table, asides: Sequence[int]) -> list[str]:
    """Return what to say of the rows that are proposed to be left out."""
    if not asides:
        return []
    rows = dict(zip(table.numbers, table.rows, strict=True))
    lines = [_("ligne {row} (« {text} »)").format(row=number, text=shown(first_text(rows[number]))) for number in asides]
    sentence = _("Proposé de côté, car ce ne sont pas des lieux : {rows} ; vous pouvez les reprendre à la vérification.")
    return [sentence.format(rows=listed(lines))]


def first_text(record: Sequence[Cell]) -> str:
    """Return the first text of a row; empty when it has none."""
    return next((text_of(cell).strip() for cell in record if is_filled(cell)), "")


def _is_aside(table: Table, at: int, again: tuple[str, ...], last_wide: int, placing: Sequence[int]) -> bool:
    row = table.rows[at]
    if not _is_wide(row) and _is_remark(table, at, last_wide):
        return True
    if all(_RULE.fullmatch(text_of(cell).strip()) for cell in row if is_filled(cell)):
        return True
    return (
        _is_total(row, placing)
        or _is_figures(row, placing)
        or (text_of(row[0]).strip() == again[0] and tuple(text_of(cell).strip() for cell in row) == again)
    )


def _is_total(row: Sequence[Cell], placing: Sequence[int]) -> bool:
    first = next((cell for cell in row if is_filled(cell)), None)
    if not isinstance(first, str) or len(first) > MOST_CHARS:
        return False
    words = folded(first.strip())
    if _TOTAL.fullmatch(words):
        return True
    return bool(placing) and _FIGURE.match(words) is not None and not any(map(str.isalpha, "".join(text_of(row[at]) for at in placing)))


def _is_figures(row: Sequence[Cell], placing: Sequence[int]) -> bool:
    """Whether a row holds figures alone, none of which tells where it is, behind an empty cell: a total that nothing names."""
    if not placing or is_filled(row[0]) or any(is_filled(row[at]) for at in placing):
        return False
    return all(_FIGURES.fullmatch(text_of(cell).strip()) for cell in row if is_filled(cell))


def _is_remark(table: Table, at: int, last_wide: int) -> bool:
    """A text alone in its row: one that begins as remarks do, or that follows the last place after an empty row."""
    row = table.rows[at]
    if len(table.columns) < 2:
        return False
    text = next(cell for cell in row if is_filled(cell))
    if not isinstance(text, str):
        return False
    is_apart = at > last_wide >= 0 and table.numbers[at] - table.numbers[last_wide] > at - last_wide
    words = folded(text.strip())
    return is_apart or _REMARK.match(words) is not None or _PAGE.fullmatch(words) is not None


def _titles(table: Table, placing: Collection[int]) -> set[int]:
    """The rows that hold the title of those below alone: a commune, « SECTEUR NORD », never where the places are told."""
    if not placing or len(table.columns) < 3:
        return set()
    found = set()
    for at, (row, below) in enumerate(zip(table.rows, table.rows[1:], strict=False)):
        if _is_wide(row) or not _is_wide(below) or any(is_filled(row[position]) for position in placing):
            continue
        text = first_text(row)
        if _GROUP.match(folded(text)) or (text.isupper() and len(text) > 3 and not any(map(str.isdigit, text))):
            found.add(at)
    return found


def _is_wide(record: Sequence[Cell]) -> bool:
    """Whether two cells or more are filled: said without a look at the others."""
    return sum(1 for _cell in islice(filter(is_filled, record), 2)) > 1
