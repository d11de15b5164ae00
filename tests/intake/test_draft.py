"""Fields are checked as they are typed."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Kind
from domain.proposal import clean_content
from intake.content import MAX_RING_VERTICES
from intake.draft import clean_changes
from intake.fields import EXAMPLE, FIELDS
from tests.intake.making import LAT, LON, circle, read, taken

PREMISES, SITE = Kind.PREMISES, Kind.ZONE_SITE


def clean(told: dict[str, Any] | None = None, /, **raw: Any) -> dict[str, Any]:
    found, errors = clean_changes(PREMISES, raw, told)
    assert errors == ()
    return found


def refused(told: dict[str, Any] | None = None, /, **raw: Any) -> tuple[str, str]:
    found, errors = clean_changes(PREMISES, raw, told)
    (error,) = errors
    assert error.field not in found
    return error.field, error.message


def test_what_is_typed_the_french_way_is_kept_as_plain_values() -> None:
    assert clean(area_m2="1 250,5", available_on="01/03/2027", van_access="oui", name="  Ancienne   laverie ", postcode="13015") == {
        "area_m2": 1250.5,
        "available_on": "2027-03-01",
        "van_access": "yes",
        "name": "Ancienne laverie",
        "postcode": "13015",
    }


def test_an_emptied_field_is_erased_not_zero() -> None:
    assert clean(area_m2="", name=" ", rent_eur_m2_yr=None, van_access="", available_on="nc") == dict.fromkeys(
        ("area_m2", "name", "rent_eur_m2_yr", "van_access", "available_on")
    )


def test_what_is_wrong_is_said_in_the_words_of_the_import() -> None:
    assert refused(area_m2="3") == ("area_m2", "Surface attendue entre 5 et 20\u202f000\u202f000 m², reçu «\u00a03\u00a0»")
    line = read("a.csv", b"Nom;Adresse;Surface\nA;1, rue;3\n")
    assert taken(line).warnings[0].message == refused(area_m2="3")[1] + " ; gardé dans les remarques"
    assert refused(clear_height_m="haute")[0] == "clear_height_m"
    assert refused(available_on="demain")[0] == "available_on"
    assert refused(van_access="parfois")[0] == "van_access"
    assert refused(name="a\u202eb")[0] == "name"


def test_one_wrong_field_does_not_keep_the_others_from_being_kept() -> None:
    found, errors = clean_changes(PREMISES, {"name": "A", "area_m2": "x"})
    assert found == {"name": "A"}
    assert [error.field for error in errors] == ["area_m2"]


@pytest.mark.parametrize("name", ["owner", "x", "y", "example", "history", "__proto__", ""])
def test_a_field_that_the_place_has_not_is_refused(name: str) -> None:
    assert refused(**{name: "a"}) == (name, "Champ inconnu.")


def test_a_field_of_the_other_kind_is_taken_by_the_other_kind() -> None:
    assert clean_changes(SITE, {"owner": "SEM"}) == ({"owner": "SEM"}, ())


@pytest.mark.parametrize("value", [[1], {"a": 1}, True])
def test_a_value_of_another_form_is_refused(value: Any) -> None:
    assert refused(area_m2=value) == ("area_m2", "Valeur inattendue.")


def test_a_part_is_never_larger_than_the_whole_whichever_is_typed_last() -> None:
    assert refused({"area_m2": 100.0}, sales_area_m2="120")[0] == "sales_area_m2"
    assert refused({"sales_area_m2": 120.0}, area_m2="100")[0] == "area_m2"
    assert refused(area_m2="100", storage_area_m2="120")[0] == "storage_area_m2"
    assert clean({"sales_area_m2": 120.0}, area_m2="") == {"area_m2": None}
    assert clean({"area_m2": 50.0, "sales_area_m2": 80.0}, name="A") == {"name": "A"}


def test_a_position_is_two_coordinates_in_the_territory() -> None:
    assert clean(lon="5,3691", lat=43.3487) == {"lon": LON, "lat": LAT}
    assert clean({"lon": LON, "lat": LAT}, lat="43.35") == {"lon": LON, "lat": 43.35}
    assert clean({"lon": LON, "lat": LAT}, lon="") == {"lon": None, "lat": None}
    assert refused(lon="5,3691") == ("lat", "Il manque une des deux coordonnées")
    assert refused(lon=2.35, lat=48.85) == ("lon", "Position hors du territoire")
    assert "inversées" in refused(lon=LAT, lat=LON)[1]
    assert refused(lon="est", lat=LAT)[0] == "lon"


def test_a_pin_is_kept_to_the_centimetre() -> None:
    assert clean(lon=5.369112345678, lat=43.348712345678) == {"lon": 5.3691123, "lat": 43.3487123}


def test_a_drawn_contour_is_closed_and_brings_a_point_inside() -> None:
    found = clean(footprint=circle(12)[:-1])
    ring = found["footprint"]
    assert ring[0] == ring[-1]
    assert len(ring) == 13
    assert shapely.intersects_xy(shapely.Polygon(ring), found["lon"], found["lat"])


def test_a_point_already_told_inside_the_contour_stays() -> None:
    assert set(clean({"lon": LON, "lat": LAT}, footprint=circle(8))) == {"footprint"}
    assert clean({"lon": 5.4, "lat": LAT}, footprint=circle(8))["lon"] != 5.4
    assert clean({"lon": 5.4, "lat": LAT}, footprint=circle(8), lon=5.41, lat=LAT)["lon"] == 5.41
    assert clean(footprint=None) == clean(footprint=[]) == {"footprint": None}


@pytest.mark.parametrize(
    "ring",
    [
        "carré",
        [[LON, LAT]],
        [[0, 0], [0, 1], [1, 1]],
        [[999, 0], [0, 1], [1, 1]],
        [[LON, math.inf], [LON, LAT], [LON + 1e-3, LAT]],
        [[LON, LAT], [LON + 1e-3, LAT + 1e-3], [LON, LAT + 1e-3], [LON + 1e-3, LAT]],
        circle(MAX_RING_VERTICES + 1),
        [None],
        {"a": 1},
    ],
)
def test_a_contour_that_is_none_is_refused_with_a_sentence(ring: Any) -> None:
    name, message = refused(footprint=ring)
    assert name == "footprint"
    assert message


def test_the_rent_is_confidential_or_not() -> None:
    assert clean(rent_is_confidential=True) == {"rent_is_confidential": True}
    assert refused(rent_is_confidential="oui")[0] == "rent_is_confidential"


names = [field.id for field in FIELDS[PREMISES] if field is not EXAMPLE]
ids = st.sampled_from([*names, "lon", "lat", "footprint", "rent_is_confidential"])
lists = st.lists(st.floats() | st.lists(st.floats()), max_size=5)
junk = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | lists


@given(st.dictionaries(ids, junk, max_size=6), st.sampled_from(list(Kind)))
def test_whatever_is_typed_what_is_kept_can_be_stored_and_the_rest_is_said(raw: dict[str, Any], kind: Kind) -> None:
    found, errors = clean_changes(kind, raw)
    assert clean_content(found) == {name: value for name, value in found.items() if value is not None}
    json.dumps(found, allow_nan=False)
    wrong = {error.field for error in errors}
    assert wrong.isdisjoint(found)
    assert set(raw) <= set(found) | wrong | {"lon", "lat"}
