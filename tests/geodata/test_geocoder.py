"""Promises of the online geocoder's client, against a local server that answers in the service's format."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from geodata import geocoder as module
from geodata.geocoder import Geocoder, GeocoderSilent
from geodata.territory import Territory
from tests.geodata.ban import LAT, LON


def found(label: str = "12 Rue de la République 13002 Marseille", lon: Any = LON, lat: Any = LAT, **changes: Any) -> dict[str, Any]:
    """One answer of the service."""
    told = {
        "label": label, "score": 0.97, "housenumber": "12", "id": "13202_7955_00012", "name": "12 Rue de la République",
        "postcode": "13002", "citycode": "13202", "x": 892531.03, "y": 6247440.84, "city": "Marseille",
        "district": "Marseille 2e Arrondissement",
        "context": "13, Bouches-du-Rhône, Provence-Alpes-Côte d'Azur", "type": "housenumber", "importance": 0.81,
        "street": "Rue de la République", "_type": "address",
    }  # fmt: skip
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": told | changes}


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), "query": "…"}).encode()


@dataclass
class Service:
    """What the local service answers, and what it was asked."""

    url: str = ""
    body: bytes = collection(found())
    status: int = 200
    redirect: str = ""
    pause_s: float = 0.0
    drip_s: float = 0.0
    file: bytes = b""
    asked: list[str] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.sent.append(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Content-Type"].startswith("multipart/form-data; boundary=")
            self.do_GET()

        def do_GET(self) -> None:
            told.asked.append(self.path)
            time.sleep(told.pause_s)
            self.send_response(302 if told.redirect else told.status)
            if told.redirect:
                self.send_header("Location", told.redirect)
            self.send_header("Content-Type", "application/json")
            body = told.file if self.command == "POST" else told.body
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for at in range(0, len(body), 100 if told.drip_s else 1 << 30):
                    self.wfile.write(body[at : at + 100] if told.drip_s else body)
                    self.wfile.flush()
                    time.sleep(told.drip_s)
            except OSError:
                pass  # nobody reads any more

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_port}/geocodage"
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def geocoder(service: Service, territory: Territory, monkeypatch: pytest.MonkeyPatch) -> Geocoder:
    monkeypatch.setattr(module, "TIMEOUT_S", 0.5)
    return Geocoder(service.url, territory)


def test_an_address_is_asked_for_as_documented_and_told(geocoder: Geocoder, service: Service) -> None:
    (answer,) = geocoder.search("  12 rue   de la république & co ")
    asked = urlsplit(service.asked[0])
    assert asked.path == "/geocodage/search"
    assert parse_qs(asked.query) | {"lon": [], "lat": []} == {"q": ["12 rue de la république & co"], "limit": ["20"], "lon": [], "lat": []}
    assert (answer.label, answer.kind, answer.precision) == ("12 Rue de la République 13002 Marseille", "address", "number")
    assert (answer.lon, answer.lat, answer.area_code, answer.score) == (LON, LAT, "13202", 0.97)


@pytest.mark.parametrize("text", ["", "ab", "  a ", "?!.", "---", "'’'"])
def test_a_text_that_the_service_does_not_take_is_not_sent(text: str, geocoder: Geocoder, service: Service) -> None:
    assert geocoder.search(text) == ()
    assert service.asked == []


def test_nothing_found_is_nothing(geocoder: Geocoder, service: Service) -> None:
    service.body = collection()
    assert geocoder.search("12 rue de nulle part") == ()
    assert geocoder.address_at(LON, LAT) is None


def test_whole_of_marseille_and_no_code_are_placed_by_their_point(geocoder: Geocoder, service: Service) -> None:
    service.body = collection(found(citycode="13055", type="municipality"), found(citycode="", type="street"))
    assert [(answer.area_code, answer.kind) for answer in geocoder.search("marseille")] == [("13202", "commune"), ("13202", "street")]


STRANGE = [
    found(lon=2.35, lat=48.85), found(lon=LAT, lat=LON), found(lon=None), found(lon="x"), found(lon=1e300), found(lon=[]), found(lon=-LON),
    found(score="x"), found(score=[]), found(type="planet"), found(type=[]), found(label=""), found(label="\u202e\x00"),
    found(citycode="13001", lon=5.447, lat=43.527),
    {}, [], None, 3, "x", {"properties": None, "geometry": None}, {"properties": {}, "geometry": {"coordinates": []}},
    {"properties": found()["properties"], "geometry": {"coordinates": [LON]}}, found(lon=10**400),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(STRANGE)))
def test_an_answer_outside_the_territory_or_of_another_form_is_left_and_the_others_kept(
    at: int, geocoder: Geocoder, service: Service
) -> None:
    service.body = collection(STRANGE[at], found("La bonne"))
    assert [answer.label for answer in geocoder.search("république")] == ["La bonne"]


def test_a_label_is_plain_and_short(geocoder: Geocoder, service: Service) -> None:
    service.body = collection(found("Rue\u202e \x07A" + "x" * 1_000))
    (answer,) = geocoder.search("république")
    assert answer.label.startswith("Rue Axx")
    assert len(answer.label) == 200


def test_there_are_ten_answers_at_most(geocoder: Geocoder, service: Service) -> None:
    service.body = collection(*[found(f"{n} Rue") for n in range(200)])
    assert [answer.label for answer in geocoder.search("république")] == [f"{n} Rue" for n in range(10)]


BROKEN = {
    "500": {"status": 500}, "404": {"status": 404}, "empty": {"body": b""}, "html": {"body": b"<html>"}, "a list": {"body": b"[]"},
    "no features": {"body": b"{}"}, "features of another form": {"body": b'{"features": {}}'}, "NaN": {"body": b'{"features": [NaN]}'},
    "nested": {"body": b"[" * 100_000}, "not utf-8": {"body": b"\xff\xfe"}, "huge": {"body": collection(*[found("x" * 5_000)] * 50)},
    "slow": {"pause_s": 1.2}, "slow to tell": {"drip_s": 0.2}, "another host": {"redirect": "http://localhost:9/geocodage/search"},
    "a file": {"redirect": "file:///etc/passwd"},
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_service_that_does_not_answer_as_documented_is_silent_then_left_alone(
    what: str, service: Service, territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT_S", 0.5)
    now = [0.0]
    geocoder = Geocoder(service.url, territory, lambda: now[0])
    usual = Service()
    for name, value in BROKEN[what].items():
        setattr(service, name, value)
    with pytest.raises(GeocoderSilent):
        geocoder.search("12 rue de la république")
    asked = len(service.asked)
    for name in BROKEN[what]:
        setattr(service, name, getattr(usual, name))
    with pytest.raises(GeocoderSilent):
        geocoder.search("12 rue de la république")
    assert len(service.asked) == asked
    now[0] = module.REST_S + 1
    assert len(geocoder.search("12 rue de la république")) == 1


def test_a_redirection_within_the_host_is_followed_once_and_elsewhere_never(geocoder: Geocoder, service: Service) -> None:
    service.redirect = service.url + "/search"  # for ever
    with pytest.raises(GeocoderSilent):
        geocoder.search("république")
    assert len(service.asked) > 1


def test_nobody_listens_is_silent(territory: Territory) -> None:
    with pytest.raises(GeocoderSilent):
        Geocoder("http://127.0.0.1:9/geocodage", territory).search("république")


@pytest.mark.parametrize(("east_m", "given"), [(0, True), (45, True), (60, False)])
def test_an_address_is_told_within_fifty_metres_alone(east_m: float, given: bool, geocoder: Geocoder, service: Service) -> None:
    degree_m = 81_000  # of longitude, at this latitude
    assert (geocoder.address_at(LON + east_m / degree_m, LAT) is not None) is given
    assert urlsplit(service.asked[0]).path == "/geocodage/reverse"


def test_a_commune_is_no_address(geocoder: Geocoder, service: Service) -> None:
    service.body = collection(found("Marseille", type="municipality"))
    assert geocoder.address_at(LON, LAT) is None


COLUMNS = (
    "row,address,longitude,latitude,result_score,result_score_next,result_label,result_type,result_id,result_housenumber,result_name,"
    "result_street,result_postcode,result_city,result_context,result_citycode,result_district,result_status"
)


def line_of(row: int, label: str = "12 Rue de la République 13002 Marseille", after: object = 0.4, **changes: Any) -> str:
    """One line of the service's answer to a file."""
    told = {"lon": LON, "lat": LAT, "score": 0.97, "type": "housenumber", "postcode": "13002", "citycode": "13202"} | changes
    place = f'{told["lon"]},{told["lat"]},{told["score"]},{after},"{label}",{told["type"]}'
    return f'{row},"asked",{place},id,12,name,street,{told["postcode"]},Marseille,"13, Bouches-du-Rhône",{told["citycode"]},,ok'


def answered(*lines: str, head: str = COLUMNS) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def test_many_addresses_are_sent_in_one_file_and_answered_in_their_order(geocoder: Geocoder, service: Service) -> None:
    service.file = answered(line_of(1, "3 Cours, « Julien »", type="street", score=0.5), line_of(0))
    first, second = geocoder.search_many(['12 rue de la "République", 13002', "cours julien"])
    assert [(one.label, one.precision, one.score, one.postcode) for one in first] == [
        ("12 Rue de la République 13002 Marseille", "number", 0.97, "13002")
    ]
    assert [(one.label, one.precision, one.score) for one in second] == [("3 Cours, « Julien »", "street", 0.5)]
    assert service.asked == ["/geocodage/search/csv/"]
    assert '0,"12 rue de la ""République"", 13002"'.encode() in service.sent[0]
    assert b'name="columns"\r\n\r\naddress\r\n' in service.sent[0]


def test_an_address_without_answer_here_or_with_several_as_likely_is_asked_for_by_itself(geocoder: Geocoder, service: Service) -> None:
    service.body = collection(found("12 Rue A"), found("12 Rue B"))
    service.file = answered(line_of(0, lon="", lat="", score=""), line_of(1, lon=2.35, lat=48.85, citycode="75056"), line_of(2, after=0.97))
    told = geocoder.search_many(["12 rue a", "12 rue b", "12 rue c"])
    assert [[one.label for one in answers] for answers in told] == 3 * [["12 Rue A", "12 Rue B"]]
    assert len(service.asked) == 4


BROKEN_FILES = {
    "no column": answered(head="row,address"), "a line too few": answered(line_of(0)), "a line twice": answered(line_of(0), line_of(0)),
    "no number": answered("x" + line_of(0), line_of(1)), "json": b"{}", "nothing": b"", "not utf-8": b"\xff\xfe",
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN_FILES)
def test_a_file_of_another_form_is_silence(what: str, geocoder: Geocoder, service: Service) -> None:
    service.file = BROKEN_FILES[what]
    with pytest.raises(GeocoderSilent):
        geocoder.search_many(["12 rue de la république", "cours julien"])
