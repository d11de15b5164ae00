"""Where the tests find a Chromium, how they start it, and what they open in it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Of several lists the last one counts: what Playwright turns off and a page may feel, then the address bar's own pages, which each new
# window would load (a second of processor).
WITHOUT = (
    *("AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AimEnabled", "NetworkTimeServiceQuerying", "OptimizationHints", "PreconnectToSearch", "TcpPortRandomizationWin"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
)
QUIET = ("--disable-gpu", "--disable-background-networking", f"--disable-features={','.join(WITHOUT)}")
NO_BROWSER = (
    "The browser tests need a Chromium: set CHROMIUM to its path, put one of "
    f"{', '.join(NAMES)} on PATH, or run « playwright install chromium »."
)


def chromium_path(own: str = "") -> str:
    """Return the browser to drive: the CHROMIUM variable, else one on PATH, else Playwright's `own`.

    Raises
    ------
    RuntimeError
        When there is none: a browser test is never skipped.
    """
    asked = os.environ.get("CHROMIUM")
    if asked:
        if not shutil.which(asked):
            raise RuntimeError(f"CHROMIUM names no program: « {asked} ».")
        return asked
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found:
        return found
    if own and Path(own).exists():
        return own
    raise RuntimeError(NO_BROWSER)


def arguments() -> list[str]:
    """Return the command line: no GPU, no traffic of its own, no sandbox for root (Chromium refuses one there)."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox"] if as_root else [])]


def launch(playwright: Playwright) -> Browser:
    """Start a headless Chromium."""
    return playwright.chromium.launch(executable_path=chromium_path(playwright.chromium.executable_path), args=arguments())
