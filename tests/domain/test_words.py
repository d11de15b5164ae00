"""What people search is found however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.words import fits, folded


@pytest.mark.parametrize(
    ("text", "searched"),
    [
        ("Châteauneuf-les-Martigues", "chateauneuf martigues"),
        ("Bd de l'Œuvre", "BOULEVARD OEUVRE"),
        ("Rue Saint-Férréol", "st ferreol"),
        ("Rue St Ferréol", "saint ferréol"),
        ("La Ciotat", "la"),
        ("Réunion de mai", "REUNION"),
        ("Marseille 1er arrondissement", "1re"),
    ],
)
def test_accents_case_small_words_and_abbreviations_do_not_matter(text: str, searched: str) -> None:
    assert fits(text, searched)


@pytest.mark.parametrize(("text", "searched"), [("La Ciotat", "la penne"), ("Retenu", "été"), ("Halle du port", "hall b"), ("", "x")])
def test_each_word_must_be_there(text: str, searched: str) -> None:
    assert not fits(text, searched)


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_text_is_found_by_itself_and_by_any_part_of_its_words(text: str, other: str) -> None:
    assert fits(text, text)
    assert fits(f"{text} {other}", text)
    assert folded(folded(text)) == folded(text)
