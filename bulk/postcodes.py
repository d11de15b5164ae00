"""Postcodes beside where their places are: another département, or another arrondissement of a city, is worth a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geodata.perimeter import Perimeter, in_use
from i18n import gettext as _
from intake.check import Row
from intake.errors import RowError

FIELD = "postcode"


def postcode_warnings(rows: Sequence[Row], areas: Mapping[int, str]) -> Iterator[RowError]:
    """Yield what is worth a look in the postcodes of rows; `areas` are the codes of their communes by number, where they are placed."""
    perimeter = in_use()
    districts = {postcode: code for code in perimeter.districts for postcode in perimeter.postcodes.get(code, ())}
    prefixes = tuple(perimeter.postcode_prefixes)
    for row in rows:
        postcode, area = str(row.values.get(FIELD) or ""), areas.get(row.number, "")
        if not postcode:
            continue
        if not postcode.startswith(prefixes):
            yield RowError(row.number, FIELD, _("{postcode} est d'un autre département").format(postcode=postcode), postcode)
        elif area and districts.get(postcode, area if area not in perimeter.districts else "") != area:
            yield RowError(row.number, FIELD, _elsewhere(postcode, area, perimeter), postcode)


def _elsewhere(postcode: str, area: str, perimeter: Perimeter) -> str:
    if area in perimeter.districts:
        other = perimeter.postcodes.get(area, ("",))[0]
        sentence = _("{postcode}, mais la position est dans un arrondissement dont le code postal est {other}")
        return sentence.format(postcode=postcode, other=other)
    return _("{postcode}, mais la position est dans une autre commune").format(postcode=postcode)
