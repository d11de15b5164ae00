"""Postcodes beside where their places are: another département, or another arrondissement of Marseille, is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geodata.perimeter import ARRONDISSEMENTS, COMMUNES
from i18n import gettext as _
from intake.check import Row
from intake.errors import RowError

DEPARTMENTS = frozenset(code[:2] for code in COMMUNES)
POSTCODES: Mapping[str, str] = {f"130{code[3:]}": code for code in ARRONDISSEMENTS}
"""The arrondissement of Marseille of each of its postcodes."""
FIELD = "postcode"


def postcode_warnings(rows: Sequence[Row], areas: Mapping[int, str]) -> Iterator[RowError]:
    """Yield what is worth a look in the postcodes of rows; `areas` are the codes of their communes by number, where they are placed."""
    for row in rows:
        postcode, area = str(row.values.get(FIELD) or ""), areas.get(row.number, "")
        if not postcode:
            continue
        if postcode[:2] not in DEPARTMENTS:
            yield RowError(row.number, FIELD, _("{postcode} est d'un autre département").format(postcode=postcode), postcode)
        elif area and POSTCODES.get(postcode, area if area not in ARRONDISSEMENTS else "") != area:
            yield RowError(row.number, FIELD, _elsewhere(area).format(postcode=postcode, other=f"130{area[3:]}"), postcode)


def _elsewhere(area: str) -> str:
    if area in ARRONDISSEMENTS:
        return _("{postcode}, mais la position est à Marseille, {other}")
    return _("{postcode}, mais la position est dans une autre commune")
