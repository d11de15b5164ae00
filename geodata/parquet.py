"""Deterministic GeoParquet: the same frame always gives the same bytes."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from geodata.crs import local_crs

COMPRESSION = "zstd"
COMPRESSION_LEVEL = 9


def to_bytes(frame: pd.DataFrame) -> bytes:
    """Write a frame as (Geo)Parquet, without index, pandas metadata or time stamp.

    Geometry is little-endian WKB (two dimensions) with GeoParquet 1.1 metadata; the frame must be in EPSG:2154.
    """
    plain = pd.DataFrame(frame).copy()
    metadata: dict[bytes, bytes] = {}
    if isinstance(frame, gpd.GeoDataFrame):
        shapes = frame.geometry.to_numpy()
        plain["geometry"] = shapely.to_wkb(shapes, byte_order=1, output_dimension=2)
        metadata[b"geo"] = _geo_metadata(shapes)
    table = pa.Table.from_pandas(plain, preserve_index=False).replace_schema_metadata(None)
    sink = io.BytesIO()
    options = {"compression": COMPRESSION, "compression_level": COMPRESSION_LEVEL, "version": "2.6", "store_schema": False}
    with pq.ParquetWriter(sink, table.schema, **options) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(metadata)
    return sink.getvalue()


def from_bytes(data: bytes) -> pd.DataFrame:
    """Read what `to_bytes` wrote; a GeoDataFrame in EPSG:2154 when there is a geometry."""
    table = pq.read_table(io.BytesIO(data))
    frame = table.to_pandas()
    if "geometry" not in frame.columns:
        return frame
    shapes = shapely.from_wkb(frame["geometry"].to_numpy())
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=shapes, crs=local_crs())[list(frame.columns)]


def _geo_metadata(shapes: np.ndarray) -> bytes:
    names = sorted({str(shape.geom_type) for shape in shapes})
    column = {"encoding": "WKB", "geometry_types": names, "crs": CRS.from_user_input(local_crs()).to_json_dict()}
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}, sort_keys=True).encode()
