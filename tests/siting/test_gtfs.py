"""A GTFS that is wrong is refused with a French sentence that says where; what can be read of one that is only untidy is."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from i18n import use_language
from siting import gtfs
from siting.gtfs import FeedError, read_feed
from siting.timetable import build_timetable, timetable_from_gtfs
from tests.siting.feeds import calls, stop, tables, write


def without(name: str, column: str) -> list[dict[str, object]]:
    return [{key: value for key, value in row.items() if key != column} for row in tables()[name]]


def cut(path: Path) -> Path:
    write(path, tables())
    path.write_bytes(path.read_bytes()[:-200])
    return path


def damaged(path: Path) -> Path:
    write(path, tables())
    content = bytearray(path.read_bytes())
    at = content.find(b"stop_times.txt") + 14
    content[at : at + 20] = bytes(20)
    path.write_bytes(content)
    return path


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(write(path, tables(stop_times=None)), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("stop_times.txt", "trip_id,stop_id,stop_sequence,arrival_time,departure_time\n" + " " * 60_000_000)
    return path


def text(path: Path) -> Path:
    path.write_text("<html>404</html>")
    return path


def plain(**changes: object) -> Callable[[Path], Path]:
    return lambda path: write(path, tables(**changes))  # type: ignore[arg-type]


def week(**changes: object) -> list[dict[str, object]]:
    return [dict(tables()["calendar"][0]) | changes]


WRONG: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda path: path, "gtfs.zip n'existe pas"),
    "not a zip": (text, "n'est pas un fichier zip entier"),
    "cut": (cut, "n'est pas un fichier zip entier"),
    "damaged": (damaged, "n'est pas un fichier zip entier"),
    "bomb": (bomb, "prendrait 60 Mo"),
    "no stops": (plain(stops=None), "il y manque stops.txt"),
    "no stop_times": (plain(stop_times=None), "il y manque stop_times.txt"),
    "no calendar": (plain(calendar=None), "quels jours on circule"),
    "no row": (plain(trips=[{"trip_id": "", "service_id": ""}][:0]), "trips.txt"),
    "no column": (lambda path: write(path, tables(stop_times=without("stop_times", "stop_id"))), "manque la colonne stop_id"),
    "a date that is none": (plain(calendar=week(start_date="2027-01-04")), "« 2027-01-04 » n'est pas une date"),
    "dates turned round": (plain(calendar=week(start_date="20270117", end_date="20270104")), "ne couvre aucun jour"),
    "only Sundays": (
        plain(calendar=week(**dict.fromkeys(["monday", "tuesday", "wednesday", "thursday", "friday"], 0), sunday=1)),
        "un jour de semaine, du 04/01/2027 au 17/01/2027",
    ),
    "no time is one": (
        plain(stop_times=[dict(row) | {"arrival_time": "soon", "departure_time": ""} for row in tables()["stop_times"]]),
        "n'a d'horaires lisibles ; la dernière couverte est celle du 17/01/2027",
    ),
    "trips that go back in time": (
        plain(stop_times=calls("t7", [("a", 30_000, 30_000), ("b", 29_000, 29_000)])),
        "n'a d'horaires lisibles",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_feed_is_refused_in_words(tmp_path: Path, case: str) -> None:
    make, words = WRONG[case]
    with pytest.raises(FeedError) as refused:
        timetable_from_gtfs(make(tmp_path / "gtfs.zip"), tmp_path / "cache")
    assert words in " ".join(str(refused.value).split())
    assert str(refused.value).startswith("Horaires (GTFS)")
    with use_language("en"):
        assert str(refused.value).startswith("Timetable (GTFS)")
        assert "download" in str(refused.value) or "again" not in refused.value.sentence.values


def test_more_rides_than_a_service_can_hold_are_refused(tmp_path: Path) -> None:
    often = [{"trip_id": f"t{hour}", "start_time": "00:00:00", "end_time": "200:00:00", "headway_secs": 1} for hour in range(7, 11)]
    with pytest.raises(FeedError, match="c'est trop"):
        build_timetable(read_feed(write(tmp_path / "gtfs.zip", tables(frequencies=often))))


@pytest.mark.parametrize("seed", range(8))
def test_a_file_damaged_anywhere_gives_a_timetable_or_a_sentence(tmp_path: Path, seed: int) -> None:
    content = bytearray(write(tmp_path / "gtfs.zip", tables()).read_bytes())
    drawn = random.Random(seed)
    for _ in range(80):
        broken = bytearray(content)
        for _ in range(drawn.randint(1, 6)):
            broken[drawn.randrange(len(broken))] = drawn.randrange(256)
        (tmp_path / "gtfs.zip").write_bytes(broken[: drawn.randint(1, len(broken))] if drawn.random() < 0.3 else broken)
        try:
            build_timetable(read_feed(tmp_path / "gtfs.zip"))
        except FeedError as refused:
            assert str(refused)


def test_what_is_only_untidy_is_read(tmp_path: Path) -> None:
    tidy = build_timetable(read_feed(write(tmp_path / "tidy.zip", tables())))
    rows = [dict(row) for row in tables()["stop_times"]]
    random.Random(1).shuffle(rows)
    rows += [
        {"trip_id": "t7", "stop_id": "nowhere", "stop_sequence": 5, "arrival_time": "07:05:00", "departure_time": "07:05:00"},
        {"trip_id": "t7", "stop_id": "a", "stop_sequence": "x", "arrival_time": "07:05:00", "departure_time": "07:05:00"},
    ]
    stops = [stop(" a ", 890_000, 6_245_000), stop("b", 894_000, 6_245_000), {"stop_id": "nan", "stop_lat": "NaN", "stop_lon": "91"}]
    untidy = tables(stops=stops, stop_times=rows, agency=[{"agency_name": "Régie d'Été"}])
    read = build_timetable(read_feed(write(tmp_path / "untidy.zip", untidy, folder="export/", encoding="cp1252")))
    for name in ("departs", "arrives", "from_stop", "to_stop", "onward"):
        assert np.array_equal(getattr(read, name), getattr(tidy, name)), name
    assert read.publisher == "Régie d'Été"
    assert np.isnan(read.xy_l93[2]).all()
    with_mark = write(tmp_path / "mark.zip", tables(), encoding="utf-8-sig")
    assert np.array_equal(build_timetable(read_feed(with_mark)).departs, tidy.departs)


def test_a_call_without_a_time_is_given_one_between_its_neighbours(tmp_path: Path) -> None:
    rows = calls("t7", [("a", 25_200, 25_200), ("b", 0, 0), ("a", 0, 0), ("b", 26_100, 26_100)])
    for row in rows[1:3]:
        row |= {"arrival_time": "", "departure_time": ""}
    table = build_timetable(read_feed(write(tmp_path / "gtfs.zip", tables(stop_times=rows))))
    assert table.departs.tolist() == [25_200, 25_500, 25_800]
    assert table.arrives.tolist() == [25_500, 25_800, 26_100]
    assert table.onward.tolist() == [1, 2, -1]


def test_the_day_is_an_ordinary_one_and_exceptions_count(tmp_path: Path) -> None:
    off = [{"service_id": "week", "date": f"202701{day:02d}", "exception_type": 2} for day in (4, 5)]
    more = [{"service_id": "week", "date": "20270123", "exception_type": 1}]
    table = build_timetable(read_feed(write(tmp_path / "gtfs.zip", tables(calendar_dates=off + more))))
    assert (str(table.day), str(table.last_day)) == ("2027-01-06", "2027-01-23")


def test_a_table_is_read_within_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gtfs, "MOST_BYTES", 100)
    with pytest.raises(FeedError, match="prendrait"):
        read_feed(write(tmp_path / "gtfs.zip", tables()))
