"""What a map layer declares, how layers are found, and their form for the browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import shapely

from domain.discovery import declared
from domain.selection import Selection
from geodata.candidate_facets import facet_columns
from geodata.perimeter import in_use
from geodata.territory import Territory

COORDINATE_DECIMALS = 5
SIMPLIFY_M = 4.0
UNKNOWN_BAND = "unknown"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One sign of the legend. `colour` is the CSS variable that the map uses for it; `label` a gettext message id.

    `real` is its label where no row is an invented example; "" where it says nothing of examples.
    """

    label: str
    shape: Literal["square", "circle", "dot", "triangle", "area", "ramp", "unknown"]
    colour: str
    dashed: bool = False
    real: str = ""


@dataclass(frozen=True)
class Layer:
    """A map layer.

    `frame` gives its rows for a selection, in EPSG:2154; `describe` gives each row's tooltip: label and detail.
    `facet` is the facet that a click on one of its areas toggles, by the column `code`.
    `style` is Leaflet's path style for areas; for points, the `shape` of its sign, `colour_var` (the CSS variable of its colour) and
    whether its outline is `dashed`. A layer of what not every territory has, or only a refresh brings,
    `needs_rows` to be offered. Where no city has arrondissements, `in_communes` says what takes the place of which of its texts. `bands`
    gives each area its class (`layers.bands`), which the map fills it by. What is drawn `on_cells` of the population has no file
    of its own: it is a column of theirs.
    """

    id: str
    label: str
    order: int
    sources: tuple[str, ...]
    geometry: Literal["polygon", "point"]
    legend: tuple[LegendEntry, ...]
    frame: Callable[[Territory, Selection | None], gpd.GeoDataFrame]
    describe: Callable[[gpd.GeoDataFrame], list[tuple[str, str]]]
    alt: str
    style: Mapping[str, Any]
    visible: bool = True
    facet: str | None = None
    on_canvas: bool = False
    on_cells: bool = False
    bands: Callable[[gpd.GeoDataFrame], list[str]] | None = None
    needs_rows: bool = False
    in_communes: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def discover() -> tuple[Layer, ...]:
    """Return every layer of this package, in drawing order.

    Raises
    ------
    ValueError
        When two modules declare the same id.
    """
    layers: list[Layer] = declared("layers", "LAYER")
    return tuple(sorted(layers, key=lambda layer: layer.order))


@dataclass(frozen=True)
class _Rows:
    has_any: bool
    has_examples: bool


_ROWS: WeakKeyDictionary[Territory, dict[object, _Rows]] = WeakKeyDictionary()


def _rows(layer: Layer, territory: Territory) -> _Rows:
    """Return what the rows of a layer are; they are read once a territory, whose frames never change."""
    known = _ROWS.setdefault(territory, {})
    if layer.frame not in known:
        frame = layer.frame(territory, None)
        known[layer.frame] = _Rows(len(frame) > 0, "is_example" in frame and bool(frame["is_example"].any()))
    return known[layer.frame]


def offered(territory: Territory) -> tuple[Layer, ...]:
    """Return the layers that have something to draw: those that only a refresh brings, once one did."""
    return tuple(_worded(layer) for layer in discover() if not layer.needs_rows or _rows(layer, territory).has_any)


def _worded(layer: Layer) -> Layer:
    """Return a layer without a word of arrondissements where there are none."""
    if in_use().cities or not layer.in_communes:
        return layer
    label, alt, *signs = (layer.in_communes.get(text, text) for text in (layer.label, layer.alt, *(one.label for one in layer.legend)))
    legend = tuple(replace(entry, label=sign) for entry, sign in zip(layer.legend, signs, strict=True))
    return replace(layer, label=label, alt=alt, legend=legend)


def legend_of(layer: Layer, territory: Territory) -> tuple[LegendEntry, ...]:
    """Return the signs of a layer: without a word of examples where none is left among its rows."""
    if not any(entry.real for entry in layer.legend) or _rows(layer, territory).has_examples:
        return layer.legend
    return tuple(replace(entry, label=entry.real or entry.label, dashed=False) for entry in layer.legend)


def candidates_of_kind(territory: Territory, selection: Selection | None, kind: str) -> gpd.GeoDataFrame:
    """Return the candidates of a kind that pass `selection` (all of them without one), EPSG:2154."""
    frame = territory.candidates
    mask = (frame["kind"] == kind).to_numpy()
    if selection is not None:
        mask = mask & selection.mask(facet_columns(frame))
    return frame[mask]


def to_geojson(layer: Layer, territory: Territory) -> bytes:
    """Return the layer in WGS 84 with 5 decimals; areas simplified by 4 m, shared borders together."""
    frame = layer.frame(territory, None)
    described = layer.describe(frame)
    geometry = frame.geometry
    if layer.geometry == "polygon":
        geometry = gpd.GeoSeries(shapely.coverage_simplify(geometry.to_numpy(), SIMPLIFY_M), index=frame.index, crs=frame.crs)
    points = shapely.set_precision(geometry.to_crs(4326).to_numpy(), 0)
    rounded = shapely.transform(points, lambda xy: np.round(xy, COORDINATE_DECIMALS))
    codes = frame["code"] if "code" in frame else frame["id"]
    filled = layer.bands(frame) if layer.bands else [""] * len(frame)
    invented = frame["is_example"].tolist() if "is_example" in frame else [False] * len(frame)
    features = [
        {
            "type": "Feature",
            "properties": {
                "layer": layer.id,
                "code": code,
                "label": label,
                "detail": detail,
                "facet": layer.facet,
                "example": is_invented,
                "band": band,
            },
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for code, (label, detail), shape, is_invented, band in zip(codes, described, rounded, invented, filled, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")).encode()
