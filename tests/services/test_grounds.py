"""Another snapshot put in use: the next edition is made on it, pages that hold the one before keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.published import PublishedPlace
from geodata.readers import Reader
from geodata.refresh import Refresh
from geodata.snapshots import EMBEDDED, Snapshots
from geodata.sources import feeds
from geodata.territory import Territory
from services.edition_maker import EditionMaker
from services.editions import Editions, begin_request, end_request
from services.grounds import GroundedPublication, Grounds
from store.database import Database
from store.searches import Searches
from tests.geodata.official import Official

NOW = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)


class Nothing:
    """A publication of no place."""

    def publication(self) -> int:
        return 1

    def published(self) -> Sequence[PublishedPlace]:
        return ()


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "territory")


@pytest.fixture
def searches(tmp_path: Path) -> Searches:
    return Searches(Database.open(f"sqlite:///{tmp_path / 'x.db'}"))


@pytest.fixture
def landed(snapshots: Snapshots, territory: Territory, tmp_path: Path) -> str:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in Official(territory).files().items():
        (folder / name).write_bytes(data)
    only = [feed for feed in feeds() if feed.frame == "facilities"]
    return Refresh(snapshots, lambda: Reader(directory=folder)).run(only, NOW).snapshot


def editions_on(snapshots: Snapshots, searches: Searches) -> Editions:
    grounds = Grounds(snapshots, lambda ground, _path: EditionMaker.of(ground, searches))
    return Editions(grounds, GroundedPublication(Nothing(), grounds))


def test_what_is_put_in_use_is_in_the_next_edition_and_one_goes_back(snapshots: Snapshots, landed: str, searches: Searches) -> None:
    editions = editions_on(snapshots, searches)
    before = editions.latest()
    assert before.territory.facilities["is_example"].all()
    snapshots.use(landed, "Fatou", NOW)
    after = editions.latest()
    assert not after.territory.facilities["is_example"].any()
    assert after.version != before.version and after.files["facilities"].path != before.files["facilities"].path
    begin_request(before.version)
    assert editions.current() is before
    end_request()
    snapshots.use(EMBEDDED, "Fatou", NOW)
    assert editions.latest().version == before.version


def test_a_snapshot_that_is_altered_leaves_the_one_before_in_place(snapshots: Snapshots, landed: str, searches: Searches) -> None:
    editions = editions_on(snapshots, searches)
    before = editions.latest()
    (snapshots.folder / landed / "facilities.parquet").write_bytes(b"altered")
    snapshots.use(landed, "Fatou", NOW)
    assert editions.latest().version == before.version
