"""The one filter state: addresses round trip, transitions obey their laws, a bar never filters itself away."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facet import Choices
from domain.selection import FacetSet, Selection
from geodata.candidate_facets import candidate_facets, facet_columns
from geodata.territory import load_territory
from tests.selections import IDS, JSON, selections, values

TERRITORY = load_territory()
FACETS = candidate_facets(TERRITORY)
COLUMNS = facet_columns(TERRITORY.candidates)
ENCODED = FACETS.encode(COLUMNS)
ANY = selections(FACETS)
FACET_IDS = st.sampled_from([facet.id for facet in FACETS])


@given(ANY)
def test_an_address_gives_back_the_selection_it_was_written_from(selection: Selection) -> None:
    again = Selection.from_query(selection.to_query(), FACETS)
    assert again == selection
    assert again.to_query() == selection.to_query()
    assert Selection.from_query("?" + selection.to_query(), FACETS) == selection


@given(ANY)
def test_the_browsers_form_gives_back_the_selection_through_real_json(selection: Selection) -> None:
    assert Selection.from_json(json.loads(json.dumps(selection.to_json(), allow_nan=False)), FACETS) == selection


@given(ANY, ANY)
def test_equal_selections_have_equal_addresses_and_equal_hashes(one: Selection, other: Selection) -> None:
    assert (one == other) == (one.to_query() == other.to_query())
    assert one != other or hash(one) == hash(other)


KEYS = st.sampled_from([*FACETS.by_id, "place", "communes[]", "x", ""])
SCRAPS = st.text(max_size=30) | st.sampled_from(
    ["13055.13106", "80-300", "premises", "%", "%zz", "%ff%fe", "\ud800", "5,43_", "..", "\0", "a" * 500]
)
MANGLED = st.lists(
    st.tuples(KEYS, st.sampled_from(["=", "", "==", "%3D"]), SCRAPS, st.sampled_from(["&", ";", "&&", "?", "#"])), max_size=12
)


@given(st.text(max_size=200) | MANGLED.map(lambda parts: "".join("".join(part) for part in parts)))
def test_any_text_is_an_address(query: str) -> None:
    selection = Selection.from_query(query, FACETS)
    assert Selection.from_query(selection.to_query(), FACETS) == selection
    assert selection.mask_encoded(ENCODED).shape == (len(TERRITORY.candidates),)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_address(raw: bytes) -> None:
    for text in (raw.decode("latin-1"), raw.decode("utf-8", "surrogateescape"), raw.decode("utf-8", "replace")):
        selection = Selection.from_query(text, FACETS)
        assert Selection.from_query(selection.to_query(), FACETS) == selection


@given(JSON | st.fixed_dictionaries({"filters": st.dictionaries(st.sampled_from(list(FACETS.by_id)), JSON), "focus": JSON}))
def test_any_json_is_a_state(data: Any) -> None:
    selection = Selection.from_json(data, FACETS)
    assert Selection.from_query(selection.to_query(), FACETS) == selection


@given(ANY, SCRAPS)
def test_a_mangled_address_keeps_its_valid_part(selection: Selection, scrap: str) -> None:
    scrap = scrap.replace("&", "")
    assert Selection.from_query(f"nothing={scrap}&{selection.to_query()}&kind={scrap}", FACETS) == selection


def test_an_endless_address_is_read_in_bounded_time_and_keeps_what_comes_first() -> None:
    assert Selection.from_query("kinds=premises&" + "area=80-300&" * 1_000_000, FACETS).to_query() == "kinds=premises&area=80-300"


def test_the_issues_example_reads_as_meant() -> None:
    selection = Selection.from_query("communes=13055.13106&kinds=premises&area=80-300&role=shop", FACETS)
    marseille = {f"132{number:02d}" for number in range(1, 17)}
    if "13106" in FACETS["communes"].index:  # type: ignore[union-attr]
        marseille |= {"13106"}
    assert set(selection.filters["communes"]) == marseille  # type: ignore[arg-type]
    rows = TERRITORY.candidates[selection.mask(COLUMNS)]
    assert len(rows)
    assert set(rows["kind"]) == {"premises"}
    assert rows["area_m2"].between(80, 300).all()
    assert (rows["fits_shop"] == "yes").all()


def test_marseille_is_written_by_its_own_code() -> None:
    districts = ".".join(f"132{number:02d}" for number in range(16, 0, -1))
    assert Selection.from_query(f"communes={districts}", FACETS).to_query() == "communes=13055"


# --- transitions ------------------------------------------------------------------------------------------------


@given(ANY, FACET_IDS, st.data())
def test_setting_a_filter_changes_that_filter_alone(selection: Selection, facet_id: str, data: st.DataObject) -> None:
    raw = data.draw(values(FACETS[facet_id]))
    changed = selection.with_(facet_id, raw)
    assert changed.without(facet_id) == selection.without(facet_id)
    assert changed.filters.get(facet_id) == FACETS[facet_id].from_json(raw)
    assert changed.with_(facet_id, raw) == changed
    assert changed.focus == selection.focus


@given(ANY, FACET_IDS)
def test_lifting_a_filter_twice_is_lifting_it_once_and_clearing_lifts_them_all(selection: Selection, facet_id: str) -> None:
    lifted = selection.without(facet_id)
    assert facet_id not in lifted.filters
    assert lifted.without(facet_id) == lifted
    assert selection.clear().is_empty
    assert selection.clear().focus == selection.focus
    everything = selection
    for facet in FACETS:
        everything = everything.without(facet.id)
    assert everything == selection.clear()


CODES = [(facet.id, code) for facet in FACETS if isinstance(facet, Choices) for code in facet.index]


@given(ANY, st.sampled_from(CODES))
def test_toggling_a_code_twice_changes_nothing(selection: Selection, choice: tuple[str, str]) -> None:
    once = selection.toggle(*choice)
    assert (choice[1] in once.filters.get(choice[0], ())) != (choice[1] in selection.filters.get(choice[0], ()))  # type: ignore[operator]
    assert once.toggle(*choice) == selection


@given(ANY)
def test_toggling_a_group_completes_it_then_empties_it(selection: Selection) -> None:
    members = set(FACETS["communes"].groups["13055"])  # type: ignore[union-attr]
    before = set(selection.filters.get("communes", ()))  # type: ignore[arg-type]
    full = selection.without("communes").with_("communes", sorted(before - {"13201"})).toggle("communes", "13055")
    assert members <= set(full.filters["communes"])  # type: ignore[arg-type]
    assert set(full.toggle("communes", "13055").filters.get("communes", ())) == before - members  # type: ignore[arg-type]


@given(ANY, FACET_IDS, IDS)
def test_no_transition_alters_the_value_it_starts_from(selection: Selection, facet_id: str, focus: str) -> None:
    query = selection.to_query()
    selection.without(facet_id), selection.clear(), selection.toggle("kinds", "premises"), selection.with_("area", {"low": 1})
    assert selection.to_query() == query


# --- evaluation -------------------------------------------------------------------------------------------------


@given(ANY)
def test_rows_pass_exactly_when_they_pass_every_filter(selection: Selection) -> None:
    alone = [selection.clear().with_(key, FACETS[key].to_json(value)).mask_encoded(ENCODED) for key, value in selection.filters.items()]  # type: ignore[arg-type]
    assert selection.mask(COLUMNS).tolist() == np.logical_and.reduce([np.ones(len(COLUMNS), bool), *alone]).tolist()


@given(ANY)
def test_a_facets_own_counts_use_its_own_filter_lifted(selection: Selection) -> None:
    counts = selection.counts(ENCODED)
    for facet in FACETS:
        lifted = selection.without(facet.id).mask_encoded(ENCODED)
        assert counts[facet.id].tolist() == facet.counts(ENCODED[facet.id], lifted).tolist()
        if isinstance(facet, Choices) and facet.kind == "category":
            assert counts[facet.id].sum() == lifted.sum()


@given(ANY, st.sampled_from([facet.id for facet in FACETS if isinstance(facet, Choices) and facet.kind == "category"]), st.data())
def test_a_bar_says_how_many_places_choosing_it_would_leave(selection: Selection, facet_id: str, data: st.DataObject) -> None:
    facet = FACETS[facet_id]
    code = data.draw(st.sampled_from(list(facet.index)))  # type: ignore[union-attr]
    expected = selection.counts(ENCODED)[facet_id][facet.index[code]]  # type: ignore[union-attr]
    assert selection.with_(facet_id, [code]).mask_encoded(ENCODED).sum() == expected


def test_facets_have_unique_ids_that_no_other_parameter_uses() -> None:
    ids = [facet.id for facet in FACETS]
    assert len(set(ids)) == len(ids)
    assert not {"place", "lang"} & set(ids)


@pytest.mark.parametrize("text", ["SY-1", "a" * 64])
def test_an_open_place_is_kept_in_the_address(text: str) -> None:
    assert Selection.from_query(f"place={text}", FacetSet(())).focus == text


@pytest.mark.parametrize("text", ["", "a" * 65, "../etc", "<b>", "é", "a b", "%00"])
def test_what_cannot_be_a_place_id_opens_nothing(text: str) -> None:
    assert Selection.from_query(f"place={text}", FacetSet(())).focus is None
