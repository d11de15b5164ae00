"""Who is missing, and what would fix it: the fix said is enough, and the sentence says it."""

import numpy as np
import pytest

from criteria.missing import ActorRow, Fix, Lack, doubt_of, lack_of
from criteria.registry import criteria_of
from criteria.score import EDGE, Colour
from criteria.weights import ACTORS
from domain.candidate import Role
from domain.stakeholder import ECONOMY, STAKEHOLDERS

ITEMS = [item for item in criteria_of(Role.SHOP) if item.stakeholder is ECONOMY]


def economy(**measures):
    figures = np.array([measures.get(item.id, np.nan) for item in ITEMS])
    values = np.array([item.value(figures[i : i + 1], Role.SHOP)[0] for i, item in enumerate(ITEMS)])
    shares = np.array([item.weight for item in ITEMS]) / sum(item.weight for item in ITEMS)
    return ActorRow(ECONOMY, ITEMS, figures, values, shares)


def test_a_rent_too_high_is_said_with_the_rent_that_would_do():
    lack = lack_of(economy(rent=128.0), Role.SHOP, 0.5)
    assert lack.fix.criterion.id == "rent"
    assert lack.fix.target == 103.0
    assert lack.sentence() == "Il manque à la Direction de l'Économie un loyer ≤ 103 €/m²/an : actuellement 128 €/m²/an"


def test_what_does_not_change_at_a_place_is_told_as_a_fact():
    facts = [Fix(item, 1.0, 2.0) for item in criteria_of(Role.HUB) if not item.is_lever]
    for fix in facts:
        sentence = Lack(fix.criterion.stakeholder, fix, (), ()).sentence()
        assert sentence.startswith("Ce lieu n'offre pas ")
        assert sentence.endswith("cela tient au lieu et ne se change pas")
        assert "Il manque" not in sentence


def test_a_figure_that_two_criteria_lack_is_asked_once():
    items = [item for item in criteria_of(Role.HUB) if item.id in ("vacant_floor", "floor_area")]
    sentence = Lack(ECONOMY, None, tuple(items), ()).sentence()
    assert sentence.count("surface") == 1
    assert "date de départ du dernier occupant" in sentence


def test_a_green_actor_lacks_nothing():
    assert lack_of(economy(rent=60.0), Role.SHOP, 0.6) is None


def test_an_actor_of_whom_nothing_is_known_is_asked_about():
    sentence = lack_of(economy(), Role.SHOP, 0.6).sentence()
    assert "information à demander" in sentence
    assert "loyer" in sentence


@pytest.mark.parametrize("role", Role)
def test_the_fix_said_turns_the_actor_green(role, workspace, hub, shop):
    assessment = hub if role is Role.HUB else shop
    fixed = 0
    for row in range(workspace.size):
        for lack in assessment.lacks(row):
            actor = ACTORS.index(lack.stakeholder.id)
            actor_row = assessment._actor_row(actor, row)
            green = assessment.thresholds.green[lack.stakeholder.id]
            assert lack.sentence()
            if assessment.colours[row, actor] == Colour.UNSURE:
                assert lack.fix is None
                assert lack.to_request
                continue
            if lack.fix is None:
                assert not any(_enough(actor_row, position, role, green) for position in range(len(actor_row.items)))
                continue
            fixed += 1
            position = list(actor_row.items).index(lack.fix.criterion)
            values = actor_row.values.copy()
            values[position] = lack.fix.criterion.value(np.array([lack.fix.target]), role)[0]
            known = ~np.isnan(values)
            assert np.average(values[known], weights=actor_row.shares[known]) >= green - EDGE
    assert fixed > 20


def _is_too_large(row, position, role):
    """Only taking walls down would improve it: nobody is asked to."""
    scale = row.items[position].scales[role]
    return scale.direction == "fit" and row.measures[position] > scale.measures[int(np.argmax(scale.values))]


def test_nobody_is_asked_to_shrink_a_place(workspace, hub, shop):
    for assessment in (hub, shop):
        fixes = [lack.fix for row in range(workspace.size) for lack in assessment.lacks(row) if lack.fix]
        areas = [fix for fix in fixes if fix.criterion.id == "floor_area"]
        assert all(fix.target > fix.current for fix in areas)


def _enough(row, position, role, green):
    values = row.values.copy()
    if np.isnan(values[position]) or _is_too_large(row, position, role):
        return False
    values[position] = 1.0
    known = ~np.isnan(values)
    return np.average(values[known], weights=row.shares[known]) >= green


@pytest.mark.parametrize("role", Role)
def test_a_convergent_place_tells_which_unknown_could_overturn_it(role, hub, shop):
    assessment = hub if role is Role.HUB else shop
    for row in np.flatnonzero(assessment.convergent).tolist():
        worst = [_at_worst(assessment._actor_row(actor, row)) for actor in range(len(ACTORS))]
        lost = [actor for actor, value in enumerate(worst) if value < assessment.thresholds.green[ACTORS[actor]] - EDGE]
        said = " ".join(assessment.doubts(row))
        assert [STAKEHOLDERS[actor].label in said for actor in range(len(ACTORS))] == [actor in lost for actor in range(len(ACTORS))]


def _at_worst(row):
    """Return an actor's score when all that is unknown of it is worth nothing."""
    return float(np.average(np.nan_to_num(row.values), weights=row.shares))


def test_one_unknown_that_is_enough_is_said_alone():
    row = economy(rent=60.0)
    doubt = doubt_of(row, 0.9)
    assert doubt is not None
    assert doubt.alone
    assert all(np.isnan(row.values[list(ITEMS).index(item)]) for item in doubt.to_request)


def test_a_place_that_is_not_convergent_has_lacks_and_no_doubts(shop):
    assert not any(shop.doubts(row) for row in np.flatnonzero(~shop.convergent).tolist())
