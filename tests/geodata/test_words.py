"""Promises of the comparison of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.words import telling, words


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Bd. de la LIBÉRATION", "boulevard libération"), ("av d'Arès", "AVENUE ARES"), ("R. du Dr Roux", "rue docteur roux"),
        ("chem. de l'Œuvre", "Chemin oeuvre"), ("Imp. Ste-Anne", "impasse sainte anne"), ("2ème arrdt", "2e arrdt"), ("1ER", "1e"),
        ("Trav. du Gal. Leclerc", "traverse general leclerc"), ("pl. Mal Foch", "place marechal foch"),
        ("r\u0065\u0301publique", "république"),
    ],
)  # fmt: skip
def test_two_ways_of_writing_are_one(written: str, same: str) -> None:
    assert telling(words(written)) == telling(words(same))


def test_small_words_alone_are_kept() -> None:
    assert telling(words("de la")) == ("de", "la")
    assert telling(()) == ()


@given(st.text(max_size=60))
def test_any_text_has_plain_words_that_are_their_own(text: str) -> None:
    found = words(text)
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in found)
    assert words(" ".join(found)) == found
