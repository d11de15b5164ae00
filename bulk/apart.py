"""Reads a file of places and checks its rows, in the process apart (`intake.child`): nothing of it is believed outside before."""

from __future__ import annotations

import base64
import codecs
from collections.abc import Mapping
from typing import Any

from bulk.choices import Choices
from bulk.review import rows_checked
from domain.candidate import Kind
from geodata.crs import to_l93, to_wgs84
from i18n import gettext as _
from i18n import set_language
from i18n.numbers import number
from intake import geopackage_reader
from intake.errors import FileError
from intake.formats import ending_of, read_here
from intake.packed import pack, pack_checked, unpack
from intake.table import Table

GEOPACKAGE = "gpkg"
ENCODINGS = ("utf-8-sig", "cp1252", "cp437", "utf-16", "ascii")
"""What texts and archives may be written in; Python looks for each when it first meets it."""


def prepare(asked: Mapping[str, Any]) -> None:
    """Load what reads the format, projects and speaks, before the doors are closed."""
    if ending_of(asked.get("name", "")) == GEOPACKAGE:
        geopackage_reader.prepare()
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    set_language(asked["language"])
    number(1.5, 1)
    _("Le fichier est vide.")
    to_wgs84(*to_l93([5.4], [43.3]))


def read(data: bytes, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table of a file (``table``) and what is found of its rows (``checked``), both packed.

    Parameters
    ----------
    data
        The file; or its packed table, when no name is given.
    asked
        ``language``; ``name`` of the file; ``kind`` of the places, without which nothing is checked; ``choices`` of the person, guessed
        when there are none.

    Returns
    -------
    dict
        Besides: ``choices``, ``rows_n``. Or ``sentence`` alone: why the file cannot be read.
    """
    try:
        table = read_here(asked["name"], data) if "name" in asked else unpack(data)
    except FileError as why:
        return {"sentence": why.message}
    told = {"table": _text(pack(table)), "rows_n": len(table.rows)} if "name" in asked else {}
    if "kind" not in asked:
        return told
    kind = Kind(asked["kind"])
    choices = Choices.from_json(asked["choices"]) if "choices" in asked else Choices.guessed(table, kind)
    return told | {"choices": choices.to_json(), "checked": _text(_checked(table, choices, kind))}


def _checked(table: Table, choices: Choices, kind: Kind) -> bytes:
    try:
        return pack_checked(rows_checked(table, choices, kind))
    except FileError as why:
        return pack_checked(None, why.message)


def _text(packed: bytes) -> str:
    return base64.b64encode(packed).decode("ascii")
