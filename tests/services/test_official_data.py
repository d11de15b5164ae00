"""The official data as the screen « Sources » says them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from access.identity import DEMO_PERSONS
from domain.person import NotAllowed, PersonRole
from geodata.perimeter import in_use, using
from geodata.readers import Reader
from geodata.snapshots import EMBEDDED, Snapshots
from geodata.territory import Territory
from services.official_data import OfficialData, RefreshRefused
from tests.geodata.official import Official, route_to

FACILITATOR = DEMO_PERSONS[PersonRole.FACILITATOR]
PLANNER = DEMO_PERSONS[PersonRole.PLANNER]


@pytest.fixture
def world(territory: Territory) -> Official:
    return Official(territory)


@pytest.fixture
def official(world: Official, tmp_path: Path) -> Iterator[OfficialData]:
    """Refreshes in the test's own thread."""
    with world.serving() as address:
        yield OfficialData(Snapshots(tmp_path / "territory"), reader=lambda: Reader(route=route_to(address)), start=lambda work: work())


def health(official: OfficialData, source: str):
    return next(one for one in official.state(FACILITATOR).sources if one.id == source)


def test_before_any_check_each_source_says_what_is_in_use_and_what_rests_on_it(official: OfficialData) -> None:
    assert health(official, "qpv2024").checked == "jamais"
    assert "exemple" in health(official, "decheteries").vintage
    assert health(official, "ressourceries").rests_on_it
    state = official.state(FACILITATOR)
    assert state.can_change and not state.received and "données de départ" in state.in_use


def test_what_is_received_waits_is_put_in_use_and_gone_back_from(official: OfficialData, world: Official) -> None:
    world.overrides["/wfs/ows"] = b"<html>Maintenance</html>"
    official.refresh(FACILITATOR)
    state = official.state(FACILITATOR)
    (received,) = state.received
    assert not received.is_in_use and state.under_way == ""
    assert any(line.startswith("Déchèteries : nouveau (2 de plus") for line in received.lines)
    assert health(official, "communes").sentence and health(official, "communes").state == "failed"
    assert "sources en échec sur 22" in state.troubles and "Limites des communes" in state.troubles
    assert state.is_embedded and "exemple" in health(official, "decheteries").vintage
    official.use(FACILITATOR, received.name)
    assert health(official, "decheteries").vintage == "2025" and not official.state(FACILITATOR).is_embedded
    assert "Fatou" in official.state(FACILITATOR).in_use or FACILITATOR.name in official.state(FACILITATOR).in_use
    official.use(FACILITATOR, EMBEDDED)
    assert official.snapshots.in_use == EMBEDDED


def test_a_loss_is_accepted_for_one_source(official: OfficialData, world: Official) -> None:
    world.priority = world.priority[20:]
    official.refresh(FACILITATOR, "qpv2024")
    assert health(official, "qpv2024").is_refused and not official.state(FACILITATOR).received
    official.refresh(FACILITATOR, "qpv2024", is_accepted=True)
    assert len(official.state(FACILITATOR).received) == 1


def test_only_the_facilitator_changes_the_data_and_everybody_sees_how_fresh_they_are(official: OfficialData) -> None:
    assert official.state(PLANNER).sources and not official.state(PLANNER).can_change
    with pytest.raises(NotAllowed):
        official.refresh(PLANNER)
    with pytest.raises(NotAllowed):
        official.use(PLANNER, EMBEDDED)


def test_two_refreshes_at_once_are_one(tmp_path: Path) -> None:
    pending = []
    official = OfficialData(Snapshots(tmp_path), start=pending.append)
    official.refresh(FACILITATOR)
    assert official.state(FACILITATOR).under_way
    with pytest.raises(RefreshRefused, match="en cours"):
        official.refresh(FACILITATOR)


def test_a_refresh_that_breaks_says_so_and_the_next_one_begins(tmp_path: Path) -> None:
    def broken() -> Reader:
        raise RuntimeError("a fault of ours")

    official = OfficialData(Snapshots(tmp_path), reader=broken, start=lambda work: work())
    official.refresh(FACILITATOR)
    state = official.state(FACILITATOR)
    assert state.under_way == "" and "s'est arrêté" in state.failure
    official.refresh(FACILITATOR)


def test_data_that_are_the_only_ones_are_not_refreshed_and_it_is_said(tmp_path: Path) -> None:
    official = OfficialData(Snapshots(tmp_path), is_fixed=True, start=lambda work: work())
    with pytest.raises(RefreshRefused, match="ne se rafraîchissent pas"):
        official.refresh(FACILITATOR)


def test_what_another_territory_does_not_hold_is_said_to_come(tmp_path: Path) -> None:
    elsewhere = replace(in_use(), sources={"sru2024": "", "iris": "iris_france"}, datasets={})
    with using(elsewhere):
        state = OfficialData(Snapshots(tmp_path)).state(FACILITATOR)
    vintages = {one.id: one.vintage for one in state.sources}
    assert vintages["sru2024"] == "à rafraîchir" and vintages["iris"] == "recensement 2021"
    assert vintages["lovac2025"] == "2025" and not {"quartier_contours", "activity_zones_paca"} & set(vintages)
