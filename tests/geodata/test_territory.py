"""Promises of the loader: verified files, or a sentence that says which file and what to do."""

from __future__ import annotations

import shutil

import pytest
import shapely

from geodata.build import SNAPSHOT
from geodata.manifest import MANIFEST
from geodata.territory import SnapshotError, load_territory


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SNAPSHOT, tmp_path / "snapshot")


@pytest.mark.parametrize("name", [MANIFEST, "demand.parquet", "candidates.parquet"])
def test_a_missing_file_is_named_with_the_command_that_makes_it(copy, name):
    (copy / name).unlink()
    with pytest.raises(SnapshotError, match=rf"{name}.*make data"):
        load_territory(copy)


@pytest.mark.parametrize("name", ["municipalities.parquet", "iris.parquet"])
def test_one_altered_byte_is_noticed(copy, name):
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(bytes(data))
    with pytest.raises(SnapshotError, match=name):
        load_territory(copy)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": 99, "files": []}', '{"format": 1, "files": [{}], "packages": {}, "tools": {}}']
)
def test_a_manifest_that_is_not_one_is_refused(copy, text):
    (copy / MANIFEST).write_text(text)
    with pytest.raises(SnapshotError, match="make data"):
        load_territory(copy)


def test_a_copy_of_the_snapshot_has_the_same_version(copy, territory):
    assert load_territory(copy).version == territory.version
    assert len(territory.version) == 12


def test_names_are_written_in_full_french(territory):
    names = territory.municipalities.set_index("code")["name"]
    assert names["13028"] == "La Ciotat"
    assert names["13088"] == "Le Rove"
    assert names["13042"] == "Gémenos"
    assert names["13201"] == "Marseille 1er"
    assert names["13215"] == "Marseille 15e"
    quartiers = set(territory.quartiers["name"])
    assert {"Belsunce", "La Valentine", "Saint-Louis", "L'Estaque", "Saint-Jean-du-Désert", "Hôtel de Ville", "Les Îles"} <= quartiers


def test_what_is_unknown_is_missing_and_never_zero(territory):
    towns = territory.municipalities.set_index("code")
    assert towns.loc["13201":"13216", "social_housing_rate_pct"].isna().all()
    assert towns.at["13002", "brownfields_n"] != 0
    assert territory.priority_neighbourhoods["population"].isna().all()
    assert territory.priority_neighbourhoods["poverty_rate_pct"].isna().all()


def test_the_arrondissements_cover_marseille(territory):
    shapes = territory.municipalities.set_index("code").geometry
    union = shapely.union_all(shapes["13201":"13216"].to_numpy())
    assert union.symmetric_difference(shapes["13055"]).area < 1_000


def test_the_berre_lagoon_is_water_and_the_islands_are_land(territory):
    land = shapely.union_all([*territory.municipalities.geometry, *territory.neighbours.geometry])
    lagoon, frioul, open_sea = shapely.Point(870_000, 6_262_500), shapely.Point(887_400, 6_245_250), shapely.Point(880_000, 6_240_000)
    assert not land.contains(lagoon)
    assert land.contains(frioul)
    assert not land.contains(open_sea)


def test_neighbours_never_overlap_the_territory(territory):
    own = shapely.union_all(territory.municipalities.geometry.to_numpy())
    overlap = shapely.intersection(territory.neighbours.geometry.to_numpy(), own)
    assert shapely.area(overlap).sum() < 1_000
