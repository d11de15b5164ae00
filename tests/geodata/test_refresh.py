"""Promises of the refresh, against a local server that answers in the official formats."""

from __future__ import annotations

import dataclasses
import io
import json
import threading
import time
import urllib.parse
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import shapely

from geodata.build import SNAPSHOT
from geodata.download import DownloadError, Limits, read_bytes, read_json
from geodata.perimeter import ARRONDISSEMENTS, COMMUNES
from geodata.refresh import Endpoints, RefreshError, refresh
from geodata.territory import load_territory

ENTRY = Endpoints().priority_entry


class World:
    """What the local services answer; tests spoil it."""

    def __init__(self, territory):
        towns = territory.municipalities.to_crs(4326)
        self.features = {
            row.code: {
                "type": "Feature",
                "id": f"commune.{row.code}",
                "properties": {"cleabs": row.code, "code_insee": row.code, "nom_officiel": row.name, "population": int(row.population) + 7},
                "geometry": shapely.geometry.mapping(row.geometry),
            }
            for row in towns.itertuples()
        }
        self.populations = [
            {"nom": row.name, "code": row.code, "population": int(row.population) + 100}
            for row in towns.itertuples()
            if row.code in COMMUNES
        ]
        self.populations.append({"nom": "Aix-en-Provence", "code": "13001", "population": 149_695})
        self.priority = [
            {
                "type": "Feature",
                "properties": {"fid": index, "code_qp": row.code, "lib_qp": row.name, "insee_com": row.municipalities.replace(".", ",")},
                "geometry": shapely.geometry.mapping(row.geometry),
            }
            for index, row in enumerate(territory.priority_neighbourhoods.to_crs(4326).itertuples())
        ]
        paris = {"type": "Polygon", "coordinates": [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]]}
        self.priority.append(
            {
                "type": "Feature",
                "properties": {"fid": 99, "code_qp": "QN07501A", "lib_qp": "Ailleurs", "insee_com": "75118"},
                "geometry": paris,
            }
        )
        self.entry = ENTRY
        self.overrides: dict[str, bytes] = {}
        self.redirect: str | None = None
        self.pause_s = 0.0
        self.requests: list[str] = []

    def answer(self, path: str) -> bytes:
        self.requests.append(path)
        parts = urllib.parse.urlsplit(path)
        if parts.path in self.overrides:
            return self.overrides[parts.path]
        if parts.path == "/wfs":
            return self.page(dict(urllib.parse.parse_qsl(parts.query)))
        if parts.path == "/populations":
            return json.dumps(self.populations).encode()
        return self.archive()

    def page(self, query: dict[str, str]) -> bytes:
        codes = COMMUNES if query["typenames"].endswith(":commune") else ARRONDISSEMENTS
        assert all(f"'{code}'" in query["cql_filter"] for code in codes)
        wanted = [self.features[code] for code in codes if code in self.features]
        start, count = int(query["startIndex"]), int(query["count"])
        part = wanted[start : start + count]
        page = {"type": "FeatureCollection", "features": part, "numberMatched": len(wanted), "numberReturned": len(part)}
        return json.dumps(page).encode()

    def archive(self) -> bytes:
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(self.entry, json.dumps({"type": "FeatureCollection", "features": self.priority}))
        return sink.getvalue()


@pytest.fixture
def world(territory) -> World:
    return World(territory)


@pytest.fixture
def endpoints(world: World) -> Iterator[Endpoints]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if world.redirect and self.path == "/qpv":
                self.send_response(302)
                self.send_header("Location", world.redirect)
                self.end_headers()
                return
            body = world.answer(self.path)
            self.send_response(500 if body == b"500" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            half = len(body) // 2
            self.wfile.write(body[:half])
            time.sleep(world.pause_s)
            self.wfile.write(body[half:])

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    yield Endpoints(priority=f"{base}/qpv", boundaries=f"{base}/wfs", populations=f"{base}/populations", page_size=5)
    server.shutdown()
    server.server_close()


def test_a_refreshed_snapshot_loads_with_the_new_populations(world, endpoints, tmp_path, territory):
    manifest = refresh(tmp_path / "fresh", endpoints)
    fresh = load_territory(tmp_path / "fresh")
    assert fresh.version == manifest.version != territory.version
    old, new = (t.municipalities.set_index("code")["population"] for t in (territory, fresh))
    assert ((new - old)[list(COMMUNES)] == 100).all()
    assert new[list(ARRONDISSEMENTS)].sum() == new["13055"]
    assert fresh.demand.groupby("municipality")["population"].sum().to_dict() == new[list(COMMUNES)].to_dict()
    assert set(fresh.priority_neighbourhoods["code"]) == set(territory.priority_neighbourhoods["code"])
    assert fresh.candidates["id"].tolist() == territory.candidates["id"].tolist()
    assert {"communes", "arrondissements", "legal_populations", "qpv2024"} == set(manifest.packages)


def test_every_page_of_the_boundaries_is_asked_for(world, endpoints, tmp_path):
    refresh(tmp_path / "fresh", endpoints)
    starts = [
        dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query))["startIndex"] for path in world.requests if path.startswith("/wfs")
    ]
    assert starts == ["0", "5", "10", "15", "0", "5", "10", "15"]


def test_a_second_refresh_takes_the_place_of_the_first(world, endpoints, tmp_path):
    first = refresh(tmp_path / "fresh", endpoints)
    world.populations[0]["population"] += 1
    second = refresh(tmp_path / "fresh", endpoints)
    assert load_territory(tmp_path / "fresh").version == second.version != first.version
    assert [path.name for path in tmp_path.iterdir()] == ["fresh"]


@pytest.mark.parametrize("target", [SNAPSHOT, SNAPSHOT / "inside", SNAPSHOT.parent / "other", SNAPSHOT.parent.parent])
def test_the_embedded_snapshot_is_never_written_over(endpoints, world, target):
    with pytest.raises(RefreshError, match="embarqué"):
        refresh(target, endpoints)
    assert world.requests == []


def test_a_directory_that_holds_something_else_is_left_alone(endpoints, tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(RefreshError, match="n'est pas un jeu de données"):
        refresh(tmp_path, endpoints)
    assert (tmp_path / "letters.txt").read_text() == "mine"


def swap(geometry: dict) -> dict:
    return shapely.geometry.mapping(shapely.transform(shapely.geometry.shape(geometry), lambda xy: xy[:, ::-1]))


def spoil_missing_commune(world: World) -> None:
    del world.features["13028"]


def spoil_missing_population(world: World) -> None:
    world.populations = [item for item in world.populations if item["code"] != "13055"]


def spoil_swapped_axes(world: World) -> None:
    world.features["13022"]["geometry"] = swap(world.features["13022"]["geometry"])


def spoil_metres(world: World) -> None:
    shape = shapely.transform(shapely.geometry.shape(world.features["13022"]["geometry"]), lambda xy: xy * 1e5)
    world.features["13022"]["geometry"] = shapely.geometry.mapping(shape)


def spoil_bow_tie(world: World) -> None:
    bow = [[5.3, 43.3], [5.31, 43.31], [5.31, 43.3], [5.3, 43.31], [5.3, 43.3]]
    world.priority[0]["geometry"] = {"type": "Polygon", "coordinates": [bow]}


def spoil_renamed_field(world: World) -> None:
    for feature in world.features.values():
        feature["properties"]["insee"] = feature["properties"].pop("code_insee")


def spoil_entry(world: World) -> None:
    world.entry = "other.geojson"


def spoil_code(world: World) -> None:
    world.priority[0]["properties"]["code_qp"] = "<img onerror=1>"


def spoil_no_population(world: World) -> None:
    world.populations[0]["population"] = None


def spoil_html(world: World) -> None:
    world.overrides["/wfs"] = b"<html>Maintenance</html>"


def spoil_nan(world: World) -> None:
    world.overrides["/populations"] = b'[{"code": "13055", "nom": "Marseille", "population": NaN}]'


def spoil_not_a_zip(world: World) -> None:
    world.overrides["/qpv"] = b"PK\x03\x04 not really"


def spoil_http_500(world: World) -> None:
    world.overrides["/populations"] = b"500"


def spoil_redirect_to_a_file(world: World) -> None:
    world.redirect = "file:///etc/hostname"


def spoil_redirect_to_plain_http(world: World) -> None:
    world.redirect = "http://example.org/qpv.zip"


SPOILS = {name.removeprefix("spoil_"): function for name, function in list(globals().items()) if name.startswith("spoil_")}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
def test_a_spoilt_answer_stops_the_refresh_with_a_sentence_and_writes_nothing(world, endpoints, tmp_path, spoil):
    spoil(world)
    with pytest.raises(RefreshError, match="Rafraîchissement arrêté"):
        refresh(tmp_path / "fresh", endpoints)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_refresh_leaves_the_former_one_in_place(world, endpoints, tmp_path):
    first = refresh(tmp_path / "fresh", endpoints)
    spoil_html(world)
    with pytest.raises(RefreshError):
        refresh(tmp_path / "fresh", endpoints)
    assert load_territory(tmp_path / "fresh").version == first.version


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(received_bytes=1_000), "trop longue"),
        (Limits(unpacked_bytes=1_000), "trop grande"),
        (Limits(stall_s=0.1), "arrêté"),
        (Limits(total_s=0.1), "trop lente"),
    ],
)
def test_size_and_time_limits_stop_the_refresh(world, endpoints, tmp_path, limits, reason):
    world.pause_s = 0.3 if min(limits.stall_s, limits.total_s) < 1 else 0.0
    with pytest.raises(RefreshError, match=reason):
        refresh(tmp_path / "fresh", endpoints, limits)


@pytest.mark.parametrize("url", ["http://example.org/x", "file:///etc/hostname", "ftp://127.0.0.1/x", "http://127.0.0.1.example.org/"])
def test_only_https_or_this_machine_is_read(url):
    with pytest.raises(DownloadError, match="https"):
        read_bytes(url, Limits())


def test_the_official_addresses_are_https():
    official = dataclasses.asdict(Endpoints())
    assert all(official[name].startswith("https://") for name in ("priority", "boundaries", "populations"))


def test_json_is_read_from_an_address(endpoints):
    assert {item["code"] for item in read_json(endpoints.populations, Limits())} >= set(COMMUNES)
