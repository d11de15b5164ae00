"""Fields told in a free text, label and value, as the export by a standard writes them: « Hauteur libre : 5,2 m ; Avancement : Visité »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from domain.candidate import Kind
from domain.place_fields import PlaceField
from intake.fields import COORDINATES, EXAMPLE, FIELDS

BETWEEN = " ; "
ID_LABEL = "Identifiant Convergence : "
"""What stands before our identifier of a place in the free comment of a standard."""


def comment_fields(texts: Iterable[str], kind: Kind) -> tuple[list[str], dict[str, list[str]]]:
    """Return what is left of some texts without the fields that they tell, and the value of each of these fields, a text each ("")."""
    pattern, fields = _labels(kind)
    left, values = list[str](), dict[str, list[str]]()
    for rank, text in enumerate(texts):
        rest, *pieces = pattern.split(text)
        left.append(rest)
        for label, value in zip(pieces[::2], pieces[1::2], strict=True):
            column = values.setdefault(fields[label].id, [])
            column.extend([""] * (rank + 1 - len(column)))
            column[rank] = column[rank] or value
    return left, {field_id: [*column, *[""] * (len(left) - len(column))] for field_id, column in values.items()}


@lru_cache(maxsize=4)
def _labels(kind: Kind) -> tuple[re.Pattern[str], Mapping[str, PlaceField]]:
    """What parts a text at the labels of the fields, and the field of each label, in the language of the standards: French."""
    fields = {field.label: field for field in FIELDS[kind] if field is not EXAMPLE and field not in COORDINATES}
    labels = "|".join(re.escape(label) for label in sorted(fields, key=len, reverse=True))
    return re.compile(rf"(?:^|{re.escape(BETWEEN)})({labels}) : "), fields
