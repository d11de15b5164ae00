"""What a place would be worth says why each role suits or not, and what each missing figure would change."""

from __future__ import annotations

import pytest

from domain.candidate import Kind
from geodata.territory import Territory
from services.feedback import feedback
from tests.components import of_class, text
from tests.services.test_feedback import FULL, PLACE
from views.proposals.assessment import reasons, roles


@pytest.mark.parametrize("content", [FULL, {**FULL, "area_m2": 6.0}], ids=["suits", "too small"])
def test_why_a_role_suits_or_not_is_said_of_each(content: dict[str, object], territory: Territory) -> None:
    found = feedback(territory, Kind.PREMISES, {**PLACE, **content})
    assert found.roles
    said = [text(part) for part in of_class(reasons(found), "propose-said")]
    assert len(said) == len(found.roles) == len(of_class(roles(found), "propose-role"))
    for role, words in zip(found.roles, said, strict=True):
        assert role.suited in words
        assert all(lack in words for lack in role.lacks if role.eligible and not role.convergent)
