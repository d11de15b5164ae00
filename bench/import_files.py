"""Files of n invented places in every format that an import takes, written as common programs write them."""

from __future__ import annotations

import json
import random
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from tests.intake.making import csv_of, ods, xls, xlsx

SEED = 11
HEAD = ("Référence", "Nom", "Adresse", "Code postal", "Surface (m²)", "Loyer (€ HT/m²/an)", "Charges (€/m²/an)", "Hauteur libre (m)",
        "Accès poids lourd", "Contact", "Remarques", "Longitude", "Latitude")  # fmt: skip
WEST, SOUTH, EAST, NORTH = 5.36, 43.28, 5.44, 43.36
STREETS = ("rue de la République", "avenue du Prado", "boulevard National", "chemin du Littoral", "traverse de la Montre")


def places(n: int) -> list[tuple[Any, ...]]:
    """Return n rows of `HEAD`: names, references and positions are all different."""
    rng = random.Random(SEED)
    return [
        (
            f"REF-{number:05d}",
            f"Local {number} « {rng.choice(('Étoile', 'Joliette', 'Belle de Mai', 'Cabot'))} »",
            f"{rng.randint(1, 180)} {rng.choice(STREETS)}",
            f"130{rng.randint(1, 16):02d}",
            float(rng.randint(40, 1_800)),
            float(rng.randint(60, 240)),
            float(rng.randint(5, 40)),
            round(rng.uniform(2.4, 6.0), 1),
            rng.choice(("oui", "non")),
            f"gestion{number % 40}@exemple.fr",
            "Rideau métallique, vitrine sur rue",
            round(rng.uniform(WEST, EAST), 6),
            round(rng.uniform(SOUTH, NORTH), 6),
        )
        for number in range(n)
    ]


def _csv(n: int) -> bytes:
    return csv_of(*(";".join(str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in row) for row in places(n)),
                  head=";".join(HEAD))  # fmt: skip


def _geojson(n: int) -> bytes:
    features = [
        {"type": "Feature", "properties": dict(zip(HEAD[:-2], row, strict=False)), "geometry": {"type": "Point", "coordinates": row[-2:]}}
        for row in places(n)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _kml(n: int) -> bytes:
    marks = []
    for row in places(n):
        data = "".join(f'<Data name="{name}"><value>{cell}</value></Data>' for name, cell in zip(HEAD[2:-2], row[2:-2], strict=True))
        point = f"<Point><coordinates>{row[-2]},{row[-1]},0</coordinates></Point>"
        marks.append(f"<Placemark><name>{row[1]}</name><ExtendedData>{data}</ExtendedData>{point}</Placemark>")
    body = "".join(marks)
    return f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'.encode()


def _map(driver: str, ending: str, radius: float = 0.0) -> Callable[[int], bytes]:
    """A layer of points, or of contours of `radius` degrees, as GDAL writes it; the parts of a Shapefile are zipped."""

    def make(n: int) -> bytes:
        rows = places(n)
        names = [name[:10] for name in HEAD[:-2]] if ending == "shp" else HEAD[:-2]
        shapes = shapely.points([row[-2] for row in rows], [row[-1] for row in rows])
        shapes = shapely.buffer(shapes, radius, quad_segs=2) if radius else shapes
        frame = gpd.GeoDataFrame([row[:-2] for row in rows], columns=names, geometry=shapes, crs=4326)
        with tempfile.TemporaryDirectory() as folder:
            frame.to_file(Path(folder) / f"lieux.{ending}", driver=driver, layer="lieux", encoding="UTF-8")
            parts = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        if ending != "shp":
            return parts[f"lieux.{ending}"]
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return made.getvalue()

    return make


FILES: Mapping[str, Callable[[int], bytes]] = {
    "places.csv": _csv,
    "places.xlsx": lambda n: xlsx([HEAD, *places(n)]),
    "places.xls": lambda n: xls([HEAD, *places(n)]),
    "places.ods": lambda n: ods([HEAD, *places(n)]),
    "places.geojson": _geojson,
    "places.gpkg": _map("GPKG", "gpkg"),
    "contours.gpkg": _map("GPKG", "gpkg", 0.0001),
    "places.zip": _map("ESRI Shapefile", "shp"),
    "places.kml": _kml,
}
"""What writes a file of n places, by the file's name."""
