"""Promises of the refresh, against a local server that answers in the official forms."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from geodata.download import DownloadError, Limits, read_bytes
from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.refresh import FAILED, FRESH, REFUSED, SAME, Refresh, Report, last_checks, outcome_of
from geodata.sentences import from_plain
from geodata.snapshots import EMBEDDED, SnapshotGone, Snapshots
from geodata.sources import feeds
from geodata.territory import Territory, load_territory
from tests.geodata.official import Official, route_to

NOW = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def world(territory: Territory) -> Official:
    return Official(territory)


@pytest.fixture
def base(world: Official) -> Iterator[str]:
    with world.serving() as address:
        yield address


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "territory")


def refresh(snapshots: Snapshots, base: str, *only: str, accepted: tuple[str, ...] = (), now: dt.datetime = NOW, trial: bool = False,
            limits: Limits | None = None) -> Report:  # fmt: skip
    work = Refresh(snapshots, lambda: Reader(limits or Limits(), route=route_to(base)), frozenset(accepted), trial)
    return work.run([feed for feed in feeds() if not only or feed.id in only], now)


def states(report: Report) -> dict[str, str]:
    return {one.id: one.state for one in report.outcomes}


def outcome(report: Report, feed: str):
    return next(one for one in report.outcomes if one.id == feed)


def test_everything_is_refreshed_lands_beside_what_is_in_use_and_is_used_when_somebody_says_so(world, base, snapshots, territory):
    report = refresh(snapshots, base)
    assert states(report) == {feed.id: FRESH for feed in feeds()} | {"qpv2024": SAME}
    assert snapshots.in_use == EMBEDDED and snapshots.path is None
    snapshots.use(report.snapshot, "Fatou", NOW)
    fresh = load_territory(snapshots.path)
    old, new = (t.municipalities.set_index("code")["population"] for t in (territory, fresh))
    assert ((new - old)[list(in_use().communes)] == 100).all()
    assert new[list(in_use().districts)].sum() == new["13055"]
    assert fresh.demand.groupby("municipality")["population"].sum().to_dict() == new[list(in_use().communes)].to_dict()
    assert fresh.candidates["id"].tolist() == territory.candidates["id"].tolist()
    assert outcome(report, "legal_populations").difference.total_after == old[list(in_use().communes)].sum() + 100 * len(in_use().communes)


def test_real_facilities_take_the_place_of_the_invented_ones(base, snapshots, world):
    report = refresh(snapshots, base, "decheteries", "ressourceries")
    fresh = load_territory(snapshots.path_of(report.snapshot))
    assert not fresh.facilities["is_example"].any()
    names = fresh.facilities.set_index("id")["name"].to_dict()
    assert names == {
        "DE-D1": "Déchèterie de Bonneveine",
        "DE-D2": "Déchèterie Les Arnavaux",
        "RE-lvao_1": "Recyclerie du Port (1)",
        "RE-lvao_2": "Recyclerie du Port (2)",
    }
    assert fresh.facilities["tonnes_yr"].isna().all()
    assert tuple(map(str, outcome(report, "decheteries").passed_over)) == ("Déchèterie sans position : sans position",)
    stand = {source.id: source for source in fresh.sources(["example_facilities"])}
    assert set(stand) == {"decheteries", "ressourceries"}
    assert stand["decheteries"].vintage == "2025" and "Réseau des ressourceries" in stand["ressourceries"].note


def test_examples_of_a_kind_stay_until_real_ones_of_that_kind_come(base, snapshots, territory):
    report = refresh(snapshots, base, "decheteries")
    fresh = load_territory(snapshots.path_of(report.snapshot))
    by_kind = fresh.facilities.groupby("kind")["is_example"].all().to_dict()
    assert by_kind == {"decheterie": False, "ressourcerie": True}
    assert [source.id for source in fresh.sources(["example_facilities"])] == ["decheteries", "example_facilities"]
    assert [source.id for source in territory.sources(["example_facilities"])] == ["example_facilities"]


def test_downloaded_files_and_a_mirror_give_what_the_services_give(world, base, snapshots, tmp_path):
    first = refresh(snapshots, base)
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in world.files().items():
        (folder / name).write_bytes(data)
    whole = Refresh(Snapshots(tmp_path / "other"), lambda: Reader(directory=folder)).run(feeds(), NOW)
    assert whole.snapshot == first.snapshot
    world.overrides = {f"/mirror/{name}": data for name, data in world.files().items()}
    mirrored = Refresh(Snapshots(tmp_path / "third"), lambda: Reader(mirror=f"{base}/mirror")).run(feeds(), NOW)
    assert mirrored.snapshot == first.snapshot


def test_a_trial_says_what_would_change_and_lands_nothing(base, snapshots):
    report = refresh(snapshots, base, trial=True)
    assert outcome(report, "decheteries").state == FRESH and report.snapshot == ""
    assert snapshots.names() == []


def test_what_did_not_change_lands_nothing(base, snapshots):
    snapshots.use(refresh(snapshots, base).snapshot, "Fatou", NOW)
    again = refresh(snapshots, base, now=NOW + dt.timedelta(days=1))
    assert set(states(again).values()) == {SAME} and again.snapshot == ""


def test_one_goes_back_and_forth_and_what_was_landed_stays(world, base, snapshots):
    first = refresh(snapshots, base).snapshot
    snapshots.use(first, "Fatou", NOW)
    world.populations[0]["population"] += 1
    second = refresh(snapshots, base, now=NOW + dt.timedelta(days=1)).snapshot
    snapshots.use(second, "Fatou", NOW)
    assert snapshots.back("Fatou", NOW) == first == snapshots.in_use
    assert snapshots.back("Fatou", NOW) == second
    snapshots.use(EMBEDDED, "Fatou", NOW)
    assert snapshots.names() == [second, first]
    assert [use.snapshot for use in snapshots.history()] == [first, second, first, second, EMBEDDED]
    with pytest.raises(SnapshotGone):
        snapshots.use("2020-01-01T000000Z-000000000000", "Fatou", NOW)
    with pytest.raises(SnapshotGone):
        snapshots.use("../outside", "Fatou", NOW)


def test_a_snapshot_that_has_not_landed_yet_is_none(base, snapshots, territory):
    report = refresh(snapshots, base, "decheteries")
    (snapshots.folder / report.snapshot).rename(snapshots.folder / ".landing-20261201T093000")
    assert snapshots.names() == [] and not snapshots.has(".landing-20261201T093000")


def test_nothing_to_go_back_to_is_said(snapshots):
    with pytest.raises(SnapshotGone, match="avant"):
        snapshots.back("Fatou", NOW)


def swap(geometry: dict) -> dict:
    return shapely.geometry.mapping(shapely.transform(shapely.geometry.shape(geometry), lambda xy: xy[:, ::-1]))


def spoil_missing_commune(world: Official) -> str:
    del world.features["13028"]
    return "communes"


def spoil_missing_population(world: Official) -> str:
    world.populations = [item for item in world.populations if item["code"] != "13055"]
    return "legal_populations"


def spoil_swapped_axes(world: Official) -> str:
    world.features["13022"]["geometry"] = swap(world.features["13022"]["geometry"])
    return "communes"


def spoil_metres(world: Official) -> str:
    shape = shapely.transform(shapely.geometry.shape(world.features["13022"]["geometry"]), lambda xy: xy * 1e5)
    world.features["13022"]["geometry"] = shapely.geometry.mapping(shape)
    return "communes"


def spoil_renamed_field(world: Official) -> str:
    for feature in world.features.values():
        feature["properties"]["insee"] = feature["properties"].pop("code_insee")
    return "communes"


def spoil_duplicated_code(world: Official) -> str:
    world.features["13022"]["properties"]["code_insee"] = "13028"
    return "communes"


def spoil_entry(world: Official) -> str:
    world.entry = "other.geojson"
    return "qpv2024"


def spoil_code(world: Official) -> str:
    world.priority[0]["properties"]["code_qp"] = "<img onerror=1>"
    return "qpv2024"


def spoil_no_neighbourhood(world: Official) -> str:
    world.priority = world.priority[-1:]
    return "qpv2024"


def spoil_no_population(world: Official) -> str:
    world.populations[0]["population"] = None
    return "legal_populations"


def spoil_html(world: Official) -> str:
    world.overrides["/wfs/ows"] = b"<html>Maintenance</html>"
    return "communes"


def spoil_nan(world: Official) -> str:
    world.overrides["/communes"] = b'[{"code": "13055", "nom": "Marseille", "population": NaN}]'
    return "legal_populations"


def spoil_not_a_zip(world: Official) -> str:
    world.overrides["942d4ee8-8142-4556-8ea1-335537ce1119"] = b"PK\x03\x04 not really"
    return "qpv2024"


def spoil_http_500(world: Official) -> str:
    world.overrides["/communes"] = b"500"
    return "legal_populations"


def spoil_http_404(world: Official) -> str:
    world.overrides["decheteries-dma/lines"] = b"404"
    return "decheteries"


def spoil_empty_directory(world: Official) -> str:
    world.decheteries = []
    return "decheteries"


def spoil_renamed_position(world: Official) -> str:
    for line in world.ressourceries:
        line["lat"] = line.pop("latitude")
    return "ressourceries"


SPOILS = {name.removeprefix("spoil_"): function for name, function in list(globals().items()) if name.startswith("spoil_")}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS.keys())
def test_a_spoilt_source_says_so_in_a_sentence_and_does_not_stop_the_others(world, base, snapshots, spoil):
    spoilt = spoil(world)
    report = refresh(snapshots, base, spoilt, "ressourceries" if spoilt != "ressourceries" else "decheteries")
    found = outcome(report, spoilt)
    assert found.state == FAILED and found.sentence and "Error" not in str(found.sentence) and "\n" not in str(found.sentence)
    assert FRESH in {one.state for one in report.outcomes}
    assert from_plain(last_checks(snapshots.folder)[spoilt]["sentence"]) == found.sentence
    assert snapshots.names() == [report.snapshot]


def test_an_invalid_contour_is_passed_over_and_named_and_the_neighbourhood_is_missed(world, base, snapshots):
    bow = [[5.3, 43.3], [5.31, 43.31], [5.31, 43.3], [5.3, 43.31], [5.3, 43.3]]
    world.priority[0]["geometry"] = {"type": "Polygon", "coordinates": [bow]}
    found = outcome(refresh(snapshots, base, "qpv2024"), "qpv2024")
    assert found.state == FRESH
    assert tuple(map(str, found.passed_over)) == (f"{world.priority[0]['properties']['lib_qp']} : contour invalide",)
    assert found.difference.removed == (world.priority[0]["properties"]["lib_qp"],)


def lose_a_commune(world: Official) -> str:
    world.priority = [one for one in world.priority if "13054" not in one["properties"]["insee_com"]]
    return "13054"


def lose_names(world: Official) -> str:
    world.priority[0]["properties"]["lib_qp"] = None
    return "sans nom"


def lose_letters(world: Official) -> str:
    world.priority[0]["properties"]["lib_qp"] = "Ch\u00c3\u00a2teau"
    return "codés deux fois"


def lose_codes(world: Official) -> str:
    for one in world.priority:
        one["properties"]["insee_com"] = one["properties"]["insee_com"].replace("13055", "13213")
    return "13213"


def lose_many(world: Official) -> str:
    world.priority = world.priority[20:]
    return "en moins"


LOSSES = {name.removeprefix("lose_"): function for name, function in list(globals().items()) if name.startswith("lose_")}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES.keys())
def test_what_would_be_lost_stops_a_source_unless_it_is_accepted(world, base, snapshots, lose):
    word = lose(world)
    refused = outcome(refresh(snapshots, base, "qpv2024"), "qpv2024")
    assert refused.state == REFUSED and word in str(refused.sentence)
    assert snapshots.names() == []
    accepted = refresh(snapshots, base, "qpv2024", accepted=("qpv2024",), now=NOW + dt.timedelta(hours=1))
    assert states(accepted)["qpv2024"] in {FRESH, SAME}


def test_a_population_that_halves_is_refused(world, base, snapshots):
    for item in world.populations:
        item["population"] //= 2
    found = outcome(refresh(snapshots, base, "legal_populations"), "legal_populations")
    assert found.state == REFUSED and "la population passerait de" in str(found.sentence)


def test_a_report_is_read_back_as_it_was_written(base, snapshots):
    report = refresh(snapshots, base)
    told = json.loads(json.dumps(snapshots.report(report.snapshot)))
    assert tuple(outcome_of(one) for one in told["outcomes"]) == report.outcomes


def test_a_landing_that_was_cut_leaves_nothing_and_is_cleared_by_the_next(base, snapshots, territory):
    def cut(path: Path):
        path.mkdir()
        (path / "demand.parquet").write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        snapshots.land(cut, {}, NOW)
    assert snapshots.names() == [] and load_territory(snapshots.path).version == territory.version
    report = refresh(snapshots, base, "decheteries", now=NOW + dt.timedelta(days=1))
    assert [path.name for path in snapshots.folder.iterdir() if path.is_dir()] == [report.snapshot]


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(received_bytes=1_000), "trop longue"),
        (Limits(unpacked_bytes=1_000), "trop grande"),
        (Limits(stall_s=0.1), "Lecture impossible"),
        (Limits(total_s=0.1), "trop lente"),
    ],
)
def test_size_and_time_limits_stop_a_source(world, base, snapshots, limits, reason):
    world.pause_s = 0.3 if min(limits.stall_s, limits.total_s) < 1 else 0.0
    assert reason in str(outcome(refresh(snapshots, base, "qpv2024", limits=limits), "qpv2024").sentence)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://example.org/qpv.zip"])
def test_a_redirection_to_a_file_or_to_plain_http_is_refused(world, base, snapshots, address):
    world.redirect = address
    assert "https" in str(outcome(refresh(snapshots, base, "qpv2024"), "qpv2024").sentence)


@pytest.mark.parametrize("url", ["http://example.org/x", "file:///etc/hostname", "ftp://127.0.0.1/x", "http://127.0.0.1.example.org/"])
def test_only_https_or_this_machine_is_read(url):
    with pytest.raises(DownloadError, match="https"):
        read_bytes(url, Limits())


def test_every_page_is_asked_for(world, base, snapshots):
    refresh(snapshots, base, "decheteries", "legal_populations")
    asked = [path for path in world.requests if "/lines" in path]
    assert [path.rpartition("after=")[2] if "after=" in path else "" for path in asked] == ["", "2", "4"]
