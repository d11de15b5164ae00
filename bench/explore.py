"""Speed of the cross-filter at 1,000, 10,000 and 100,000 places, with Streamlit and streamlit-folium beside it.

``python -m bench.explore [--sizes 1000,10000] [--repeats 25] [--peer-sizes 1000] [--calm 60]``
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from bench import peer
from bench.browser import PRESS_MS, Traffic, chromium, open_page
from bench.measure import ROOT, Load, free_port, machine, served, summary, tree_cpu_s, versions, wait_for_calm, write_results

SIZES = (1_000, 10_000, 100_000)
PAUSE_MS = 800
STEP_PAUSE_MS = 350
COLD_LOADS = 5
READY = "html[data-ready=places][data-map=ready]"
CHARTED = "[data-chart=status] .barlayer .trace"
BRUSH = """i => {
  benchProbe.input = performance.now();
  convergence.store.dispatch({type: 'set', facet: 'area', value: {low: 80 + 5 * i, high: 300, unknown: false}}, {transient: true});
}"""
CLEAR = "convergence.store.dispatch({type: 'clear'})"
Gesture = Callable[[int], Any]


def main() -> int:
    """Measure, print the table, write the results."""
    options = _options()
    results: dict[str, Any] = {"machine": machine(), "versions": versions("dash", "dash-leaflet", "plotly", "playwright"), "sizes": {}}
    with chromium() as browser:
        results["versions"]["chromium"] = browser.version
    if options.peer_sizes:
        results["versions"] |= peer.versions()
    for n in options.sizes:
        figures: dict[str, Any] = {"ours": ours(n, options.repeats, options.calm)}
        _keep(results, n, figures)
        if n in options.peer_sizes:
            figures["peer"] = peer.measure(n, options.calm)
            _keep(results, n, figures)
        print(f"{n} places measured", file=sys.stderr, flush=True)
    print(table(results))
    return 0


def _keep(results: dict[str, Any], n: int, figures: dict[str, Any]) -> None:
    """Write what is measured so far: a run that is cut short keeps it."""
    results["sizes"][str(n)] = figures
    results["sizes"] = dict(sorted(results["sizes"].items(), key=lambda item: int(item[0])))
    write_results("explore", results, table(results))


def _sizes(text: str) -> list[int]:
    return [int(n) for n in text.split(",") if n]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES)
    parser.add_argument("--repeats", type=int, default=25)
    parser.add_argument("--peer-sizes", type=_sizes, default=SIZES, help="sizes at which the peer is measured too; empty for none")
    parser.add_argument("--calm", type=float, default=60, help="seconds to wait, before each measure, for other programs to rest")
    return parser.parse_args()


def ours(n: int, repeats: int, calm_s: float) -> dict[str, Any]:
    """Measure the application with n places."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "bench.serve", str(n), str(port)]
    with served(command, url, ROOT / "var" / "bench" / f"ours-{n}.log") as server:
        wait_for_calm(calm_s)
        load = Load()
        cold = [_cold(url) for _ in range(COLD_LOADS)]
        first = {key: summary([figures[key] for figures in cold]) for key in cold[0]}
        first["other_cores"] = load.others()
        with chromium() as browser:
            page, traffic = open_page(browser)
            page.goto(url)
            page.wait_for_selector(READY, state="attached", timeout=120_000)
            page.wait_for_selector(CHARTED, state="attached", timeout=120_000)
            _quiet(page)
            page.evaluate("benchProbe.attach()")
            return {"load": first, "gestures": _gestures(page, traffic, server, repeats, calm_s)}


def _cold(url: str) -> dict[str, float]:
    """Open the page in a new browser: time to the first map, bytes on the wire."""
    with chromium() as browser:
        page, traffic = open_page(browser)
        page.goto(url)
        for shown in (READY, CHARTED):
            page.wait_for_selector(shown, state="attached", timeout=120_000)
        _quiet(page)
        requests, _sent, received = traffic.take()
        first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        map_ms, chart_ms, free_ms = page.evaluate(
            "[benchProbe.firstMap, benchProbe.firstChart, Math.max(...benchProbe.tasks.map(([start, ms]) => start + ms))]"
        )
        shown = {"first_paint_ms": first, "first_map_ms": map_ms, "first_chart_ms": chart_ms, "free_ms": free_ms}
        return {**shown, "bytes": received, "requests": requests}


def _quiet(page: Page, rest_ms: int = 2_000, limit_s: float = 90) -> None:
    """Wait until no long task has run for a while."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        page.wait_for_timeout(500)
        if page.evaluate("performance.now() - Math.max(0, ...benchProbe.tasks.map(([start, ms]) => start + ms))") > rest_ms:
            return


def _gestures(page: Page, traffic: Traffic, server: int, repeats: int, calm_s: float) -> dict[str, Any]:
    """Time each gesture `repeats` times, the page at rest and nothing filtered before each series."""
    box = page.locator("[data-facet-section=role]").get_by_text("Boutique-relais", exact=True).first
    bar = page.locator("[data-chart=status] .barlayer .trace").nth(1).locator("path").first
    measured = {}
    for name, target in (("control", box), ("bar", bar)):
        at = _middle(target.bounding_box())
        page.mouse.move(*at)
        measured[name] = _series(page, traffic, server, repeats, calm_s, lambda _i, at=at: page.mouse.click(*at, delay=PRESS_MS))
    measured["brush"] = _series(page, traffic, server, repeats, calm_s, lambda i: page.evaluate(BRUSH, i))
    measured["rectangle"] = _rectangle(page, traffic, server, repeats, calm_s)
    return measured


def _middle(box: Any) -> tuple[float, float]:
    return box["x"] + min(box["width"] / 2, 20), box["y"] + box["height"] / 2


def _rectangle(page: Page, traffic: Traffic, server: int, repeats: int, calm_s: float) -> dict[str, Any]:
    """Steps of a rectangle that grows over the map under a pressed button."""
    box = page.locator("#map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.25
    dx, dy = box["width"] * 0.5 / repeats, box["height"] * 0.5 / repeats
    page.locator("[data-act=draw][data-value=rectangle]").click()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y + 20)
    step: Gesture = lambda i: page.mouse.move(x + 30 + dx * i, y + 30 + dy * i)  # noqa: E731
    figures = _series(page, traffic, server, repeats, calm_s, step, STEP_PAUSE_MS, clear=False)
    page.mouse.up()
    return figures


def _series(
    page: Page, traffic: Traffic, server: int, repeats: int, calm_s: float, act: Gesture, pause_ms: int = PAUSE_MS, clear: bool = True
) -> dict[str, Any]:
    """Repeat one gesture: to the painted frame, in the views' own code, over the network, on the server, and busy afterwards."""
    if clear:
        page.evaluate(CLEAR)
    act(0)
    _quiet(page, 1_000)
    wait_for_calm(calm_s)
    traffic.take()
    load, cpu = Load(), tree_cpu_s(server)
    shown, code, after = [], [], []
    for i in range(1, repeats + 1):
        page.evaluate("benchProbe.frames.length = benchProbe.tasks.length = 0")
        act(i)
        page.wait_for_timeout(pause_ms)
        frames, gesture, tasks = page.evaluate("[benchProbe.frames, convergence.store.lastGesture, benchProbe.tasks]")
        if not frames or "painted" not in frames[0]:
            continue
        frame = frames[0]
        shown.append(frame["painted"] - frame["input"])
        code.append(gesture["painted"] - gesture["started"])
        after.append(max((ms for start, ms in tasks if start > frame["painted"]), default=0.0))
    requests, sent, received = traffic.take()
    return {
        "shown_ms": summary(shown),
        "code_ms": summary(code),
        "longest_task_after_ms": summary(after),
        "requests": round(requests / repeats, 2),
        "bytes": round((sent + received) / repeats),
        "server_cpu_ms": round(1000 * (tree_cpu_s(server) - cpu) / repeats, 1),
        "other_cores": load.others(),
    }


GESTURES = {
    "control": "a checkbox of the panel",
    "bar": "a click on a chart's bar",
    "brush": "a step of a brush on a chart",
    "rectangle": "a step of a rectangle on the map",
}


def table(results: dict[str, Any]) -> str:
    """Return the results as Markdown."""
    computer, packages = results["machine"], results["versions"]
    lines = [
        f"Machine: {computer['cores']} cores of {computer['cpu']}, {computer['memory_gib']} GiB, no GPU; "
        + ", ".join(f"{name} {number}" for name, number in packages.items())
        + ".",
        "",
        "| Gesture → painted frame, ms (p50 / p95) | places | Convergence | of which own code | Streamlit + Folium | ratio of p50 "
        "| requests, bytes | server CPU ms (ours / peer) | bytes, peer |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for n, figures in results["sizes"].items():
        lines += [_row(name, int(n), figures) for name in GESTURES]
    lines += ["", "| Cold load | places | Convergence | Streamlit + Folium |", "|---|--:|--:|--:|"]
    for n, figures in results["sizes"].items():
        lines += _load_rows(int(n), figures)
    return "\n".join(lines)


def _number(n: float) -> str:
    return f"{n:,.0f}".replace(",", "\u202f")


def _both(figures: dict[str, float]) -> str:
    return f"{_number(figures['p50'])} / {_number(figures['p95'])}"


def _row(name: str, n: int, figures: dict[str, Any]) -> str:
    mine = figures["ours"]["gestures"][name]
    other = figures.get("peer", {}).get("gestures", {}).get(name)
    cells = [GESTURES[name], _number(n), f"**{_both(mine['shown_ms'])}**", _both(mine["code_ms"])]
    if other:
        ratio = other["shown_ms"]["p50"] / mine["shown_ms"]["p50"]
        cells += [_both(other["shown_ms"]), f"{ratio:.0f} ×"]
    else:
        cells += ["only once released" if name in ("brush", "rectangle") else "–", "–"]
    cells += [f"{mine['requests']:g}, {_number(mine['bytes'])} B"]
    cells += [f"{mine['server_cpu_ms']:.0f} / {_number(other['server_cpu_ms'])}" if other else f"{mine['server_cpu_ms']:.0f} / –"]
    return "| " + " | ".join([*cells, f"{_number(other['bytes'] / 1000)} kB" if other else "–"]) + " |"


def _load_rows(n: int, figures: dict[str, Any]) -> list[str]:
    mine, other = figures["ours"]["load"], figures.get("peer", {}).get("load")
    rows = (
        ("first map, ms (p50 / p95)", "first_map_ms", 1),
        ("first chart, ms (p50 / p95)", "first_chart_ms", 1),
        ("page weight, kB on the wire", "bytes", 1000),
    )
    lines = []
    for label, key, unit in rows:
        cells = [{k: v / unit for k, v in side[key].items()} if side and key in side else None for side in (mine, other)]
        texts = ["–" if cell is None else _both(cell) if unit == 1 else _number(cell["p50"]) for cell in cells]
        lines.append(f"| {label} | {_number(n)} | {texts[0]} | {texts[1]} |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
