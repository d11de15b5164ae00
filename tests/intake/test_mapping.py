"""Columns find their fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Kind
from i18n import use_language
from intake.errors import FileError
from intake.fields import FIELDS
from intake.mapping import guess, positions_of


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_field_is_found_by_its_heading_label_and_id(kind: Kind, language: str) -> None:
    with use_language(language):
        for names in ([f.heading for f in FIELDS[kind]], [f.label for f in FIELDS[kind]], [f.id for f in FIELDS[kind]]):
            found = guess(names, kind)
            assert list(found.mapping.values()) == [field.id for field in FIELDS[kind]]
            assert found.unmapped == found.warnings == ()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NOM DU LOCAL", "name"),
        ("Désignation", "name"),
        ("superficie", "area_m2"),
        ("Surface m2", "area_m2"),
        ("SURFACE  (M²)", "area_m2"),
        ("Surface totale (en m²)", "area_m2"),
        ("Loyer (€/m²/an)", "rent_eur_m2_yr"),
        ("loyer €/m²", "rent_eur_m2_yr"),
        ("Hauteur sous-plafond", "clear_height_m"),
        ("H.S.P.", None),
        ("CP", "postcode"),
        ("Ville", "town"),
        ("lng", "x"),
        ("LATITUDE", "y"),
        ("X_L93", "x"),
        ("PMR", "level_access"),
        ("plain pied", "level_access"),
        ("État du local", "condition"),
        ("ETAT", "condition"),
        ("Couleur préférée", None),
        ("", None),
        ("()", None),
        ("area_m2", "area_m2"),
        ("Accès à la camionnette", "van_access"),
    ],
)
def test_headings_as_people_write_them(heading: str, field: str | None) -> None:
    assert guess([heading], Kind.PREMISES).mapping.get(heading) == field


@pytest.mark.parametrize(
    "heading",
    [
        "Loyer (€/m²/mois)",
        "Loyer annuel (€)",
        "Loyer (€/an)",
        "Hauteur (cm)",
        "Surface (ha)",
        "Durée (ans)",
        "Largeur de porte mm",
        "Hauteur (en cm)",
    ],
)
def test_another_unit_is_said_and_never_taken(heading: str) -> None:
    found = guess([heading, "Nom"], Kind.PREMISES)
    assert found.mapping == {"Nom": "name"}
    assert found.unmapped == (heading,)
    assert heading in found.warnings[0]


@pytest.mark.parametrize(
    ("headings", "crs"),
    [
        (["Longitude", "Latitude"], "EPSG:4326"),
        (["lon", "lat"], "EPSG:4326"),
        (["X", "Y"], None),
        (["X (Lambert 93)", "Y"], "EPSG:2154"),
        (["x_l93", "y_l93"], "EPSG:2154"),
        (["Nom"], None),
    ],
)
def test_the_coordinate_system_is_the_one_that_headings_name(headings: list[str], crs: str | None) -> None:
    assert guess(headings, Kind.PREMISES).crs == crs


@given(st.lists(st.text(max_size=20), unique=True), st.sampled_from(list(Kind)))
def test_any_headings_are_each_mapped_once_or_reported(headings: list[str], kind: Kind) -> None:
    found = guess(headings, kind)
    assert {*found.mapping, *found.unmapped} == set(headings)
    assert len(set(found.mapping.values())) == len(found.mapping)


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"Nom": "x"},
        {"Nom": "name", "Absente": "area_m2"},
        {"Nom": "name", "A": "colour"},
        {"Nom": "name", "A": "name"},
        {"Nom": "name", "A": "x"},
        {"Nom": "name", "A": "owner"},
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_a_sentence(mapping: dict[str, str]) -> None:
    with pytest.raises(FileError):
        positions_of(["Nom", "A", "B"], mapping, Kind.PREMISES)


def test_a_column_that_a_person_leaves_out_is_left_out() -> None:
    assert positions_of(["A", "Nom"], {"Nom": "name", "A": ""}, Kind.PREMISES) == {"name": 1}
