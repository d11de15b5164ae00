"""« Convient comme »: every place, in every role, is answered alike on every screen and in every file."""

from __future__ import annotations

import csv
import datetime as dt
import html
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import geopandas as gpd
import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from domain.candidate import Kind, Role, role_label
from domain.place_fields import PLACE_FIELDS
from domain.proposal import Proposal
from domain.scenario import Question
from domain.selection import FacetSet, Selection
from domain.suitability import KNOCKOUTS, Suitability, suitability
from geodata.candidate_facets import SUITED_OPTIONS, other_columns, other_values
from geodata.column_table import ColumnTable
from geodata.territory import Territory
from reports.columns import COLUMNS
from reports.export import FORMATS
from reports.extract import Extract
from scenarios.sites import RoleAssessments, available
from services.context import Context
from services.feedback import feedback
from services.moderation_queue import suited
from services.place_sheet import sheet_of
from services.scoring import values_of
from tests.components import find, of_class, of_type, text
from views.convergence.profile import profile
from views.explore.sheet import place_sheet

TRIED = tuple(field.id for field in PLACE_FIELDS if field.is_tried)
HEADINGS = {Role.HUB: "Convient comme pôle", Role.SHOP: "Convient comme boutique-relais"}
each_role = pytest.mark.parametrize("role", Role)


@pytest.fixture(scope="module")
def answers(territory: Territory) -> dict[Role, Suitability]:
    return {role: suitability(territory.candidates, role) for role in Role}


@pytest.fixture(scope="module")
def extract(territory: Territory, facets: FacetSet) -> Extract:
    return Extract(territory, facets, Selection.from_query("", facets), "https://convergence.example/", dt.date(2026, 11, 23))


def test_the_embedded_places_have_the_three_answers_in_both_roles(answers: dict[Role, Suitability]) -> None:
    assert all(set(found.verdicts()) == {"yes", "no", "unknown"} for found in answers.values())


@each_role
def test_the_filter_and_the_table_of_explore(role: Role, answers: dict[Role, Suitability], table: ColumnTable, facets: FacetSet) -> None:
    facet, verdicts = facets["role"], answers[role].verdicts()
    shown = {code: facet.mask(table.encoded["role"], frozenset({code})) for code in facet.index}  # type: ignore[union-attr,arg-type,call-arg]
    np.testing.assert_array_equal(shown[role.value], verdicts == "yes")
    np.testing.assert_array_equal(shown[f"{role.value}_unknown"], verdicts == "unknown")
    np.testing.assert_array_equal(shown[f"{role.value}_excluded"], verdicts == "no")
    np.testing.assert_array_equal(shown["neither"], np.logical_and.reduce([found.excluded for found in answers.values()]))


@each_role
def test_the_table_says_each_role_apart_and_why_a_place_is_excluded(
    role: Role, answers: dict[Role, Suitability], territory: Territory, facets: FacetSet
) -> None:
    facet = other_columns(facets)[f"suits_{role.value}"]
    labels = [option.label for option in facet.all_options]  # type: ignore[union-attr]
    words = [labels[code] for code in facet.encode(other_values(territory.candidates))]
    for row, word in enumerate(words):
        sentence = answers[role].sentence(row)
        assert word.split(" :")[0] == sentence.split(" :")[0].split(",")[0]
        assert (": plusieurs raisons" in word) == (len(answers[role].reasons(row)) > 1)


def test_each_reason_to_exclude_has_its_words_in_the_table() -> None:
    assert {item.id for item in KNOCKOUTS} < {option.code for option in SUITED_OPTIONS}


def test_the_sheet(context: Context, answers: dict[Role, Suitability]) -> None:
    for row, place_id in enumerate(context.territory.candidates["id"]):
        blocks = of_class(place_sheet(sheet_of(context, place_id)), "sheet-block")
        block = next(block for block in blocks if text(of_type(block, "H3")) == "Convient comme")
        lines = [text(of_type(line, "Span")) for line in of_class(block, "sheet-row")]
        assert lines == [answers[role].sentence(row) for role in Role]


def test_the_sheet_of_a_place_retained_though_excluded_from_both_roles_says_so(
    context: Context, answers: dict[Role, Suitability], territory: Territory
) -> None:
    is_excluded = np.logical_and.reduce([found.excluded for found in answers.values()])
    for row, place in enumerate(territory.candidates.itertuples()):
        shown = text(place_sheet(sheet_of(context, place.id)))
        assert ("retenu bien qu'il soit exclu des deux rôles" in shown) == (is_excluded[row] and place.status == "shortlisted")


@each_role
def test_the_gains_on_the_sheet_and_the_profile(role: Role, context: Context, answers: dict[Role, Suitability]) -> None:
    held = context.assessor.assess(f"as={role.value}")
    for row, place_id in enumerate(held.ids):
        assert answers[role].sentence(row) in text(profile(held, place_id))
        block = next(part for part in of_class(place_sheet(sheet_of(context, place_id)), "gain") if text(part).startswith(role_label(role)))
        assert ("exclu, parce que" in text(block)) == (answers[role].verdict(row) == "no")


@each_role
def test_the_exclusions_of_convergence_in_python_and_in_the_browser(role: Role, context: Context, answers: dict[Role, Suitability]) -> None:
    held = context.assessor.assess(f"as={role.value}")
    np.testing.assert_array_equal(~held.eligible, answers[role].excluded)
    sent = json.loads(values_of(held).to_json())
    for key, flags in (("excluded", answers[role].excluded), ("undecided", answers[role].undecided)):
        assert sent[key] == {str(row): answers[role].sentence(row) for row in np.flatnonzero(flags).tolist()}


@each_role
def test_the_places_that_a_scenario_may_open(role: Role, context: Context, answers: dict[Role, Suitability]) -> None:
    judged = RoleAssessments(*(context.assessor.assess(f"as={one.value}") for one in Role))
    may_open = available(judged, Question(opens=role.value), np.ones(len(judged.hub.ids), bool))
    np.testing.assert_array_equal(may_open, ~answers[role].excluded)


def test_what_a_proposer_and_a_moderator_read_of_the_same_place(territory: Territory, answers: dict[Role, Suitability]) -> None:
    frame = territory.candidates[territory.candidates["status"] != "unavailable"]  # nobody proposes what is not available
    for place_id in frame["id"].iloc[::9]:
        place, row = frame.set_index("id").loc[place_id], int(np.flatnonzero(territory.candidates["id"] == place_id)[0])
        tried = (field.id for field in PLACE_FIELDS if field.is_tried)
        content = {key: place[key] for key in ("name", "lon", "lat", *tried) if place[key] == place[key] and place[key] is not None}
        content |= {"vacant_since": None}
        found = feedback(territory, Kind(place["kind"]), content, dt.date(2026, 3, 1))
        assert [one.suited for one in found.roles] == [answers[role].sentence(row) for role in Role]
        assert [str(one.fits) for one in found.roles] == [str(answers[role].verdict(row)) for role in Role]
        one = cast("Proposal", SimpleNamespace(content=content))
        assert [suited([one], role)[0] for role in Role] == [answers[role].reason_codes()[row] for role in Role]


def _csv(data: bytes, role: Role, _path: Path) -> list[object]:
    head, *lines = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return [line[head.index(HEADINGS[role])] for line in lines]


def _xlsx(data: bytes, role: Role, _path: Path) -> list[object]:
    head, *lines = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name("Lieux").to_python()
    return [line[head.index(HEADINGS[role])] for line in lines]


def _geojson(data: bytes, role: Role, _path: Path) -> list[object]:
    return [feature["properties"][f"fits_{role.value}"] for feature in json.loads(data)["features"]]


def _geopackage(data: bytes, role: Role, path: Path) -> list[object]:
    (path / "lieux.gpkg").write_bytes(data)
    return gpd.read_file(path / "lieux.gpkg", layer="lieux")[f"fits_{role.value}"].tolist()


READERS: dict[str, Callable[[bytes, Role, Path], list[object]]] = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson, "gpkg": _geopackage}


@pytest.mark.parametrize("fmt", [key for key in FORMATS if key != "html"])
def test_every_file(fmt: str, extract: Extract, answers: dict[Role, Suitability], tmp_path: Path) -> None:
    data = FORMATS[fmt].write(extract)
    for role in Role:
        assert READERS[fmt](data, role, tmp_path) == answers[role].sentences().tolist()


def test_the_standalone_map_says_each_answer_as_often_as_it_is_true(extract: Extract, answers: dict[Role, Suitability]) -> None:
    page = html.unescape(FORMATS["html"].write(extract).decode())
    for role in Role:
        assert all(sentence in page for sentence in set(answers[role].sentences()))
    assert any(column.id == f"fits_{role.value}" and column.in_sheet for column in COLUMNS for role in Role)


def test_no_screen_has_another_rule_in_its_words(context: Context) -> None:
    sheet = place_sheet(sheet_of(context, context.territory.candidates["id"].iloc[0]))
    assert not find(sheet, lambda part: "ne convient pas" in text(part))
