"""Bad inputs that every source meets, and what the finer data change: against files in their true forms."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

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
RENAMED = {
    "communes": "code_insee", "legal_populations": "population", "qpv2024": "code_qp", "decheteries": "C_SERVICE",
    "ressourceries": "latitude", "activity_zones": "cleabs", "plui_zones": "typezone", "flood_zones": "nom",
    "polluted_soils": "identifiant_ssp", "iris_contours": "code_iris", "population_grid": "idcar_200m", "brownfield_sites": "site_id",
    "activity_zones_paca": "site_id",
    "transit": "stop_lat", "rpls": "DEPCOM", "sru2024": "Code_INSEE_commune", "iris": "P22_POP0019", "quartier_contours": "nom_qua",
    "lovac2025": "pp_vacant_25", "postcodes": "codesPostaux", "ban": "nom_voie", "roads": "OSMHeader",
}  # fmt: skip
"""A field of each source that somebody renames."""
Fault: TypeAlias = Callable[[bytes], bytes]
AREAS = ("activity_zones", "activity_zones_paca", "plui_zones", "flood_zones", "polluted_soils", "iris_contours", "quartier_contours")


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


def unpacked(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the text of a file, within its archive when it is one."""
    if data[:2] == b"\x1f\x8b":
        return gzip.compress(change(gzip.decompress(data)))
    if data[:2] != b"PK":
        return change(data)
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)))
    return sink.getvalue()


def collections(data: bytes, change: Callable[[list[Any]], list[Any]]) -> bytes:
    content = json.loads(data)
    return json.dumps({**content, "features": change(content["features"])}).encode()


def swapped(features: list[Any]) -> list[Any]:
    turn = lambda one: shapely.geometry.mapping(shapely.transform(shapely.geometry.shape(one), lambda xy: xy[:, ::-1]))  # noqa: E731
    return [{**one, "geometry": turn(one["geometry"])} for one in features]


def bow_tie(features: list[Any]) -> list[Any]:
    lon, lat = shapely.get_coordinates(shapely.geometry.shape(features[0]["geometry"]))[0].tolist()
    ring = [[lon, lat], [lon + 0.01, lat + 0.01], [lon + 0.01, lat], [lon, lat + 0.01], [lon, lat]]
    return [{**features[0], "geometry": {"type": "Polygon", "coordinates": [ring]}}, *features[1:]]


FAULTS: dict[str, Callable[[str, bytes], bytes]] = {
    "html": lambda _id, _data: b"<!doctype html><html><body>Maintenance</body></html>",
    "cut": lambda _id, data: data[: len(data) // 2],
    "empty": lambda _id, _data: b"",
    "nothing in it": lambda _id, data: unpacked(data, lambda text: text.partition(b"\n")[0] + b"\n" if b";" in text[:300] else b"[]"),
    "a field renamed": lambda id_, data: unpacked(data, lambda text: text.replace(RENAMED[id_].encode(), b"autre")),
    "not UTF-8": lambda _id, data: unpacked(data, lambda text: b"\xff\xfe" + text[:40] + b"\xe9\xff" + text[40:]),
}


@each_feed
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_bad_file_is_refused_with_a_sentence_and_the_next_source_is_read(
    feed: Feed, fault: Callable[[str, bytes], bytes], files: dict[str, bytes], tmp_path: Path
) -> None:
    other = "postcodes" if feed.id != "postcodes" else "activity_zones"
    spoilt = {name: fault(feed.id, files[name]) for name in feed.file_names}
    report, _snapshots = refresh(tmp_path, files | spoilt, feed.id, other)
    found = {one.id: one for one in report.outcomes}
    assert found[feed.id].state in {FAILED, REFUSED}, feed.id
    sentence = str(found[feed.id].sentence)
    assert sentence and "\n" not in sentence and "Error" not in sentence and "object" not in sentence
    assert found[other].state == FRESH


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


def whole(change: Callable[[str], str]) -> Fault:
    """Return the fault of every JSON or CSV file of a source whose text somebody changes."""
    return lambda data: unpacked(data, lambda text: change(text.decode()).encode())


def columns_swapped(first: str, second: str) -> Fault:
    """Return the fault of a table, or of a list, of which two fields have each other's name."""
    return whole(lambda text: text.replace(first, "\0").replace(second, first).replace("\0", second))


def of_shapes(change: Callable[[list[Any]], list[Any]]) -> Fault:
    return lambda data: unpacked(data, lambda text: collections(text, change) if text.lstrip().startswith(b"{") else text)


def line_twice(data: bytes) -> bytes:
    return unpacked(data, lambda text: b"".join((lines := text.splitlines(keepends=True))[:2] + lines[1:]))


SHAPES = (*AREAS, "communes", "qpv2024")
SWAPPED: dict[str, Fault] = {id_: of_shapes(swapped) for id_ in SHAPES} | {
    "decheteries": columns_swapped("GPS_LAT", "GPS_LONG"),
    "ressourceries": columns_swapped("latitude", "longitude"),
    "brownfield_sites": columns_swapped("latitude", "longitude"),
    "transit": columns_swapped("stop_lat", "stop_lon"),
    "ban": columns_swapped("lon", "lat"),
}
"""Every source that says where things are by two figures."""
TABLES = ("brownfield_sites", "transit", "population_grid", "sru2024", "lovac2025", "iris")
TWICE: dict[str, Fault] = {
    **{id_: of_shapes(lambda items: [items[0], *items]) for id_ in SHAPES},
    **dict.fromkeys(TABLES, line_twice),
}
INVALID = ("activity_zones", "plui_zones", "quartier_contours", "iris_contours", "qpv2024", "activity_zones_paca")
GARBLED = "Château".encode().decode("cp1252")
NAMES = {
    "activity_zones": "La Valentine", "activity_zones_paca": "Espace Nord", "plui_zones": "UEb1", "flood_zones": "PPRi Huveaune",
    "polluted_soils": "Usine", "brownfield_sites": "Dépôt", "transit": "Bougainville", "ressourceries": "Recyclerie du Port",
    "decheteries": r"D\u00e9ch\u00e8terie Les Arnavaux",
}  # fmt: skip
JSON = ("communes", "legal_populations", "postcodes", "qpv2024", "decheteries", "ressourceries", *AREAS)


def spoilt(id_: str, files: dict[str, bytes], fault: Fault) -> dict[str, bytes]:
    return files | {name: fault(files[name]) for name in FEEDS[id_].file_names}


@pytest.mark.parametrize("id_", SWAPPED)
def test_swapped_axes_are_recognised(id_: str, files: dict[str, bytes], tmp_path: Path) -> None:
    report, _snapshots = refresh(tmp_path, spoilt(id_, files, SWAPPED[id_]), id_)
    assert report.outcomes[0].state in {FAILED, REFUSED}
    said = str(report.outcomes[0].sentence)
    assert any(word in said for word in ("inversées", "communes absentes", "du territoire", "contour", "adresse")), said


@pytest.mark.parametrize("id_", TWICE)
def test_an_identifier_that_is_there_twice_is_said(id_: str, files: dict[str, bytes], tmp_path: Path) -> None:
    report, _snapshots = refresh(tmp_path, spoilt(id_, files, TWICE[id_]), id_)
    said = str(report.outcomes[0].sentence)
    assert report.outcomes[0].state in {FAILED, REFUSED} and ("double" in said or "code (" in said), said


@pytest.mark.parametrize("id_", INVALID)
def test_an_invalid_contour_is_passed_over_and_named_and_the_others_are_taken(id_: str, files: dict[str, bytes], tmp_path: Path) -> None:
    report, _snapshots = refresh(tmp_path, spoilt(id_, files, of_shapes(bow_tie)), id_)
    (outcome,) = report.outcomes
    said = str(outcome.sentence) + "".join(map(str, outcome.passed_over))
    assert "contour invalide" in said or "communes absentes de la réponse : 13002" in said, said  # its only IRIS


@pytest.mark.parametrize("id_", NAMES)
def test_accents_that_are_encoded_twice_are_refused(id_: str, files: dict[str, bytes], tmp_path: Path) -> None:
    report, _snapshots = refresh(tmp_path, spoilt(id_, files, whole(lambda text: text.replace(NAMES[id_], GARBLED))), id_)
    assert report.outcomes[0].state == REFUSED and "deux fois" in str(report.outcomes[0].sentence)


@pytest.mark.parametrize("id_", JSON)
def test_numbers_that_json_does_not_know_are_refused(id_: str, files: dict[str, bytes], tmp_path: Path) -> None:
    figure = re.compile(r"(?<=[ :\[])\d+(\.\d+)?(?=[,\]}])")
    wrong = whole(lambda text: figure.sub("NaN", text, count=1) if figure.search(text) else "[NaN]")
    report, _snapshots = refresh(tmp_path, spoilt(id_, files, wrong), id_)
    assert report.outcomes[0].state == FAILED and "JSON" in str(report.outcomes[0].sentence)


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
