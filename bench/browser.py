"""A real headless Chromium with the probe of ``probe.js``, and what went over the network."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.measure import HERE
from tools.page_modules import PAGE_MODULES

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu"]
PRESS_MS = 80  # what a hand takes to press and release
WINDOW = {"width": 1440, "height": 900}


@dataclass
class Traffic:
    """Requests and bytes on the wire since the last `take`, WebSocket messages included (their length before compression)."""

    requests: int = 0
    sent: int = 0
    received: int = 0

    def take(self) -> tuple[int, int, int]:
        """Return requests, bytes sent and bytes received, and start again from zero."""
        figures = self.requests, self.sent, self.received
        self.requests = self.sent = self.received = 0
        return figures

    def listen(self, session: CDPSession) -> None:
        """Count what the browser's network says."""
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._request)
        session.on("Network.loadingFinished", lambda e: self._add(received=int(e["encodedDataLength"])))
        session.on("Network.webSocketFrameReceived", lambda e: self._add(received=_length(e)))
        session.on("Network.webSocketFrameSent", lambda e: self._add(sent=_length(e)))

    def _request(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith(("data:", "blob:")):
            self._add(requests=1, sent=len(event["request"].get("postData", "")))

    def _add(self, requests: int = 0, sent: int = 0, received: int = 0) -> None:
        self.requests += requests
        self.sent += sent
        self.received += received


def _length(event: dict[str, Any]) -> int:
    """Length of a message: a binary one is given in base 64."""
    data = event["response"]["payloadData"]
    return len(data) * 3 // 4 if event["response"]["opcode"] == 2 else len(data.encode())


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser for the block: a new one has nothing in its caches."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser: Browser, route: Callable[[BrowserContext], None] | None = None) -> tuple[Page, Traffic]:
    """Return an empty page with the probe, nothing cached."""
    context = browser.new_context(viewport=WINDOW, locale="fr-FR")  # type: ignore[arg-type]
    context.add_init_script(path=HERE / "probe.js")
    context.add_init_script(path=PAGE_MODULES)
    if route:
        route(context)
    page = context.new_page()
    traffic = Traffic()
    traffic.listen(context.new_cdp_session(page))
    return page, traffic
