"""What a failing browser test leaves: of each page its picture, its console and its requests; of each browser, a trace to replay."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page

FOLDER = Path(__file__).parents[2] / "build" / "failures"
PATIENCE_MS = 10_000  # a page that no longer answers gives no picture


def record(context: BrowserContext) -> BrowserContext:
    """Begin the trace of a context that was just made."""
    context.tracing.start()
    return context


def begin(browser: Browser) -> None:
    """Forget what the contexts that outlive a test did in the tests before."""
    for context in browser.contexts:
        with suppress(Error):  # one that is not recorded
            context.tracing.stop_chunk()
            context.tracing.start_chunk()


def leave(browser: Browser, test: str) -> Path:
    """Write what every open page shows, and how it came to it; return the folder."""
    folder = FOLDER / re.sub(r"[^\w.-]+", "_", test.removeprefix("tests/browser/"))[:150]
    folder.mkdir(parents=True, exist_ok=True)
    for number, context in enumerate(browser.contexts, 1):
        for rank, page in enumerate(context.pages, 1):
            with suppress(Error):  # one that crashed
                _write(page, folder / f"{number}-{rank}")
        with suppress(Error):
            context.tracing.stop_chunk(path=folder / f"{number}-trace.zip")
            context.tracing.start_chunk()
    return folder


def _write(page: Page, path: Path) -> None:
    """Write one page: `path`.png, `path`.txt (address, console, exceptions, requests) and `path`.html, as far as it answers."""
    console = [f"{message.type}: {message.text}" for message in page.console_messages()]
    exceptions = [f"exception: {error}" for error in page.page_errors()]
    requests = [f"{request.method} {request.url}" for request in page.requests()]
    path.with_suffix(".txt").write_text("\n".join([page.url, "", *console, *exceptions, "", *requests, ""]), "utf-8")
    with suppress(Error):
        page.screenshot(path=path.with_suffix(".png"), timeout=PATIENCE_MS)
        path.with_suffix(".html").write_text(page.content(), "utf-8")
