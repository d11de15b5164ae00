"""Columns of numbers and texts as short JSON text: compressed, then in base 64."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

MOST_BYTES = 20_000_000


def pack(values: npt.NDArray[Any]) -> str:
    """Return the bytes of an array, compressed, in base 64."""
    return _packed(np.ascontiguousarray(values).tobytes())


def unpack(text: str, kind: str) -> npt.NDArray[Any]:
    """Return the array that :func:`pack` wrote, of numpy type `kind`; ValueError for anything else."""
    return np.frombuffer(_unpacked(text), dtype=kind)


def pack_text(text: str) -> str:
    """Return a text, compressed, in base 64."""
    return _packed(text.encode())


def unpack_text(text: str) -> str:
    """Return the text that :func:`pack_text` wrote; ValueError for anything else."""
    return _unpacked(text).decode()


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode()


def _unpacked(text: str) -> bytes:
    try:
        reader = zlib.decompressobj()
        data = reader.decompress(base64.b64decode(text, validate=True), MOST_BYTES)
    except zlib.error as error:
        raise ValueError("not compressed data") from error
    if not reader.eof:
        raise ValueError("too much data, or not all of it")
    return data
