"""A file under the choices of a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulk.choices import MAX_CORRECTIONS, Choices
from bulk.review import Review, fields_to_correct, review
from domain.candidate import Kind
from intake.table import MAX_CELL_CHARS, Table
from tests.intake.making import LAT, LON, circle, csv_of, feature, geojson, point, polygon, read

KIND = Kind.PREMISES
WRONG = csv_of("A;1, rue;5,3691;43,3487;80", "B;2, rue;2,37;43,35;120", ";3, rue;5,38;43,35;90", "D;;;;70")


def opened(data: bytes = WRONG, name: str = "a.csv") -> tuple[Table, Choices]:
    table = read(name, data)
    return table, Choices.guessed(table, KIND)


def seen(table: Table, choices: Choices) -> Review:
    return review(table, choices, KIND)


def test_what_the_headings_suggest_is_chosen_first() -> None:
    table, choices = opened()
    found = seen(table, choices)
    assert list(choices.mapping.values()) == ["name", "address", "x", "y", "area_m2"]
    assert found.checked is not None
    assert [row.number for row in found.checked.rows] == [2]
    assert [row.number for row in found.checked.wrong] == [3, 4, 5]
    assert (found.wrong_n, dict(found.by_field())) == (3, {"x": 1, "name": 1, "address": 1})


def test_choices_come_back_from_what_is_kept() -> None:
    choices = Choices({"a": "name"}, "EPSG:2154", ("degrees",), {3: {"name": "B"}}, (7,))
    assert Choices.from_json(choices.to_json()) == choices


def test_a_correction_is_read_instead_of_the_cell() -> None:
    table, choices = opened()
    found = seen(table, choices.corrected({3: {"x": "5,37"}, 4: {"name": "C"}}))
    assert found.checked is not None
    assert [(row.number, row.values["name"], row.values["area_m2"]) for row in found.checked.rows] == [
        (2, "A", 80),
        (3, "B", 120),
        (4, "C", 90),
    ]
    assert table == opened()[0]


def test_a_correction_may_be_wrong_too_and_the_last_one_counts() -> None:
    table, choices = opened()
    once = choices.corrected({3: {"x": "beaucoup"}})
    assert "beaucoup" in seen(table, once).errors[0].message
    assert 3 not in {error.row for error in seen(table, once.corrected({3: {"x": "5,37"}})).errors}


def test_an_emptied_cell_is_unknown() -> None:
    table, choices = opened()
    found = seen(table, choices.corrected({3: {"x": "", "y": ""}}))
    assert found.checked is not None
    assert 3 in {row.number for row in found.checked.rows}


def test_a_field_that_no_column_tells_can_be_typed() -> None:
    table = read("a.csv", b"Nom;Surface\nA;80\nB;90\n")
    found = seen(table, Choices.guessed(table, KIND).corrected({2: {"address": "1, rue du Port"}}))
    assert found.checked is not None
    assert [(row.number, row.values["address"]) for row in found.checked.rows] == [(2, "1, rue du Port")]
    assert [error.row for error in found.errors] == [3]


def test_a_field_that_is_none_changes_nothing() -> None:
    table, choices = opened()
    assert seen(table, choices.corrected({3: {"owner": "X", "__class__": "Y"}})).errors == seen(table, choices).errors


def test_a_row_left_out_is_neither_valid_nor_wrong_nor_a_duplicate() -> None:
    table, choices = opened(csv_of("A;1, rue;5,3691;43,3487;80", "A;2, rue;5,3691;43,3487;80"))
    assert [error.row for error in seen(table, choices).errors] == [3]
    found = seen(table, replace(choices, left_out=(2,)))
    assert found.checked is not None
    assert [row.number for row in found.checked.rows] == [3]
    assert found.errors == ()


def test_a_point_of_a_map_file_is_corrected_by_its_coordinates() -> None:
    table, choices = opened(geojson(feature(point(2.35, 48.85))), "a.geojson")
    (error,) = seen(table, choices).errors
    assert fields_to_correct(error, KIND) == ("x", "y")
    found = seen(table, choices.corrected({1: {"x": "5,3691", "y": "43,3487"}}))
    assert found.checked is not None
    assert (found.checked.rows[0].lon_wgs84, found.checked.rows[0].lat_wgs84) == (LON, LAT)
    assert seen(table, choices.corrected({1: {"x": "5,3691"}})).errors == (error,)


def test_a_cell_that_the_reader_refused_counts_only_where_it_is_read_and_until_it_is_corrected() -> None:
    table = read("a.csv", f"Nom;Adresse;Divers\nA;1, rue;{'x' * (MAX_CELL_CHARS + 1)}\n{'y' * (MAX_CELL_CHARS + 1)};2, rue;\n".encode())
    choices = Choices.guessed(table, KIND)
    assert {(error.row, error.field) for error in seen(table, choices).errors} == {(3, "name")}
    assert seen(table, choices.corrected({3: {"name": "B"}})).errors == ()


def test_each_error_names_the_fields_that_correct_it() -> None:
    table, choices = opened(csv_of("A;a;2,35;48,85;80;90", head="Nom;Adresse;Longitude;Latitude;Surface;Surface de vente"))
    found = seen(table, choices)
    noted = (*found.errors, *found.warnings)
    assert [fields_to_correct(error, KIND) for error in noted] == [("x", "y"), ("sales_area_m2", "area_m2")]


def test_a_contour_that_is_crossed_cannot_be_corrected_by_a_cell() -> None:
    crossed = polygon([[LON, LAT], [LON + 1e-3, LAT + 1e-3], [LON, LAT + 1e-3], [LON + 1e-3, LAT], [LON, LAT]])
    table, choices = opened(geojson(feature(crossed)), "a.geojson")
    (error,) = seen(table, choices).errors
    assert fields_to_correct(error, KIND) == ()


def test_what_a_contour_loses_is_said() -> None:
    table, choices = opened(geojson(feature(polygon(circle(700))), feature(polygon(circle(7, LON + 0.01)))), "a.geojson")
    checked = seen(table, choices).checked
    assert checked is not None
    assert [(warning.row, warning.field) for warning in checked.warnings] == [(1, "geometry")]


@pytest.mark.parametrize("mapping", [{}, {"Nom": "name", "Adresse": "name"}, {"Ailleurs": "name"}, {"Nom": "name", "Longitude": "x"}])
def test_columns_that_do_not_fit_are_a_sentence_not_an_error_a_row(mapping: dict[str, str]) -> None:
    table, choices = opened()
    found = seen(table, replace(choices, mapping=mapping))
    assert found.checked is None
    assert found.need.endswith(".")
    assert found.wrong_n == 0


def test_corrections_at_the_screen_have_an_end() -> None:
    _table, choices = opened()
    with pytest.raises(ValueError, match="téléchargez"):
        choices.corrected({row: {"name": "A"} for row in range(MAX_CORRECTIONS + 1)})


def test_a_row_in_no_commune_is_wrong_and_the_others_stay_valid() -> None:
    table = read("a.csv", csv_of("Dedans;1, rue;5,40;43,30;80", "Au large;2, rue;5,31;43,25;80", "Sans place;3, rue;;;80"))
    found = review(table, Choices.guessed(table, KIND), KIND, lambda lon, _lat: ["13201" if east > 5.35 else "" for east in lon])
    assert found.checked is not None
    assert [row.values["name"] for row in found.checked.rows] == ["Dedans", "Sans place"]
    assert [row.values["name"] for row in found.checked.wrong] == ["Au large"]
    (error,) = found.errors
    assert (error.row, error.field) == (3, "x")
    assert fields_to_correct(error, KIND) == ("x", "y")


def test_a_postcode_of_elsewhere_is_said_and_its_row_stays_valid() -> None:
    head = "Nom;Adresse;Longitude;Latitude;Code postal"
    lines = [
        "A;1, rue;5,37;43,30;13001",
        "B;1, rue;5,38;43,30;13015",
        "C;1, rue;5,39;43,30;75011",
        "D;1, rue;;;69003",
        "E;1, rue;5,40;43,30;",
    ]
    table = read("a.csv", csv_of(*lines, head=head))
    found = review(table, Choices.guessed(table, KIND), KIND, lambda lon, _lat: ["13201"] * len(lon))
    assert found.errors == ()
    noted = [(warning.row, warning.message) for warning in found.warnings if warning.field == "postcode"]
    assert [row for row, _message in noted] == [3, 4, 5]
    assert noted[0][1].endswith("dans un arrondissement dont le code postal est 13001")
    assert all("autre département" in message for _row, message in noted[1:])


def test_positions_told_in_one_column_are_read_where_rows_are_checked_and_corrected_by_coordinates_or_by_their_cell() -> None:
    lines = ["A;1, rue;43.3487, 5.3691", "B;2, rue;48.85, 2.35", "C;3, rue;là-bas"]
    table, choices = opened(csv_of(*lines, head="Nom;Adresse;Geo point"))
    found = seen(table, choices)
    assert found.checked is not None
    assert not found.table.geometries, "nothing is parsed to show a review that is kept"
    assert ([row.number for row in found.checked.rows], [error.row for error in found.errors]) == ([2, 4], [3])
    assert ("là-bas" in str(found.checked.rows[1].values["notes"]), found.checked.rows[1].x_l93) == (
        True,
        pytest.approx(float("nan"), nan_ok=True),
    )
    found = seen(table, choices.corrected({3: {"x": "5,37", "y": "43,35"}, 4: {"location": "43.35, 5.38"}}))
    assert found.checked is not None
    assert [(row.number, round(row.lon_wgs84, 2)) for row in found.checked.rows] == [(2, 5.37), (3, 5.37), (4, 5.38)]
