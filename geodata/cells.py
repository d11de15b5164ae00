"""Grid cells of the demand points: 300 m squares cut by area, by priority neighbourhood and shared among quartiers."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.crs import COORDINATE_DECIMALS, L93, Floats

CELL_M = 300.0
MIN_PART_M2 = 4_500.0  # a twentieth of a cell: smaller slivers carry no one
FIT_STEP_M = 75.0
FIT_ROUNDS = 400


def cell_parts(areas: gpd.GeoDataFrame, priority: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut the regular grid by areas, then by priority neighbourhoods.

    Parameters
    ----------
    areas : GeoDataFrame
        Columns code and geometry (EPSG:2154), without overlap.
    priority : GeoDataFrame
        Columns code and geometry (EPSG:2154).

    Returns
    -------
    GeoDataFrame
        One row a part: area_code, qpv_code (null outside), part_m2, geometry (a point inside the part),
        in a fixed order (area, priority neighbourhood, south to north, west to east).
    """
    inside = _intersections(_grid(areas.total_bounds), areas, "area_code")
    zones = _intersections(inside[["area_code", "geometry"]], priority, "qpv_code")
    # Not an overlay of the whole set: only the few hundred parts that touch a priority neighbourhood are cut again.
    union = shapely.union_all(priority.geometry.to_numpy())
    outside = inside.copy()
    touched = outside.geometry.intersects(union).to_numpy()
    outside.loc[touched, "geometry"] = shapely.difference(outside.geometry[touched].to_numpy(), union)
    outside["qpv_code"] = None
    parts = pd.concat([outside, zones], ignore_index=True)
    parts["part_m2"] = shapely.area(parts.geometry.to_numpy())
    parts = parts[parts["part_m2"] >= MIN_PART_M2]
    return _pointed(gpd.GeoDataFrame(parts, crs=L93))


def _grid(bounds: npt.ArrayLike) -> gpd.GeoDataFrame:
    """Return the squares of a grid anchored on multiples of the cell size."""
    west, south, east, north = np.asarray(bounds, float)
    xs = np.arange(np.floor(west / CELL_M), np.ceil(east / CELL_M)) * CELL_M
    ys = np.arange(np.floor(south / CELL_M), np.ceil(north / CELL_M)) * CELL_M
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    return gpd.GeoDataFrame(geometry=shapely.box(x, y, x + CELL_M, y + CELL_M), crs=L93)


def _intersections(left: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, label: str) -> gpd.GeoDataFrame:
    """Intersect every square with every zone it meets, naming the zone in column `label`."""
    zone, cell = left.sindex.query(zones.geometry.to_numpy(), predicate="intersects")
    pieces = shapely.intersection(left.geometry.to_numpy()[cell], zones.geometry.to_numpy()[zone])
    frame = left.drop(columns="geometry").iloc[cell].reset_index(drop=True)
    frame[label] = zones["code"].to_numpy()[zone]
    frame = gpd.GeoDataFrame(frame, geometry=pieces, crs=L93)
    return gpd.GeoDataFrame(frame[shapely.area(pieces) > 0].reset_index(drop=True), crs=L93)


def _pointed(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Replace each part by its centroid, or by a point inside it when the centroid falls outside."""
    shapes = parts.geometry.to_numpy()
    points = shapely.centroid(shapes)
    stray = ~shapely.contains(shapes, points)
    points[stray] = shapely.point_on_surface(shapes[stray])
    x, y = np.round(shapely.get_x(points), COORDINATE_DECIMALS), np.round(shapely.get_y(points), COORDINATE_DECIMALS)
    frame = parts.set_geometry(shapely.points(x, y), crs=L93).assign(x=x, y=y, zone=parts["qpv_code"].fillna(""))
    frame = frame.sort_values(["area_code", "zone", "y", "x"], kind="stable", ignore_index=True)
    return frame[["area_code", "qpv_code", "part_m2", "geometry"]]


def share_among_quartiers(parts: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, quartiers: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Name the quartier of every part that lies in an arrondissement (None elsewhere).

    Quartier polygons are not in the snapshot. In each arrondissement the land is divided by the power
    diagram of the quartiers' centroids, its weights fitted so that each region's share of the land equals the
    quartier's share of the arrondissement's area. A quartier too small to own a part takes the nearest one
    from a quartier that has several.
    """
    names = np.full(len(parts), None, dtype=object)
    xy = shapely.get_coordinates(parts.geometry.to_numpy())
    for code in sorted(quartiers["arrondissement"].unique()):
        mine = np.flatnonzero((parts["area_code"] == code).to_numpy())
        seeds = quartiers[quartiers["arrondissement"] == code]
        land = areas.geometry[areas["code"] == code].iloc[0]
        weights = _fitted_weights(land, shapely.get_coordinates(seeds.geometry.to_numpy()), seeds["area_ha"].to_numpy(float))
        owner = _owners(xy[mine], shapely.get_coordinates(seeds.geometry.to_numpy()), weights)
        names[mine] = seeds["code"].to_numpy()[owner]
    return names


def _squared(xy: Floats, seeds: Floats) -> Floats:
    """Return the squared distances (m²) of points to seeds, shape (points, seeds)."""
    return np.asarray((xy[:, :1] - seeds[:, 0]) ** 2 + (xy[:, 1:] - seeds[:, 1]) ** 2, float)


def _fitted_weights(land: shapely.Geometry, seeds: Floats, area: Floats) -> Floats:
    """Fit the power weights (m²) so that each region holds its share of the land."""
    west, south, east, north = land.bounds
    x, y = np.meshgrid(np.arange(west, east, FIT_STEP_M), np.arange(south, north, FIT_STEP_M))
    inside = shapely.contains_xy(land, x.ravel(), y.ravel())
    squared = _squared(np.column_stack([x.ravel()[inside], y.ravel()[inside]]), seeds)
    target = area / area.sum()
    weights = np.zeros(len(seeds))
    scale = float(land.area)
    for round_ in range(FIT_ROUNDS):
        share = np.bincount((squared - weights).argmin(axis=1), minlength=len(seeds)) / len(squared)
        weights += scale * (target - share) * (0.5 / (1 + round_ / 40))
    return weights


def _owners(xy: Floats, seeds: Floats, weights: Floats) -> npt.NDArray[np.int64]:
    """Return each point's region; every region owns at least one point."""
    owner = (_squared(xy, seeds) - weights).argmin(axis=1)
    for index in range(len(seeds)):
        if (owner == index).any():
            continue
        counts = np.bincount(owner, minlength=len(seeds))
        distance = np.where(counts[owner] > 1, ((xy - seeds[index]) ** 2).sum(axis=1), np.inf)
        owner[int(distance.argmin())] = index
    return np.asarray(owner, np.int64)
