"""Promises of large downloads: gone on from where they were cut, refused before they fill the disk."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geodata import large_download
from geodata.download import DownloadError, Limits
from geodata.large_download import LargeFile

BODY = bytes(range(256)) * 2_000
CUT = 3 * 64 * 1024


class Service:
    """Serves one file, and cuts the first `cuts` answers after `CUT` bytes of them."""

    def __init__(self) -> None:
        self.body, self.mark, self.cuts, self.has_ranges, self.promise = BODY, '"v1"', 0, True, None
        self.ranges: list[str] = []


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def url(service: Service) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            service.ranges.append(wanted)
            is_rest = bool(wanted) and service.has_ranges and self.headers.get("If-Range") == service.mark
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if is_rest else 0
            body = service.body[start:]
            self.send_response(206 if is_rest else 200)
            if is_rest:
                self.send_header("Content-Range", f"bytes {start}-{len(service.body) - 1}/{len(service.body)}")
            self.send_header("ETag", service.mark)
            self.send_header("Content-Length", str(service.promise or len(body)))
            self.end_headers()
            if service.cuts:
                service.cuts -= 1
                body = body[:CUT]
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/large.zip"
    server.shutdown()
    server.server_close()


def test_a_cut_connection_goes_on_where_it_was(service: Service, url: str, tmp_path: Path) -> None:
    service.cuts, seen = 2, []
    path = LargeFile(url, tmp_path, Limits(), lambda got, whole: seen.append((got, whole))).fetch()
    assert path.read_bytes() == BODY
    assert service.ranges == ["", f"bytes={CUT}-", f"bytes={2 * CUT}-"]
    assert seen[-1] == (len(BODY), len(BODY)) and [got for got, _all in seen] == sorted(got for got, _all in seen)


def test_what_another_process_began_is_gone_on_from(service: Service, url: str, tmp_path: Path) -> None:
    first = LargeFile(url, tmp_path, Limits())
    service.cuts = 1
    with pytest.raises(Exception, match=r".*"):
        first._receive()
    assert LargeFile(url, tmp_path, Limits()).fetch().read_bytes() == BODY
    assert service.ranges[-1] == f"bytes={CUT}-"
    assert [path.name for path in tmp_path.iterdir()] == [first.path.name]


@pytest.mark.parametrize("has_ranges", [True, False])
def test_a_file_that_changed_meanwhile_or_a_service_without_ranges_begins_anew(
    service: Service, url: str, tmp_path: Path, has_ranges: bool
) -> None:
    service.cuts, service.has_ranges = 1, has_ranges
    download = LargeFile(url, tmp_path, Limits())
    with pytest.raises(Exception, match=r".*"):
        download._receive()
    service.body, service.mark = BODY[::-1], '"v2"'
    assert download.fetch().read_bytes() == BODY[::-1]


def test_a_service_that_is_always_cut_says_so_and_what_came_stays(service: Service, url: str, tmp_path: Path) -> None:
    service.cuts, service.has_ranges = 99, False
    with pytest.raises(DownloadError, match="interrompue"):
        LargeFile(url, tmp_path, Limits()).fetch()
    assert any(path.suffix == ".part" for path in tmp_path.iterdir())


def test_a_promised_gigabyte_is_refused_before_it_is_read(service: Service, url: str, tmp_path: Path) -> None:
    service.promise = 1_000_000_000
    with pytest.raises(DownloadError, match=r"1.000 Mo, au-delà de la limite de 1 Mo"):
        LargeFile(url, tmp_path, Limits(received_bytes=1_000_000)).fetch()
    assert not list(tmp_path.iterdir())


def test_too_little_room_on_the_disk_is_said_before_it_is_filled(
    service: Service, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=large_download.RESERVE_BYTES)
    monkeypatch.setattr(large_download.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(DownloadError, match="place insuffisante"):
        LargeFile(url, tmp_path, Limits()).fetch()
