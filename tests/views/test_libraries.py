"""The browser's libraries are those that the installed packages go with, and pages fetch them when they need them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from plotly import graph_objects
from plotly.basedatatypes import BaseTraceType
from plotly.offline import get_plotlyjs_version

from services.context import Context
from tests.components import of_type
from views.explore.charts import charts

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "assets" / "vendor"
PLOTLY = (VENDOR / "plotly-basic.min.js").read_text(encoding="utf-8")
DRAWN = set(re.findall(r'moduleType:"trace",name:"(\w+)"', PLOTLY))
KNOWN = {name.lower() for name, kind in vars(graph_objects).items() if isinstance(kind, type) and issubclass(kind, BaseTraceType)}


def _drawing() -> list[Path]:
    """The files that draw with Plotly."""
    scripts = [path for path in (ROOT / "assets").rglob("*js") if VENDOR not in path.parents]
    views = [path for room in ("views", "reports", "callbacks") for path in (ROOT / room).rglob("*.py")]
    return [path for path in [*scripts, *views] if re.search(r"\bPlotly\.|\bplotly\b|\bGraph\(", path.read_text(encoding="utf-8"))]


def test_plotly_in_the_browser_is_the_one_that_the_installed_plotly_speaks_to() -> None:
    assert re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", PLOTLY).group(1) == get_plotlyjs_version()  # type: ignore[union-attr]


def test_each_vendored_library_is_the_published_file() -> None:
    rows = re.findall(
        r"^\| (\S+\.js) \| `\S+` \| [\d.]+ \| \w+ \(`(\S+)`\) \| (\w{64}) \|$", (VENDOR / "README.md").read_text("utf-8"), re.M
    )
    assert {name for name, _licence, _sum in rows} == {path.name for path in VENDOR.glob("*.js")}
    for name, licence, digest in rows:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
        assert (VENDOR / licence).is_file()


def test_every_trace_of_the_charts_is_one_that_the_browser_draws(context: Context) -> None:
    drawn = {trace["type"] for graph in of_type(charts(context), "Graph") for trace in graph.figure["data"]}
    assert drawn and drawn <= DRAWN


@pytest.mark.parametrize("path", _drawing(), ids=lambda path: path.name)
def test_no_file_that_draws_names_a_trace_that_the_browser_lacks(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    named = set(re.findall(r"""["']?\btype["']?\s*[:=]\s*["'](\w+)["']""", source)) | {
        n.lower() for n in re.findall(r"\bgo\.(\w+)\(", source)
    }
    assert named & KNOWN <= DRAWN
    assert "plotly.express" not in source


@pytest.mark.parametrize("path", ["/", "/sources", "/scenarios"])
def test_no_page_is_sent_plotly_or_the_tables_library_as_a_script_of_its_own(client: FlaskClient, path: str) -> None:
    sent = re.findall(r'<script src="([^"]+)"', client.get(path).text)
    assert len(sent) > 5
    assert [script for script in sent if re.search(r"plotly|ag_grid|dash_table", script)] == []


@pytest.mark.parametrize("name", ["plotly-script", "ag-grid-script"])
def test_what_a_page_fetches_later_is_there_under_an_address_that_no_cache_asks_again(client: FlaskClient, name: str) -> None:
    address = re.search(rf'<meta name="{name}" content="([^"]+)">', client.get("/").text).group(1)  # type: ignore[union-attr]
    answer = client.get(address)
    assert answer.status_code == 200 and len(answer.data) > 500_000
    assert "immutable" in answer.headers["Cache-Control"]


def test_plotly_is_fetched_early_where_its_charts_are_and_nowhere_else(client: FlaskClient) -> None:
    early = {
        path: "vendor/plotly" in "".join(re.findall(r"<link rel=\"prefetch\"[^>]+>", client.get(path).text)) for path in ("/", "/sources")
    }
    assert early == {"/": True, "/sources": False}
