"""What lies near a place: the same answer for imports, the form, the queue and the sheet of a proposal, however many share a spot."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulk.service import known_near_rows
from domain.candidate import Kind
from domain.neighbours import MOST_NAMED, NEAR_M, distance_m, is_near
from domain.proposal import Proposal, Stage
from geodata.crs import to_l93, to_wgs84
from geodata.neighbours import Neighbours, Places
from geodata.territory import Territory
from intake.check import Row
from services.moderation_places import duplicates_of
from services.neighbours import known_of, known_places, near_contents
from store.known_places import Known

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
X, Y = 898_400.0, 6_252_900.0  # metres, EPSG:2154: nothing of the map is within 30 m
metres = st.floats(-70, 70).map(lambda value: round(value, 2))
spots = st.lists(st.tuples(metres, metres), max_size=12)


@given(spots, spots)
def test_each_point_is_told_the_nearest_three_within_thirty_metres_and_how_many_there_are(
    points: list[tuple[float, float]], others: list[tuple[float, float]]
) -> None:
    ids = [f"p{rank:02d}" for rank in range(len(others))]
    px, py = np.array(points, float).reshape(-1, 2).T
    ox, oy = np.array(others, float).reshape(-1, 2).T
    for (x, y), found in zip(points, Places(ids, ids, ox, oy).near(px, py), strict=True):
        near = sorted(d for d in (distance_m(x, y, a, b) for a, b in others) if is_near(d))
        assert found.count == len(near)
        assert [one.distance_m for one in found.nearest] == pytest.approx(near[:MOST_NAMED], abs=0.06)


def test_the_limit_itself_is_near_and_an_unknown_position_is_near_nothing() -> None:
    places = Places(["a", "b"], ["A", "B"], [NEAR_M, float("nan")], [0.0, 0.0])
    edge, beyond, unknown = places.near([0.0, -0.01, float("nan")], [0.0, 0.0, 0.0])
    assert [one.id for one in edge.nearest] == ["a"]
    assert beyond == unknown == Neighbours()


def test_two_thousand_rows_on_a_spot_with_two_thousand_places_are_told_three_names_each() -> None:
    lon, lat = (float(part[0]) for part in to_wgs84([X], [Y]))
    rows = [Row(number, {"name": "x"}, X, Y, lon, lat) for number in range(2_000)]
    kept = [Known(f"LP-{number:06d}", "x", lon, lat, False, Stage.DRAFT, "org") for number in range(2_000)]
    found = known_near_rows(rows, kept)
    assert {near.count for near in found.values()} == {2_000}
    assert sum(len(near.nearest) for near in found.values()) == MOST_NAMED * 2_000


def _proposal(number: int, x: float, y: float = Y) -> Proposal:
    lon, lat = (float(part[0]) for part in to_wgs84([x], [y]))
    times = {"created_at": NOW, "updated_at": NOW, "submitted_at": NOW, "decided_at": None, "confirmed_at": NOW, "seen_at": None}
    content = {"name": f"Local {number}", "lon": lon, "lat": lat}
    return Proposal(f"LP-{number:06d}", Kind.PREMISES, "hpr", "x", "x", Stage.SUBMITTED, content, None, 1, **times, is_example=False)


def test_an_import_the_form_the_queue_and_the_sheet_answer_alike(territory: Territory) -> None:
    own = _proposal(1, X)
    others = [_proposal(2 + rank, X + step) for rank, step in enumerate((5.0, 10.0, 15.0, 20.0, 29.9, 30.2, 200.0))]
    known = [one for one in map(known_of, others) if one is not None]
    row = Row(1, own.content, *(float(part[0]) for part in to_l93([own.content["lon"]], [own.content["lat"]])), 0.0, 0.0)
    bulk = known_near_rows([row], known)[1]
    form = near_contents(known_places(territory, known), [own.content], [own.id])[0]
    queue = duplicates_of(territory, [own, *others])[own.id]
    sheet = duplicates_of(territory, [own], known)[own.id]
    assert bulk == form == queue == sheet
    assert ([one.id for one in bulk.nearest], bulk.count, bulk.more) == (["LP-000002", "LP-000003", "LP-000004"], 5, 2)


def test_a_place_of_the_map_that_is_told_anew_on_its_spot_counts_once(territory: Territory) -> None:
    place = territory.candidates.iloc[0]
    again = replace(_proposal(1, place.geometry.x, place.geometry.y), id=str(place["id"]))
    known = known_of(again)
    assert known is not None
    (found,) = near_contents(known_places(territory, [known]), [again.content], ["LP-000009"])
    (before,) = near_contents(known_places(territory, []), [again.content], ["LP-000009"])
    assert found.count == before.count
    assert near_contents(known_places(territory, [known]), [again.content], [again.id])[0].count == before.count - 1
