"""A planner on the embedded territory, shared by the room's tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geodata.territory import Territory
from scenarios.instance import Instance
from scenarios.planner import Planner
from scenarios.slices import TerritorySource, planner_of

Ask = Callable[[str], Instance]


@pytest.fixture(scope="session")
def planner(territory: Territory) -> Planner:
    return planner_of(territory, TerritorySource())


@pytest.fixture
def ask(planner: Planner) -> Ask:
    """Put a question."""
    return planner.instance
