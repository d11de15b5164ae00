"""Descriptions of map services, in their true form: which layers they give, how, and whose they are; hostile ones are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from i18n import use_language
from intake.errors import FileError
from intake.feature_reader import read as read_features_here
from intake.map_service import SENTENCES, read_document, read_features
from intake.service_reader import read
from tests.map_services import documents

BASE = "https://geo.example.org"
BOUNDS = [4.9, 43.1, 5.9, 43.8]


def layers(data: bytes, url: str = BASE) -> dict[str, dict[str, Any]]:
    answer = read(data, {"url": url})
    assert "reason" not in answer, answer
    return {one["id"]: one for one in answer["layers"]}


def test_a_wms_gives_its_named_layers_with_what_they_inherit() -> None:
    found = layers(documents.document("wms_130", BASE))
    assert set(found) == {"ville:arbres", "ville:plan_1942"}
    trees = found["ville:arbres"]
    assert (trees["kind"], trees["title"], trees["version"], trees["format"]) == ("wms", "Arbres d'alignement", "1.3.0", "image/png")
    assert (trees["url"], trees["layers"], trees["refusal"]) == (f"{BASE}/geoserver/ows", "ville:arbres", "")
    assert trees["attribution"] == "© Ville d'Exemple, espaces verts" and trees["bounds"] == BOUNDS
    plan = found["ville:plan_1942"]
    assert (plan["refusal"], plan["attribution"]) == ("projection", "Ville d'Exemple")


def test_a_wms_111_is_read_in_spite_of_its_document_type_and_keeps_its_own_parameters() -> None:
    found = layers(documents.document("wms_111", BASE))
    assert set(found) == {"risques", "alea_inondation"}
    flood = found["alea_inondation"]
    assert (flood["version"], flood["format"], flood["refusal"]) == ("1.1.1", "image/png; mode=24bit", "")
    assert flood["url"] == f"{BASE}/mapserv?map=%2Fdata%2Frisques.map"
    assert (flood["title"], flood["attribution"]) == ("Aléa d'inondation", "Licence ouverte 2.0, Service des risques")


def test_a_service_that_names_itself_by_http_is_asked_by_https_at_the_host_that_answered() -> None:
    data = documents.document("wms_130", "http://geo.example.org")
    assert layers(data, f"{BASE}/geoserver/ows")["ville:arbres"]["url"] == f"{BASE}/geoserver/ows"
    assert layers(data, "https://other.example.org/")["ville:arbres"]["url"].startswith("http://")


def test_a_wmts_gives_the_tiles_of_web_maps_and_says_why_others_are_not_drawn() -> None:
    found = layers(documents.document("wmts", BASE))
    assert {key: one["refusal"] for key, one in found.items()} == {
        "CADASTRALPARCELS.PARCELLAIRE_EXPRESS": "", "ORTHO.LAMB93": "projection", "PLAN.IGN": "image", "RELIEF": "",
    }  # fmt: skip
    parcels = found["CADASTRALPARCELS.PARCELLAIRE_EXPRESS"]
    assert (parcels["max_zoom"], parcels["attribution"], parcels["title"]) == (16, "IGN", "PCI vecteur")
    assert parcels["url"].startswith(f"{BASE}/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=CADASTRALPARCELS.PARCELLAIRE_EXPRESS")
    assert parcels["url"].endswith("&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}") and "STYLE=normal" in parcels["url"]
    assert found["RELIEF"]["url"] == f"{BASE}/rest/RELIEF/normal/PM/{{z}}/{{y}}/{{x}}.png"


def test_levels_named_by_a_prefix_and_their_zoom_are_those_of_web_maps_and_shifted_ones_are_not() -> None:
    text = documents.document("wmts", BASE).decode()
    web = text.replace("<ows:Identifier>PM<", "<ows:Identifier>EPSG:900913<").replace("<TileMatrixSet>PM<", "<TileMatrixSet>EPSG:900913<")
    for zoom in range(20):
        web = web.replace(f"<TileMatrix><ows:Identifier>{zoom}<", f"<TileMatrix><ows:Identifier>EPSG:900913:{zoom}<")
    found = layers(web.replace("TileMatrixSetLimits>", "Ignored>").encode())
    assert "TILEMATRIX=EPSG:900913:{z}" in found["CADASTRALPARCELS.PARCELLAIRE_EXPRESS"]["url"]
    shifted = text.replace("<ows:Identifier>7</ows:Identifier><Scale", "<ows:Identifier>8</ows:Identifier><Scale")
    assert {one["refusal"] for one in layers(shifted.encode()).values()} == {"projection"}


def test_an_ogc_api_leads_from_its_landing_page_to_features_and_tiles() -> None:
    answer = read(documents.encoded(documents.landing(BASE)), {"url": f"{BASE}/ogc"})
    assert answer == {"next": f"{BASE}/ogc/collections", "attribution": "© Métropole d'Exemple"}
    found = layers(documents.encoded(documents.collections(BASE)))
    assert {key: one["kind"] for key, one in found.items()} == {"features:points": "features", "tiles:bruit": "tile_sets"}
    points = found["features:points"]
    assert (points["url"], points["attribution"]) == (f"{BASE}/ogc/collections/points/items?f=json", documents.LICENCE)
    assert points["bounds"] == BOUNDS
    assert set(layers(documents.encoded(documents.collection(BASE)))) == {"features:points"}
    tiles = layers(documents.encoded(documents.tile_sets(BASE)))["tiles"]
    assert tiles["url"] == f"{BASE}/ogc/collections/bruit/map/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?f=png"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body>Bonjour</body></html>", "unknown"),
        (b"<p>not closed", "unreadable"),
        (b"", "unreadable"),
        (b"{", "unreadable"),
        (b'{"openapi": "3.0.0"}', "unknown"),
        (b"<ServiceExceptionReport/>", "exception"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entity"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "entity"),
        (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/x"> %b;]><a/>', "entity"),
        (b"<a>" * 80 + b"</a>" * 80, "long"),
        (b"<WMS_Capabilities/>", "no_map"),
        (documents.encoded(documents.tile_sets(BASE, "application/vnd.mapbox-vector-tile")), "image"),
        (b'{"tilesets": [{"tileMatrixSetId": "WGS1984Quad"}]}', "projection"),
    ],
)
def test_what_is_no_map_service_is_refused_by_its_reason(data: bytes, reason: str) -> None:
    assert read(data, {"url": BASE}) == {"reason": reason}
    assert SENTENCES[reason]


def test_a_document_type_leads_to_no_file_and_no_address() -> None:
    """The one of WMS 1.1.1 names an address, which is not read: what it would declare stays undeclared."""
    data = documents.document("wms_111", BASE).replace(
        b"http://schemas.opengis.net/wms/1.1.1/WMS_MS_Capabilities.dtd", b"file:///dev/stdin"
    )
    assert set(layers(data)) == {"risques", "alea_inondation"}


def test_features_are_those_of_the_territory_with_their_name_and_a_few_facts() -> None:
    read = read_features_here(documents.encoded(documents.items(5.4, 43.4, "?offset=6")), {"url": f"{BASE}/items", "bounds": BOUNDS})
    assert [one["properties"]["label"] for one in read["features"]] == ["PAV-0", "PAV-1", "PAV-2", "Zone"]
    assert read["features"][0]["properties"]["detail"] == "code : C PAV-0 · flux : verre"
    assert (read["left"], read["next"]) == (1, f"{BASE}/items?offset=6")
    assert read["features"][3]["geometry"]["type"] == "Polygon"


@pytest.mark.parametrize(
    "geometry", [{"type": "Point", "coordinates": ["NaN", 1]}, {"type": "Point", "coordinates": [892_000, 6_247_000]}, {}]
)
def test_a_geometry_that_is_none_is_left_out_and_counted(geometry: dict[str, Any]) -> None:
    data = json.dumps({"features": [{"type": "Feature", "geometry": geometry}]}).encode()
    assert read_features_here(data, {"url": BASE, "bounds": BOUNDS}) == {"features": [], "left": 1, "next": ""}


def test_the_process_apart_reads_them_and_a_refusal_is_a_sentence_in_the_language_of_who_reads() -> None:
    document = read_document(documents.document("wms_130", BASE), BASE)
    assert [one.id for one in document.layers] == ["ville:arbres", "ville:plan_1942"]
    assert len(read_features(documents.encoded(documents.items(5.4, 43.4)), BASE, BOUNDS).features) == 4
    with use_language("en"), pytest.raises(FileError, match="neither a WMS"):
        read_document(b"<html/>", BASE)
