"""The installation that a command works on: its settings and its database; the service need not be stopped."""

from __future__ import annotations

from contextlib import suppress

from access.settings import CACHE, STREETS, Settings
from store import creation
from store.database import Database


def read_settings() -> Settings:
    """Read the settings, and make the files private.

    Raises
    ------
    SettingsError
        One cannot be used.
    """
    settings = Settings.from_env()
    keep_private(settings)
    return settings


def keep_private(settings: Settings) -> None:
    """Take what an earlier version left for others to read back to its owner."""
    with suppress(OSError):
        CACHE.parent.chmod(creation.OWNERS_DIRECTORY)
    file = Database.open(settings.database_url).file
    for path in (CACHE, settings.streets or STREETS, *(creation.neighbours(file) if file else ())):
        creation.tighten(path)
