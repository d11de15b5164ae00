"""Promises of the fact tables' readers."""

from __future__ import annotations

import pytest

from geodata.facts import french_case, priority_neighbourhoods


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("BELSUNCE", "Belsunce"),
        ("LA VALENTINE", "La Valentine"),
        ("SAINT-JEAN-DU-DESERT", "Saint-Jean-du-Désert"),
        ("SAINTE ANNE", "Sainte-Anne"),
        ("L'ESTAQUE", "L'Estaque"),
        ("HOTEL DE VILLE", "Hôtel de Ville"),
        ("PALAIS-DE-JUSTICE", "Palais-de-Justice"),
        ("BELLE-DE-MAI", "Belle-de-Mai"),
        ("LES ILES", "Les Îles"),
    ],
)
def test_quartiers_are_written_as_people_write_them(raw, written):
    assert french_case(raw) == written


def test_a_neighbourhood_over_two_communes_belongs_to_the_first():
    row = priority_neighbourhoods().set_index("code").loc["QN01341I"]
    assert row["municipality"] == "13055"
    assert row["municipalities"] == "13055.13070"
