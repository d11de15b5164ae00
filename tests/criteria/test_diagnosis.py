"""The pre-diagnosis follows the published thresholds, and never answers without a figure."""

import math

import pytest

from criteria.diagnosis import diagnose, erp, icpe, landlord_statement, plui, regime
from criteria.hypotheses import Hypotheses
from domain.candidate import Role

NAN = math.nan


@pytest.mark.parametrize(("sales", "category"), [(10, 5), (597, 5), (600, 4), (900, 4), (903, 3), (2_100, 3), (2_103, 2), (5_000, 1)])
def test_the_erp_category_follows_the_public(sales, category):
    assert erp(float(sales)).answer == f"catégorie {category}"


@pytest.mark.parametrize(("volume", "name"), [(99.9, "non classé"), (100, "déclaration"), (299.9, "déclaration"), (300, "enregistrement")])
def test_the_icpe_regime_follows_the_volume(volume, name):
    assert regime(volume) == name


def test_the_icpe_answer_names_every_regime_of_the_range():
    assert icpe(470.0, 120.0, Hypotheses()).answer == "non classé ou déclaration ou enregistrement"
    assert icpe(100.0, 60.0, Hypotheses()).answer == "non classé"


@pytest.mark.parametrize("answer", [erp(NAN), icpe(NAN, 10.0, Hypotheses()), icpe(100.0, NAN, Hypotheses()), plui(Role.SHOP, NAN)])
def test_a_missing_figure_is_asked_and_never_guessed(answer):
    assert "non renseigné" in answer.answer
    assert answer.request
    assert answer.caveat == "à confirmer"


def test_every_place_has_its_three_answers_and_its_paragraph(workspace, hub, shop):
    for held in (hub, shop):
        for row in range(0, workspace.size, 9):
            assert [item.id for item in diagnose(workspace, held.role, row)] == ["erp", "icpe", "plui"]
            text = landlord_statement(held, row)
            assert "nan" not in text.lower().split()
            assert "non renseigné" not in text
            assert "{" not in text
            assert "\n" not in text
