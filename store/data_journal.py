"""The journal of the official data: what was received, what was put in use, by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from store import journal
from store.database import Database

RECEIVED, IN_USE = "data_received", "data_in_use"


@dataclass(frozen=True)
class DataJournal:
    """Writes them: once the snapshot has landed, or is in use, since these are files that another process may read at once."""

    database: Database

    def write(self, action: str, author: str, author_id: str | None, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
        """Add a row.

        Raises
        ------
        StoreUnavailable
            The database cannot be written.
        """
        with self.database.writing() as connection:
            journal.append(connection, action, None, dt.datetime.now(dt.UTC), author, before, after, None, author_id)
