"""Downloads from the menu hold exactly what is on the screen."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewContext, Watch
from tests.browser.explore import Explore

pytestmark = pytest.mark.browser
ENDINGS = {"cnig": ".zip"}
FILTER = "kinds=premises&qpv=inside.within_300&area=80-300"


def filtered(explore: Explore) -> list[str]:
    explore.box("kinds", "Local en rez-de-chaussée").check()
    explore.box("qpv", "Dans un QPV").check()
    explore.box("qpv", "À moins de 300 m, dehors").check()
    explore.section("area").get_by_label("Surface de").fill("80")
    explore.section("area").get_by_label("Surface à").fill("300")
    kept = explore.expect_selection(FILTER)
    assert 0 < len(kept) < len(explore.candidates)
    return kept


def download(explore: Explore, kind: str, to: Path) -> Path:
    menu = explore.page.locator(".export")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with explore.page.expect_download() as waiting:
        menu.locator(f'[data-export="{kind}"]').click()
    path = to / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_the_csv_and_the_geojson_hold_the_filtered_places(explore: Explore, tmp_path: Path) -> None:
    kept = filtered(explore)
    text = download(explore, "csv", tmp_path).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Identifiant"] for row in rows] == kept
    assert all("exemple" in " ".join(row.values()).lower() for row in rows)
    assert all(row["Adresse de la vue"] == f"{explore.url}/?{explore.query}" for row in rows)
    features = json.loads(download(explore, "geojson", tmp_path).read_text())["features"]
    assert {str(value) for feature in features for value in feature["properties"].values()} >= set(kept)
    assert len(features) == len(kept)


def test_every_format_of_the_menu_downloads(explore: Explore, tmp_path: Path) -> None:
    filtered(explore)
    kinds = [link.get_attribute("data-export") or "" for link in explore.page.locator("[data-export]").all()]
    assert {"csv", "xlsx", "geojson", "gpkg", "html", "cnig"} <= set(kinds)
    for kind in kinds:
        path = download(explore, kind, tmp_path)
        assert path.suffix == ENDINGS.get(kind, f".{kind}") and path.stat().st_size > 500


def test_the_standalone_map_opens_with_the_network_off(explore: Explore, tmp_path: Path, new_context: NewContext, watch: Watch) -> None:
    kept = filtered(explore)
    path = download(explore, "html", tmp_path)
    context = new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    expect(page.locator(".mark.circle")).to_have_count(len(kept))
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert errors == []


def test_nothing_to_export_offers_nothing(explore: Explore) -> None:
    explore.section("area").get_by_label("Surface à").fill("1")
    explore.expect_selection("area=-1")
    expect(explore.page.locator("[data-export=csv]")).to_have_attribute("aria-disabled", "true")
