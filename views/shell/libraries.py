"""The browser's libraries that a page fetches once it needs them: Plotly with its first chart, AG Grid with its first table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import dash_ag_grid
from dash import dash_table
from dash.fingerprint import build_fingerprint

from access.headers import SUITES

PLOTLY = "vendor/plotly-basic.min.js"
GRID = "dash_ag_grid.min.js"
# What Dash's components fetch by themselves once they are drawn.
MAP_CHUNK = "dash_leaflet/async-GeoJSON.js"
LATE_CHUNKS = ("dash_ag_grid/async-community.js", "dash/dcc/async-graph.js", MAP_CHUNK)


def leave_out_what_waits() -> None:
    """Have Dash send no page what `assets/core/libraries.mjs` fetches later, nor its own tables, which no screen has."""
    dash_table._js_dist.clear()
    for resource in dash_ag_grid._js_dist:
        if resource["relative_package_path"] == GRID:
            resource["async"] = "lazy"


def library_metas(asset_url: Callable[[str], str], assets: Path, prefix: str) -> str:
    """Return the elements of the page's head that say where the libraries are, under addresses that change with their content."""
    package = Path(dash_ag_grid.__file__).parent
    grid = build_fingerprint(GRID, dash_ag_grid.__version__, int((package / GRID).stat().st_mtime))
    addresses = {"plotly-script": plotly_url(asset_url, assets), "ag-grid-script": f"{prefix.rstrip('/')}{SUITES}dash_ag_grid/{grid}"}
    return "\n".join(f'<meta name="{name}" content="{address}">' for name, address in addresses.items())


def plotly_url(asset_url: Callable[[str], str], assets: Path) -> str:
    """Return the address of Plotly's script."""
    return f"{asset_url(PLOTLY)}?m={(assets / PLOTLY).stat().st_mtime}"
