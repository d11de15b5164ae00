"""What lies beside a proposal: twins within 30 m and not beyond, the nearest places, the best of the commune."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import shapely

from domain.candidate import Kind
from domain.proposal import Proposal, Stage
from geodata.crs import to_wgs84
from geodata.territory import Territory
from services.assessor import Assessor
from services.feedback import Feedback, feedback
from services.moderation_places import NEAREST, duplicates_of, neighbours, side_by_side
from services.neighbours import positions_l93

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
EMPTY_SPOT = (898_400.0, 6_252_900.0)  # metres, EPSG:2154: no candidate within 30 m


def proposal(number: int, x: float, y: float, stage: Stage = Stage.SUBMITTED, **content: Any) -> Proposal:
    """A proposal at a position in metres."""
    lon, lat = (float(part[0]) for part in to_wgs84([x], [y]))
    told = {"name": f"Local {number}", "lon": lon, "lat": lat, **content}
    times = {"created_at": NOW, "updated_at": NOW, "submitted_at": NOW, "decided_at": None, "confirmed_at": NOW, "seen_at": None}
    return Proposal(f"LP-{number:06d}", Kind.PREMISES, "hpr", "x", "x", stage, told, None, 1, **times, is_example=False)


def found(territory: Territory, *proposals: Proposal) -> dict[str, tuple[str, str]]:
    near = duplicates_of(territory, proposals)
    return {own: (one.nearest[0].id, one.nearest[0].name) for own, one in near.items()}


@pytest.mark.parametrize(("metres", "is_twin"), [(0.0, True), (29.9, True), (30.2, False)])
def test_two_proposals_are_twins_within_thirty_metres_only(metres: float, is_twin: bool, territory: Territory) -> None:
    x, y = EMPTY_SPOT
    told = found(territory, proposal(1, x, y), proposal(2, x + metres, y))
    assert told == ({"LP-000001": ("LP-000002", "Local 2"), "LP-000002": ("LP-000001", "Local 1")} if is_twin else {})


def test_a_place_of_the_map_is_a_twin_and_a_proposal_is_not_its_own(territory: Territory) -> None:
    place = territory.candidates.iloc[0]
    assert found(territory, proposal(1, place.geometry.x + 5, place.geometry.y))["LP-000001"][0] == place["id"]
    assert found(territory, proposal(1, *EMPTY_SPOT)) == {}


@pytest.mark.parametrize("stage", [Stage.REFUSED, Stage.WITHDRAWN])
def test_what_was_refused_or_withdrawn_stands_for_no_place(stage: Stage, territory: Territory) -> None:
    assert "LP-000001" not in found(territory, proposal(1, *EMPTY_SPOT), proposal(2, *EMPTY_SPOT, stage))


def test_the_neighbours_are_the_nearest_in_order(territory: Territory) -> None:
    frame, point = territory.candidates, shapely.Point(*EMPTY_SPOT)
    beside = neighbours(frame, point, frame["id"].iloc[0])
    distances = np.sort(frame.geometry.distance(point).to_numpy()[1:])[:NEAREST]
    assert [one.distance_m for one in beside] == pytest.approx(distances)
    assert frame["id"].iloc[0] not in {one.id for one in beside}


def test_side_by_side_tells_the_same_fields_of_each_and_the_best_of_the_commune(territory: Territory) -> None:
    one = proposal(1, *EMPTY_SPOT, area_m2=140.0)
    area = territory.communes.at(*positions_l93([one.content]))[0][0]
    assessor = Assessor.of(territory)
    told = side_by_side(assessor, one, area, feedback(territory, one.kind, one.content))
    names = [column.id for column in told.columns]
    assert names[0] == one.id
    assert len(set(names)) == len(names) >= NEAREST + 1
    assert {len(line.cells) for line in (*told.rows, *told.roles)} == {len(names)}
    assert told.rows[0].cells[0] == "140\u202fm²"
    shop = assessor.assess("as=shop")
    ranked = [place for place in shop.ids[shop.contenders()] if territory.candidates.set_index("id").loc[place, "area_code"] == area]
    assert [column.id for column in told.columns if column.why == "Le mieux classé de la commune"] in ([ranked[0]], [])
    assert ranked[0] in names
    assert told.roles[1].cells[names.index(ranked[0])].shown == str(round(100 * float(shop.scores.convergence[shop.row_of(ranked[0])])))


def test_without_a_position_there_is_nothing_beside(territory: Territory) -> None:
    one = proposal(1, *EMPTY_SPOT, lon=None)
    assert side_by_side(Assessor.of(territory), one, "", Feedback(placed=False)).columns == []
    assert found(territory, one) == {}
