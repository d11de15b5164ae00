"""Promises of the import of streets: the territory's addresses and no others, whole or not at all."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from geodata import street_import
from geodata.crs import to_l93
from geodata.street_import import StreetsError, import_streets
from geodata.streets import Streets
from tests.geodata.ban import HEAD, LAT, LON, ban, line, small_town


def _imported(tmp_path: Path, data: bytes, name: str = "adresses-13.csv") -> tuple[str, Streets]:
    source, target = tmp_path / name, tmp_path / "var" / "streets.parquet"
    source.write_bytes(data)
    return import_streets(source, target), Streets.load(target)


@pytest.mark.parametrize("packed", [False, True])
def test_the_territory_is_kept_and_the_rest_is_counted(packed: bool, tmp_path: Path) -> None:
    data, name = small_town(), "adresses-13.csv"
    said, streets = _imported(tmp_path, gzip.compress(data) if packed else data, name + (".gz" if packed else ""))
    assert said == "Adresses importées : 12. Voies : 3. Lignes laissées, hors du territoire : 1, inutilisables : 0."
    assert streets.names == ("Rue du 8 Mai 1945", "Rue de la République", "Hameau de la Nerthe")
    assert streets.area_codes == ("13054", "13202", "13216")
    assert streets.numbers.tolist() == [1, 3, 8, 1, 2, 3, 4, 10, 11, 12, 12, 0]
    assert streets.suffixes[9:11] == ("", "bis")


def test_positions_come_back_to_the_decimetre(tmp_path: Path) -> None:
    _said, streets = _imported(tmp_path, ban([line(7)]))
    x, y = to_l93(LON, LAT)
    assert streets.xy_l93[0] == pytest.approx([float(x), float(y)], abs=0.051)


@pytest.mark.parametrize(
    "bad",
    [
        line("12 bis"), line("douze"), line("-3"), line("12345"), line("١٢"), line(street=""), line(street="x" * 121), line(lon=""),
        line(lat="abc"),
        line(lon="nan"), line(lon="inf"), line(lon=2.35, lat=48.85), line(lon=LAT, lat=LON), line(rep="x" * 9), line(lon="1e999"),
    ],
)  # fmt: skip
def test_a_line_that_says_nothing_usable_is_left_and_counted(bad: str, tmp_path: Path) -> None:
    said, streets = _imported(tmp_path, ban([bad, line(7)]))
    assert streets.numbers.tolist() == [7]
    assert "hors du territoire : 0, inutilisables : 1" in said


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.csv", "colonnes absentes : numero"),
        (b"a;b\n1;2\n", "a.csv", "colonnes absentes : numero"),
        (ban([line()], HEAD.replace("code_insee;", "insee;")), "a.csv", "colonnes absentes : code_insee"),
        (ban([line()]).replace(b";", b","), "a.csv", "colonnes absentes"),
        (ban([]), "a.csv", "aucune adresse du territoire"),
        (ban([line(code="75102")]), "a.csv", "aucune adresse du territoire"),
        (ban([line()]).decode().encode("latin-1"), "a.csv", "UTF-8"),
        (ban([line()]), "a.csv.gz", "lecture impossible"),
        (gzip.compress(small_town())[:-20], "a.csv.gz", "lecture impossible"),
        (ban(['"' + "x" * 200_000]), "a.csv", "UTF-8"),
        (gzip.compress(ban([]) + b"0" * 5_000_000), "a.csv.gz", "UTF-8"),
    ],
)
def test_a_file_that_is_not_one_is_a_sentence_and_the_index_stays(data: bytes, name: str, said: str, tmp_path: Path) -> None:
    target = tmp_path / "streets.parquet"
    target.write_bytes(b"as before")
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StreetsError, match=said):
        import_streets(tmp_path / name, target)
    assert target.read_bytes() == b"as before"
    assert {path.name for path in tmp_path.iterdir()} == {name, "streets.parquet"}


def test_a_full_disk_is_a_sentence_and_the_index_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "streets.parquet"
    source.write_bytes(small_town())
    target.write_bytes(b"as before")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(street_import.os, "fsync", full)
    with pytest.raises(StreetsError, match="Écriture impossible"):
        import_streets(source, target)
    assert target.read_bytes() == b"as before"
    assert not list(tmp_path.glob("*.part"))
