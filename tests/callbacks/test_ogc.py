"""OGC API – Features, asked by its clients: OWSLib, GDAL's driver, and requests that must be refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from owslib.ogcapi.features import Features

from callbacks.application import Convergence
from domain.person import Person, PersonRole
from domain.saved import ScenarioDraft, Status
from geodata.territory import Territory
from reports.ogc.crs import CRS84, EPSG_4326
from reports.ogc.documents import CONFORMANCE
from scenarios.saving import draft_of
from services.context import Context
from tests.serving import free_port, serving

L93 = "http://www.opengis.net/def/crs/EPSG/0/2154"
PLANNER = Person("planner", "planner", "David", PersonRole.PLANNER)


@pytest.fixture
def client(app: Convergence) -> FlaskClient:
    return app.server.test_client()


@pytest.fixture(scope="module")
def address(app: Convergence, context: Context) -> Iterator[str]:
    """The application served under the address that its links say."""
    port = free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(context.settings), "address", property(lambda _self: f"http://127.0.0.1:{port}"))
        with serving(app.server, port) as served:
            yield f"{served}/ogc"


def items(client: FlaskClient, query: str = "", name: str = "lieux") -> dict[str, Any]:
    answer = client.get(f"/ogc/collections/{name}/items?{query}")
    assert answer.status_code == 200 and answer.mimetype == "application/geo+json"
    return dict(json.loads(answer.data))


def test_owslib_reads_the_service(address: str, territory: Territory) -> None:
    service = Features(address)
    assert set(service.conformance()["conformsTo"]) == set(CONFORMANCE)
    assert service.feature_collections()[0] == "lieux"
    assert {"municipalities", "priority_neighbourhoods", "facilities"} <= set(service.feature_collections())
    page = service.collection_items("lieux", limit=5, offset=2)
    assert [feature["id"] for feature in page["features"]] == territory.candidates["id"].iloc[2:7].tolist()
    assert page["numberMatched"] == len(territory.candidates) and page["numberReturned"] == 5
    one = service.collection_item("lieux", page["features"][0]["id"])
    assert one["properties"] == page["features"][0]["properties"]
    assert "rent_eur_m2_yr" in service.collection_queryables("lieux")["properties"]


GDAL = """
import sys, pyogrio
source, to = sys.argv[1:]
print(*pyogrio.list_layers(source)[:, 0])
for layer in ("lieux", "priority_neighbourhoods"):
    pyogrio.write_dataframe(pyogrio.read_dataframe(source, layer=layer, PAGE_SIZE="50"), to, layer=layer)
"""
"""What reads the service: in a process of its own, since GDAL lets no thread of its process answer it meanwhile."""


def test_gdal_reads_every_place_and_area(address: str, territory: Territory, tmp_path: Path) -> None:
    file = tmp_path / "read.gpkg"
    told = subprocess.run([sys.executable, "-c", GDAL, f"OAPIF:{address}", str(file)], capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    assert {"lieux", "municipalities", "priority_neighbourhoods", "facilities"} <= set(told.stdout.split())
    places, areas = (gpd.read_file(file, layer=layer) for layer in ("lieux", "priority_neighbourhoods"))
    assert places["id"].tolist() == territory.candidates["id"].tolist()
    apart = places.to_crs(2154).geometry.distance(territory.candidates.geometry.reset_index(drop=True))
    assert apart.max() < 0.05
    assert len(areas) == len(territory.priority_neighbourhoods)


def test_pages_follow_each_other_without_a_gap(client: FlaskClient, territory: Territory) -> None:
    found, path = list[str](), "/ogc/collections/lieux/items?limit=40&kind=premises"
    while path:
        page = json.loads(client.get(path).data)
        found += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        path = following[0][following[0].index("/ogc") :] if following else ""
    candidates = territory.candidates
    assert found == candidates[candidates["kind"] == "premises"]["id"].tolist()


@given(st.tuples(*[st.floats(0, 1)] * 4))
@settings(max_examples=15)
def test_a_box_keeps_what_lies_in_it_in_any_system(app: Convergence, territory: Territory, ends: tuple[float, ...]) -> None:
    client, places = app.server.test_client(), territory.candidates
    west, south, east, north = places.total_bounds
    x = sorted(west + (east - west) * part for part in ends[:2])
    y = sorted(south + (north - south) * part for part in ends[2:])
    found = items(client, f"limit=10000&bbox={x[0]},{y[0]},{x[1]},{y[1]}&bbox-crs={L93}")
    inside = shapely.intersects(places.geometry.to_numpy(), shapely.box(x[0], y[0], x[1], y[1]))
    assert [feature["id"] for feature in found["features"]] == places["id"][inside].tolist()


def test_coordinates_are_in_the_system_and_the_order_that_one_asks_for(client: FlaskClient, territory: Territory) -> None:
    lon, lat = items(client, "limit=1")["features"][0]["geometry"]["coordinates"]
    assert items(client, f"limit=1&crs={EPSG_4326}")["features"][0]["geometry"]["coordinates"] == [lat, lon]
    answer = client.get(f"/ogc/collections/lieux/items?limit=1&crs={L93}")
    assert answer.headers["Content-Crs"] == f"<{L93}>"
    point = territory.candidates.geometry.iloc[0]
    assert json.loads(answer.data)["features"][0]["geometry"]["coordinates"] == [point.x, point.y]
    west, south, east, north = (
        items(client)["features"] and json.loads(client.get("/ogc/collections/lieux").data)["extent"]["spatial"]["bbox"][0]
    )
    whole = items(client, f"limit=10000&bbox={west},{south},{east},{north}")["numberMatched"]
    assert whole == len(territory.candidates)
    assert items(client, f"limit=10000&bbox={south},{west},{north},{east}&bbox-crs={EPSG_4326}")["numberMatched"] == whole
    assert items(client, f"bbox={west},{north},{east},{south}")["numberMatched"] == 0
    assert items(client, "bbox=170,-80,-170,80")["numberMatched"] == 0  # across the antimeridian


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=x", "offset=-1", "bbox=1,2,3", "bbox=a,b,c,d", "bbox=nan,1,2,3", "crs=EPSG:9999"),
        *("bbox-crs=x", "datetime=hier", "unknown=1", "f=html", "area_m2=grand"),
    ],
)
def test_what_is_not_valid_is_refused_with_a_sentence(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/ogc/collections/lieux/items?{query}")
    assert answer.status_code == 400
    assert set(answer.get_json()) == {"code", "description"} and answer.get_json()["description"].endswith(".")


@pytest.mark.parametrize("path", ["collections/nothing", "collections/nothing/items", "collections/lieux/items/nobody"])
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/ogc/{path}")
    assert answer.status_code == 404 and answer.get_json()["code"] == "NotFound"


def test_an_unknown_value_is_null_and_an_invented_place_says_so(client: FlaskClient, territory: Territory) -> None:
    features = items(client, "limit=10000")["features"]
    rents = [feature["properties"]["rent_eur_m2_yr"] for feature in features]
    assert [rent is None for rent in rents] == territory.candidates["rent_eur_m2_yr"].isna().tolist()
    assert all(feature["properties"]["example"] == "exemple" for feature in features)
    assert not any(name.startswith("confidential") for name in features[0]["properties"])
    assert items(client, "datetime=2026-01-01T00:00:00Z/..&limit=1")["numberMatched"] == len(features)
    assert not np.isnan([value for value in rents if value is not None]).any()


def test_a_plan_is_published_once_it_is_chosen(client: FlaskClient, context: Context) -> None:
    query = "mode=straight&k=2&open=shop"
    draft: ScenarioDraft = draft_of(context.service.answer(query), "Deux boutiques", "")
    saved = context.scenarios.create(PLANNER, draft)
    before = items(client, "limit=10000", "zones_desservies")["features"]  # of what other tests have chosen
    assert saved.id not in {one["properties"]["scenario_id"] for one in before}
    assert items(client, f"scenario_id={saved.id}&rank=1", "zones_desservies")["numberMatched"] == 0
    kinds = client.get("/ogc/collections/zones_desservies/queryables").get_json()["properties"]
    assert (kinds["rank"]["type"], kinds["name"]["type"]) == ("number", "string")
    context.scenarios.update(PLANNER, saved.id, saved.version, status=Status.CHOSEN)
    page = items(client, f"scenario_id={saved.id}", "zones_desservies")
    assert page["numberMatched"] == 2 and {one["properties"]["scenario"] for one in page["features"]} == {"Deux boutiques"}
    assert all(shapely.geometry.shape(one["geometry"]).area > 0 for one in page["features"])
    assert items(client, f"scenario_id={saved.id}&limit=1", "habitants_atteints")["numberMatched"] > 100


def test_the_landing_page_leads_everywhere(client: FlaskClient) -> None:
    page = client.get("/ogc").get_json()
    assert {link["rel"] for link in page["links"]} == {"self", "service-desc", "conformance", "data"}
    (first, *_rest) = client.get("/ogc/collections").get_json()["collections"]
    assert first["id"] == "lieux" and first["crs"][0] == CRS84 and first["storageCrs"] == L93 and "INSEE" in first["attribution"]
