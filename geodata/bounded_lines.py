"""A stream of lines read within bounds: what was packed small and unpacks without end, or without a line break, never fills the memory."""

from __future__ import annotations

import csv
import io
from typing import IO, Any

MOST_LINE_BYTES = 1_000_000


class _Bounded(io.RawIOBase):
    """Passes on the bytes of a stream while its lines, and all of them, are within bounds; raises `csv.Error` beyond."""

    def __init__(self, stream: IO[bytes] | io.BufferedIOBase, most_bytes: int | None) -> None:
        super().__init__()
        self._stream, self._most = stream, most_bytes
        self._read = self._since_break = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._read = self._since_break = 0
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        last = data.rfind(b"\n")
        self._read += len(data)
        self._since_break = self._since_break + len(data) if last < 0 else len(data) - last - 1
        if self._since_break > MOST_LINE_BYTES or (self._most is not None and self._read > self._most):
            raise csv.Error("too long")
        buffer[: len(data)] = data
        return len(data)


def bounded(stream: IO[bytes] | io.BufferedIOBase, most_bytes: int | None = None) -> io.BufferedReader:
    """Return a stream of lines of at most `MOST_LINE_BYTES` bytes, and of at most `most_bytes` in all; a longer one raises `csv.Error`."""
    return io.BufferedReader(_Bounded(stream, most_bytes), 1 << 16)
