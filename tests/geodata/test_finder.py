"""Promises of the search for a position: online and offline together, and each without the other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.crs import to_wgs84
from geodata.finder import Around, Finder
from geodata.gazetteer import Answer
from geodata.geocoder import GeocoderSilent
from geodata.street_import import import_streets
from geodata.territory import Territory
from tests.geodata.ban import LAT, LON, ban, line, small_town


class Online:
    """Stands for the geocoder: what it answers is given, or it is silent."""

    def __init__(self, *answers: Answer, address: str | None = None, silent: bool = False) -> None:
        self.answers, self.address, self.silent = answers, address, silent

    def search(self, _text: str) -> tuple[Answer, ...]:
        if self.silent:
            raise GeocoderSilent
        return self.answers

    def address_at(self, _lon: float, _lat: float) -> str | None:
        if self.silent:
            raise GeocoderSilent
        return self.address


@pytest.fixture
def index(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_bytes(small_town())
    import_streets(tmp_path / "a.csv", tmp_path / "streets.parquet")
    return tmp_path / "streets.parquet"


def finder(streets: Path | None = None, online: Any = None) -> Finder:
    return Finder(streets, online)


def labels(found: Any) -> list[str]:
    return [answer.label for answer in found.answers]


PORT = Answer("1 Rue du Port 13002 Marseille", "address", LON, LAT, "13202", "number", 0.93)
LA_VISTE = Answer("La Viste", "commune", LON, LAT, "13215", "area", 0.4)


def test_without_network_nor_index_the_names_are_searched_and_it_is_said(territory: Territory, tmp_path: Path) -> None:
    found = finder(tmp_path / "none.parquet").search(territory, "cassis")
    assert labels(found)[0] == "Cassis"
    assert found.note is not None
    assert found.note.startswith("Ni géocodeur ni index des rues")


def test_without_network_the_street_index_answers_and_nothing_is_said(territory: Territory, index: Path) -> None:
    found = finder(index).search(territory, "12 r. république")
    assert labels(found)[0] == "12 Rue de la République, 13002 Marseille 2e"
    assert found.note is None


def test_a_silent_geocoder_is_said_and_the_rest_answers(territory: Territory, index: Path) -> None:
    found = finder(index, Online(silent=True)).search(territory, "12 r. république")
    assert labels(found)[0] == "12 Rue de la République, 13002 Marseille 2e"
    assert found.note == "Le géocodeur ne répond pas : recherche dans les noms du territoire."


def test_online_addresses_stand_with_the_territory_s_own_names_by_score(territory: Territory, index: Path) -> None:
    found = finder(index, Online(PORT, LA_VISTE)).search(territory, "la viste")
    assert labels(found)[0] == "La Viste (Marseille)"
    assert {PORT.label, LA_VISTE.label} <= set(labels(found))
    assert [answer.score for answer in found.answers] == sorted((answer.score for answer in found.answers), reverse=True)
    assert found.note is None


def test_streets_are_told_once_and_the_index_serves_when_online_finds_nothing(territory: Territory, index: Path) -> None:
    assert not any("République" in label for label in labels(finder(index, Online(PORT)).search(territory, "rue république")))
    assert any("République" in label for label in labels(finder(index, Online()).search(territory, "rue république")))


def test_one_name_is_given_once(territory: Territory) -> None:
    twice = Answer("cassis", "commune", 5.53, 43.21, "13022", "area", 0.99)
    found = finder(online=Online(twice, twice)).search(territory, "cassis")
    assert [label.lower() for label in labels(found)].count("cassis") == 1


def test_an_index_imported_meanwhile_is_used_and_a_spoilt_one_is_none(territory: Territory, tmp_path: Path) -> None:
    path = tmp_path / "streets.parquet"
    search = finder(path)
    assert search.search(territory, "rue de la forêt").note is not None
    (tmp_path / "a.csv").write_bytes(ban([line(street="Rue de la Forêt")]))
    import_streets(tmp_path / "a.csv", path)
    assert labels(search.search(territory, "rue de la forêt"))[0].startswith("Rue de la Forêt")
    path.write_bytes(b"spoilt")
    os.utime(path, ns=(1, 1))
    assert search.search(territory, "rue de la forêt").note is not None


def test_a_point_is_told_by_what_holds_it(territory: Territory, index: Path) -> None:
    around = finder(index).around(territory, LON + 12e-4, LAT)
    assert (around.area_code, around.area) == ("13202", "Marseille 2e")
    assert around.address == "12 Rue de la République, 13002 Marseille 2e"
    assert around.quartier is not None
    assert around.qpv is not None
    assert around.qpv.distance_m <= 800


def test_inside_a_priority_neighbourhood_the_distance_is_nought(territory: Territory) -> None:
    zones, search = territory.priority_neighbourhoods, finder()
    points = zones.geometry.representative_point()
    told = [search.around(territory, *map(float, to_wgs84(point.x, point.y))) for point in points]
    inside = [(each.qpv.code, each.qpv.distance_m) for each in told if each.qpv is not None]
    # One of them crosses the territory's edge: its middle lies outside every commune.
    assert len(inside) >= len(zones) - 1
    assert set(inside) <= {(code, 0.0) for code in zones["code"]}


def test_the_geocoder_tells_an_address_that_the_index_does_not_know(territory: Territory, index: Path) -> None:
    far = (5.53, 43.215)
    assert finder(index, Online(address="3 Quai des Baux")).around(territory, *far).address == "3 Quai des Baux"
    assert finder(index, Online(silent=True)).around(territory, *far).address is None
    assert finder(index).around(territory, *far).address is None


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_anywhere_a_point_is_told_or_outside(territory: Territory, lon: float, lat: float) -> None:
    around = finder().around(territory, lon, lat)
    if not (4.9 < lon < 5.8 and 43.1 < lat < 43.6):
        assert around == Around()


@pytest.mark.parametrize(("lon", "lat"), [(5.2, 43.25), (5.447, 43.527), (LAT, LON), (181.0, 91.0)])
def test_the_sea_the_neighbours_and_swapped_axes_are_outside(lon: float, lat: float, territory: Territory) -> None:
    assert finder(online=Online(address="x")).around(territory, lon, lat) == Around()
