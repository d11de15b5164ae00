"""A server that answers as map services do, and breaks when a test says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, Response, request

from tests.map_services import documents
from tests.serving import serving


@dataclass
class MapServer:
    """Where the services are, what was requested of them, and whether they break: `status` is then what images are answered."""

    url: str = ""
    status: int = 200
    features: int = 0
    lon: float = 5.4
    lat: float = 43.4
    requested: Counter[str] = field(default_factory=Counter)

    def image(self) -> Response:
        self.requested["image"] += 1
        return Response(documents.PNG, self.status, mimetype="image/png") if self.status == 200 else Response("", self.status)


@contextmanager
def map_server() -> Iterator[MapServer]:
    """Serve all of them for the block."""
    app, made = Flask("maps"), MapServer()
    _serve_documents(app, made)
    app.add_url_rule("/mapserv", "mapserv", lambda: _wms(made, "wms_111"))
    app.add_url_rule("/geoserver/ows", "geoserver", lambda: _wms(made, "wms_130"))
    app.add_url_rule("/wmts", "wmts", lambda: _wmts(made))
    for rule in ("/xyz/<z>/<x>/<y>.png", "/rest/<path:tile>", "/ogc/collections/bruit/map/tiles/WebMercatorQuad/<z>/<y>/<x>"):
        app.add_url_rule(rule, rule, lambda **_parts: made.image())
    with serving(app) as made.url:
        yield made


def _serve_documents(app: Flask, made: MapServer) -> None:
    def json(content: object) -> Response:
        return Response(documents.encoded(content), mimetype="application/json")

    app.add_url_rule("/ogc", "landing", lambda: json(documents.landing(made.url)))
    app.add_url_rule("/ogc/collections", "collections", lambda: json(documents.collections(made.url)))
    app.add_url_rule("/ogc/collections/points", "collection", lambda: json(documents.collection(made.url)))
    app.add_url_rule("/ogc/collections/points/items", "items", lambda: json(documents.items(made.lon, made.lat)))
    app.add_url_rule("/ogc/collections/bruit/map/tiles", "tiles", lambda: json(documents.tile_sets(made.url)))


def _wms(made: MapServer, name: str) -> Response:
    wanted = {key.lower(): value for key, value in request.args.items()}
    if wanted.get("request", "").lower() == "getcapabilities":
        return Response(documents.document(name, made.url), mimetype="text/xml")
    if wanted.get("request", "").lower() == "getmap" and (wanted.get("crs") or wanted.get("srs")) == "EPSG:3857":
        return made.image()
    report = '<?xml version="1.0"?><ServiceExceptionReport version="1.3.0"><ServiceException/></ServiceExceptionReport>'
    return Response(report, mimetype="text/xml")


def _wmts(made: MapServer) -> Response:
    if request.args.get("REQUEST") == "GetTile":
        return made.image()
    return Response(documents.document("wmts", made.url), mimetype="application/xml")
