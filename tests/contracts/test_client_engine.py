"""The browser's cross-filter engine agrees with plain pandas and with Python's Selection, in a real browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route

from domain.facet import Choices
from domain.selection import FacetSet, Selection
from geodata.candidate_facets import candidate_facets, facet_columns
from geodata.column_table import encode_table
from geodata.synthetic import synthetic_candidates
from geodata.territory import Territory, load_territory
from services.browser_config import facet_declaration
from tests.contracts.oracle import Oracle, bars_of
from tests.selections import IDS, filters, values

pytestmark = pytest.mark.browser
ENGINE = Path(__file__).parents[2] / "assets" / "core"
HOST = "http://modules.test/"
ENGINE_READY = """async () => {
    window.engine = Object.assign({}, ...(await Promise.all(["crossfilter", "reducer", "query"].map((name) => import(`./${name}.mjs`)))));
}"""
TERRITORY = load_territory()
SYNTHETIC = replace(TERRITORY, candidates=synthetic_candidates(2000, TERRITORY, seed=20_260))
FACETS = candidate_facets(TERRITORY)

SET_UP = """([data, declarations]) => {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
    window.bench = engine.create(engine.decode(bytes.buffer), declarations);
    window.nothing = { filters: {}, focus: null };
    window.report = (state) => {
        const result = bench.compute(state.filters);
        return {
            visible: result.visible, rows: Array.from(result.rows), lifted: result.lifted, state,
            counts: Object.fromEntries(Object.entries(result.counts).map(([id, counts]) => [id, Array.from(counts)])),
            query: engine.toQuery(state, bench.facets, "place", {}),
        };
    };
}"""
GESTURES = """(batch) => batch.map((filters) => report(Object.entries(filters).reduce(
    (state, [facet, value]) => engine.reduce(state, { type: "set", facet, value }, bench.byId), nothing)))"""
REPLACED = """(batch) => batch.map((state) => report(engine.reduce(nothing, { type: "replace", state }, bench.byId)))"""
PLAYED = """(actions) => {
    let state = nothing;
    return actions.map((action) => {
        state = engine.reduce(state, action, bench.byId);
        return [state, engine.toQuery(state, bench.facets, "place", {})];
    });
}"""


@dataclass(frozen=True)
class Bench:
    """The engine on a blank page, beside the oracle of the same candidates."""

    page: Page
    facets: FacetSet
    oracle: Oracle
    candidates: pd.DataFrame

    @property
    def bars(self) -> dict[str, Any]:
        """What each facet counts by."""
        return bars_of(self.facets)

    def agrees(self, given: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
        """Compare the browser's answers with the oracle's, on the filters that Python understands from the same gestures."""
        for raw, answer in zip(given, answers, strict=True):
            selection = Selection.from_json({"filters": raw}, self.facets)
            expected = self.oracle.answer(selection.to_json()["filters"], self.bars)
            assert answer["rows"] == expected["rows"], raw
            assert answer["visible"] == len(expected["rows"])
            assert answer["counts"] == expected["counts"], raw
            assert answer["lifted"] == expected["lifted"], raw


def _module(route: Route) -> None:
    """Answer a module of the engine, or an empty page."""
    name = route.request.url.removeprefix(HOST)
    if name:
        route.fulfill(path=ENGINE / name, content_type="text/javascript")
    else:
        route.fulfill(body="", content_type="text/html")


def _bench(browser: Browser, territory: Territory) -> Iterator[Bench]:
    facets = candidate_facets(territory)
    table = encode_table(territory.candidates, facets, ("id",))
    page = browser.new_page()
    page.route(f"{HOST}**", _module)
    page.goto(HOST)
    page.evaluate(ENGINE_READY)
    page.evaluate(SET_UP, [base64.b64encode(table.data).decode(), [facet_declaration(facet).to_data() for facet in facets]])
    yield Bench(page, facets, Oracle(territory.candidates, facets), territory.candidates)
    page.close()


@pytest.fixture(scope="module")
def embedded(browser: Browser) -> Iterator[Bench]:
    yield from _bench(browser, TERRITORY)


@pytest.fixture(scope="module")
def lattice(browser: Browser) -> Iterator[Bench]:
    """Places on a lattice of 0.05°, so that the corners and the sides of polygons run through them."""
    frame = SYNTHETIC.candidates
    yield from _bench(browser, replace(SYNTHETIC, candidates=frame.assign(lon=_on_lattice(frame["lon"]), lat=_on_lattice(frame["lat"]))))


def _on_lattice(degrees: pd.Series) -> pd.Series:
    return ((degrees / 0.05).round() * 0.05).round(6)


@pytest.fixture(scope="module")
def synthetic(browser: Browser) -> Iterator[Bench]:
    yield from _bench(browser, SYNTHETIC)


BATCHES = st.lists(filters(FACETS), min_size=10, max_size=30)
SHARED = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)


@examples(max_examples=16, suppress_health_check=SHARED)
@given(batch=BATCHES)
def test_rows_and_counts_are_those_of_pandas_on_the_embedded_places(embedded: Bench, batch: list[dict[str, Any]]) -> None:
    embedded.agrees(batch, embedded.page.evaluate(GESTURES, batch))


@examples(max_examples=6, suppress_health_check=SHARED)
@given(batch=st.lists(filters(candidate_facets(SYNTHETIC)), min_size=10, max_size=20))
def test_rows_and_counts_are_those_of_pandas_on_two_thousand_places(synthetic: Bench, batch: list[dict[str, Any]]) -> None:
    synthetic.agrees(batch, synthetic.page.evaluate(GESTURES, batch))


NODES = st.tuples(st.integers(100, 113), st.integers(862, 871)).map(lambda node: [round(node[0] * 0.05, 6), round(node[1] * 0.05, 6)])
CORNERED = st.lists(NODES, min_size=3, max_size=7, unique_by=tuple).map(lambda ring: {"zone": ring})


@examples(max_examples=6, suppress_health_check=SHARED)
@given(batch=st.lists(CORNERED, min_size=10, max_size=20))
def test_a_place_on_the_very_outline_is_in_or_out_alike_everywhere(lattice: Bench, batch: list[dict[str, Any]]) -> None:
    lattice.agrees(batch, lattice.page.evaluate(GESTURES, batch))
    columns = facet_columns(lattice.candidates)
    for raw in batch:
        selection = Selection.from_json({"filters": raw}, lattice.facets)
        assert selection.mask(columns).tolist() == lattice.oracle.passes("zone", raw["zone"]).tolist(), raw


@examples(max_examples=10, suppress_health_check=SHARED)
@given(batch=BATCHES)
def test_python_keeps_the_rows_that_pandas_keeps(embedded: Bench, batch: list[dict[str, Any]]) -> None:
    columns = facet_columns(embedded.candidates)
    encoded = embedded.facets.encode(columns)
    for raw in batch:
        selection = Selection.from_json({"filters": raw}, embedded.facets)
        expected = embedded.oracle.answer(selection.to_json()["filters"], embedded.bars)
        assert np.flatnonzero(selection.mask_encoded(encoded)).tolist() == expected["rows"], raw
        assert {facet: counts.tolist() for facet, counts in selection.counts(encoded).items()} == expected["counts"], raw


@examples(max_examples=15, suppress_health_check=SHARED)
@given(batch=BATCHES)
def test_the_same_gestures_give_the_same_address_in_the_browser_and_in_python(embedded: Bench, batch: list[dict[str, Any]]) -> None:
    for raw, answer in zip(batch, embedded.page.evaluate(GESTURES, batch), strict=True):
        selection = Selection.from_query(answer["query"], embedded.facets)
        assert selection == Selection.from_json(answer["state"], embedded.facets), raw
        assert selection.to_query() == answer["query"], raw


@examples(max_examples=15, suppress_health_check=SHARED)
@given(batch=BATCHES)
def test_the_state_that_python_sends_is_adopted_as_it_is(embedded: Bench, batch: list[dict[str, Any]]) -> None:
    sent = [Selection.from_json({"filters": raw}, embedded.facets) for raw in batch]
    answers = embedded.page.evaluate(REPLACED, [json.loads(json.dumps(selection.to_json())) for selection in sent])
    embedded.agrees(batch, answers)
    for selection, answer in zip(sent, answers, strict=True):
        assert answer["query"] == selection.to_query()
        assert Selection.from_json(answer["state"], embedded.facets) == selection


@st.composite
def actions(draw: st.DrawFn) -> dict[str, Any]:
    """Return one gesture on any facet."""
    facet = draw(st.sampled_from(list(FACETS)))
    choices = [one for one in FACETS if isinstance(one, Choices)]
    choices += [one for one in choices if one.groups] * 3
    kind = draw(st.sampled_from(("set", "set", "toggle", "toggle", "lift", "clear", "focus")))
    if kind == "set":
        return {"type": kind, "facet": facet.id, "value": draw(values(facet) | st.none())}
    if kind == "toggle":
        chosen = draw(st.sampled_from(choices))
        group = draw(st.sampled_from([*chosen.groups, None]))
        members = [*chosen.groups[group][:2], group] if group else list(chosen.index)
        return {"type": kind, "facet": chosen.id, "code": draw(st.sampled_from(members))}
    return {"type": kind, "facet": facet.id, "id": draw(st.none() | IDS)}


def _act(selection: Selection, action: dict[str, Any]) -> Selection:
    match action["type"]:
        case "set":
            return selection.with_(action["facet"], action["value"])
        case "toggle":
            return selection.toggle(action["facet"], action["code"])
        case "lift":
            return selection.without(action["facet"])
        case "focus":
            return replace(selection, focus=action["id"])
    return selection.clear()


@examples(max_examples=40, suppress_health_check=SHARED)
@given(played=st.lists(actions(), min_size=1, max_size=15))
def test_a_sequence_of_gestures_leads_to_the_same_selection_on_both_sides(embedded: Bench, played: list[dict[str, Any]]) -> None:
    selection = Selection(embedded.facets)
    for action, (state, query) in zip(played, embedded.page.evaluate(PLAYED, played), strict=True):
        selection = _act(selection, action)
        assert Selection.from_json(state, embedded.facets) == selection, action
        assert query == selection.to_query(), action


def test_the_engine_reads_every_value_of_the_table(embedded: Bench) -> None:
    ids = embedded.page.evaluate("() => Array.from({ length: bench.table.rows }, (_, row) => bench.table.columns.id.at(row))")
    assert ids == embedded.candidates["id"].tolist()


def test_a_table_of_another_kind_is_refused(embedded: Bench) -> None:
    refused = "() => { try { engine.decode(new ArrayBuffer(64)); return ''; } catch (error) { return error.message; } }"
    assert embedded.page.evaluate(refused) == "not a column table"


def test_an_action_that_changes_nothing_gives_back_the_very_same_state(embedded: Bench) -> None:
    same = """() => {
        const { reduce } = engine;
        const state = reduce(nothing, { type: "set", facet: "kinds", value: ["premises"] }, bench.byId);
        return [
            reduce(state, { type: "set", facet: "kinds", value: ["premises"] }, bench.byId),
            reduce(state, { type: "lift", facet: "area" }, bench.byId),
            reduce(state, { type: "focus", id: null }, bench.byId),
        ].every((next) => next === state) && reduce(nothing, { type: "clear" }, bench.byId) === nothing;
    }"""
    assert embedded.page.evaluate(same)
