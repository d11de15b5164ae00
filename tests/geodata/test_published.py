"""Promises of the published places: whatever is told, the candidates stay candidates, and the version tells what they hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.candidate import Kind
from domain.published import PublishedPlace
from geodata.candidate_facets import candidate_facets
from geodata.column_table import encode_table
from geodata.published import candidate_rows, version_with, with_places
from geodata.schemas import CANDIDATES, ENRICHED_CANDIDATES
from tests.published import LAUNDRY, PARIS, YARD

FIELDS = [name for name in CANDIDATES.columns if name not in {"geometry", "id", "kind"}]
TOLD = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.floats(),
    st.floats(0, 400),
    st.booleans(),
    st.sampled_from(["yes", "no", "low", "blue", "2027-03-01", "1400-01-01", "visited", "\ud800", "a\nb"]),
)
PLACES = st.lists(
    st.builds(
        PublishedPlace,
        st.integers(1, 12).map("LP-{:06d}".format) | st.sampled_from(["SZ-000001", "", "LP-1", "RC-001"]),
        st.sampled_from(Kind),
        st.none() | st.sampled_from(["mlo", "nouveau-bailleur", "É", "x" * 40]),
        st.floats(4.95, 5.7) | st.floats(),
        st.floats(43.15, 43.55) | st.floats(),
        st.dictionaries(st.sampled_from(FIELDS), TOLD, max_size=8),
        st.booleans(),
        st.dates(),
    ),
    max_size=6,
)


@given(PLACES)
@settings(max_examples=30)
def test_any_list_of_places_gives_candidates_of_the_declared_form(territory, places):
    settled = with_places(territory, places)
    frame = settled.territory.candidates
    ENRICHED_CANDIDATES.validate(frame)
    assert list(frame.dtypes) == list(territory.candidates.dtypes)
    assert len(frame) + len(settled.left_out) == len(territory.candidates) + len(places)
    facets = candidate_facets(settled.territory)
    encode_table(frame, facets, ("id", "name", "address", "zone_name", "updated_on"))


def test_a_place_is_told_as_its_holder_told_it(territory):
    frame = with_places(territory, (LAUNDRY, YARD)).territory.candidates
    laundry, yard = frame.iloc[-2], frame.iloc[-1]
    assert (laundry["id"], laundry["area_code"], laundry["municipality"], laundry["landlord"]) == ("LP-000001", "13215", "13055", "mlo")
    assert (laundry["area_m2"], laundry["available_on"], laundry["fits_shop"]) == (140.0, pd.Timestamp("2027-03-01"), "unknown")
    assert (yard["area_code"], yard["zone_name"], yard["status"]) == ("13042", "Les Paluds", "visited")
    assert pd.isna(yard["landlord"]) and pd.isna(yard["rent_eur_m2_yr"]) and laundry["status"] == "spotted"
    assert not frame["is_example"].tail(2).any() and set(frame["source_id"].tail(2)) == {"proposals"}


def test_the_first_candidates_are_those_of_the_snapshot(territory):
    frame = with_places(territory, (LAUNDRY,)).territory.candidates
    pd.testing.assert_frame_equal(pd.DataFrame(frame.iloc[:-1]), pd.DataFrame(territory.candidates))


def test_a_place_outside_every_municipality_is_left_out_and_told(territory):
    settled = with_places(territory, (PARIS, LAUNDRY))
    assert settled.left_out == (PARIS,)
    assert list(settled.territory.candidates["id"].tail(1)) == ["LP-000001"]


BEYOND = {  # just beyond the generalised contours of the territory
    "quay": (5.1358, 43.3250, 1),
    "neighbour": (5.0995, 43.3660, 0),
    "at sea": (5.2000, 43.2500, 0),
    "nowhere": (float("nan"), 43.3, 0),
}


@pytest.mark.parametrize("where", BEYOND)
def test_beyond_the_contours_only_the_quay_is_of_the_nearest_commune(territory, where):
    lon, lat, kept = BEYOND[where]
    assert len(candidate_rows(territory, (replace(LAUNDRY, lon_wgs84=lon, lat_wgs84=lat),))[0]) == kept


def test_without_any_place_the_territory_is_itself(territory):
    assert with_places(territory, ()).territory is territory
    assert with_places(territory, (PARIS,)).territory is territory


CHANGES = [
    {"content": {**LAUNDRY.content, "area_m2": 141.0}},
    {"lon_wgs84": 5.3692},
    {"updated_on": dt.date(2026, 11, 24)},
    {"landlord": "hpr"},
    {"is_example": True},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_the_version_changes_with_anything_told(territory, change):
    first = with_places(territory, (LAUNDRY,)).territory.version
    assert with_places(territory, (replace(LAUNDRY, **change),)).territory.version != first != territory.version


def test_the_same_places_bear_the_same_version_whatever_was_published_meanwhile(territory):
    told_backwards = replace(LAUNDRY, content=dict(reversed(list(LAUNDRY.content.items()))))
    assert with_places(territory, (LAUNDRY,)).territory.version == with_places(territory, (told_backwards, PARIS)).territory.version
    assert version_with("a", (LAUNDRY,)) != version_with("b", (LAUNDRY,))


def test_a_landlord_that_was_added_is_named_and_the_examples_keep_their_names(territory):
    new = replace(LAUNDRY, landlord="nouveau")
    whole = with_places(territory, (new,), {"nouveau": "Nouveau Logis"}).territory
    labels = {option.code: option.label for option in candidate_facets(whole).by_id["landlord"].all_options}
    assert labels["nouveau"] == "Nouveau Logis"
    assert labels["mlo"] == territory.landlords["mlo"]
    unnamed = with_places(territory, (new,)).territory
    assert {option.code: option.label for option in candidate_facets(unnamed).by_id["landlord"].all_options}["nouveau"] == "nouveau"
