"""A demonstration of one's own for browser tests: places are told in it, which the shared application must not see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.person import PersonRole
from geodata.territory import Territory
from tests.browser.watch import NewContext, Watch
from tests.serving import serving

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Demonstration:
    """The application in demonstration mode, on a database of its own."""

    app: Convergence
    url: str
    watch: Watch

    def page(self, new_context: NewContext, role: PersonRole, **options: Any) -> Page:
        """Return a page of a browser in which an example person has signed in."""
        context = new_context(**options)
        answer = context.request.post(f"{self.url}/demonstration", form={"role": role.value}, headers=SAME_ORIGIN)
        assert answer.ok
        return self.watch.over(context.new_page())

    def post(self, page: Page, path: str, body: Any) -> Any:
        """Do something as the page's person, without the screen."""
        answer = page.context.request.post(f"{self.url}{path}", data=body, headers=SAME_ORIGIN)
        assert answer.ok, answer.text()
        return answer.json()

    def get(self, page: Page, path: str) -> Any:
        """Read something as the page's person."""
        return page.context.request.get(f"{self.url}{path}").json()


@contextmanager
def demonstration(territory: Territory, folder: Path, streets: Path | None = None) -> Iterator[Demonstration]:
    """Serve one for the block, with a street index where there is one."""
    app = create_app(Settings(demo=True, database_url=f"sqlite:///{folder / 'convergence.db'}", streets=streets), territory)
    with serving(app.server) as url:
        yield Demonstration(app, url, Watch(url))


def open_workshop(page: Page, url: str, path: str = "/proposer") -> Page:
    """Open one of the two screens where places are told, and wait for its list."""
    page.goto(f"{url}{path}")
    expect(page.locator("html[data-propose=ready]")).to_be_attached()
    return page
