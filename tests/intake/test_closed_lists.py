"""Texts of a file that are none of the values of a closed list."""

from __future__ import annotations

import pytest

from bulk.choices import Choices, applied
from domain.candidate import Kind
from intake.closed_lists import LEFT_EMPTY, likely_code, matched_values, unread_values
from intake.fields import fields_by_id
from tests.intake.making import csv_of, read

FIELD = fields_by_id(Kind.PREMISES)["condition"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("état neuf", "good"),
        ("local en bon état général", "good"),
        ("à rafraichîr", "refresh"),
        ("a refraichir", "refresh"),
        ("à rénnover", "renovate"),
        ("À RÉNOVER (partiellement)", "renovate"),
        ("travaux prévus", ""),
        ("rénové", ""),
        ("pas en bon état", ""),
        ("non neuf", ""),
        ("du neuf à rénover", ""),
        ("friche sans projet", ""),
        ("ok", ""),
    ],
)
def test_a_text_that_resembles_one_value_alone_is_guessed(text: str, code: str) -> None:
    assert likely_code(FIELD, text) == code


def test_a_text_is_one_whatever_its_case_accents_and_spaces() -> None:
    table = read("a.csv", csv_of("A;OK", "B;bon état", "C;  ok", "D;vétuste", "E;nc", head="Nom;État"))
    assert [(one.text, one.rows_n) for one in unread_values(table, "État", FIELD)] == [("OK", 2), ("vétuste", 1)]


def test_what_is_chosen_goes_before_what_is_guessed_and_what_the_field_has_not_is_dropped() -> None:
    table = read("a.csv", csv_of("A;état neuf", "B;vétuste", "C;bon état", head="Nom;État"))
    mapping = {"Nom": "name", "État": "condition"}
    assert matched_values(table, mapping, Kind.PREMISES) == {"État": {"etat neuf": "good"}}
    chosen = {"État": {"etat neuf": LEFT_EMPTY, "vetuste": "red"}}
    assert matched_values(table, mapping, Kind.PREMISES, chosen) == {"État": {"etat neuf": LEFT_EMPTY}}
    choices = Choices(mapping, values={"État": {"vetuste": "renovate"}}, corrections={2: {"condition": "vétuste"}})
    assert [row[1] for row in applied(table, choices, Kind.PREMISES)[0].rows] == ["vétuste", "à rénover", "bon état"]
