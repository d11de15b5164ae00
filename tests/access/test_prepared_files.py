"""Files are answered in the smallest form that the browser reads, prepared once for all starts."""

from __future__ import annotations

import fcntl
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import brotli
import pytest
from dash import Dash, html
from flask import Flask, request
from flask.testing import FlaskClient

from access.compression import answer_files_whole, compress_files_once, name_of_file
from access.prepared_files import PreparedFiles, answer_prepared, files_of_page

SCRIPT = (Path(__file__).parents[2] / "assets" / "style.css").read_text(encoding="utf-8")


def _server(assets: Path, cache: Path) -> tuple[Flask, PreparedFiles]:
    server, prepared = Flask("test", static_folder=None), PreparedFiles(cache)
    compress_files_once(server)
    Dash("test", server=server, compress=True, assets_folder=str(assets)).layout = html.Div()
    answer_prepared(server, prepared, lambda: bool(name_of_file(request)))
    answer_files_whole(server)
    return server, prepared


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.js").write_text(SCRIPT)
    return tmp_path / "assets"


@pytest.fixture
def client(assets: Path, tmp_path: Path) -> FlaskClient:
    server, prepared = _server(assets, tmp_path / "cache")
    prepared.prepare(iter([SCRIPT.encode()]))
    return server.test_client()


@pytest.mark.parametrize(("accepted", "form"), [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")])
def test_a_prepared_file_is_answered_in_the_smallest_form_that_the_browser_reads(client: FlaskClient, accepted: str, form: str) -> None:
    answer = client.get("/assets/a.js?m=1", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == form
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert {"br": brotli.decompress, "gzip": gzip.decompress}[form](answer.data).decode() == SCRIPT


def test_a_prepared_file_is_smaller_than_one_compressed_while_it_is_asked(client: FlaskClient, assets: Path, tmp_path: Path) -> None:
    plain = _server(assets, tmp_path / "nothing")[0].test_client()
    sizes = [len(one.get("/assets/a.js?m=1", headers={"Accept-Encoding": "br"}).data) for one in (client, plain)]
    assert sizes[0] < sizes[1]


class Wrapper:
    """How a server may send a file by itself."""

    def __init__(self, file: IO[bytes], _size: int = 8192) -> None:
        self._lines = file.readlines()

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._lines)


def test_a_file_that_the_server_sends_by_itself_is_answered_prepared_too(client: FlaskClient) -> None:
    given = {"wsgi.file_wrapper": Wrapper}
    answer = client.get("/assets/a.js?m=1", headers={"Accept-Encoding": "br"}, environ_overrides=given)
    assert brotli.decompress(answer.data).decode() == SCRIPT


def test_the_next_start_compresses_nothing_again(
    client: FlaskClient, assets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("access.prepared_files.FORMS", dict.fromkeys(("br", "gzip"), pytest.fail))
    server, prepared = _server(assets, tmp_path / "cache")
    prepared.prepare(iter([SCRIPT.encode()]))
    assert server.test_client().get("/assets/a.js?m=1", headers={"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"


def test_a_file_that_changed_is_never_answered_as_it_was(client: FlaskClient, assets: Path) -> None:
    (assets / "a.js").write_text(SCRIPT + "changed();")
    answer = client.get("/assets/a.js?m=1", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(answer.data).decode().endswith("changed();")


def test_a_browser_that_has_a_prepared_file_is_not_sent_it_again(client: FlaskClient) -> None:
    tag = client.get("/assets/a.js?m=1", headers={"Accept-Encoding": "br"}).headers["ETag"]
    assert client.get("/assets/a.js?m=1", headers={"Accept-Encoding": "br", "If-None-Match": tag}).status_code == 304


def test_a_browser_that_reads_no_compressed_form_is_answered_plainly(client: FlaskClient) -> None:
    assert client.get("/assets/a.js?m=1").text == SCRIPT


def test_what_is_prepared_is_what_the_page_names(assets: Path, tmp_path: Path) -> None:
    server, _prepared = _server(assets, tmp_path / "cache")
    contents = list(files_of_page(server, "http://localhost", "/", ("dash/dcc/async-graph.js",)))
    assert SCRIPT.encode() in contents and len(contents) > 5
    assert b"Plotly" in contents[-1]


def test_two_processes_that_start_together_do_not_both_compress(assets: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepared = _server(assets, cache)[1]
        prepared.prepare(iter([SCRIPT.encode()]))
    assert [path.name for path in cache.iterdir()] == ["lock"]
