"""Reads a file of places and checks its rows, in the process apart (`intake.child`): nothing of it is believed outside before."""

from __future__ import annotations

import base64
import codecs
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bulk.choices import Choices
from bulk.review import rows_checked
from bulk.shapes import LIGHT_BYTES, KnownShape, choices_of, recalled
from domain.candidate import Kind
from geodata import systems
from geodata.crs import to_l93, to_wgs84
from geodata.perimeter import perimeter_of, use
from i18n import gettext as _
from i18n import in_every_language, set_language
from i18n.numbers import number
from intake import geopackage, geopackage_reader
from intake.errors import FileError
from intake.formats import read_here
from intake.packed import pack, pack_checked, unpack
from intake.reading import Wanted
from intake.table import Table

ENCODINGS = ("utf-8-sig", "cp1252", "cp850", "mac_roman", "cp437", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "ascii")
"""What texts and archives may be written in; Python looks for each when it first meets it."""


def prepare(request: Mapping[str, Any]) -> None:
    """Load what reads the format, projects and speaks, before the doors are closed."""
    if driver := geopackage.DRIVERS.get(request.get("form", "")):
        geopackage_reader.prepare(driver)
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    if "perimeter" in request:
        use(perimeter_of(request["perimeter"]))
    set_language(request["language"])
    in_every_language("")
    number(1.5, 1)
    _("Le fichier est vide.")
    to_wgs84(*to_l93([5.4], [43.3]))
    systems.prepare()


def read(data: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table of a file (``table``) and what is found of its rows (``checked``), both packed.

    Parameters
    ----------
    data
        The file; or its packed table, when no name is given.
    request
        ``language``; ``perimeter`` as plain values, else the product's own; ``name`` of the file,
        its ``form`` where GDAL reads it, the ``ways`` of reading it that a person chose, and what is
        ``known`` of the shapes of files (see `bulk.shapes.KnownShape`); ``kind`` of the places, without which nothing is checked;
        ``choices`` of the person, guessed when there are none.

    Returns
    -------
    dict
        Besides: ``choices``, ``rows_n``. Or ``sentence`` alone: why the file cannot be read.
    """
    try:
        table = read_here(request["name"], data, _wanted(request)) if "name" in request else unpack(data)
    except FileError as why:
        return {"sentence": why.message}
    if "kind" not in request:
        return _packed(table)
    kind = Kind(request["kind"])
    answer = {}
    if "choices" in request:
        choices = Choices.from_json(request["choices"])
    else:
        first = table.shape
        table, known = _recalled(table, data, request)
        answer = _packed(table)
        choices = replace(choices_of(table, kind, known), first=first)
    return answer | {"choices": choices.to_json(), "checked": _text(_checked(table, choices, kind))}


def _recalled(table: Table, data: bytes, request: Mapping[str, Any]) -> tuple[Table, KnownShape | None]:
    known = [KnownShape(**one) for one in request.get("known", ())]
    return recalled(
        table, known, lambda ways: read_here(request["name"], data, _wanted({**request, "ways": ways})), is_light=len(data) <= LIGHT_BYTES
    )


def _wanted(request: Mapping[str, Any]) -> Wanted:
    return Wanted.of(Kind(request.get("kind", Kind.PREMISES)), request.get("ways", {}))


def _checked(table: Table, choices: Choices, kind: Kind) -> bytes:
    try:
        return pack_checked(rows_checked(table, choices, kind))
    except FileError as why:
        return pack_checked(None, why.message)


def _packed(table: Table) -> dict[str, Any]:
    return {"table": _text(pack(table)), "rows_n": len(table.rows)}


def _text(packed: bytes) -> str:
    return base64.b64encode(packed).decode("ascii")
