"""Which rows and columns of a sheet of an old XLS workbook are hidden: read from its binary records, since its parser does not tell."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence

MINI_SECTOR, ENTRY = 64, 128
MOST_SECTORS = 1 << 17
_FREE = 0xFFFFFFFA
"""From here on a number names no sector."""
_BOUNDSHEET, _ROW, _COLUMNS, _BEGIN, _END = 0x0085, 0x0208, 0x007D, 0x0809, 0x000A
_IS_HIDDEN = 0x20
STREAMS = ("Workbook", "Book")


def hidden_rows(data: bytes, sheet: str) -> tuple[int, ...]:
    """Return the numbers of the hidden or filtered-out rows of a sheet; none when the file is not as it should."""
    return _of_sheet(data, sheet, _hidden_row)


def hidden_columns(data: bytes, sheet: str) -> tuple[int, ...]:
    """Return the ranks, from 0, of the hidden columns of a sheet; none when the file is not as it should."""
    return _of_sheet(data, sheet, _hidden_columns)


def _of_sheet(data: bytes, sheet: str, hidden: Callable[[int, bytes], Iterable[int]]) -> tuple[int, ...]:
    try:
        stream = _Compound(data).stream(STREAMS)
        start = next((at for at, name in _sheets(stream) if name == sheet), None)
        return () if start is None else tuple(rank for record in _in_sheet(stream, start) for rank in hidden(*record))
    except (struct.error, IndexError, ValueError):
        return ()


class _Compound:
    """The streams of a compound file, each a chain of sectors."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        (self._shift,) = struct.unpack_from("<H", data, 30)
        if self._shift not in {9, 12}:
            raise ValueError(self._shift)
        self._start, self._cutoff, mini, more = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60, 68))
        tables = list(struct.unpack_from("<109I", data, 76))
        for sector in self._linked(more):
            tables += struct.unpack(f"<{len(sector) // 4 - 1}I", sector[:-4])
        self._next: Sequence[int] = self._numbers(b"".join(self._sector(table) for table in tables if table < _FREE))
        self._mini_next = self._numbers(self._chain(mini))

    def stream(self, names: Sequence[str]) -> bytes:
        """Return the first stream of some names."""
        directory = self._chain(self._start)
        entries = [directory[at : at + ENTRY] for at in range(0, len(directory) - ENTRY + 1, ENTRY)]
        for name in names:
            for entry in entries:
                (length,) = struct.unpack_from("<H", entry, 64)
                if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") == name:
                    start, size = struct.unpack_from("<II", entry, 116)
                    return (self._mini_chain(entries[0], start) if size < self._cutoff else self._chain(start))[:size]
        raise ValueError(names)

    def _sector(self, number: int) -> bytes:
        size = 1 << self._shift
        return self._data[(number + 1) * size : (number + 2) * size]

    def _linked(self, number: int) -> Iterator[bytes]:
        """The sectors whose last number is the next one."""
        for _turn in range(MOST_SECTORS):
            if number >= _FREE:
                return
            sector = self._sector(number)
            yield sector
            (number,) = struct.unpack_from("<I", sector, len(sector) - 4)

    @staticmethod
    def _numbers(content: bytes) -> Sequence[int]:
        return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])

    def _chain(self, number: int) -> bytes:
        return b"".join(self._sector(each) for each in _followed(self._next, number))

    def _mini_chain(self, root: bytes, number: int) -> bytes:
        whole = self._chain(struct.unpack_from("<I", root, 116)[0])
        return b"".join(whole[each * MINI_SECTOR : (each + 1) * MINI_SECTOR] for each in _followed(self._mini_next, number))


def _followed(following: Sequence[int], number: int) -> Iterator[int]:
    for _turn in range(MOST_SECTORS):
        if number >= _FREE:
            return
        yield number
        number = following[number]


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    """Where each sheet begins, and its name."""
    for code, body in _records(stream, 0):
        if code == _END:
            return
        if code == _BOUNDSHEET:
            (start,), length, is_wide = struct.unpack_from("<I", body), body[6], body[7] & 1
            name = body[8 : 8 + length * (2 if is_wide else 1)]
            yield start, name.decode("utf-16-le" if is_wide else "latin-1")


def _in_sheet(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of a sheet, without those of its charts."""
    depth = 0
    for code, body in _records(stream, start):
        depth += (code == _BEGIN) - (code == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield code, body


def _hidden_row(code: int, body: bytes) -> Iterable[int]:
    return (struct.unpack_from("<H", body)[0] + 1,) if code == _ROW and body[12] & _IS_HIDDEN else ()


def _hidden_columns(code: int, body: bytes) -> Iterable[int]:
    if code != _COLUMNS or not body[8] & 1:
        return ()
    first, last = struct.unpack_from("<HH", body)
    return range(first, last + 1)
