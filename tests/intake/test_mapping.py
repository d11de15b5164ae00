"""Columns find their fields."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Kind
from domain.place_fields import Audience, Group, PlaceField
from i18n import use_language
from intake import mapping
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
        ("Surface en m2", "area_m2"),
        ("Surface du local en m²", "area_m2"),
        ("Surface (m² utiles)", "area_m2"),
        ("Surface (SHON)", "area_m2"),
        ("Surface (totale)", "area_m2"),
        ("Loyer (HC)", "rent_eur_m2_yr"),
        ("Loyer (€ HT/m²/an)", "rent_eur_m2_yr"),
        ("Loyer (EUR par m² et par an)", "rent_eur_m2_yr"),
        ("Durée (mois)", "tenure_months"),
    ],
)
def test_headings_as_people_write_them(heading: str, field: str | None) -> None:
    assert guess([heading], Kind.PREMISES).mapping.get(heading) == field


@pytest.mark.parametrize("heading", ["Surface (%)", "Surface (kW)", "Surface (toises/an)", "Loyer (%)", "Hauteur (m²)", "Durée (kW)"])
def test_a_unit_that_cannot_be_converted_is_said_and_never_taken(heading: str) -> None:
    found = guess([heading, "Nom"], Kind.PREMISES)
    assert found.mapping == {"Nom": "name"}
    assert found.unmapped == (heading,)
    assert heading in found.warnings[0]


@pytest.fixture
def with_power(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A field whose unit no other field has."""
    power = PlaceField("power_kva", "Puissance", "number", Group.SPACE, Audience.EVERYBODY, "kVA", 1, 1_000, gender="f")
    monkeypatch.setattr("intake.fields.FIELDS", {kind: (*FIELDS[kind], power) for kind in Kind})
    mapping._vocabulary.cache_clear()
    yield
    mapping._vocabulary.cache_clear()


@pytest.mark.parametrize(
    "heading", ["Puissance", "Puissance (kVA)", "Puissance kVA", "Puissance en kVA", "PUISSANCE (en KVA)", "power_kva"]
)
@pytest.mark.usefixtures("with_power")
def test_a_unit_that_only_a_new_field_declares_is_known(heading: str) -> None:
    found = guess([heading, "Nom"], Kind.PREMISES)
    assert found.mapping == {heading: "power_kva", "Nom": "name"}
    assert found.warnings == ()


@pytest.mark.parametrize("heading", ["Puissance (kW)", "Puissance (W)", "Puissance (en kWh/an)", "Puissance (m²)", "Puissance en m²"])
@pytest.mark.usefixtures("with_power")
def test_another_unit_than_that_of_a_new_field_is_said_and_never_taken(heading: str) -> None:
    found = guess([heading, "Nom"], Kind.PREMISES)
    assert found.mapping == {"Nom": "name"}
    assert heading in found.warnings[0] and "kVA" in found.warnings[0]


MEASURED = [(kind, field) for kind in Kind for field in FIELDS[kind] if field.type == "number" and field.id not in ("x", "y")]


@pytest.mark.parametrize(("kind", "field"), MEASURED, ids=lambda each: each.id if isinstance(each, PlaceField) else str(each))
def test_a_field_is_taken_in_its_own_unit_and_in_that_of_no_other(kind: Kind, field: PlaceField) -> None:
    for own in (f"{field.label} ({field.unit})", f"{field.label} {field.unit}", f"{field.label} en {field.unit}"):
        assert guess([own], kind).mapping == {own: field.id}
    for unit in {other.unit for _kind, other in MEASURED} - {field.unit}:
        assert guess([f"{field.label} ({unit})"], kind).mapping == {}


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
