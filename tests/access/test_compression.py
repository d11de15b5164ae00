"""Files that never change are compressed once; what is made for who asks is not kept."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import flask_compress.flask_compress as compressing
import pytest
from dash import Dash, html
from flask import Flask
from flask.testing import FlaskClient

from access.compression import MOST_BYTES, CompressedFiles, answer_files_whole, compress_files_once

STYLE, TEXT = ".a { color: red }\n" * 100, "a page for one person " * 100
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def compressed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of what was compressed."""
    lengths, plain = list[int](), compressing._compress_data

    def counted(app: Flask, data: bytes, algorithm: str) -> bytes:
        lengths.append(len(data))
        return plain(app, data, algorithm)

    monkeypatch.setattr(compressing, "_compress_data", counted)
    return lengths


@pytest.fixture
def client(tmp_path: Path, compressed: list[int]) -> Iterator[FlaskClient]:
    (tmp_path / "a.css").write_text(STYLE)
    server = Flask("test", static_folder=None)
    compress_files_once(server)
    Dash("test", server=server, compress=True, assets_folder=str(tmp_path)).layout = html.Div()
    answer_files_whole(server)
    server.get("/text")(lambda: server.make_response(TEXT))
    yield server.test_client()


def test_a_file_is_compressed_once_for_all(client: FlaskClient, compressed: list[int]) -> None:
    for _ in range(3):
        answer = client.get("/assets/a.css?m=1", headers=GZIP)
        assert gzip.decompress(answer.data).decode() == STYLE
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Content-Length"] == str(len(answer.data))
    assert compressed == [len(STYLE)]


def test_a_file_that_changed_under_another_version_is_compressed_anew(client: FlaskClient, compressed: list[int], tmp_path: Path) -> None:
    client.get("/assets/a.css?m=1", headers=GZIP)
    (tmp_path / "a.css").write_text(STYLE * 2)
    assert gzip.decompress(client.get("/assets/a.css?m=2", headers=GZIP).data).decode() == STYLE * 2


def test_each_form_of_a_file_is_for_the_browsers_that_read_it(client: FlaskClient) -> None:
    assert client.get("/assets/a.css?m=1", headers=GZIP).headers["Content-Encoding"] == "gzip"
    assert client.get("/assets/a.css?m=1", headers={"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"
    assert client.get("/assets/a.css?m=1").text == STYLE


def test_what_is_made_for_who_asks_is_compressed_each_time(client: FlaskClient, compressed: list[int]) -> None:
    for _ in range(3):
        assert gzip.decompress(client.get("/text", headers=GZIP).data).decode() == TEXT
    assert compressed == [len(TEXT)] * 3


def test_a_browser_that_has_a_file_is_not_sent_it_again(client: FlaskClient) -> None:
    tag = client.get("/assets/a.css?m=1", headers=GZIP).headers["ETag"]
    assert client.get("/assets/a.css?m=1", headers={**GZIP, "If-None-Match": tag}).status_code == 304


def test_addresses_invented_to_fill_the_memory_do_not() -> None:
    kept = CompressedFiles()
    for number in range(5):
        kept.set(f"gzip;/assets/a.css?{number}", bytes(MOST_BYTES // 3))
    assert [kept.get(f"gzip;/assets/a.css?{number}") is None for number in range(5)] == [True, True, False, False, False]
