"""What the tests of this room share: a database of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.database import Database
from store.scenarios import Scenarios


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/var/convergence.db"


@pytest.fixture
def database(url: str) -> Database:
    made = Database.open(url)
    made.migrate()
    return made


@pytest.fixture
def scenarios(database: Database) -> Scenarios:
    return Scenarios(database)
