"""The funding of a place in its profile: every scheme of the perimeter, its state in words, its source « à vérifier »."""

import numpy as np
import pytest

from domain.candidate import Role
from funding.registry import all_schemes
from funding.scheme import STATES
from services.assessor import Assessor
from services.funding import facts_of
from tests.components import of_type, text
from views.convergence.funding import funding


@pytest.mark.parametrize("role", list(Role))
def test_every_scheme_says_its_state_its_conditions_and_its_source(territory, role):
    held = Assessor.of(territory).assess(f"as={role.value}")
    for row in (0, int(np.argmax(held.workspace.is_premises))):
        parts = of_type(funding(held, row), "Details")
        assert len(parts) == len(all_schemes())
        for part in parts:
            assert any(words in text(part.children[0]) for words in STATES.values())
            assert "à vérifier" in text(part)


def test_the_facts_are_those_of_the_place(territory):
    held = Assessor.of(territory).assess("as=shop")
    inside = int(np.flatnonzero((held.workspace.candidates["qpv_distance_m"] == 0).to_numpy())[0])
    outside = int(np.flatnonzero((held.workspace.candidates["qpv_distance_m"] > 500).to_numpy())[0])
    assert facts_of(held, inside).is_in_qpv is True
    assert facts_of(held, outside).is_in_qpv is False
    assert facts_of(held, inside).is_brownfield is None, "no inventory came: unknown is not « no »"
