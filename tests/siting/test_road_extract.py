"""An extract of OpenStreetMap that cannot be used is refused with a sentence; what reads it ends before the service does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siting import road_extract
from siting.road_extract import RoadsError, graph_from_osm, needed_mb, read_extract
from tests.geodata.osm_extract import osm_extract

BOX = (5.0, 43.0, 5.6, 43.6)
ELSEWHERE = (2.0, 48.0, 2.6, 48.6)
READER = """
import os
import pandas as pd

class OSM:
    def __init__(self, path, **options):
        assert os.path.isabs(path) and options["bounding_box"] == {box}

    def get_network(self, network_type, nodes):
        {act}
        lon, lat = [5.30, 5.31, 5.31], [43.30, 43.30, 43.31]
        edges = dict(u=[11, 12, 13], v=[12, 13, 11], length=[800.0, 1100.0, 1400.0], highway="residential", maxspeed=None)
        edges |= dict(oneway=None, junction=None)
        return pd.DataFrame(dict(id=[11, 12, 13], lon=lon, lat=lat)), pd.DataFrame(edges)
"""


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "region.osm.pbf"
    path.write_bytes(osm_extract(BOX))
    return path


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, act: str = "pass") -> None:
    """Put in the place of pyrosm, here and in the process that reads, a module that acts so before it answers three streets."""
    place = folder / "modules"
    place.mkdir(exist_ok=True)
    (place / "pyrosm.py").write_text(READER.format(box=list(BOX), act=act), encoding="utf-8")
    monkeypatch.syspath_prepend(place)
    monkeypatch.setenv("PYTHONPATH", str(place))


def refusal(path: Path, cache: Path) -> str:
    with pytest.raises(RoadsError) as found:
        graph_from_osm(path, "foot", cache, BOX)
    return str(found.value)


def test_its_streets_are_read_apart_once(extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    graph = graph_from_osm(extract, "foot", tmp_path / "cache", BOX)
    assert len(graph.xy_l93) == 3 and graph.minutes.min() == pytest.approx(10)
    install(tmp_path, monkeypatch, "raise OSError")
    assert graph_from_osm(extract, "foot", tmp_path / "cache", BOX).fingerprint == graph.fingerprint


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("os.kill(os.getpid(), 9)", "la mémoire de cette machine n'a pas suffi"),
        ("raise MemoryError", "la mémoire de cette machine n'a pas suffi"),
        ("raise OSError('no')", "pyrosm n'a pas pu le lire"),
        ("return None", "aucune rue du territoire n'y est"),
    ],
)
def test_what_ends_its_reading_is_said(extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, words: str) -> None:
    install(tmp_path, monkeypatch, act)
    assert words in refusal(extract, tmp_path / "cache")


def test_what_is_no_extract_of_the_territory_is_refused_before_it_is_read(extract: Path, tmp_path: Path) -> None:
    assert "fichier absent" in refusal(tmp_path / "none.osm.pbf", tmp_path)
    cut = shutil.copy(extract, tmp_path / "cut.osm.pbf")
    cut.write_bytes(extract.read_bytes()[:-3])
    assert "interrompu" in refusal(cut, tmp_path)
    cut.write_bytes(b"<html></html>")
    assert "pas un extrait OpenStreetMap" in refusal(cut, tmp_path)
    cut.write_bytes(osm_extract(ELSEWHERE))
    assert "ne couvre pas le territoire" in refusal(cut, tmp_path)


def test_what_could_not_fit_in_memory_is_refused_with_how_much_it_takes(
    extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch)
    monkeypatch.setattr(road_extract, "memory_mb", lambda: road_extract.RESERVE_MB + 100)
    assert "demande environ 350 Mo de mémoire, cette machine en laisse 100" in refusal(extract, tmp_path / "cache")


def test_a_box_of_a_large_extract_takes_less_than_the_whole(extract: Path, tmp_path: Path) -> None:
    region = tmp_path / "wide.osm.pbf"
    region.write_bytes(osm_extract((3.0, 41.0, 9.0, 47.0)))
    with region.open("ab") as stream:
        stream.truncate(300_000_000)
    header = read_extract(extract)
    assert needed_mb(region, header, None) > 6_000
    wide = header.__class__((3.0, 41.0, 9.0, 47.0), None, 1)
    assert needed_mb(region, wide, BOX) < 1_400
