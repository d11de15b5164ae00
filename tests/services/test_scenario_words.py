"""A scenario's question in words: in full, in the singular where it is, places by their names."""

from __future__ import annotations

from domain.scenario import Question
from services.words.scenarios import conditions, differences, in_full, named

NAMES = {"LP-000001": "Halle aux grains (exemple)", "LP-000002": "Ancienne laverie"}


def test_imposed_and_forbidden_places_are_said_by_name() -> None:
    question = Question(required=("LP-000001",), forbidden=("LP-000002",))
    assert named(question, NAMES.__getitem__) == ["Lieu imposé : Halle aux grains", "Lieu interdit : Ancienne laverie"]
    both = Question(required=("LP-000001", "LP-000002"))
    assert named(both, NAMES.__getitem__) == ["Lieux imposés : Halle aux grains, Ancienne laverie"]
    assert named(Question(), NAMES.__getitem__) == []


def test_the_question_in_full_says_every_condition_and_no_id() -> None:
    query = "k=3&imp=LP-000001&ban=LP-000002&ex=0&space=500&percom=1&basin=1&budget=400&supply=4&perhub=1&cap=1&conv=1"
    said = in_full(Question.from_query(query), NAMES.__getitem__)
    for words in (
        "Avec 3 pôles et boutiques-relais au plus",
        "Les ressourceries existantes ne comptent pas",
        "Au moins 500 m entre deux lieux",
        "Au plus 1 lieu par commune",
        "Au plus 1 boutique par pôle",
        "Au moins un lieu par bassin",
        "Budget de 400 k€",
        "Chaque boutique à moins de 4 km",
        "Sans dépasser ce que les surfaces",
        "Seulement des lieux où les quatre acteurs gagnent",
        "Lieu imposé : Halle aux grains",
        "Lieu interdit : Ancienne laverie",
    ):
        assert words in said
    assert "LP-" not in said


def test_conditions_and_differences_are_counted_in_the_plural_where_they_are() -> None:
    assert "Au plus 2 lieux par commune ou arrondissement" in conditions(Question(per_commune=2))
    assert differences(Question(k=5), Question(k=1), NAMES.__getitem__) == ["1 lieu au lieu de 5"]


def test_a_condition_in_which_existing_places_count_says_so() -> None:
    query = "space=500&basin=1&supply=4&perhub=2"
    said = conditions(Question.from_query(query))
    assert sum("ressourceries existantes comprises" in line for line in said) == 4
    assert not any("comprises" in line for line in conditions(Question.from_query(f"{query}&ex=0")))
