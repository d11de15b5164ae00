"""What the pinned packages draw of France: a commune has the ground of those that were merged into it."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geodata.france import without_holes


def test_a_commune_has_the_hole_that_one_merged_into_it_left() -> None:
    """A ring of eight squares around one that is drawn nowhere; the lake of another is nobody's."""
    squares = {
        f"{x}{y}": shapely.box(x / 100, y / 100, (x + 1) / 100, (y + 1) / 100) for x in range(3) for y in range(3) if (x, y) != (1, 1)
    }
    lake = shapely.box(0.10, 0.10, 0.14, 0.14).difference(shapely.box(0.11, 0.11, 0.12, 0.12))
    drawn = gpd.GeoDataFrame({"code": [*squares, "lake"], "town_hall": None}, geometry=[*squares.values(), lake], crs=4326)
    whole = without_holes(drawn, {"01"}).set_index("code").geometry
    assert whole["01"].area == pytest.approx(2 / 100**2)
    assert whole.drop("01").geom_equals(drawn.set_index("code").geometry.drop("01")).all()
    assert without_holes(drawn, set()).geometry.geom_equals(drawn.geometry).all()
