"""Files that can be made again: few enough, the last used stay, and whatever lies there instead is missing, no more."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import siting.disk_cache as module
from siting.disk_cache import LEFT_OVER_S, DiskCache

NAME = "a.npz"


def used(folder: Path, name: str, seconds_ago: float) -> None:
    then = time.time() - seconds_ago
    os.utime(folder / name, (then, then))


def test_beyond_the_limit_those_used_longest_ago_go(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, most_bytes=3_000)
    for number in range(3):
        cache.write(f"{number}", bytes(1_000))
        used(tmp_path, f"{number}", 100 - number)
    assert cache.read("0") is not None  # used again just now
    cache.write("3", bytes(1_000))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "2", "3"]


def test_a_thousand_different_contents_never_take_more_than_the_limit(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path, most_bytes=20_000, most_files=50)
    for number in range(1_000):
        cache.write(f"{number}", bytes(500))
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 20_000


def test_what_a_killed_process_left_half_written_goes(tmp_path: Path) -> None:
    for name, age in (("old.tmp", 2 * LEFT_OVER_S), ("new.tmp", 1.0)):
        (tmp_path / name).write_bytes(b"half")
        used(tmp_path, name, age)
    DiskCache(tmp_path).write("a", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "new.tmp"]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def unpickled(path: Path) -> None:
    np.savez(path, x=np.array([object()], dtype=object), allow_pickle=True)


def huge(path: Path) -> None:
    """A header that promises a terabyte."""
    np.save(path.with_suffix(".npy"), np.zeros(3))
    content = path.with_suffix(".npy").read_bytes().replace(b"(3,), ", b"(99999999999,), "[:6])
    path.with_suffix(".npy").unlink()
    path.write_bytes(content)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: tuple[Callable[[Path], object], ...] = (
    cut, flipped, unpickled, huge, folder,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"PK\x03\x04 not an archive"),
    lambda path: path.write_bytes(b"PK\x05\x06" + bytes(18)),
    lambda path: (path.unlink(), path.symlink_to(path)),
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_lies_in_the_place_of_a_file_is_missing(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    cache = DiskCache(tmp_path)
    assert cache.keep_arrays(NAME, x=np.arange(1_000.0))
    damage(tmp_path / NAME)
    assert "x" not in (cache.arrays(NAME) or {})
    cache.keep_arrays(NAME, x=np.arange(1_000.0))  # and never raises


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_lies_in_the_place_of_a_matrix_is_missing(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    cache, matrix = DiskCache(tmp_path), np.arange(1_000.0).reshape(20, 50)
    assert cache.keep_matrix(NAME, matrix)
    assert np.array_equal(cache.matrix(NAME), matrix)
    damage(tmp_path / NAME)
    assert cache.matrix(NAME) is None
    cache.keep_matrix(NAME, matrix)  # and never raises


def test_a_matrix_goes_on_being_read_when_its_file_is_removed_or_written_again(tmp_path: Path) -> None:
    cache, matrix = DiskCache(tmp_path), np.arange(100_000.0).reshape(1_000, 100)
    cache.keep_matrix(NAME, matrix)
    held = cache.matrix(NAME)
    cache.keep_matrix(NAME, np.zeros((2, 2)))
    cache.remove(NAME)
    assert np.array_equal(held, matrix)


def test_a_matrix_of_nothing_is_not_kept(tmp_path: Path) -> None:
    assert not DiskCache(tmp_path).keep_matrix(NAME, np.zeros((5, 0)))
    assert DiskCache(tmp_path).matrix(NAME) is None


def test_arrays_of_objects_are_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pickle"):
        DiskCache(tmp_path).keep_arrays(NAME, x=np.array([object()], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        DiskCache(tmp_path).keep_matrix(NAME, np.array([[object()]], dtype=object))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("error", [PermissionError(13, "denied"), OSError(28, "No space left on device"), OSError(30, "Read-only")])
def test_a_disk_that_takes_nothing_is_told_and_nothing_stops(
    tmp_path: Path, error: OSError, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(module.tempfile, "mkstemp", refuse)
    assert not DiskCache(tmp_path).write("a", b"b")
    assert "cannot be cached" in caplog.text


def test_a_file_in_the_place_of_the_folder_is_a_miss(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = DiskCache(tmp_path / "file")
    assert not cache.write("a", b"b")
    assert not cache.keep_matrix("a", np.zeros((2, 2)))
    assert cache.read("a") is cache.arrays("a") is cache.matrix("a") is None
