"""The landlord whose panel of imports the tests of this room have."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from access.gate import Contract
from access.identity import DEMO_PERSONS
from callbacks.application import Convergence
from domain.person import PersonRole
from domain.proposal import EDITABLE, Act
from services.context import Context
from tests.callbacks.importing import Screen, signed


@pytest.fixture
def landlord(app: Convergence, context: Context, contracts: Mapping[str, Contract]) -> Screen:
    """A landlord who has no place that a file would find again."""
    person = DEMO_PERSONS[PersonRole.LANDLORD]
    for place in context.proposals.list(person, stages=EDITABLE):
        context.proposals.act(person, place.id, place.version, Act.WITHDRAW)
    return Screen(signed(app, PersonRole.LANDLORD), contracts)
