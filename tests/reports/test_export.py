"""One function for every format: the rows on screen, and nothing else."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import html
import json
import re
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from domain.selection import FacetSet, Selection
from geodata.candidate_facets import candidate_facets, facet_columns
from geodata.published import with_places
from geodata.territory import Territory
from reports.columns import COLUMNS
from reports.export import FORMATS, UnknownFormat, export
from tests.published import LAUNDRY
from tests.reports.conftest import ADDRESS, DAY
from tests.selections import selections


def _gpkg_places(data: bytes) -> pd.DataFrame:
    with TemporaryDirectory() as directory:
        path = Path(directory) / "x.gpkg"
        path.write_bytes(data)
        return pyogrio.read_dataframe(path, layer="lieux", read_geometry=False)


def _gpkg_ids(data: bytes) -> list[str]:
    return list(_gpkg_places(data)["id"])


def _html_points(data: bytes) -> Any:
    return json.loads(re.search(r'id="map-data">(.*?)</script>', data.decode(), re.DOTALL)[1])["points"]  # type: ignore[index]


def _html_ids(data: bytes) -> list[str]:
    points = _html_points(data)
    return [values[points[kind]["fields"].index("Identifiant")] for kind in points for *_, values in points[kind]["places"]]


IDS: dict[str, Callable[[bytes], list[str]]] = {
    "csv": lambda data: [row["Identifiant"] for row in csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")],
    "xlsx": lambda data: [str(row[0]) for row in CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()[1:]],
    "geojson": lambda data: [feature["properties"]["id"] for feature in json.loads(data)["features"]],
    "gpkg": _gpkg_ids,
    "html": _html_ids,
}


@given(st.data())
@settings(max_examples=8)
def test_every_format_carries_the_rows_on_screen_in_the_same_order(territory: Territory, facets: FacetSet, data: st.DataObject) -> None:
    selection = data.draw(selections(facets, 2))
    frame = territory.candidates
    shown = frame[selection.mask(facet_columns(frame))]
    for fmt, read in IDS.items():
        ids = read(export(territory, facets, selection, fmt, ADDRESS, DAY).data)
        # The map draws sites, then premises: each in the same order.
        wanted = shown.sort_values("kind", ascending=False, kind="stable") if fmt == "html" else shown
        assert ids == wanted["id"].tolist(), fmt


def test_every_format_is_checked_above() -> None:
    assert set(IDS) == set(FORMATS)


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_file_is_named_after_its_day_and_format(fmt: str, territory: Territory, facets: FacetSet) -> None:
    made = export(territory, facets, Selection.from_query("places=ZS-001", facets), fmt, ADDRESS, DAY)
    assert made.filename == f"convergence-lieux-2026-11-23.{fmt}"
    assert made.mimetype == FORMATS[fmt].mimetype


def test_the_day_is_today_unless_said(territory: Territory, facets: FacetSet) -> None:
    made = export(territory, facets, Selection(facets), "geojson", ADDRESS)
    assert made.filename in {f"convergence-lieux-{dt.date.today() - dt.timedelta(days=late)}.geojson" for late in (0, 1)}


@pytest.mark.parametrize("fmt", ["", "CSV", "pdf", "../csv"])
def test_an_unknown_format_is_refused(fmt: str, territory: Territory, facets: FacetSet) -> None:
    with pytest.raises(UnknownFormat):
        export(territory, facets, Selection(facets), fmt, ADDRESS)
    assert issubclass(UnknownFormat, KeyError)


@pytest.mark.parametrize("fmt", FORMATS)
def test_exporting_leaves_the_territory_as_it_was(fmt: str, territory: Territory, facets: FacetSet) -> None:
    before = territory.candidates.copy()
    export(territory, facets, Selection.from_query("kinds=premises", facets), fmt, ADDRESS, DAY)
    assert territory.candidates.equals(before)


def test_control_characters_never_reach_the_address_written_in_a_file(territory: Territory, facets: FacetSet) -> None:
    made = export(territory, facets, Selection(facets), "geojson", "https://x.example/\r\n?a=1\x00", DAY)
    assert json.loads(made.data)["metadata"]["address"] == "https://x.example/?a=1"


def _row(fmt: str, data: bytes) -> dict[str, str]:
    """Return what a file says of its one place, by heading."""
    if fmt == "csv":
        return next(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    if fmt == "xlsx":
        head, row = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
        return {str(name): str(value) for name, value in zip(head, row, strict=True)}
    if fmt == "html":
        shown = _html_points(data)["premises"]
        return dict(zip(shown["fields"], shown["places"][0][-1], strict=True))
    headings = {column.id: column.heading for column in COLUMNS}
    told = _gpkg_places(data).iloc[0].to_dict() if fmt == "gpkg" else json.loads(data)["features"][0]["properties"]
    return {headings[name]: value for name, value in told.items() if name in headings}


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize(("is_confidential", "word"), [(True, "oui"), (False, "non")])
def test_every_format_says_whether_a_rent_is_kept_confidential(fmt: str, is_confidential: bool, word: str, territory: Territory) -> None:
    content = {key: value for key, value in LAUNDRY.content.items() if key != "rent_eur_m2_yr"}
    place = dataclasses.replace(LAUNDRY, content=content, rent_is_confidential=is_confidential)
    settled = with_places(territory, [place]).territory
    facets = candidate_facets(settled)
    row = _row(fmt, export(settled, facets, Selection.from_query(f"places={place.id}", facets), fmt, ADDRESS, DAY).data)
    assert row["Loyer et charges gardés confidentiels"] == word
    if fmt == "html":
        assert row["Loyer annuel"] == row["Charges"] == ("gardé confidentiel" if is_confidential else None)


@pytest.mark.parametrize("fmt", ["csv", "geojson", "html"])
def test_what_is_exported_from_a_scenario_says_its_question_in_full(fmt: str, territory: Territory, facets: FacetSet) -> None:
    candidates = territory.candidates
    imposed, forbidden = candidates.iloc[0], candidates.iloc[1]
    question = f"kinds=premises&k=3&budget=400&imp={imposed['id']}&ban={forbidden['id']}.nobody"
    selection = Selection.from_query(f"places={imposed['id']}", facets)
    text = export(territory, facets, selection, fmt, "https://x.example/", question=question).data.decode("utf-8", "replace")
    names = [str(place["name"]).removesuffix(" (exemple)") for place in (imposed, forbidden)]
    for words in ("Avec 3 ", "Budget de 400", *(html.escape(name) if fmt == "html" else name for name in names)):
        assert words in text
    assert "Local en rez-de-chaussée" in text
    assert "nobody" not in text
    assert "Lieux au choix" not in export(territory, facets, selection, fmt, "https://x.example/").data.decode("utf-8", "replace")


def test_a_contour_leaves_as_a_contour_in_every_format_that_has_shapes(territory: Territory, facets: FacetSet, tmp_path: Path) -> None:
    place = territory.candidates.iloc[0]
    lon, lat = float(place["lon"]), float(place["lat"])
    contour = shapely.box(lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.001)
    ids = [str(id_) for id_ in territory.candidates["id"].iloc[:2]]
    selection = Selection.from_query(f"places={'.'.join(ids)}", facets)

    def made(fmt: str) -> bytes:
        return export(territory, facets, selection, fmt, ADDRESS, DAY, contours={ids[0]: contour, "gone": contour}).data

    drawn, point = json.loads(made("geojson"))["features"]
    assert shapely.geometry.shape(drawn["geometry"]).equals(contour) and point["geometry"]["type"] == "Point"
    told = {row["Identifiant"]: row["Contour"] for row in csv.DictReader(StringIO(made("csv").decode("utf-8-sig")), delimiter=";")}
    assert shapely.from_wkt(told[ids[0]]).equals_exact(contour, 1e-6) and told[ids[1]] == ""
    path = tmp_path / "x.gpkg"
    path.write_bytes(made("gpkg"))
    (row,) = pyogrio.read_dataframe(path, layer="contours").to_crs(4326).itertuples()
    assert row.id == ids[0] and row.geometry.geoms[0].equals_exact(contour, 1e-6)
    assert "Contour" not in export(territory, facets, selection, "csv", ADDRESS, DAY).data.decode("utf-8-sig").splitlines()[0].split(";")
