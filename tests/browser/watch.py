"""What must not happen in a page, and what makes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

from tools.page_modules import PAGE_MODULES

PATIENCE_MS = 120_000  # as long as `explore.PATIENCE_S`: a machine with other work is slow, and nothing waits longer than it must
NewContext = Callable[..., BrowserContext]


@dataclass
class Watch:
    """What must not happen in any page: errors in the console, refused answers, requests that leave the application."""

    url: str
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Page:
        page.add_init_script(path=PAGE_MODULES)
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda message: message.type == "error" and self.errors.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.errors.append(f"exception: {error}"))
        page.on("response", lambda answer: answer.status >= 400 and self.errors.append(f"{answer.status} {answer.url}"))
        page.on("request", lambda request: self._ask(request.url))
        return page

    def _ask(self, url: str) -> None:
        self.asked.append(url)
        if not url.startswith((self.url, "data:", "blob:")):
            self.outside.append(url)

    def clear(self) -> None:
        for seen in (self.errors, self.outside, self.asked):
            seen.clear()
