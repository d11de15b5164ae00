"""A folder of files that can be made again: bounded in size, and never a reason to fail."""

from __future__ import annotations

import logging
import os
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

LOG = logging.getLogger(__name__)
MOST_BYTES = 400_000_000
MOST_FILES = 2_000
LEFT_OVER_S = 3_600.0
CHECKSUM_BYTES = 4
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class DiskCache:
    """The files of one folder, shared by every process of a machine; beyond the limits, those used longest ago go.

    What cannot be read, whatever the damage, is missing; what cannot be written is told in the log, and computed again next time.
    """

    folder: Path
    most_bytes: int = MOST_BYTES
    most_files: int = MOST_FILES

    def read(self, name: str) -> bytes | None:
        """Return the content of a file; None when it is missing or cannot be read."""
        try:
            content = (self.folder / name).read_bytes()
            self._touch(name)
        except OSError:
            return None
        return content

    def names(self, pattern: str) -> list[str]:
        """Return the names of the files of a form; none when the folder cannot be read."""
        try:
            return sorted(path.name for path in self.folder.glob(pattern))
        except OSError:
            return []

    def remove(self, name: str) -> None:
        """Remove a file; one that cannot be is told in the log."""
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError:
            LOG.warning("%s must go and cannot be removed from %s", name, self.folder, exc_info=True)

    def write(self, name: str, content: bytes) -> bool:
        """Keep a content; say whether it could be."""
        return self._write(name, lambda stream: stream.write(content))

    def arrays(self, name: str) -> Arrays | None:
        """Return the arrays that :meth:`keep_arrays` wrote, without ever unpickling; None when they are missing or damaged."""
        try:
            with np.load(self.folder / name, allow_pickle=False) as stored:
                found = {key: stored[key] for key in stored.files}
            self._touch(name)
        except FileNotFoundError:
            return None
        except Exception:  # a damaged archive fails in as many ways as zipfile, zlib and NumPy have
            LOG.warning("the cached file %s cannot be used: it is made again", name, exc_info=True)
            return None
        return found

    def keep_arrays(self, name: str, **arrays: NDArray[Any]) -> bool:
        """Keep arrays as an .npz; say whether they could be.

        Raises
        ------
        ValueError
            An array holds objects, which only pickle could write.
        """
        return self._write(name, lambda stream: np.savez(stream, allow_pickle=False, **arrays))

    def matrix(self, name: str) -> NDArray[Any] | None:
        """Return the matrix that :meth:`keep_matrix` wrote, read-only; None when it is missing or damaged.

        The file is mapped, not copied: all processes that read it share its pages, and the system takes them back when it needs to.
        """
        path = self.folder / name
        try:
            mapped = np.lib.format.open_memmap(path, mode="r")
            with path.open("rb") as stream:
                stream.seek(-CHECKSUM_BYTES, os.SEEK_END)
                checksum = stream.read()
            if checksum != _checksum(mapped):
                raise ValueError("its checksum is another one")
            self._touch(name)
        except FileNotFoundError:
            return None
        except Exception:  # a damaged file fails in as many ways as NumPy and mmap have
            LOG.warning("the cached file %s cannot be used: it is made again", name, exc_info=True)
            return None
        return np.asarray(mapped)

    def keep_matrix(self, name: str, matrix: NDArray[Any]) -> bool:
        """Keep a matrix as an .npy followed by its CRC-32; say whether it could be.

        Raises
        ------
        ValueError
            It holds objects, which only pickle could write.
        """

        def fill(stream: IO[bytes]) -> None:
            np.save(stream, contiguous, allow_pickle=False)
            stream.write(_checksum(contiguous))

        contiguous = np.ascontiguousarray(matrix)
        return self._write(name, fill) if contiguous.size else False

    def _write(self, name: str, fill: Callable[[IO[bytes]], Any]) -> bool:
        """Write a file that appears whole or not at all, then make room."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._replace(name, fill)
            self._make_room(name)
        except OSError:
            LOG.warning("%s cannot be cached in %s", name, self.folder, exc_info=True)
            return False
        return True

    def _replace(self, name: str, fill: Callable[[IO[bytes]], Any]) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                fill(stream)
            Path(temporary).replace(self.folder / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _touch(self, name: str) -> None:
        """Tell that a file was used just now; where the disk is read-only, the day it was written stands for it."""
        try:
            os.utime(self.folder / name)
        except OSError:
            return

    def _make_room(self, newest: str) -> None:
        """Remove the files used longest ago beyond the limits, never the one just written; and what a killed process left half written."""
        files = [(path, path.stat()) for path in self.folder.iterdir() if path.is_file()]
        left_over = [path for path, found in files if path.suffix == ".tmp" and found.st_mtime < time.time() - LEFT_OVER_S]
        removable = [(path, found) for path, found in files if path.suffix != ".tmp" and path.name != newest]
        total = sum(found.st_size for path, found in files if path.suffix != ".tmp")
        number = len(removable) + 1
        for path in left_over:
            path.unlink(missing_ok=True)
        for path, found in sorted(removable, key=lambda item: item[1].st_mtime):
            if total <= self.most_bytes and number <= self.most_files:
                return
            path.unlink(missing_ok=True)
            total, number = total - found.st_size, number - 1


def _checksum(matrix: NDArray[Any]) -> bytes:
    return zlib.crc32(matrix.reshape(-1).view(np.uint8).data).to_bytes(CHECKSUM_BYTES, "little")
