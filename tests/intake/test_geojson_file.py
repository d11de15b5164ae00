"""GeoJSON files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import FileError
from intake.geojson_file import read
from tests.intake.making import feature, geojson, point


def test_features_become_rows_with_their_geometries() -> None:
    table = read(
        geojson(
            feature(point(), surface=80, ouvert=True), {"type": "Feature", "geometry": None, "properties": None}, feature(point(), x=None)
        )
    )
    assert table.columns == ("nom", "adresse", "surface", "ouvert", "x")
    assert table.rows[0] == ("Lieu", "1, rue du Port", 80, True, None)
    assert table.rows[1] == (None,) * 5
    assert table.numbers == (1, 2, 3)
    assert table.geometries[0] == point()
    assert table.geometries[1] is None


@pytest.mark.parametrize(
    ("crs", "known"),
    [
        (None, "EPSG:4326"),
        ("EPSG:2154", "EPSG:2154"),
        ("urn:ogc:def:crs:EPSG::2154", "EPSG:2154"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("urn:ogc:def:crs:EPSG::4326", "EPSG:4326"),
        ("EPSG:27572", "EPSG:27572"),
        ("urn:ogc:def:crs:EPSG::9794", "EPSG:2154"),
        ("IGNF:RGF93CC44", "EPSG:3944"),
        ("EPSG:2056", None),
        ("EPSG:32631", "EPSG:32631"),
        ("", None),
        ("file:///etc/passwd", None),
    ],
)
def test_the_declared_system_is_known_or_unknown_never_guessed(crs: str | None, known: str | None) -> None:
    members = {} if crs is None else {"crs": {"type": "name", "properties": {"name": crs}}}
    assert read(geojson(feature(point()), **members)).crs == known


@pytest.mark.parametrize(
    "crs", [5, "x", [], {}, {"properties": []}, {"properties": {"name": {}}}, {"type": "link", "properties": {"href": "http://a"}}]
)
def test_a_system_that_makes_no_sense_is_unknown(crs: object) -> None:
    assert read(geojson(feature(point()), crs=crs)).crs is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "vide"),
        ("[]", "vide"),
        ("[1]", "FeatureCollection"),
        ("{}", "FeatureCollection"),
        ("3", "FeatureCollection"),
        ('{"type":"FeatureCollection"}', "Feature"),
        ('{"type":"FeatureCollection","features":[1]}', "Feature"),
        ('{"type":"FeatureCollection","features":[]}', "vide"),
        ('{"type":"Topology","objects":{},"arcs":[]}', "Feature"),
        ("{\n\n,}", "ligne 3"),
        ("[" * 100_000, "imbriqué"),
        ('{"a":' * 100_000, "imbriqué"),
        ("9" * 5_000, "démesuré"),
        ("<OGRVRTDataSource/>", "ligne 1"),
        ("\x00", "ligne 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(FileError, match=said):
        read(text.encode())


def test_other_encodings_are_refused() -> None:
    for encoding in ("utf-16", "utf-32", "cp1252"):
        with pytest.raises(FileError):
            read('{"é": 1}'.encode(encoding))


def test_what_is_nested_in_a_property_is_text() -> None:
    assert read(geojson(feature(point(), tags=["a", {"b": 1}]))).rows[0][2] == '["a", {"b": 1}]'


def test_too_many_features_or_properties_are_refused() -> None:
    with pytest.raises(FileError, match="50000 lignes"):
        read(b'{"type":"FeatureCollection","features":[' + b",".join([b'{"type":"Feature"}'] * 50_001) + b"]}")
    with pytest.raises(FileError, match="200 colonnes"):
        read(geojson(feature(None, **{f"p{number}": 1 for number in range(200)})))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.binary(max_size=200) | JSON.map(json.dumps).map(str.encode))
def test_any_bytes_give_rows_or_a_sentence(data: bytes) -> None:
    try:
        read(data)
    except FileError as refused:
        assert refused.message.endswith(".")


@given(st.lists(JSON, min_size=1, max_size=4))
def test_any_properties_and_geometries_give_a_table(values: list[object]) -> None:
    table = read(geojson(*({"type": "Feature", "properties": {"nom": value}, "geometry": value} for value in values)))
    assert len(table.rows) == len(table.geometries) == len(values)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_an_error_of_its_place_and_column(value: str) -> None:
    table = read(geojson(feature(point()), feature(point(), surface="%")).replace(b'"%"', value.encode()))
    assert [(error.row, error.field, error.value) for error in table.errors] == [(2, "surface", value)]
    assert [row[2] for row in table.rows] == [None, None]


def test_the_identifier_of_a_feature_is_kept() -> None:
    assert read(geojson(feature(point()) | {"id": "zae.12"}, feature(point()))).rows == (
        ("Lieu", "1, rue du Port", "zae.12"),
        ("Lieu", "1, rue du Port", None),
    )
    assert read(geojson(feature(point(), id="own") | {"id": "zae.12"})).rows[0][2] == "own"


@pytest.mark.parametrize("before", ["", "\x1e"])
def test_one_feature_a_line_is_read(before: str) -> None:
    lines = [before + json.dumps(feature(point(), nom=f"S{number}")) for number in range(3)]
    assert [row[0] for row in read("\n".join(lines).encode()).rows] == ["S0", "S1", "S2"]
    with pytest.raises(FileError, match="ligne 3"):
        read("\n".join([*lines[:2], "{"]).encode())
