"""The territory, loaded once for the tests of this room."""

from __future__ import annotations

import pytest

from geodata.territory import Territory, load_territory


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()
