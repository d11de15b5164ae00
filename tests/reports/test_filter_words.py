"""The filter in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.selection import FacetSet, Selection
from reports.filter_words import filter_sentence, filter_words
from tests.selections import selections


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "aucun filtre, tous les lieux"),
        ("kinds=premises&communes=13055", "Nature du lieu : Local en rez-de-chaussée ; Commune ou arrondissement : Marseille"),
        ("communes=13215.13028", "Commune ou arrondissement : Marseille 15e, La Ciotat"),
        ("area=80-300", "Surface : de 80\u202fm² à 300\u202fm²"),
        ("area=-300.unknown", "Surface : au plus 300\u202fm² ou non renseigné"),
        ("height=3.5-", "Hauteur libre : au moins 3,5\u202fm"),
        ("available=20270131-", "Disponible à partir du : à partir du 31 janvier 2027"),
        ("van=unknown", "Accès camionnette : Inconnu"),
        ("zone=5.3,43.2_5.4,43.2_5.4,43.3", "Zone : tracée, ou lue dans un fichier (3 sommets)"),
        ("places=ZS-001.RC-002", "Lieux choisis : ZS-001, RC-002"),
    ],
)
def test_a_filter_is_said_in_french(query: str, words: str, facets: FacetSet) -> None:
    assert filter_sentence(Selection.from_query(query, facets)) == words


@given(st.data())
def test_every_selection_has_words_for_each_of_its_filters(facets: FacetSet, data: st.DataObject) -> None:
    selection = data.draw(selections(facets))
    said = filter_words(selection)
    assert len(said) == len(selection.filters)
    assert all(label and words for label, words in said)
