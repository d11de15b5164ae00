"""A local server that answers as the official services do, in their forms and under their field names; tests spoil what it says."""

from __future__ import annotations

import gzip
import io
import json
import threading
import time
import urllib.parse
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import shapely

from geodata.perimeter import in_use
from geodata.sources.qpv2024 import ENTRY
from geodata.territory import Territory
from tests.geodata.official_more import More

HOSTS = (
    "https://download.geofabrik.de",
    "https://www.insee.fr",
    "https://static.data.gouv.fr",
    "https://adresse.data.gouv.fr",
    "https://www.georisques.gouv.fr",
    "https://data.geopf.fr",
    "https://geo.api.gouv.fr",
    "https://www.data.gouv.fr",
    "https://data.ademe.fr",
    "https://data.ampmetropole.fr",
)
PAGE = 20
ELSEWHERE = {"type": "Polygon", "coordinates": [[[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]]}


class Official:
    """What the services answer."""

    def __init__(self, territory: Territory) -> None:
        towns = territory.municipalities.to_crs(4326)
        self.features = {row.code: _commune(row) for row in towns.itertuples()}
        self.populations = [
            {"nom": row.name, "code": row.code, "population": int(row.population) + 100}
            for row in towns.itertuples()
            if row.code in in_use().communes
        ]
        self.populations.append({"nom": "Aix-en-Provence", "code": "13001", "population": 149_695})
        zones = territory.priority_neighbourhoods.to_crs(4326)
        self.priority = [
            _neighbourhood(row.code, row.name, row.municipalities.replace(".", ","), shapely.geometry.mapping(row.geometry))
            for row in zones.itertuples()
        ]
        self.priority.append(_neighbourhood("QN07501A", "Ailleurs", "75118", ELSEWHERE))
        self.entry = ENTRY
        self.decheteries = [
            _decheterie("D1", "Déchèterie Bonneveine", 43.2465, 5.3925, 2024),
            _decheterie("D1", "Déchèterie de Bonneveine", 43.2466, 5.3926, 2025),
            _decheterie("D2", "Déchèterie Les Arnavaux", 43.3330, 5.3720, 2025),
            _decheterie("D3", "Déchèterie sans position", 43.3, 5.4, 2025, quality=-1),
            _decheterie("D4", "Déchèterie de Lyon", 45.76, 4.83, 2025, town="69123"),
        ]
        self.ressourceries = [
            _actor("lvao_1", "Recyclerie du Port", 43.3010, 5.3700, ["service_de_reparation", "recyclerie"]),
            _actor("lvao_2", "Recyclerie du Port", 43.2900, 5.3900, "recyclerie|don"),
            _actor("lvao_3", "Cordonnerie", 43.2950, 5.3800, ["service_de_reparation"]),
        ]
        self.more = More(territory)
        self.overrides: dict[str, bytes] = {}
        self.redirect: str | None = None
        self.pause_s = 0.0
        self.is_packed = False
        self.requests: list[str] = []

    def answer(self, path: str) -> bytes:
        """Return the body of an address; a body of ``500`` is that status."""
        self.requests.append(path)
        parts = urllib.parse.urlsplit(path)
        for ending, body in self.overrides.items():
            if parts.path.endswith(ending):
                return body
        query = dict(urllib.parse.parse_qsl(parts.query))
        body = self.more.answer(parts.path, query)
        if body is not None:
            return body
        if parts.path.endswith("/wfs/ows"):
            return self._page(query)
        if "/lines" in parts.path:
            return self._lines(path, self.decheteries if "decheteries" in parts.path else self.ressourceries)
        return json.dumps(self.populations).encode() if "/epcis/" in parts.path else self.archive()

    def _page(self, query: dict[str, str]) -> bytes:
        codes = in_use().communes if query["typenames"].endswith(":commune") else in_use().districts
        wanted = [self.features[code] for code in codes if code in self.features]
        start = int(query["startIndex"])
        part = wanted[start : start + PAGE]
        page = {"type": "FeatureCollection", "features": part, "numberMatched": len(wanted), "numberReturned": len(part)}
        return json.dumps(page).encode()

    def _lines(self, path: str, lines: list[dict[str, Any]]) -> bytes:
        """Two lines a page, and the address of the next one, as data-fair."""
        start = int(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query)).get("after", 0))
        more = {"next": f"https://data.ademe.fr{path.split('&after=')[0]}&after={start + 2}"} if start + 2 < len(lines) else {}
        return json.dumps({"total": len(lines), "results": lines[start : start + 2], **more}).encode()

    def archive(self) -> bytes:
        """Return the neighbourhoods' ZIP."""
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(self.entry, json.dumps({"type": "FeatureCollection", "features": self.priority}))
        return sink.getvalue()

    def files(self) -> dict[str, bytes]:
        """Return each file as somebody downloads it, under the name that a directory gives it."""
        whole = {"type": "FeatureCollection"}
        return {
            "communes.geojson": json.dumps({**whole, "features": [self.features[code] for code in in_use().communes]}).encode(),
            "arrondissements.geojson": json.dumps({**whole, "features": [self.features[code] for code in in_use().districts]}).encode(),
            "populations.json": json.dumps(self.populations).encode(),
            "qpv2024.zip": self.archive(),
            "decheteries.json": json.dumps({"results": self.decheteries}).encode(),
            **self.more.files,
            "ressourceries.json": json.dumps({"results": self.ressourceries}).encode(),
        }

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve on this machine; the address stands for every official host."""
        world = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if world.redirect:
                    self.send_response(302)
                    self.send_header("Location", world.redirect)
                    self.end_headers()
                    return
                body = world.answer(self.path)
                self.send_response(500 if body == b"500" else 404 if body == b"404" else 200)
                if world.is_packed:
                    body = gzip.compress(body)
                    self.send_header("Content-Encoding", "gzip")
                promised = {b"promise": 1_000_000_000, b"cut": 100}.get(body, len(body))
                self.send_header("Content-Length", str(promised))
                self.end_headers()
                half = len(body) // 2
                with suppress(ConnectionError):  # who reads may leave before the end
                    self.wfile.write(body[:half])
                    time.sleep(world.pause_s)
                    self.wfile.write(body[half:])

            def log_message(self, *arguments: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


def route_to(base: str) -> Any:
    """Return what gives the local address in place of an official one; any other address stays."""
    return lambda url: next((base + url.removeprefix(host) for host in HOSTS if url.startswith(host)), url)


def _commune(row: Any) -> dict[str, Any]:
    properties = {"cleabs": row.code, "code_insee": row.code, "nom_officiel": row.name, "population": int(row.population) + 7}
    return {"type": "Feature", "id": f"commune.{row.code}", "properties": properties, "geometry": shapely.geometry.mapping(row.geometry)}


def _neighbourhood(code: str, name: str, towns: str, geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code_qp": code, "lib_qp": name, "insee_com": towns, "insee_dep": "13"}, "geometry": geometry}


def _decheterie(code: str, name: str, lat: float, lon: float, year: int, quality: int = 5, town: str = "13055") -> dict[str, Any]:
    told = {"AD1_SITE": "", "CP_SITE": "13008", "L_VILLE_SITE": "MARSEILLE", "C_COMM": town}
    where = {"GPS_LAT": lat, "GPS_LONG": lon, "GPS_QUALITY": quality}
    return {"C_SERVICE": code, "N_SERVICE": name, **told, **where, "ANNEE": year, **({"CP_SITE": "69001"} if town != "13055" else {})}


def _actor(code: str, name: str, lat: float, lon: float, services: Any) -> dict[str, Any]:
    told = {"identifiant": code, "paternite": "ADEME|Réseau des ressourceries", "nom": name, "type_de_services": services}
    return {**told, "code_commune": "13202", "latitude": lat, "longitude": lon}
