"""The peer's side of ``bench.explore``: its own environment, its data, its server, its gestures."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import time
from pathlib import Path
from typing import Any

import pandas as pd
from playwright.sync_api import BrowserContext, Page, Route

from bench.browser import PRESS_MS, Traffic, chromium, open_page
from bench.measure import HERE, ROOT, Load, free_port, served, summary, tree_cpu_s, wait_for_calm
from bench.serve import synthetic_territory
from domain.facet import Choices, FlagFacet, RangeFacet
from geodata.candidate_facets import candidate_facets, facet_columns
from geodata.packages import Package, fetch
from geodata.territory import Territory
from layers.base_map import land_geojson

ENVIRONMENT = ROOT / "var" / "bench-venv"
DATA = ROOT / "var" / "bench"
CLUSTERS = Package(
    name="leaflet.markercluster",
    version="1.5.3",
    filename="leaflet.markercluster-1.5.3.tgz",
    sha256="fc6b0b1d00b6c708ae54e43ee4a11ac345e41660e19f0a570190bb35babb1a1c",
    client="npm",
)
COLD_LOADS = {1_000: 3, 10_000: 3, 100_000: 1}
REPEATS = {1_000: 10, 10_000: 6, 100_000: 4}
# Boxes of the roles that are ticked or unticked in turn, so that their ten combinations all differ; middles of the chart's five bars.
FIRST_ROLE_BOX = 2
ROLE_BOXES = (1, 0, 2, 1, 0, 3, 1, 2, 0, 1)
BAR_PX = (10, 26, 42, 58, 74)
REST_S = 2.0
LIMIT_S = 180.0
ACTIVITY = """() => {
  const times = [benchProbe.activity, 0];
  for (const frame of document.querySelectorAll("iframe")) {
    try { times[1] = Math.max(times[1], frame.contentWindow.benchProbe.activity); } catch {}
  }
  return [...times, performance.timeOrigin, performance.timeOrigin + performance.now(),
          document.querySelector('[data-test-script-state]')?.dataset.testScriptState || ''];
}"""


def python() -> Path:
    """Return the interpreter of the peers' environment, brought first to what its lock pins."""
    subprocess.run(["sh", "tools/venv.sh", "bench"], cwd=ROOT, env={**os.environ, "VENV": str(ENVIRONMENT)}, check=True)
    return ENVIRONMENT / "bin" / "python"


def versions() -> dict[str, str]:
    """Return the installed versions of the peer."""
    code = "import importlib.metadata as m; print(*(f'{n}=={m.version(n)}' for n in ('streamlit', 'streamlit-folium', 'folium')))"
    done = subprocess.run([ENVIRONMENT / "bin" / "python", "-c", code], check=True, capture_output=True, text=True)
    return dict(item.split("==") for item in done.stdout.split())


def export(n: int, folder: Path) -> None:
    """Write the peer's places, facets and land: the same values, decoded."""
    territory = synthetic_territory(n)
    folder.mkdir(parents=True, exist_ok=True)
    places, facets = _decoded(territory)
    places.to_parquet(folder / "places.parquet", index=False)
    (folder / "facets.json").write_text(json.dumps(facets))
    (folder / "land.geojson").write_bytes(land_geojson(territory))


def _decoded(territory: Territory) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    declared = candidate_facets(territory)
    encoded = declared.encode(facet_columns(territory.candidates))
    points = territory.candidates.geometry.to_crs(4326)
    columns: dict[str, Any] = {"id": territory.candidates["id"].to_numpy(), "lat": points.y.to_numpy(), "lon": points.x.to_numpy()}
    facets: list[dict[str, Any]] = []
    for facet in declared:
        described = {"id": facet.id, "label": facet.label, "kind": facet.kind}
        if isinstance(facet, RangeFacet):
            values = pd.Series(encoded[facet.id]).astype(float) / 10**facet.decimals
            columns[facet.id] = values.where(encoded[facet.id] != -(2**31)).to_numpy()
            facets.append({**described, "edges": list(facet.edges)})
        elif isinstance(facet, Choices):
            options = [option.label for option in facet.all_options]
            facets.append({**described, "options": options})
            if isinstance(facet, FlagFacet):
                columns |= {f"{facet.id}:{option}": (encoded[facet.id] & (1 << i)) != 0 for i, option in enumerate(options)}
            else:
                columns[facet.id] = pd.Categorical.from_codes(encoded[facet.id].astype(int), categories=options)
    return pd.DataFrame(columns), facets


def measure(n: int, calm_s: float) -> dict[str, Any]:
    """Measure the peer with n places."""
    folder, port = DATA / f"peer-{n}", free_port()
    export(n, folder)
    command = [str(python()), "-m", "streamlit", "run", str(HERE / "peer_streamlit.py"), "--server.headless=true"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    with served(command, f"http://127.0.0.1:{port}/", DATA / f"peer-{n}.log", {"PEER_DATA": str(folder)}) as server:
        repeats = REPEATS.get(n, 5)
        wait_for_calm(calm_s)
        load = Load()
        cold = [_cold(port) for _ in range(COLD_LOADS.get(n, 1))]
        first = {key: summary([figures[key] for figures in cold]) for key in cold[0]}
        first["other_cores"] = load.others()
        with chromium() as browser:
            page, traffic = open_page(browser, _offline)
            _open(page, port)
            return {
                "load": first,
                "gestures": {
                    "control": _series(page, traffic, server, repeats, calm_s, "control"),
                    "bar": _series(page, traffic, server, min(repeats, len(BAR_PX)), calm_s, "bar"),
                },
            }


def _offline(context: BrowserContext) -> None:
    """Answer what Folium asks of content networks from this machine, at once; what these maps do not use (jQuery, icons…) is empty."""
    with tarfile.open(fetch(CLUSTERS, ROOT / "var" / "cache")) as archive:
        dist = {Path(m.name).name: archive.extractfile(m).read() for m in archive if m.name.startswith("package/dist/")}  # type: ignore[union-attr]
    dist |= {name: (ROOT / "reports" / "vendor" / "leaflet" / name).read_bytes() for name in ("leaflet.js", "leaflet.css")}

    def answer(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        route.fulfill(body=dist.get(name, b""), content_type="text/css" if name.endswith(".css") else "text/javascript")

    context.route(lambda url: not url.startswith("http://127.0.0.1"), answer)


def _open(page: Page, port: int) -> float:
    """Open the peer; return the milliseconds from the start of the navigation to its map at rest."""
    page.goto(f"http://127.0.0.1:{port}/")
    origin = page.evaluate("performance.timeOrigin")
    return _settled(page, origin) - origin


def _settled(page: Page, since: float) -> float:
    """Wait until counter and map have changed since a moment and rest; return when the last of both was painted (epoch, ms)."""
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        page.wait_for_timeout(100)
        counter, drawn, _origin, now, state = page.evaluate(ACTIVITY)
        if min(counter, drawn) > since and state != "running" and now - max(counter, drawn) > 1000 * REST_S:
            return float(max(counter, drawn))
    raise RuntimeError("the peer's counter and map did not both change")


def _cold(port: int) -> dict[str, float]:
    with chromium() as browser:
        page, traffic = open_page(browser, _offline)
        shown = _open(page, port)
        requests, _sent, received = traffic.take()
        return {"first_map_ms": shown, "bytes": received, "requests": requests}


def _target(page: Page, name: str, turn: int) -> tuple[float, float]:
    """Where to click at each turn, for a selection never shown before: Streamlit sends again only what the browser has not seen."""
    if name == "control":
        box = page.get_by_test_id("stCheckbox").nth(FIRST_ROLE_BOX + ROLE_BOXES[turn])
    else:
        box = page.get_by_test_id("stVegaLiteChart").nth(3)
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    at = box.bounding_box()
    assert at
    return (at["x"] + 10, at["y"] + at["height"] / 2) if name == "control" else (at["x"] + at["width"] * 0.45, at["y"] + BAR_PX[turn])


def _series(page: Page, traffic: Traffic, server: int, repeats: int, calm_s: float, name: str) -> dict[str, Any]:
    """Repeat one gesture."""
    wait_for_calm(calm_s)
    shown: list[float] = []
    load, cpu = Load(), tree_cpu_s(server)
    traffic.take()
    for turn in range(repeats):
        at = _target(page, name, turn)
        page.mouse.click(*at, delay=PRESS_MS)
        start = page.evaluate("performance.timeOrigin + benchProbe.input")
        shown.append(_settled(page, start) - start)
    requests, sent, received = traffic.take()
    return {
        "shown_ms": summary(shown),
        "requests": round(requests / repeats, 2),
        "bytes": round((sent + received) / repeats),
        "server_cpu_ms": round(1000 * (tree_cpu_s(server) - cpu) / repeats, 1),
        "other_cores": load.others(),
    }
