"""Hostile files: each ends in rows that are sound, or in a sentence; nothing of the server is read, nobody is called."""

from __future__ import annotations

import math
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from domain.candidate import Kind
from intake import sandbox
from intake.check import Checked, with_repeats
from intake.errors import FileError, hidden_in
from intake.position import is_inside
from intake.read import examine
from tests.attack.sizes import SIZES
from tests.intake.hostile import Hostile, hostile_files

CANARY = "canari-9f3b"


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the server that nobody may read."""
    path = tmp_path_factory.mktemp("server") / "secret.csv"
    path.write_text(f"Nom;Adresse\n{CANARY};{CANARY}\n")
    return path


@pytest.fixture(scope="module")
def calls() -> Iterator[tuple[str, list[str]]]:
    """The address of a host, and who called it."""
    came: list[str] = []
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def listen() -> None:
            while not stop.is_set():
                try:
                    peer, _address = server.accept()
                except OSError:
                    continue
                came.append(repr(peer.recv(99)))
                peer.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/a.csv", came
        stop.set()
        thread.join()


def _no_socket(*_args: object, **_kwargs: object) -> NoReturn:
    raise AssertionError("a socket was asked for")


def _assert_sound(found: Checked) -> None:
    """What is taken can be believed: placed in the territory or not at all, finite, without anything hidden."""
    for row in found.rows:
        if not math.isnan(row.x_l93):
            assert is_inside(np.array([row.x_l93]), np.array([row.y_l93])).all()
        for value in row.values.values():
            assert not (isinstance(value, float) and math.isinf(value))
            assert not (isinstance(value, str) and hidden_in(value.replace("\n", "")))
    assert CANARY not in repr(found)


def _examined(name: str, data: bytes) -> Checked:
    answer = examine(name, data, Kind.ZONE_SITE)
    if answer.checked is None:
        raise FileError(answer.need)
    return answer.checked


def _try(hostile: Hostile, secret: Path) -> str:
    """Read and check a hostile file; return how it ended."""
    what, name, data = hostile
    try:
        found = with_repeats(_examined(name, data))
    except FileError as refused:
        assert refused.message.endswith("."), what
        assert len(refused.message) < 400, what
        assert str(secret.parent) not in refused.message, what
        assert "Traceback" not in refused.message
        return "refused"
    _assert_sound(found)
    return "rows" if found.rows else "errors"


def test_at_least_200_hostile_files_of_40_kinds_end_in_sound_rows_or_a_sentence(
    secret: Path, calls: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, came = calls
    every = list(hostile_files(str(secret), url))
    first_of_each = {hostile[0]: hostile for hostile in reversed(every)}
    files = every if SIZES.is_full else list(first_of_each.values())
    monkeypatch.setattr(socket, "socket", _no_socket)
    monkeypatch.setattr(socket, "create_connection", _no_socket)
    monkeypatch.setattr(sandbox, "CLOSED_PROXY", url)  # were a child to use its proxy, it would be seen
    with ThreadPoolExecutor(3) as pool:
        ends = list(pool.map(lambda hostile: _try(hostile, secret), files))
    monkeypatch.undo()
    assert came == []
    assert len(every) >= 200
    assert len(first_of_each) >= 40
    assert ends.count("refused") > len(ends) / 2
    assert {"rows", "errors"} <= set(ends)
