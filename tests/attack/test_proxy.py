"""The nginx file of the documentation, tried: what is public is served through it, long addresses too, and slow people stay before it."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attack.served import NO_ANSWER, ROOT, eventually, slow, start, stop
from tests.serving import free_port

NAME = "convergence.example"
HEAD = f"GET / HTTP/1.1\r\nHost: {NAME}\r\n".encode()
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(not (NGINX and OPENSSL), reason="nginx and openssl are not installed: docs/nginx.conf is not tried here")


def _changed(directory: Path, ours: int, plain: int, secure: int) -> Path:
    """Return the documented file with the paths and ports of this test, and nothing else changed."""
    text = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    changes = {
        "/etc/ssl/certs/convergence.pem": str(directory / "pem"),
        "/etc/ssl/private/convergence.key": str(directory / "key"),
        "server 127.0.0.1:8050;": f"server 127.0.0.1:{ours};",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
    }
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    own = f"pid {directory}/pid;\nerror_log {directory}/error;\ndaemon off;\n"
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"    {kind}_temp_path {directory}/{kind};\n" for kind in temporary)
    text = own + text.replace("http {\n", f"http {{\n    access_log off;\n{paths}", 1)
    (directory / "nginx.conf").write_text(text)
    return directory / "nginx.conf"


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The product behind nginx; the ports of HTTP and of HTTPS."""
    directory = tmp_path_factory.mktemp("proxy")
    ours, plain, secure = free_port(), free_port(), free_port()
    certificate = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={NAME}"]
    subprocess.run([str(OPENSSL), *certificate, "-keyout", directory / "key", "-out", directory / "pem"], check=True, capture_output=True)
    service = start(ours, directory, host=NAME, PUBLIC_URL=f"https://{NAME}", DEMO="0")
    nginx = subprocess.Popen([str(NGINX), "-c", _changed(directory, ours, plain, secure)])
    try:
        assert eventually(lambda: _answers(secure)), (directory / "error").read_text()
        yield plain, secure
    finally:
        nginx.terminate()
        nginx.wait(30)
        stop(service)


def _get(port: int, path: str = "/") -> bytes:
    asked = urllib.request.Request(f"https://127.0.0.1:{port}{path}", headers={"Host": NAME})
    with urllib.request.urlopen(asked, timeout=60, context=ssl._create_unverified_context()) as answer:  # noqa: S323
        return bytes(answer.read())


def _answers(port: int) -> bool:
    try:
        return bool(_get(port))
    except NO_ANSWER:
        return False


def test_pages_and_the_longest_addresses_pass_the_documented_proxy(ports: tuple[int, int]) -> None:
    assert b"Convergence" in _get(ports[1])
    assert b"Convergence" in _get(ports[1], "/?w=" + "a" * 15_900)


def test_slow_people_stay_before_the_proxy_and_are_closed(ports: tuple[int, int]) -> None:
    with slow(ports[0], 40, HEAD, b"X-Slow: 1\r\n") as attackers:
        time.sleep(2)
        for _ in range(5):
            assert b"Convergence" in _get(ports[1])
        assert eventually(lambda: not attackers.open)


def test_measures_stay_behind_the_proxy(ports: tuple[int, int]) -> None:
    assert _get(ports[1], "/healthz") == b"ok\n"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        _get(ports[1], "/metrics")
