"""Services and files that fail, and what the finer data change: against files in their true forms."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from geodata.at_place import REACH_M, at_place
from geodata.census import with_figures
from geodata.download import DownloadError
from geodata.enrich import enrich
from geodata.perimeter import municipality_of
from geodata.readers import Reader
from geodata.refresh import FAILED, FRESH, REFUSED, Refresh, Report, frames_of
from geodata.snapshots import Snapshots
from geodata.sources import Feed, feeds
from geodata.territory import GTFS, ROADS, STREETS, Territory, load_territory
from tests.geodata.official import Official

NOW = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
FEEDS = {feed.id: feed for feed in feeds()}
each_feed = pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)


@pytest.fixture(scope="module")
def files(territory: Territory) -> dict[str, bytes]:
    return Official(territory).files()


@pytest.fixture(scope="module")
def failing(territory: Territory) -> Iterator[tuple[Official, str]]:
    world = Official(territory)
    with world.serving() as base:
        yield world, base


def refresh(folder: Path, files: dict[str, bytes], *ids: str) -> tuple[Report, Snapshots]:
    """Read some data sets in a directory of downloaded files."""
    directory = folder / "files"
    directory.mkdir(exist_ok=True)
    for name, data in files.items():
        (directory / name).write_bytes(data)
    snapshots = Snapshots(folder / "territory")
    chosen = [feed for feed in feeds() if not ids or feed.id in ids]
    return Refresh(snapshots, lambda: Reader(directory=directory)).run(chosen, NOW), snapshots


def test_every_source_but_one_is_broken_and_that_one_is_received(files: dict[str, bytes], tmp_path: Path) -> None:
    spoilt = {name: b"<!doctype html><html><body>Maintenance</body></html>" for name in files if not name.startswith("codes_postaux")}
    report, snapshots = refresh(tmp_path, files | spoilt)
    states = {one.id: one.state for one in report.outcomes}
    assert states == dict.fromkeys(FEEDS, FAILED) | {"postcodes": FRESH}
    assert all(str(one.sentence) for one in report.outcomes if one.state == FAILED)
    assert set(load_territory(snapshots.path_of(report.snapshot)).came) == {"postcodes"}


@each_feed
@pytest.mark.parametrize(
    ("spoil", "words"),
    [(b"404", "répond 404"), (b"500", "répond 500"), (b"promise", "trop longue|au-delà de la limite"), (b"cut", "interrompue|impossible")],
)
def test_a_service_that_fails_or_promises_a_gigabyte_is_said(
    feed: Feed, spoil: bytes, words: str, territory: Territory, failing: Iterator[tuple[Official, str]], tmp_path: Path
) -> None:
    world, base = failing
    world.overrides = {f"/{name}": spoil for name in feed.file_names}
    with pytest.raises(DownloadError, match=words):
        feed.read(Reader(mirror=base, downloads=tmp_path), frames_of(territory))


@each_feed
def test_a_service_that_sends_for_ever_elsewhere_or_packs_its_answer(
    feed: Feed,
    territory: Territory,
    files: dict[str, bytes],
    failing: tuple[Official, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, base = failing
    world.overrides = {f"/{name}": files[name] for name in feed.file_names}
    monkeypatch.setattr(world, "is_packed", True)
    frames = frames_of(territory)
    assert len(feed.read(Reader(mirror=base, downloads=tmp_path), frames).frame)
    monkeypatch.setattr(world, "redirect", f"{base}/again")
    with pytest.raises(DownloadError, match="trop de renvois"):
        feed.read(Reader(mirror=base, downloads=tmp_path), frames)


def test_what_an_archive_lacks_is_called_as_a_person_calls_it(files: dict[str, bytes], tmp_path: Path) -> None:
    report, _snapshots = refresh(tmp_path, files | {"gtfs.zip": files["rpls2023logement.zip"], "rpls2023logement.zip": files["gtfs.zip"]},
                                 "transit", "rpls")  # fmt: skip
    said = {one.id: str(one.sentence) for one in report.outcomes}
    assert "l'archive ne contient pas routes.txt" in said["transit"]
    assert "DEPCOM" in said["rpls"]


@each_feed
def test_an_absent_file_is_said(feed: Feed, files: dict[str, bytes], tmp_path: Path) -> None:
    report, snapshots = refresh(tmp_path, {name: data for name, data in files.items() if name not in feed.file_names}, feed.id)
    assert report.outcomes[0].state == FAILED and "absent" in str(report.outcomes[0].sentence) and not snapshots.names()


def rpls(rows: int, *names: str) -> dict[str, bytes]:
    """Return the archive of RPLS: dwellings of La Ciotat, in tables of these names."""
    head, row = "DEPCOM;LIBCOM;PLG_IRIS;SURFHAB;CONSTRUCT\n", "13028;La Ciotat;;55;1980\n"
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, head + row * rows)
    return {"rpls2023logement.zip": sink.getvalue()}


@pytest.mark.parametrize(
    ("archive", "state", "words"),
    [
        (rpls(2, "rpls_13.csv", "copie/rpls_13.csv"), FAILED, "deux fois le même tableau"),
        (rpls(40_000, "rpls_13.csv"), REFUSED, "La Ciotat : plus de logements sociaux (40"),
    ],
    ids=["a table twice", "more social dwellings than dwellings"],
)
def test_social_dwellings_that_cannot_be_counted_right_are_refused(
    archive: dict[str, bytes], state: str, words: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    report, _snapshots = refresh(tmp_path, files | archive, "rpls")
    assert report.outcomes[0].state == state and words in str(report.outcomes[0].sentence)


@pytest.fixture(scope="module")
def fresh(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Territory:
    report, snapshots = refresh(tmp_path_factory.mktemp("fresh"), files)
    return load_territory(snapshots.path_of(report.snapshot))


def test_people_stand_where_the_grid_counts_them_and_every_legal_population_is_kept(fresh: Territory, territory: Territory) -> None:
    legal = fresh.municipalities.set_index("code")["population"]
    assert fresh.demand.groupby("area_code")["population"].sum().to_dict() == {
        code: legal[code] for code in fresh.demand["area_code"].unique()
    }
    assert set(fresh.demand["municipality"]) == set(territory.demand["municipality"])
    cells = fresh.official("population_grid").union_all().buffer(300)
    assert fresh.demand.within(cells).all()
    assert set(fresh.demand["poverty_rate_pct"].dropna()) == {25.0}
    assert [one.id for one in fresh.sources(["demand_estimate", "settlements"])] == ["population_grid"]
    assert not any(one.error for one in fresh.sources(["demand_estimate"]))
    assert [one.id for one in territory.sources(["demand_estimate"])] == ["demand_estimate"]


def test_social_dwellings_are_those_that_the_ministry_counts(fresh: Territory) -> None:
    counted = fresh.demand.groupby("area_code")["social_dwellings"].sum()
    assert counted["13215"] == 30 and counted["13028"] == 12


def test_a_new_census_is_summed_by_commune_and_quartier(fresh: Territory, territory: Territory) -> None:
    old, new = (one.iris.set_index("code")["population"] for one in (territory, fresh))
    assert (new - old).to_dict() == {code: 10 * (at == 0) for at, code in enumerate(old.index)}
    assert fresh.demand["population_rp2021"].sum() == territory.demand["population_rp2021"].sum() + 10
    homes = fresh.iris.groupby("municipality")["dwellings"].sum()
    towns = fresh.municipalities.set_index("code")["dwellings"]
    assert towns[homes.index].to_dict() == homes.astype(float).to_dict()
    assert {one.id for one in fresh.sources(["dwellings2021", "iris"])} == {"iris"}


def test_the_figures_of_the_quartiers_are_those_of_their_iris(territory: Territory) -> None:
    again = with_figures(territory.quartiers, territory.iris)
    assert_frame_equal(again, territory.quartiers, check_dtype=False, atol=0.011)


def test_rates_of_social_dwellings_are_those_of_the_inventory(fresh: Territory, territory: Territory) -> None:
    old, new = (one.municipalities.set_index("code")["social_housing_rate_pct"] for one in (territory, fresh))
    assert new.isna().equals(old.isna()) and (new - old).dropna().round(6).eq(0.5).all()
    assert fresh.sources(["sru2024"])[0].vintage == "2025"


def test_people_and_places_are_in_the_quartier_whose_contour_holds_them(fresh: Territory) -> None:
    contours = gpd.GeoDataFrame(fresh.official("quartier_contours"))
    for frame, column in ((fresh.demand, "code"), (fresh.candidates, "name")):
        zone, row = shapely.STRtree(frame.geometry.to_numpy()).query(contours.geometry.to_numpy(), "contains")
        inside = frame["area_code"].to_numpy(object)[row] == contours["area_code"].to_numpy(object)[zone]
        mine, holders = frame["quartier"].to_numpy(object)[row[inside]], contours[column].to_numpy(object)[zone[inside]]
        once = np.flatnonzero(~pd.Series(row[inside]).duplicated(keep=False))
        assert len(once) > 5 and (mine[once] == holders[once]).all()


def test_large_files_do_not_stay_beside_the_snapshots(fresh: Territory) -> None:
    folder = fresh.files[GTFS].parent.parent
    assert not list((folder / ".downloads").glob("*"))


def test_what_is_invented_leaves_and_files_are_in_the_snapshot(fresh: Territory) -> None:
    assert not fresh.facilities["is_example"].any()
    assert set(fresh.files) == {GTFS, STREETS, ROADS}
    assert zipfile.ZipFile(fresh.files[GTFS]).namelist()[0] == "stops.txt"
    assert "example_facilities" not in {one.id for one in fresh.sources(["example_facilities"])}


def test_a_later_refresh_keeps_the_frames_and_files_of_the_earlier(files: dict[str, bytes], tmp_path: Path) -> None:
    report, snapshots = refresh(tmp_path, files, "transit", "activity_zones")
    snapshots.use(report.snapshot, "Fatou", NOW)
    again = Refresh(snapshots, lambda: Reader(directory=tmp_path / "files")).run([FEEDS["postcodes"]], NOW + dt.timedelta(days=1))
    later = load_territory(snapshots.path_of(again.snapshot))
    assert set(later.came) == {"transit_stops", "activity_zones", "postcodes"} and set(later.files) == {GTFS}
    assert {"transit", "activity_zones", "postcodes"} <= set(later.refreshed)


def test_the_distance_to_a_stop_is_measured_where_nobody_declared_it(fresh: Territory, territory: Territory) -> None:
    stops = fresh.official("transit_stops")
    nearest = np.round([stops.distance(point).min() for point in fresh.candidates.geometry], -1)
    assert fresh.candidates["is_example"].all()
    np.testing.assert_allclose(fresh.candidates["transit_m"], np.where(nearest <= 20_000, nearest, np.nan), atol=10)
    declared = territory.candidates.assign(is_example=False, transit_m=123.0)
    again = enrich(declared, territory.priority_neighbourhoods, territory.quartiers, stops)
    assert (again["transit_m"] == 123.0).all()


def test_a_place_says_what_the_open_data_say_there_and_nothing_of_what_never_came(fresh: Territory, territory: Territory) -> None:
    zone = fresh.official("activity_zones").geometry.iloc[0].centroid
    at = (zone.x, zone.y)
    zones, stops = (at_place(fresh, name, at) for name in ("activity_zones", "transit_stops"))
    assert zones is not None and zones[0].distance_m == 0 and at_place(fresh, "plui_zones", at) is not None
    assert stops is not None and len(stops) == 1 and stops[0].distance_m > 0
    assert all(at_place(territory, name, at) is None for name in REACH_M)


def test_each_area_of_the_grid_is_of_its_commune(fresh: Territory) -> None:
    assert (fresh.demand["area_code"].map(municipality_of) == fresh.demand["municipality"]).all()
