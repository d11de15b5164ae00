"""What one address does to stop the service: questions that cost much, slow connections, heavy imports; as hard as it can."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable, MutableMapping

from tests.attack.served import slow

ADDRESS = "127.0.2.1"
ASKING = 8
IMPORTING = 2
SLOW = 40
RENEWED_S = 20.0
HEAVY_CSV = "\n".join(
    [";".join(["nom", "latitude", "longitude", *(f"note {n}" for n in range(35))])] + ["Local;43,3;5,4" + ";x" * 35] * 10_000
).encode()
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
SENDING = b"POST /import?name=a.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\na"
READING = b"GET /_dash-component-suites/dash_mantine_components/dash_mantine_components.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
OWN = {"Sec-Fetch-Site": "same-origin"}


def attack(port: int, counts: MutableMapping[str, int]) -> None:
    """Attack until ended; `counts` numbers what was answered."""
    lock = threading.Lock()

    def tell(what: str) -> None:
        with lock:
            counts[what] = counts.get(what, 0) + 1

    for _ in range(ASKING):
        threading.Thread(target=_ask_for_ever, args=(port, tell), daemon=True).start()
    for _ in range(IMPORTING):
        threading.Thread(target=_import_for_ever, args=(port, tell), daemon=True).start()
    while True:
        with (
            slow(port, SLOW, HEAD, b"X-Slow: 1\r\n", ADDRESS),
            slow(port, SLOW, SENDING, b"a", ADDRESS),
            slow(port, SLOW, READING, b"", ADDRESS),
        ):
            time.sleep(RENEWED_S)


def _fetched(port: int, method: str, path: str, body: bytes | None = None, cookie: str = "") -> http.client.HTTPResponse | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, 60, source_address=(ADDRESS, 0))
    try:
        headers = OWN | ({"Cookie": cookie} if cookie else {})
        if path == "/demonstration":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _ask_for_ever(port: int, tell: Callable[[str], None]) -> None:
    rng = random.Random()
    while True:
        detour, banned = f"{rng.uniform(1.0, 2.0):.5f}", f"RC-{rng.randint(1, 120):03d}"  # never the same question twice
        answer = _fetched(port, "GET", f"/scenario/plan.json?goal=near&k=30&min=60&mode=car&ban={banned}&hyp=detour-{detour}")
        _tell(tell, "question", answer)


def _import_for_ever(port: int, tell: Callable[[str], None]) -> None:
    cookie = ""
    while True:
        if not cookie:
            signed_in = _fetched(port, "POST", "/demonstration", b"role=landlord")
            cookie = (signed_in.getheader("Set-Cookie") or "").partition(";")[0] if signed_in else ""
        _tell(tell, "import", _fetched(port, "POST", "/import?name=a.csv", HEAVY_CSV, cookie))


def _tell(tell: Callable[[str], None], what: str, answer: http.client.HTTPResponse | None) -> None:
    tell(f"{what} {answer.status if answer else 'nothing'}")
    if answer is None or answer.status != 200:
        time.sleep(0.05)
