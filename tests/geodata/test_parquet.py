"""Promises of the file format: same frame, same bytes, and back without loss."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest

from geodata.build import SNAPSHOT
from geodata.parquet import from_bytes, to_bytes
from geodata.schemas import SCHEMAS, typed


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_frame_read_and_written_again_gives_the_same_bytes(name):
    data = (SNAPSHOT / f"{name}.parquet").read_bytes()
    frame = from_bytes(data)
    assert to_bytes(typed(name, frame)[list(frame.columns)]) == data  # candidates also get the fields that the file lacks


def test_the_files_are_geoparquet_in_lambert_93():
    metadata = pq.read_metadata(SNAPSHOT / "municipalities.parquet").metadata
    geo = json.loads(metadata[b"geo"])
    assert geo["primary_column"] == "geometry"
    assert geo["columns"]["geometry"]["crs"]["id"] == {"authority": "EPSG", "code": 2154}
    assert b"pandas" not in metadata


def test_geopandas_reads_them_too(territory):
    import geopandas as gpd

    frame = gpd.read_parquet(SNAPSHOT / "priority_neighbourhoods.parquet")
    assert frame.crs == territory.priority_neighbourhoods.crs
    assert frame.geometry.geom_equals(territory.priority_neighbourhoods.geometry).all()
