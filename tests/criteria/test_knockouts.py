"""Knock-outs exclude with a reason; an unknown never excludes."""

import numpy as np
import pytest

from criteria.knockouts import KNOCKOUTS, knocked_out, knockouts_of, reasons, unchecked
from domain.candidate import Role


def only(workspace, **changes):
    frame = workspace.candidates.iloc[[5]].copy()
    clean = {
        "area_m2": 400.0,
        "van_access": "yes",
        "tenure_months": 36.0,
        "basement_sale": "no",
        "plui_allows": "yes",
        "flood_zone": "none",
    }
    for column, value in {**clean, "status": "visited", **changes}.items():
        frame[column] = value
    return frame


FAILING = {
    "area": {"area_m2": 60.0},
    "van": {"van_access": "no"},
    "tenure": {"tenure_months": 11.0},
    "basement": {"basement_sale": "yes"},
    "plui": {"plui_allows": "no"},
    "flood": {"flood_zone": "red"},
    "unavailable": {"status": "unavailable"},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("item", KNOCKOUTS, ids=lambda item: item.id)
def test_a_known_failing_excludes_with_its_own_reason(item, role, workspace):
    frame = only(workspace, **FAILING[item.id])
    failed = [other.id for other, fails in zip(knockouts_of(role), knocked_out(frame, role)[0], strict=True) if fails]
    assert failed == ([item.id] if role in item.roles else [])
    assert len(reasons(frame, role, 0)) == len(failed)


@pytest.mark.parametrize("role", Role)
def test_an_unknown_is_not_a_failing_but_is_said(role, workspace):
    frame = only(
        workspace, area_m2=np.nan, van_access=np.nan, tenure_months=np.nan, basement_sale=np.nan, plui_allows=np.nan, flood_zone=np.nan
    )
    assert not knocked_out(frame, role).any()
    assert reasons(frame, role, 0) == ()
    assert len(unchecked(frame, role, 0)) == len(knockouts_of(role)) - 1


def test_the_reason_names_the_figure_and_the_limit(workspace):
    assert reasons(only(workspace, area_m2=250.0), Role.HUB, 0) == ("surface de 250 m², inférieure au minimum du rôle (300 m²)",)
