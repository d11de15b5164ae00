"""The embedded territory and its assessments, built once for the criteria tests."""

import pytest

from criteria.assess import assess
from criteria.workspace import Workspace
from domain.candidate import Role
from geodata.territory import load_territory


@pytest.fixture(scope="session")
def territory():
    return load_territory()


@pytest.fixture(scope="session")
def workspace(territory):
    return Workspace(territory, territory.candidates)


@pytest.fixture(scope="session")
def hub(workspace):
    return assess(workspace, Role.HUB)


@pytest.fixture(scope="session")
def shop(workspace):
    return assess(workspace, Role.SHOP)
