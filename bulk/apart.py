"""Reads a file of places and checks its rows, in the process apart (`intake.child`): nothing of it is believed outside before."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bulk.choices import Choices
from bulk.review import rows_checked
from bulk.shapes import LIGHT_BYTES, KnownShape, choices_of, recalled
from domain.candidate import Kind
from intake.errors import FileError
from intake.formats import read_here
from intake.opening import prepare
from intake.packed import pack, pack_checked, unpack
from intake.reading import Wanted
from intake.table import Table

__all__ = ["prepare", "read"]


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
