"""What a public service owes is said, and what its operator has not given is said to be missing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from access.operator import Operator, operator
from reports.duties.pages import duty_page
from services.duties import CRITERIA, RGAA_CRITERIA, Duty, State, among, conformity, evaluation, rate

SCREENS = (("/", "Explorer"), ("/sources", "Sources"))
GIVEN = Operator("Métropole (exemple)", "1 rue des Exemples", "Mme Exemple", "Hébergeur (exemple)", "accueil@exemple.fr", "dpo@exemple.fr")
THEMES = {1: 9, 2: 2, 3: 3, 4: 13, 5: 8, 6: 2, 7: 5, 8: 10, 9: 4, 10: 14, 11: 13, 12: 11, 13: 12}
"""How many criteria each theme of the RGAA 4.1 has."""


def test_the_evaluation_answers_every_criterion_of_the_rgaa_once() -> None:
    wanted = [f"{theme}.{n}" for theme, count in THEMES.items() for n in range(1, count + 1)]
    assert [one.id for one in evaluation()] == wanted
    assert len(wanted) == RGAA_CRITERIA
    assert all(one.subject for one in evaluation())
    assert all(one.remark for one in (*among(State.NO), *among(State.UNCHECKED)))
    assert all(line.count(";") == 3 for line in CRITERIA.read_text("utf-8").splitlines())


def test_what_was_not_checked_counts_as_not_met() -> None:
    met, others = len(among(State.YES)), len(among(State.NO)) + len(among(State.UNCHECKED))
    assert rate() == met / (met + others) < 1
    assert conformity() == "partiellement conforme"


def test_the_declaration_names_what_fails_and_its_rate() -> None:
    page = duty_page(Duty.ACCESSIBILITY, GIVEN, SCREENS)
    assert "partiellement conforme" in page
    assert f"{100 * rate():.0f} % des critères" in page.replace("\u202f", " ").replace("\xa0", " ")
    for one in (*among(State.NO), *among(State.UNCHECKED)):
        assert re.search(rf"<th[^>]*>{re.escape(one.id)}</th>", page)
    assert "mailto:accueil@exemple.fr" in page


@pytest.mark.parametrize("duty", list(Duty))
def test_what_the_operator_gave_is_shown_and_the_rest_is_said_to_be_missing(duty: Duty) -> None:
    missing = "à renseigner par l&#39;exploitant du service"
    assert missing not in duty_page(duty, GIVEN, SCREENS)
    if duty is not Duty.SITE_MAP:
        assert missing in duty_page(duty, Operator(), SCREENS)


def test_what_the_operator_gave_is_written_as_text() -> None:
    page = duty_page(Duty.LEGAL, Operator(name="<script>alert(1)</script>"), SCREENS)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_settings_name_what_is_missing() -> None:
    given = operator({"OPERATOR_NAME": "  Métropole  (exemple) ", "OPERATOR_CONTACT": "a@exemple.fr"})
    assert given.name == "Métropole (exemple)"
    assert given.missing == ("OPERATOR_ADDRESS", "OPERATOR_DIRECTOR", "OPERATOR_HOST", "OPERATOR_DPO")
    assert GIVEN.missing == ()


@pytest.mark.parametrize(("name", "text"), [("OPERATOR_CONTACT", "personne"), ("OPERATOR_DPO", "a b@c"), ("OPERATOR_HOST", "x" * 501)])
def test_a_setting_that_cannot_be_is_refused_by_its_name(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=name):
        operator({name: text})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_is_served_to_everybody_and_leads_to_the_others(client: FlaskClient, language: str) -> None:
    for duty in Duty:
        answer = client.get(f"{duty.value}?lang={language}")
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in page
        assert all(f'href="{other.value}"' in page for other in Duty if other is not duty)
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    client.get("/?lang=fr")


def test_the_site_map_leads_to_every_screen_shown(client: FlaskClient) -> None:
    page = client.get(Duty.SITE_MAP.value).get_data(as_text=True)
    for path in ("/", "/convergence", "/scenarios", "/proposer", "/sources", "/ogc", "/api"):
        assert f'href="{path}"' in page


def test_the_public_code_file_has_the_version_and_licence_of_the_product() -> None:
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    text = (root / "publiccode.yml").read_text("utf-8")
    assert f"softwareVersion: {project['version']}\n" in text
    assert f"license: {project['license']}\n" in text
