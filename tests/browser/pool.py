"""Browser contexts that are used again: each test finds nobody in them, but scripts that were fetched and compiled before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error

from tests.browser.evidence import record
from tests.browser.watch import PATIENCE_MS, NewContext

NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}
BEEN_HERE = "try { localStorage.setItem('convergence-welcomed', '1'); } catch { /* a page without an address */ }"
DESK = {"width": 1440, "height": 900}
IDLE = 6  # so many wait for a test: each costs some memory


class Pool:
    """Contexts by how they were made: what else a test does to one is undone when it gives it back."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._idle: list[BrowserContext] = []
        self._options: dict[BrowserContext, dict[str, Any]] = {}

    def take(self, **options: Any) -> BrowserContext:
        """A person of one's own, who has been here before: no network beyond this machine, no animation to wait for."""
        found = next((one for one in self._idle if self._options[one] == options), None)
        if found is not None:
            self._idle.remove(found)
            return found
        base = {"viewport": DESK, "proxy": NOWHERE, "reduced_motion": "reduce", "accept_downloads": True, "locale": "fr-FR"}
        made = record(self._browser.new_context(**(base | options)))
        made.set_default_timeout(PATIENCE_MS)  # what is asked without a page waits as long as a page
        made.add_init_script(BEEN_HERE)
        self._options[made] = options
        return made

    @contextmanager
    def lending(self) -> Iterator[NewContext]:
        """Give what takes contexts; they are given back at the end."""
        taken: list[BrowserContext] = []

        def take(**options: Any) -> BrowserContext:
            taken.append(self.take(**options))
            return taken[-1]

        try:
            yield take
        finally:
            for context in taken:
                self.give_back(context)

    def give_back(self, context: BrowserContext) -> None:
        """Take everything out of it; one that does not answer, or is one too many, is closed."""
        try:
            self._empty(context)
            self._idle.append(context)
        except Error:
            self._close(context)
        if len(self._idle) > IDLE:
            self._close(self._idle.pop(0))

    def close(self) -> None:
        for context in list(self._options):
            self._close(context)

    def _close(self, context: BrowserContext) -> None:
        del self._options[context]
        context.close()

    def _empty(self, context: BrowserContext) -> None:
        """No page, nothing stored, nobody signed in; what is emulated and allowed is as when it was made."""
        options = self._options[context]
        context.unroute_all(behavior="ignoreErrors")
        broom = context.new_page()
        for page in context.pages:
            if page != broom:
                page.close()
        context.set_offline(bool(options.get("offline")))
        context.set_geolocation(options.get("geolocation"))
        context.clear_permissions()
        if options.get("permissions"):
            context.grant_permissions(options["permissions"])
        context.clear_cookies()
        context.new_cdp_session(broom).send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        broom.close()
