"""Versions of the database: which one a file has, and how it is brought to the newest."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from store import geo

MIGRATIONS = Path(__file__).parent / "migrations"


class Age(Enum):
    """A database beside this code: behind it (or empty), at the same version, or written by a newer one."""

    BEHIND = "behind"
    CURRENT = "current"
    AHEAD = "ahead"


def age(connection: Connection) -> Age:
    """Compare the database's version with those that this code knows."""
    scripts = ScriptDirectory.from_config(_config())
    found = set(MigrationContext.configure(connection).get_current_heads())
    if found - {script.revision for script in scripts.walk_revisions()}:
        return Age.AHEAD
    return Age.CURRENT if found == set(scripts.get_heads()) else Age.BEHIND


def version(connection: Connection) -> str:
    """Return the database's version; empty when it has none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in the connection's transaction; nothing when there is none."""
    config = _config()
    config.attributes["connection"] = connection
    readers = geo.drop_view(connection)
    command.upgrade(config, "head")
    geo.make_view(connection, readers)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
