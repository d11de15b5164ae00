"""Grid cells of the demand points: squares of inhabited land cut by area, by priority neighbourhood and shared among quartiers."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geodata.crs import COORDINATE_DECIMALS, Floats, local_crs
from geodata.perimeter import in_use

LEAST_SHARE = 1 / 20  # of a cell: smaller slivers carry no one
FIT_STEP_M = 75.0
FIT_ROUNDS = 400
OWN_M = 300.0  # [H] around a settlement, the land is its quartier's


def inhabited(areas: gpd.GeoDataFrame, priority: gpd.GeoDataFrame, empty: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the areas without the land where nobody lives (all in EPSG:2154); a priority neighbourhood is inhabited everywhere."""
    nobody = shapely.difference(shapely.union_all(empty.geometry.to_numpy()), shapely.union_all(priority.geometry.to_numpy()))
    return areas.set_geometry(shapely.difference(areas.geometry.to_numpy(), nobody), crs=local_crs())


def cell_parts(areas: gpd.GeoDataFrame, priority: gpd.GeoDataFrame, squares: gpd.GeoDataFrame | None = None) -> gpd.GeoDataFrame:
    """Cut a grid, the regular one by default, by areas, then by priority neighbourhoods.

    Parameters
    ----------
    areas : GeoDataFrame
        Columns code and geometry (EPSG:2154), without overlap.
    priority : GeoDataFrame
        Columns code and geometry (EPSG:2154).
    squares : GeoDataFrame, optional
        Columns cell and geometry, of another grid.

    Returns
    -------
    GeoDataFrame
        One row a part: area_code, qpv_code (null outside), part_m2, geometry (a point inside the part), the cell where squares were given,
        in a fixed order (area, priority neighbourhood, south to north, west to east).
    """
    inside = _intersections(_grid(areas.total_bounds) if squares is None else squares, areas, "area_code")
    zones = _intersections(inside, priority, "qpv_code")
    # Not an overlay of the whole set: only the few hundred parts that touch a priority neighbourhood are cut again.
    union = shapely.union_all(priority.geometry.to_numpy())
    outside = inside.copy()
    touched = outside.geometry.intersects(union).to_numpy()
    outside.loc[touched, "geometry"] = shapely.difference(outside.geometry[touched].to_numpy(), union)
    outside["qpv_code"] = None
    parts = pd.concat([outside, zones], ignore_index=True)
    parts["part_m2"] = shapely.area(parts.geometry.to_numpy())
    parts = parts[parts["part_m2"] >= LEAST_SHARE * in_use().cell_m ** 2]
    return _pointed(gpd.GeoDataFrame(parts, crs=local_crs()))


def _grid(bounds: npt.ArrayLike) -> gpd.GeoDataFrame:
    """Return the squares of a grid anchored on multiples of the cell size."""
    west, south, east, north = np.asarray(bounds, float)
    cell_m = float(in_use().cell_m)
    xs = np.arange(np.floor(west / cell_m), np.ceil(east / cell_m)) * cell_m
    ys = np.arange(np.floor(south / cell_m), np.ceil(north / cell_m)) * cell_m
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    return gpd.GeoDataFrame(geometry=shapely.box(x, y, x + cell_m, y + cell_m), crs=local_crs())


def _intersections(left: gpd.GeoDataFrame, zones: gpd.GeoDataFrame, label: str) -> gpd.GeoDataFrame:
    """Intersect every square with every zone it meets, naming the zone in column `label`."""
    zone, cell = left.sindex.query(zones.geometry.to_numpy(), predicate="intersects")
    pieces = shapely.intersection(left.geometry.to_numpy()[cell], zones.geometry.to_numpy()[zone])
    frame = left.drop(columns="geometry").iloc[cell].reset_index(drop=True)
    frame[label] = zones["code"].to_numpy()[zone]
    frame = gpd.GeoDataFrame(frame, geometry=pieces, crs=local_crs())
    return gpd.GeoDataFrame(frame[shapely.area(pieces) > 0].reset_index(drop=True), crs=local_crs())


def _pointed(parts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Replace each part by its centroid, or by a point inside it when the centroid falls outside."""
    shapes = parts.geometry.to_numpy()
    points = shapely.centroid(shapes)
    stray = ~shapely.contains(shapes, points)
    points[stray] = shapely.point_on_surface(shapes[stray])
    x, y = np.round(shapely.get_x(points), COORDINATE_DECIMALS), np.round(shapely.get_y(points), COORDINATE_DECIMALS)
    frame = parts.set_geometry(shapely.points(x, y), crs=local_crs()).assign(x=x, y=y, zone=parts["qpv_code"].fillna(""))
    frame = frame.sort_values(["area_code", "zone", "y", "x"], kind="stable", ignore_index=True)
    return frame[["area_code", "qpv_code", "part_m2", "geometry", *(["cell"] if "cell" in frame else [])]]


def share_among_quartiers(
    parts: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, quartiers: gpd.GeoDataFrame, settlements: gpd.GeoDataFrame
) -> npt.NDArray[np.object_]:
    """Name the quartier of every part that lies in an arrondissement (None elsewhere).

    Where `quartiers` are polygons, a part is in the one that holds it, or in the nearest. Where they are points, the land of each
    arrondissement is divided by the power diagram of these centres, its weights fitted so that each region's share of the land equals the
    quartier's share of the arrondissement's area. Around a settlement, 300 m or less, the land is its quartier's.
    A quartier too small to own a part takes the nearest one from a quartier that has several.
    """
    names = np.full(len(parts), None, dtype=object)
    xy = shapely.get_coordinates(parts.geometry.to_numpy())
    for code in sorted(quartiers["arrondissement"].unique()):
        mine = np.flatnonzero((parts["area_code"] == code).to_numpy())
        seeds = quartiers[quartiers["arrondissement"] == code]
        land = areas.geometry[areas["code"] == code].iloc[0]
        centroids = shapely.get_coordinates(shapely.centroid(seeds.geometry.to_numpy()))
        if (shapely.area(seeds.geometry.to_numpy()) > 0).all():
            owner = shapely.distance(parts.geometry.to_numpy()[mine][:, None], seeds.geometry.to_numpy()).argmin(axis=1)
        else:
            owner = _nearest(xy[mine], centroids, _fitted_weights(land, centroids, seeds["area_ha"].to_numpy(float)))
            owner = _settled(xy[mine], owner, seeds["code"], settlements)
        owner = _shared(xy[mine], centroids, owner)
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


def _nearest(xy: Floats, seeds: Floats, weights: Floats) -> npt.NDArray[np.int64]:
    """Return each point's region of the power diagram."""
    return np.asarray((_squared(xy, seeds) - weights).argmin(axis=1), np.int64)


def _settled(xy: Floats, owner: npt.NDArray[np.int64], codes: pd.Series, settlements: gpd.GeoDataFrame) -> npt.NDArray[np.int64]:
    """Give each point within 300 m of a settlement to the quartier of the nearest."""
    near = settlements[settlements["unit"].isin(codes)]
    if near.empty:
        return owner
    squared = _squared(xy, shapely.get_coordinates(near.geometry.to_numpy()))
    theirs = pd.Index(codes).get_indexer(near["unit"])[squared.argmin(axis=1)]
    return np.where(squared.min(axis=1) <= OWN_M**2, theirs, owner)


def _shared(xy: Floats, seeds: Floats, owner: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Give a point to each region that has none."""
    owner = owner.copy()
    for index in range(len(seeds)):
        if (owner == index).any():
            continue
        counts = np.bincount(owner, minlength=len(seeds))
        distance = np.where(counts[owner] > 1, ((xy - seeds[index]) ** 2).sum(axis=1), np.inf)
        owner[int(distance.argmin())] = index
    return owner
