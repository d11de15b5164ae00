"""Any file that may be sent, read and checked in the process apart."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from domain.candidate import Kind
from geodata.perimeter import content_of, in_use
from i18n import current_language
from i18n import gettext as _
from intake.check import Checked
from intake.errors import FileError
from intake.geopackage import environment, form_of
from intake.packed import unpack, unpack_checked
from intake.sandbox import UNREADABLE, parse
from intake.table import Table, refuse_size

TABLE_CPU_S = 15
"""Seconds of processor for the largest file that is sound: 50,000 contours read, checked and packed take eight (`bench.imports`)."""
TABLE_MEMORY_BYTES = 768 * 1024 * 1024
MAX_SENTENCE = 600


@dataclass(frozen=True)
class Answer:
    """What the process apart says of a file.

    Attributes
    ----------
    table : packed (`intake.packed`); empty when it was not asked.
    checked : what is found of each row by itself; None when they cannot be checked, for which `need` gives the reason.
    """

    table: bytes
    rows_n: int
    choices: Mapping[str, Any]
    checked: Checked | None
    need: str


def read(filename: str, data: bytes) -> Table:
    """Return the table of a file.

    Parameters
    ----------
    filename : str
        As it was sent; only what follows its last point is looked at.
    data : bytes
        The content.

    Raises
    ------
    FileError
        When the format is not taken, or the content cannot be read: no other exception, whatever the bytes.
    """
    refuse_size(data)
    return unpack(_parsed(data, {"name": filename}).table)


def examine(
    filename: str, data: bytes, kind: Kind, ways: Mapping[str, str] | None = None, known: Sequence[Mapping[str, Any]] = ()
) -> Answer:
    """Read a file, guess its columns and check its rows; `FileError` as in `read`.

    `ways` are what a person chose of its reading, by the ids of `intake.reading.Way`; `known` what was chosen for other files, as plain
    values, of which that of a file of the same shape is chosen again (see `bulk.shapes`).
    """
    refuse_size(data)
    return _parsed(data, {"name": filename, "kind": kind.value, "ways": dict(ways or {}), "known": list(known)})


def check_packed(table: bytes, kind: Kind, choices: Mapping[str, Any]) -> Answer:
    """Check the rows of a packed table under some choices; `FileError` when that takes too much."""
    return _parsed(table, {"kind": kind.value, "choices": dict(choices)})


def _parsed(data: bytes, request: Mapping[str, Any]) -> Answer:
    form = form_of(data) if "name" in request else ""
    order = {**request, "form": form, "language": current_language(), "perimeter": content_of(in_use())}
    answer = parse("table", data, order, environment(form), TABLE_CPU_S, TABLE_MEMORY_BYTES)
    if "sentence" in answer:
        raise FileError(str(answer["sentence"])[:MAX_SENTENCE])
    try:
        checked, need = unpack_checked(_bytes(answer["checked"])) if "checked" in answer else (None, "")
        return Answer(_bytes(answer.get("table", "")), int(answer.get("rows_n", 0)), dict(answer.get("choices", {})), checked, need)
    except (KeyError, TypeError, ValueError, zlib.error, shapely.errors.ShapelyError):
        raise FileError(_(UNREADABLE)) from None


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
