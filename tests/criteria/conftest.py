"""The embedded territory and its assessments, built once for the criteria tests."""

import pytest
from hypothesis import settings

from criteria.assess import assess
from criteria.workspace import Workspace
from domain.candidate import Role
from geodata.territory import load_territory

# Speed is measured in bench/: a busy machine must not fail a promise.
settings.register_profile("criteria", deadline=None, max_examples=60)
settings.load_profile("criteria")


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
