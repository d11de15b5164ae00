"""The process apart keeps its limits."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from intake import sandbox
from intake.errors import FileError
from intake.read import read
from intake.table import MAX_ROWS
from tests.intake.making import gpkg, xlsx

ROOT = str(sandbox.ROOT)


def _alone(code: str) -> str:
    """Run code in a process that has shut its doors; without the environment, by which coverage would follow it and want to write."""
    before = f"import sys; sys.path.insert(0, {ROOT!r}); import socket, os, subprocess\n"
    before += "from intake.child import forbid_files_and_sockets; forbid_files_and_sockets()\n"
    done = subprocess.run([sys.executable, "-I", "-c", before + code], env={}, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    "code", ["open({path!r}).read()", "os.open({path!r}, os.O_RDONLY)", "socket.socket()", "subprocess.run(['cat', {path!r}])", "os.pipe()"]
)
def test_once_its_doors_are_shut_no_file_socket_or_pipe_can_be_opened(code: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("canari")
    said = _alone("print(" + code.format(path=str(secret)) + ")")
    assert "canari" not in said
    assert "Too many open files" in said


def _reader(tmp_path: Path, read: str, prepare: str = "pass") -> None:
    """A house whose reader of photographs does something else."""
    (tmp_path / "intake").mkdir()
    for name in ("__init__.py", "child.py"):
        (tmp_path / "intake" / name).write_text((sandbox.ROOT / "intake" / name).read_text())
    (tmp_path / "intake" / "photo_reader.py").write_text(f"def prepare(asked):\n    {prepare}\ndef read(data, asked):\n    {read}\n")


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ("while True: pass", "temps"),
        ("return {'a': 'x' * (1 << 30)}", "temps"),
        ("import os; os.abort()", "temps"),
        ("raise SystemExit", "abîmé"),
        ("def f(): return f() + 1\n    f()", "abîmé"),
        ("return [1]", "abîmé"),
        ("print('{', end=''); return {}", "temps"),
        ("return {'refused': 'unheard of'}", "abîmé"),
    ],
)
def test_a_parser_that_never_ends_dies_eats_all_or_babbles_is_a_sentence(
    read: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _reader(tmp_path, read)
    monkeypatch.setattr(sandbox, "ROOT", tmp_path)
    with pytest.raises(FileError, match=said):
        sandbox.parse("photo", b"", cpu_s=1)


def test_a_machine_that_gives_no_time_blames_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _reader(tmp_path, "import time; time.sleep(60)")
    monkeypatch.setattr(sandbox, "ROOT", tmp_path)
    monkeypatch.setattr(sandbox, "WALL_S", 1.0)
    with pytest.raises(sandbox.Busy, match="en attente"):
        sandbox.parse("photo", b"")


def test_nothing_of_this_process_environment_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _reader(tmp_path, "import os; return dict(os.environ)")
    monkeypatch.setattr(sandbox, "ROOT", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://a:secret@b/c")
    given = sandbox.parse("photo", b"", {}, {"OGR_SKIP": "x"})
    assert "DATABASE_URL" not in given
    assert given["OGR_SKIP"] == "x"
    assert given["https_proxy"] == sandbox.CLOSED_PROXY


def test_nothing_listens_where_a_request_would_be_sent() -> None:
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", 9)) != 0


def test_a_gdal_with_one_more_driver_is_not_used() -> None:
    with pytest.raises(FileError, match="abîmé"):
        sandbox.parse("table", gpkg(), {"name": "a.gpkg", "language": "fr"}, {"OGR_SKIP": "CSV"})


def test_the_memory_and_the_time_it_may_take_are_enough_for_the_largest_file_that_it_may_read() -> None:
    rows = [[f"colonne {number}" for number in range(20)]] + [[f"texte {row} {column}" for column in range(20)] for row in range(MAX_ROWS)]
    assert len(read("a.xlsx", xlsx(rows)).rows) == MAX_ROWS


def test_the_process_that_reads_loads_no_library_of_tables() -> None:
    """They would take the memory that the largest file needs."""
    code = "import sys, bulk.apart; print(sorted({'pandas', 'geopandas', 'requests', 'dash'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
