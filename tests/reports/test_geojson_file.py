"""The GeoJSON file."""

from __future__ import annotations

import json
from typing import Any

from reports import geojson_file
from reports.columns import COLUMNS
from reports.extract import Extract
from tests.reports.conftest import ADDRESS, PAYLOADS, Make


def _document(extract: Extract) -> dict[str, Any]:
    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is not JSON")

    return json.loads(geojson_file.write(extract), parse_constant=refuse)


def test_places_are_points_in_degrees_with_every_column(make: Make) -> None:
    extract = make()
    document = _document(extract)
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document  # RFC 7946: WGS 84 and nothing else
    for feature, lon, lat in zip(document["features"], extract.rows["lon"], extract.rows["lat"], strict=True):
        assert feature["geometry"] == {"type": "Point", "coordinates": [lon, lat]}
        assert list(feature["properties"]) == [column.id for column in COLUMNS]


def test_what_is_unknown_is_null(make: Make) -> None:
    features = _document(make("rent=unknown"))["features"]
    assert features
    assert all(feature["properties"]["rent_eur_m2_yr"] is None for feature in features)


def test_the_file_says_where_it_comes_from(make: Make) -> None:
    extract = make("kinds=premises")
    said = _document(extract)["metadata"]
    assert said["address"] == ADDRESS
    assert said["data_version"] == extract.territory.version
    assert said["exported_on"] == "2026-11-23"
    assert said["filter"] == "Nature du lieu : Local en rez-de-chaussée"
    assert "lieux d'exemple" in said["notes"][0]
    assert {source["id"] for source in said["sources"]} >= {"qpv2024", "example_premises"}
    assert all(source["licence"] and source["producer"] and source["vintage"] for source in said["sources"])
    assert {field["name"] for field in said["fields"]} == {column.id for column in COLUMNS}


def test_texts_are_kept_as_they_are(hostile: Extract) -> None:
    names = [feature["properties"]["name"] for feature in _document(hostile)["features"]]
    assert names == hostile.rows["name"].tolist()
    assert f"{PAYLOADS[1]} 1" in names


def test_an_empty_selection_is_a_valid_file(make: Make) -> None:
    assert _document(make("area=99000-"))["features"] == []
