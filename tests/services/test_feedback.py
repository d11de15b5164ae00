"""What a place is told to be worth while it is being described."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from criteria.assess import assess
from criteria.weights import Thresholds, Weights
from criteria.workspace import Workspace
from domain.candidate import Kind, Role
from domain.place_fields import PLACE_FIELDS, PRIVATE, PlaceField
from geodata.territory import Territory
from intake.values import value_of
from services.feedback import Feedback, feedback

TRIED = tuple(field.id for field in PLACE_FIELDS if field.is_tried)
TODAY = dt.date(2026, 3, 1)
PLACE = {"name": "Ancienne laverie", "lon": 5.3691, "lat": 43.3487}


def example_of(field: PlaceField) -> Any:
    """Return the example of a field as a proposal keeps it."""
    value = value_of(field, field.example)
    return value.isoformat() if isinstance(value, dt.date) else value


FULL = {field.id: example_of(field) for field in PLACE_FIELDS if field.is_tried}


def told(territory: Territory, **fields: Any) -> Any:
    return feedback(territory, Kind.PREMISES, {**PLACE, **fields}, TODAY)


def role(found: Any, wanted: Role) -> Any:
    return next(one for one in found.roles if one.role == wanted)


def test_without_a_position_nothing_is_assessed(territory: Territory) -> None:
    assert feedback(territory, Kind.PREMISES, {"name": "Local", "area_m2": 140.0}) == Feedback(placed=False)


def test_outside_every_commune_it_says_so_and_assesses_nothing(territory: Territory) -> None:
    found = told(territory, lon=5.447, lat=43.529)
    assert (found.placed, found.inside) == (True, False)
    assert json.loads(found.to_json()).keys() == {"placed", "inside", "where"}


def test_of_a_place_of_which_everything_is_known_nothing_is_missing_and_it_is_said(territory: Territory) -> None:
    found = json.loads(told(territory, **FULL).to_json())
    assert found["missing"] == []
    assert len(found["roles"]) == len(Role)


def test_what_the_landlord_gains_is_told_from_the_first_figures_and_only_of_premises(territory: Territory) -> None:
    first = told(territory, area_m2=140.0).landlord_gain
    assert "Ancienne laverie" in first and "140" in first and "Il crée" in first
    assert "vide depuis" in told(territory, **FULL).landlord_gain
    assert feedback(territory, Kind.PREMISES, {"lon": PLACE["lon"], "lat": PLACE["lat"]}, TODAY).landlord_gain
    assert feedback(territory, Kind.ZONE_SITE, PLACE, TODAY).landlord_gain is None


def test_where_the_place_lies_is_said(territory: Territory) -> None:
    where = told(territory).where
    assert where.area == "Marseille 15e"
    assert where.qpv[0].distance_m <= where.qpv[1].distance_m <= 800


def test_a_place_of_the_territory_told_again_scores_as_it_does_there(territory: Territory) -> None:
    frame = territory.candidates
    row = int((frame["kind"] == "premises").to_numpy().argmax())
    place = frame.iloc[row]
    content = {key: place[key] for key in ("name", "lon", "lat", *TRIED) if place[key] == place[key] and place[key] is not None}
    content = {key: value.date().isoformat() if key == "vacant_since" else value for key, value in content.items()}
    found = feedback(territory, Kind.PREMISES, content, TODAY)
    there = assess(Workspace(territory, frame), Role.SHOP, Weights(), Thresholds())
    assert role(found, Role.SHOP).convergence == pytest.approx(100 * float(there.scores.convergence[row]), abs=1)
    assert role(found, Role.SHOP).completeness == pytest.approx(100 * float(there.scores.completeness[row]), abs=1)


def test_what_is_missing_is_what_is_not_told_and_moves_something(territory: Territory) -> None:
    assert {one.field for one in told(territory).missing} <= set(TRIED)
    assert told(territory, **FULL).missing == ()
    lacking = told(territory, **{**FULL, "rent_eur_m2_yr": None}).missing
    assert [one.field for one in lacking] == ["rent_eur_m2_yr"]
    assert lacking[0].completeness > 0
    assert lacking[0].low < lacking[0].high


def test_telling_a_missing_figure_brings_the_completeness_that_was_announced(territory: Territory) -> None:
    known = {**FULL, "clear_height_m": None}
    before = told(territory, **known)
    gain = next(one for one in before.missing if one.field == "clear_height_m")
    after = told(territory, **{**known, "clear_height_m": 3.4})
    wanted = Role(gain.role)
    assert role(after, wanted).completeness - role(before, wanted).completeness == pytest.approx(gain.completeness, abs=1)


def test_a_figure_that_may_exclude_the_place_is_marked(territory: Territory) -> None:
    missing = told(territory, **{**FULL, "tenure_months": None, "flood_zone": None}).missing
    assert {one.field for one in missing if one.may_exclude} >= {"flood_zone"}


def test_a_rent_that_is_to_be_kept_does_not_count(territory: Territory) -> None:
    dear = {**FULL, "rent_eur_m2_yr": 200.0, "rent_is_confidential": True}
    kept, missing = role(told(territory, **dear), Role.SHOP), role(told(territory, **{**FULL, "rent_eur_m2_yr": None}), Role.SHOP)
    assert kept.convergence == missing.convergence
    assert [actor.score for actor in kept.actors] == [actor.score for actor in missing.actors]


def test_a_rent_that_is_to_be_kept_is_not_missing(territory: Territory) -> None:
    kept = told(territory, **{**FULL, "rent_is_confidential": True})
    assert role(kept, Role.SHOP).completeness == 100
    assert kept.missing == ()
    assert not any("loyer" in sentence for one in kept.roles for sentence in one.lacks)


def test_a_bare_position_never_looks_good(territory: Territory) -> None:
    for one in told(territory).roles:
        economy = next(actor for actor in one.actors if actor.id == "economy")
        assert not one.convergent
        assert economy.colour in {"unsure", "unknown"}
        assert "–" in economy.shown and "–" in one.shown
        assert one.fits == "unknown"


def test_private_words_change_nothing(territory: Territory) -> None:
    private = dict.fromkeys(PRIVATE - {"rent_is_confidential"}, "secret")
    assert told(territory, **FULL, **private) == told(territory, **FULL)
