"""The files that the browser fetches once, each with its digest in its address."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass

from geodata.territory import Territory
from layers import discover, to_geojson
from layers.base_map import land_geojson
from layers.demand import to_cells
from layers.reached_today import nearest_m

GEOJSON = "application/geo+json"


@dataclass(frozen=True)
class DataFile:
    """One file that stays as it is as long as its address does; `packed` is its gzip form.

    What is `revocable` may have to be taken back: it is never kept without asking whether it still stands.
    """

    path: str
    mimetype: str
    data: bytes
    packed: bytes
    revocable: bool = False

    @classmethod
    def make(cls, path: str, mimetype: str, data: bytes, revocable: bool = False) -> DataFile:
        """Compress once."""
        return cls(path, mimetype, data, gzip.compress(data, 6, mtime=0), revocable)

    @classmethod
    def named(cls, name: str, ending: str, mimetype: str, data: bytes, revocable: bool = False) -> DataFile:
        """Name it by what it holds."""
        return cls.make(f"/data/{name}-{hashlib.sha256(data).hexdigest()[:12]}.{ending}", mimetype, data, revocable)


def places_file(table: bytes) -> DataFile:
    """Return the file of the candidates: the one that changes when a place is accepted."""
    return DataFile.named("places", "bin", "application/octet-stream", table, revocable=True)


def icons_file(style: str) -> DataFile:
    """Return the style sheet of the icons; its address is always the same."""
    return DataFile.make("/data/icons.css", "text/css", style.encode())


def ground_files(territory: Territory) -> dict[str, DataFile]:
    """Return the files that tell nothing of the candidates, by name: land, layers, inhabitants."""
    files = {
        "land": DataFile.named("land", "json", GEOJSON, land_geojson(territory)),
        "demand": DataFile.named("demand", "json", "application/json", to_cells(territory, nearest_m(territory))),
    }
    for layer in discover():
        if not layer.on_canvas and not layer.on_cells:
            files[layer.id] = DataFile.named(layer.id, "json", GEOJSON, to_geojson(layer, territory))
    return files
