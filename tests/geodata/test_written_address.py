"""Promises of what is found of addresses as people write them, by the street index alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from domain.written_address import Written
from geodata.finder import Finder, NoAddresses
from geodata.gazetteer import Answer
from geodata.geocoder import GeocoderSilent
from geodata.question import without_complements
from geodata.street_import import import_streets
from geodata.territory import Territory
from geodata.written_address import Doubt, Located, located
from tests.geodata.ban import LAT, LON, ban, line


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    folder = tmp_path_factory.mktemp("streets")
    boisselot = [line(n, street="Rue Boisselot", postcode="13014", code="13214", lon=5.385 + n * 1e-4, lat=43.335) for n in range(1, 41)]
    church = [line(3, street="Place de l'Église", postcode=code, code=area, lon=lon, lat=lat) for code, area, lon, lat in CHURCHES]
    (folder / "a.csv").write_bytes(ban([*boisselot, *church]))
    import_streets(folder / "a.csv", folder / "streets.parquet")
    return Finder(folder / "streets.parquet")


CHURCHES = (("13011", "13211", 5.48, 43.29), ("13600", "13028", 5.60, 43.17))


def found(finder: Finder, territory: Territory, address: str, postcode: str = "", town: str = "") -> Located:
    return finder.locate(territory, [Written(address, postcode, town)])[0]


@pytest.mark.parametrize(
    "address",
    [
        "12 rue Boisselot 13014", "12-14 rue Boisselot 13014", "12/14 rue Boisselot", "12 à 14, rue Boisselot", "12 et 14 rue Boisselot",
        "Résidence Les Oliviers, bât. C, 12 rue Boisselot 13014", "12 RUE BOISSELOT, RDC, 13014 MARSEILLE CEDEX 14",
        "Boisselot (rue), 12", "12, r. Boisselot - appt 3 - 13014 Marseille", "Local 4, 12 rue Boisselot, étage 2",
    ],
)  # fmt: skip
def test_an_address_is_found_at_its_number_however_it_is_written(address: str, finder: Finder, territory: Territory) -> None:
    told = found(finder, territory, address)
    assert (told.answers[0].label, told.answers[0].precision) == ("12 Rue Boisselot, 13014 Marseille 14e", "number")
    assert told.doubts == ()


@pytest.mark.parametrize(
    ("address", "postcode", "town", "doubts"),
    [
        ("rue Boisselot", "13014", "", {Doubt.STREET}),
        ("99 rue Boisselot", "13014", "", {Doubt.NUMBER}),
        ("12 rue Boisselot", "13002", "", {Doubt.POSTCODE}),
        ("12 rue Boisselot 13002", "", "", {Doubt.POSTCODE}),
        ("12 rue Boisselot", "", "Marseille", set()),
        ("12 rue Boisselot", "", "Marseille 14e", set()),
        ("12 rue Boisselot", "", "Quartier du Canet", set()),
        ("12 rue Boisselot", "", "Cassis", {Doubt.TOWN}),
        ("12 rue Hector Boisselot", "13014", "", {Doubt.NAME}),
        ("12 rue des Inconnus", "13014", "", {Doubt.AREA}),
        ("3 place de l'Église", "", "", {Doubt.SEVERAL}),
        ("3 place de l'Église", "13600", "La Ciotat", set()),
        ("xyz", "", "", {Doubt.NOTHING}),
    ],
)
def test_what_makes_an_answer_doubtful_is_said(
    address: str, postcode: str, town: str, doubts: set[Doubt], finder: Finder, territory: Territory
) -> None:
    told = set(found(finder, territory, address, postcode, town).doubts)
    assert told - {Doubt.SCORE} == doubts
    assert doubts or not told


def test_a_street_of_quite_another_name_is_never_an_answer(territory: Territory) -> None:
    other = Answer("12 Rue Boissy 13014 Marseille", "address", LON, LAT, "13214", "number", 0.9, "13014")
    names = dict(zip(territory.municipalities["code"], territory.municipalities["name"], strict=True))
    assert located(Written("12 rue Boisselot", "13014"), [other], names) == Located()


class Online:
    """Stands for the geocoder: what it answers to a file is given, or it is silent."""

    def __init__(self, *answers: tuple[Answer, ...]) -> None:
        self.answers, self.asked = answers, list[Any]()

    def search_many(self, texts: Any) -> tuple[tuple[Answer, ...], ...]:
        self.asked.append(texts)
        if not self.answers:
            raise GeocoderSilent
        return self.answers


def test_the_geocoder_places_what_it_finds_and_the_index_the_rest(finder: Finder, territory: Territory) -> None:
    mirabeau = Answer("3 Rue Mirabeau 13002 Marseille", "address", LON, LAT, "13202", "number", 0.9, "13002")
    both = Finder(finder._path, Online((mirabeau,), ()))  # type: ignore[arg-type]
    told = both.locate(territory, [Written("3 rue Mirabeau", "13002"), Written("12 rue Boisselot", "13014")])
    assert [one.answers[0].label for one in told] == ["3 Rue Mirabeau 13002 Marseille", "12 Rue Boisselot, 13014 Marseille 14e"]


def test_a_silent_geocoder_leaves_it_to_the_index(finder: Finder, territory: Territory) -> None:
    told = Finder(finder._path, Online()).locate(territory, [Written("12 rue Boisselot", "13014")])  # type: ignore[arg-type]
    assert told[0].doubts == ()


@pytest.mark.parametrize(("online", "begin"), [(None, "Ni géocodeur ni index"), (Online(), "Le géocodeur ne répond pas")])
def test_without_index_what_is_missing_is_said_with_who_can_bring_it(online: Any, begin: str, territory: Territory, tmp_path: Path) -> None:
    bare = Finder(tmp_path / "none.parquet", online)
    with pytest.raises(NoAddresses, match=begin) as told:
        bare.locate(territory, [Written("12 rue Boisselot", "13014")])
    assert "administrateur" in str(told.value)
    assert bool(bare.missing(territory)) is (online is None)


@pytest.mark.parametrize("text", ["12 rue de la Porte d'Aix", "3 impasse du Hall", "8 rue du Bâtiment", "Cedex", "1 rue de l'Entrée"])
def test_a_street_that_bears_the_name_of_a_door_keeps_it(text: str) -> None:
    assert without_complements(text) in {text, "Cedex"}
