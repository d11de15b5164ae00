"""Data files: the bytes as they are or packed, kept for ever under their digest, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from callbacks.routes import serve_files
from geodata.column_table import ColumnTable
from services.context import Context
from services.data_files import DataFile

DIGEST = re.compile(r"-([0-9a-f]{12})\.\w+$")


def test_every_data_file_is_served_as_it_is_and_packed(context: Context, client: FlaskClient) -> None:
    assert context.urls
    for path in context.urls.values():
        plain = client.get(path, headers={"Accept-Encoding": "identity"})
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert plain.status_code == packed.status_code == 200
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
        assert plain.headers["Content-Type"] == packed.headers["Content-Type"]
        assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_a_file_kept_for_ever_has_its_own_digest_in_its_address(context: Context, client: FlaskClient) -> None:
    for path in context.urls.values():
        response = client.get(path, headers={"Accept-Encoding": "identity"})
        digest = DIGEST.search(path)
        if digest:
            assert ("immutable" in response.headers["Cache-Control"]) is (path != context.urls["places"])
            assert hashlib.sha256(response.data).hexdigest().startswith(digest[1])
        else:
            assert response.headers["Cache-Control"] == "no-cache"
    assert DIGEST.search(context.urls["places"])


def test_the_browser_asks_each_time_whether_the_places_that_it_keeps_still_stand(context: Context, client: FlaskClient) -> None:
    path = context.urls["places"]
    kept = client.get(path)
    assert kept.headers["Cache-Control"] == "private, no-cache"
    again = client.get(path, headers={"If-None-Match": kept.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).data == kept.data


def test_the_places_are_the_encoded_table(context: Context, table: ColumnTable, client: FlaskClient) -> None:
    assert client.get(context.urls["places"]).data == table.data


@pytest.mark.parametrize("path", ["/data/nothing.bin", "/data/places-000000000000.bin", "/data/../app.py", "/data/a/b/c"])
def test_any_other_address_is_not_found(path: str, client: FlaskClient) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "immutable" not in response.headers.get("Cache-Control", "")


@given(st.binary(max_size=2_000))
def test_any_bytes_come_back_whole(data: bytes) -> None:
    server = Flask("files")
    serve_files(server, {"/data/a.bin": DataFile.make("/data/a.bin", "application/octet-stream", data)}.get)
    client = server.test_client()
    assert client.get("/data/a.bin").data == data
    assert gzip.decompress(client.get("/data/a.bin", headers={"Accept-Encoding": "br, gzip;q=0.5"}).data) == data


def test_a_browser_that_refuses_gzip_gets_plain_bytes(context: Context, client: FlaskClient) -> None:
    response = client.get(context.urls["land"], headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in response.headers


def test_making_a_file_twice_gives_the_same_bytes() -> None:
    assert DataFile.make("/data/a", "text/css", b"a" * 1000) == DataFile.make("/data/a", "text/css", b"a" * 1000)
