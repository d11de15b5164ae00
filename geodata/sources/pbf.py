"""An OpenStreetMap extract (PBF) as a file: whether it is whole, what box it covers and of which day it is; no road is read here."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geodata.sources.feed import FeedError
from i18n import N_

HEADER_BYTES, BLOB_BYTES = 64 * 1024, 32 * 1024 * 1024
"""The most that the format lets the head of a block, and a block, take."""
NANO = 1e-9
NOT_ONE = N_("ce n'est pas un extrait OpenStreetMap (.osm.pbf)")
CUT = N_("fichier interrompu : le dernier bloc n'est pas entier")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Extract:
    """What an extract says of itself: west, south, east, north in degrees (None: it does not say), its day, its number of blocks."""

    box: Box | None
    day: dt.date | None
    blocks: int


def read_extract(path: Path) -> Extract:
    """Walk the blocks of an extract to the end of the file.

    Raises
    ------
    FeedError
        It is no extract, or was cut.
    """
    try:
        kinds = list(_blocks(path))
        if not kinds or kinds[0][0] != b"OSMHeader" or len(kinds) < 2:
            raise FeedError(NOT_ONE)
        return Extract(*_header(_unpacked(kinds[0][1])), len(kinds) - 1)
    except (IndexError, ValueError, struct.error, zlib.error, OverflowError, OSError) as error:
        raise FeedError(NOT_ONE) from error


def _blocks(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind of each block, and the bytes of the first; raises FeedError where the file ends within one."""
    size, is_first = path.stat().st_size, True
    with path.open("rb") as stream:
        while head := stream.read(4):
            length = struct.unpack(">I", head)[0] if len(head) == 4 else 0
            if not 0 < length <= HEADER_BYTES:
                raise FeedError(NOT_ONE if is_first else CUT)
            fields = dict(_fields(stream.read(length)))
            kind, datasize = fields.get(1), fields.get(3)
            if not isinstance(kind, bytes) or not isinstance(datasize, int) or datasize > BLOB_BYTES:
                raise FeedError(NOT_ONE if is_first else CUT)
            if stream.tell() + datasize > size:
                raise FeedError(CUT)
            yield kind, stream.read(datasize) if is_first else b""
            stream.seek(0 if is_first else datasize, 1)
            is_first = False


def _unpacked(blob: bytes) -> bytes:
    """Return the content of a block, kept as it is or by zlib."""
    fields = dict(_fields(blob))
    raw, packed = fields.get(1), fields.get(3)
    if isinstance(raw, bytes):
        return raw
    if not isinstance(packed, bytes):
        raise ValueError("blob")
    return zlib.decompressobj().decompress(packed, BLOB_BYTES)


def _header(header: bytes) -> tuple[Box | None, dt.date | None]:
    fields = dict(_fields(header))
    sides, moment = fields.get(1), fields.get(32)
    box = None
    if isinstance(sides, bytes):
        west, east, north, south = (_signed(value) * NANO for _key, value in sorted(_fields(sides)) if isinstance(value, int))
        box = (west, south, east, north)
    day = dt.datetime.fromtimestamp(moment, dt.UTC).date() if isinstance(moment, int) else None
    return box, day


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield the numbers and values of the fields of a protocol buffer: integers, and bytes."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield number, value
        elif kind == 2:
            length, at = _varint(message, at)
            if at + length > len(message):
                raise ValueError("length")
            yield number, message[at : at + length]
            at += length
        else:
            raise ValueError("kind of field")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80:
            return value, at
        if shift > 63:
            raise ValueError("varint")


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
