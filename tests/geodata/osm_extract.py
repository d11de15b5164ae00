"""A small OpenStreetMap extract (PBF) in its true form: a head with its box and day, and one block of data."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

DAY = 1_795_996_800
"""2026-11-30, seconds since 1970."""


def osm_extract(box: Sequence[float]) -> bytes:
    """Return an extract without any road; `box` is west, south, east, north, degrees."""
    west, south, east, north = (_varint(2 * round(side * 1e9) if side >= 0 else -2 * round(side * 1e9) - 1) for side in box)
    sides = b"".join(_key(number, 0) + side for number, side in ((1, west), (2, east), (3, north), (4, south)))
    head = _bytes(1, sides) + _bytes(4, b"OsmSchema-V0.6") + _bytes(4, b"DenseNodes") + _key(32, 0) + _varint(DAY)
    return _block(b"OSMHeader", head) + _block(b"OSMData", _bytes(1, _bytes(1, b"")))


def _block(kind: bytes, content: bytes) -> bytes:
    blob = _key(2, 0) + _varint(len(content)) + _bytes(3, zlib.compress(content))
    header = _bytes(1, kind) + _key(3, 0) + _varint(len(blob))
    return struct.pack(">I", len(header)) + header + blob


def _bytes(number: int, value: bytes) -> bytes:
    return _key(number, 2) + _varint(len(value)) + value


def _key(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _varint(value: int) -> bytes:
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])
