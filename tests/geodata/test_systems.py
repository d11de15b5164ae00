"""The systems that files declare are recognised and converted."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import CRS, Transformer

from geodata.systems import SYSTEMS, code_of, degrees_of

LON, LAT = 5.3691, 43.3487


@pytest.mark.parametrize("code", list(SYSTEMS))
def test_each_system_gives_the_degrees_that_the_reference_library_gives(code: str) -> None:
    x, y = Transformer.from_crs("EPSG:4326", code, always_xy=True).transform(LON, LAT)
    assert np.allclose(degrees_of(code, [x], [y]), [[LON], [LAT]], atol=1e-7)


@pytest.mark.parametrize("code", list(SYSTEMS))
def test_the_other_codes_of_a_system_are_the_same_metres(code: str) -> None:
    own = Transformer.from_crs("EPSG:4326", code, always_xy=True).transform(LON, LAT)
    for other in SYSTEMS[code].codes:
        assert code_of(f"EPSG:{other}") == code
        if other < 100_000 and other not in {3785}:
            assert np.allclose(Transformer.from_crs("EPSG:4326", other, always_xy=True).transform(LON, LAT), own, atol=5)


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("EPSG:3944", "EPSG:3944"),
        ("urn:ogc:def:crs:EPSG::3944", "EPSG:3944"),
        ("urn:ogc:def:crs:EPSG:9.9.1:27572", "EPSG:27572"),
        ("http://www.opengis.net/def/crs/EPSG/0/9794", "EPSG:2154"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("EPSG:4171", "EPSG:4326"),
        ("EPSG:4258", "EPSG:4326"),
        ("EPSG:9844", "EPSG:3944"),
        ("EPSG:25831", "EPSG:32631"),
        ("IGNF:LAMB93", "EPSG:2154"),
        ("IGNF:RGF93LAMB93", "EPSG:2154"),
        ("urn:ogc:def:crs:IGNF::RGF93CC44", "EPSG:3944"),
        ("IGNF:CC44", "EPSG:3944"),
        ("IGNF:LAMB2E", "EPSG:27572"),
        ("IGNF:NTFLAMB2E", "EPSG:27572"),
        ("IGNF:LAMB3", "EPSG:27573"),
        ("IGNF:UTM31W84", "EPSG:32631"),
        ("IGNF:RGF93UTM31", "EPSG:32631"),
        ("IGNF:WGS84G", "EPSG:4326"),
        ("IGNF:RGF93G", "EPSG:4326"),
        ("RGF93_Lambert_93", "EPSG:2154"),
        ("RGF93 v1 / Lambert-93", "EPSG:2154"),
        ("Lambert II étendu", "EPSG:27572"),
        ("EPSG:2056", None),
        ("EPSG:32740", None),
        ("IGNF:UTM20W84GUAD", None),
        ("unknown", None),
        ("", None),
        ("x" * 5_000, None),
    ],
)
def test_a_declared_system_is_recognised_however_it_is_written(declared: str, code: str | None) -> None:
    assert code_of(declared) == code


@pytest.mark.parametrize("code", [*SYSTEMS, "EPSG:2154", "EPSG:4326", "EPSG:4171", "EPSG:9794"])
@pytest.mark.parametrize("version", ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2019"])
def test_the_wkt_of_a_system_is_recognised_with_and_without_its_code(code: str, version: str) -> None:
    text = CRS.from_user_input(code).to_wkt(version)
    assert code_of(text) == code_of(code)
