"""Layers of other services, from the address that is pasted to what the map draws: found, tried, kept; or refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from domain.external_layer import ExternalKind
from domain.person import VISITOR, NotAllowed
from geodata.download import DownloadError
from geodata.territory import Territory
from intake.errors import FileError
from services.editions import Editions
from services.external_layers import ExternalLayerService, LayerChoice
from store.database import Database
from store.external_layers import ExternalLayers, NoLayer
from tests.map_services.server import MapServer, map_server
from tests.store.people import CHIEF


@pytest.fixture(scope="module")
def maps() -> Iterator[MapServer]:
    with map_server() as made:
        yield made


@pytest.fixture
def service(territory: Territory, tmp_path: Path, maps: MapServer) -> ExternalLayerService:
    maps.status = 200
    database = Database.open(f"sqlite:///{tmp_path / 'c.db'}")
    database.migrate()
    return ExternalLayerService(ExternalLayers(database), editions_of(territory), allows_local=True)


def editions_of(territory: Territory) -> Editions:
    return cast("Editions", SimpleNamespace(current=lambda: SimpleNamespace(territory=territory)))


def choice(address: str, layer: str, **more: Any) -> LayerChoice:
    return LayerChoice(
        **{"address": address, "layer": layer, "name": "Un calque", "attribution": "© Un service", "is_shown": True, "opacity": 75} | more
    )


@pytest.mark.parametrize(
    ("path", "layer", "kind", "url"),
    [
        ("/geoserver/ows?service=WMS&request=GetCapabilities", "ville:arbres", "wms", "/geoserver/ows"),
        ("/geoserver/ows", "ville:arbres", "wms", "/geoserver/ows"),
        (
            "/mapserv?map=/data/risques.map&SERVICE=WMS&REQUEST=GetCapabilities",
            "alea_inondation",
            "wms",
            "/mapserv?map=%2Fdata%2Frisques.map",
        ),
        ("/wmts?SERVICE=WMTS&REQUEST=GetCapabilities", "RELIEF", "tiles", "/rest/RELIEF/normal/PM/{z}/{y}/{x}.png"),
        ("/xyz/{z}/{x}/{y}.png", "xyz", "tiles", "/xyz/{z}/{x}/{y}.png"),
        ("/ogc", "tiles:bruit", "tiles", "/ogc/collections/bruit/map/tiles/WebMercatorQuad/{z}/{y}/{x}?f=png"),
    ],
)
def test_images_are_added_once_one_came(path: str, layer: str, kind: str, url: str, service: ExternalLayerService, maps: MapServer) -> None:
    address, before = f"{maps.url}{path}", maps.requested["image"]
    assert layer in {one.id for one in service.find(CHIEF, address).layers}
    added = service.add(CHIEF, choice(address, layer))
    assert maps.requested["image"] == before + 1
    (drawn,) = service.drawn()
    assert (drawn.id, drawn.kind, drawn.url, drawn.opacity) == (added.id, kind, f"{maps.url}{url}", 0.75)
    assert service.origins() == (maps.url,)


def test_features_are_read_once_and_served_from_here(service: ExternalLayerService, maps: MapServer) -> None:
    added = service.add(CHIEF, choice(f"{maps.url}/ogc", "features:points"))
    assert (added.source.kind, added.features, service.origins()) == (ExternalKind.FEATURES, 4, ())
    (drawn,) = service.drawn()
    file = service.features(added.id)
    assert drawn.url == file.path == f"/layers/{added.id}.json"
    assert [one["properties"]["label"] for one in json.loads(file.data)["features"]] == ["PAV-0", "PAV-1", "PAV-2", "Zone"]
    assert service.read_again(CHIEF, added.id) == 4
    with pytest.raises(NoLayer):
        service.read_again(CHIEF, "nothing")


@pytest.mark.parametrize(
    ("path", "layer", "sentence"),
    [
        ("/geoserver/ows", "ville:plan_1942", "EPSG:3857"),
        ("/wmts", "ORTHO.LAMB93", "EPSG:3857"),
        ("/wmts", "PLAN.IGN", "image"),
        ("/geoserver/ows", "nothing", "Choisissez"),
    ],
)
def test_a_layer_that_cannot_be_drawn_is_refused_in_a_sentence(
    path: str, layer: str, sentence: str, service: ExternalLayerService, maps: MapServer
) -> None:
    with pytest.raises(ValueError, match=sentence):
        service.add(CHIEF, choice(f"{maps.url}{path}", layer))
    assert service.shown() == ()


def test_a_layer_whose_images_do_not_come_is_not_added(service: ExternalLayerService, maps: MapServer) -> None:
    maps.status = 404
    with pytest.raises(DownloadError, match="404"):
        service.add(CHIEF, choice(f"{maps.url}/xyz/{{z}}/{{x}}/{{y}}.png", "xyz"))
    with pytest.raises(ValueError, match="pas répondu par une image"):
        service.add(CHIEF, choice(f"{maps.url}/ogc?tile={{z}}/{{x}}/{{y}}", "xyz"))
    assert service.shown() == ()


@pytest.mark.parametrize(
    "more", [{"attribution": " "}, {"name": ""}, {"address": "https://a.org/wms?apikey=1"}, {"address": "https://u:p@a.org/"}]
)
def test_what_lacks_an_attribution_or_bears_an_account_is_refused(
    more: dict[str, str], service: ExternalLayerService, maps: MapServer
) -> None:
    with pytest.raises(ValueError, match=r"attribution|nom|clé"):
        service.add(CHIEF, choice(**({"address": f"{maps.url}/xyz/{{z}}/{{x}}/{{y}}.png", "layer": "xyz"} | more)))


def test_nobody_else_has_an_address_read(service: ExternalLayerService, maps: MapServer) -> None:
    for act in (lambda: service.find(VISITOR, f"{maps.url}/ogc"), lambda: service.add(VISITOR, choice(f"{maps.url}/ogc", "x"))):
        with pytest.raises(NotAllowed):
            act()


def test_elsewhere_than_in_a_demonstration_this_machine_is_never_read(territory: Territory, tmp_path: Path, maps: MapServer) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'c.db'}")
    database.migrate()
    service, before = ExternalLayerService(ExternalLayers(database), editions_of(territory)), dict(maps.requested)
    for path in ("/ogc", "/xyz/{z}/{x}/{y}.png"):
        with pytest.raises(DownloadError):
            service.add(CHIEF, choice(f"{maps.url}{path}", "xyz"))
    assert maps.requested == before


def test_what_tells_no_service_says_so_and_so_does_a_description_that_leads_elsewhere(
    service: ExternalLayerService, maps: MapServer
) -> None:
    with pytest.raises(DownloadError, match="404"):
        service.find(CHIEF, f"{maps.url}/nothing")
    with pytest.raises(FileError, match="ni un WMS"):
        service.find(CHIEF, f"{maps.url}/ogc/collections/points/items")


def test_a_map_goes_on_while_the_store_cannot_be_read(territory: Territory, tmp_path: Path) -> None:
    lost = ExternalLayerService(ExternalLayers(Database.open(f"sqlite:///{tmp_path / 'lost.db'}")), editions_of(territory))
    assert lost.shown() == () and lost.drawn() == [] and lost.origins() == ()
