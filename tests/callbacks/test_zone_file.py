"""The route of a file whose contour filters the places: everybody's, bounded, nothing kept."""

from __future__ import annotations

from flask.testing import FlaskClient

from domain.selection import FacetSet, Selection
from intake.zone_file import MAX_BYTES
from tests.callbacks.importing import OWN
from tests.intake.making import feature, geojson, polygon

SQUARE = [[5.36, 43.34], [5.38, 43.34], [5.38, 43.36], [5.36, 43.36], [5.36, 43.34]]


def test_a_visitor_is_given_the_ring_that_the_address_then_carries(client: FlaskClient, facets: FacetSet) -> None:
    answer = client.post("/zone?name=secteur.geojson", data=geojson(feature(polygon(SQUARE))), headers=OWN)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert answer.json["note"] == "Zone lue dans le fichier (1 contour)."
    selection = Selection(facets).with_("zone", answer.json["ring"])
    assert Selection.from_query(selection.to_query(), facets) == selection
    assert sorted(selection.to_json()["filters"]["zone"]) == sorted(SQUARE[:4])


def test_what_cannot_be_read_is_a_sentence(client: FlaskClient) -> None:
    answer = client.post("/zone?name=a.geojson", data=b"{}", headers=OWN)
    assert answer.status_code == 422 and answer.json["error"]
    huge = {"CONTENT_LENGTH": str(MAX_BYTES + 1)}
    assert "5" in client.post("/zone?name=a.geojson", data=b"x", headers=OWN, environ_overrides=huge).json["error"]


def test_another_site_cannot_have_a_file_read(client: FlaskClient) -> None:
    assert client.post("/zone?name=a.geojson", data=b"{}", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
