"""The browser's libraries that a page fetches once it needs them: Plotly with its first chart, AG Grid with its first table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dash_ag_grid
from dash import _dash_renderer, dash_table
from dash.fingerprint import build_fingerprint

from access.headers import SUITES

PLOTLY = "vendor/plotly-basic.min.js"
REGENERATOR = "vendor/regenerator-runtime.js"
GRID = "dash_ag_grid.min.js"
# What Dash's components fetch by themselves once they are drawn.
MAP_CHUNK = "dash_leaflet/async-GeoJSON.js"
LATE_CHUNKS = ("dash_ag_grid/async-community.js", "dash/dcc/async-graph.js", MAP_CHUNK)


def leave_out_what_waits() -> None:
    """Have Dash send no page what `assets/core/libraries.mjs` fetches later, its own tables, which no screen has, nor its polyfill."""
    dash_table._js_dist.clear()
    for resource in _dash_renderer._js_dist_dependencies:
        paths = resource["relative_package_path"]
        paths["prod"] = [path for path in paths["prod"] if "/polyfill@" not in path]
    for resource in dash_ag_grid._js_dist:
        if resource["relative_package_path"] == GRID:
            resource["async"] = "lazy"


def library_metas(asset_url: Callable[[str], str], assets: Path, prefix: str) -> str:
    """Return the elements of the page's head that fetch a library or say where it is, under addresses that change with their content."""
    package = Path(dash_ag_grid.__file__).parent
    grid = build_fingerprint(GRID, dash_ag_grid.__version__, int((package / GRID).stat().st_mtime))
    addresses = {"plotly-script": plotly_url(asset_url, assets), "ag-grid-script": f"{prefix.rstrip('/')}{SUITES}dash_ag_grid/{grid}"}
    script = f'<script defer src="{asset(REGENERATOR, asset_url, assets)}"></script>'
    return "\n".join([script, *(f'<meta name="{name}" content="{address}">' for name, address in addresses.items())])


def plotly_url(asset_url: Callable[[str], str], assets: Path) -> str:
    """Return the address of Plotly's script."""
    return asset(PLOTLY, asset_url, assets)


def asset(name: str, asset_url: Callable[[str], str], assets: Path) -> str:
    """Return the address of a file of the assets, which changes with it."""
    return f"{asset_url(name)}?m={(assets / name).stat().st_mtime}"
