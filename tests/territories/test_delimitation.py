"""What cannot be built is refused with the reason; what can has its own projection, cells and postcodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.delimitation import CELL_M, MOST_CELLS, CannotBuild, authority, cell_for, of_communes
from geodata.france import Archives
from geodata.perimeter import in_use, perimeter_of, read_perimeter, to_toml, tomllib
from tests.territories.conftest import FIVE, TODAY, built


@pytest.mark.parametrize(
    ("siren", "reason"), [("123456789", "SIREN 123456789"), ("", "SIREN"), ("200060457", "recensement de 2021.*Mamoudzou")]
)
def test_an_authority_that_cannot_be_built_is_refused_with_the_reason(archives: Archives, siren: str, reason: str) -> None:
    with pytest.raises(CannotBuild, match=reason):
        authority(archives, siren, TODAY)


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        (["99999"], "99999"),
        ([""], "liste vide"),
        (["69381"], "69381"),
        (["97107", "48095"], "même projection"),
    ],
)
def test_a_list_that_cannot_be_built_is_refused_with_the_reason(archives: Archives, codes: list[str], reason: str) -> None:
    known = set(archives.official["code"])
    codes = [code if code in known or code in {"99999", ""} else "97108" for code in codes]
    with pytest.raises(CannotBuild, match=reason):
        of_communes(archives, codes, "", TODAY)


def test_a_list_of_communes_is_a_territory_with_the_name_given(archives: Archives) -> None:
    perimeter = of_communes(archives, ["48095", " 48016"], "Autour de Mende", TODAY)
    assert (perimeter.name, perimeter.communes, perimeter.siren) == ("Autour de Mende", ("48016", "48095"), "")


@pytest.mark.parametrize(("kind", "crs"), [("overseas", "EPSG:5490"), ("island", "EPSG:2154")])
def test_each_territory_is_measured_in_the_legal_projection_of_its_place(archives: Archives, kind: str, crs: str) -> None:
    assert authority(archives, FIVE[kind], TODAY).crs == crs


def test_arrondissements_stand_in_the_place_of_their_city(archives: Archives) -> None:
    perimeter = authority(archives, FIVE["arrondissements"], TODAY)
    assert set(perimeter.cities) == {"69123"}
    assert "69123" not in perimeter.areas and "69381" in perimeter.areas
    assert perimeter.commune_of("69381") == "69123" and perimeter.postcodes["69381"] == ("69001",)


def test_the_file_of_a_perimeter_gives_it_back(archives: Archives) -> None:
    for perimeter in (in_use(), authority(archives, FIVE["arrondissements"], TODAY)):
        assert perimeter_of(tomllib.loads(to_toml(perimeter))) == perimeter


@pytest.mark.parametrize("area_km2", [1, 600, 3_600, 3_601, 12_000, 80_000])
def test_cells_are_never_too_many(area_km2: float) -> None:
    side = cell_for(area_km2 * 1e6)
    assert side % CELL_M == 0 and area_km2 * 1e6 / side**2 <= MOST_CELLS


def test_without_examples_a_territory_starts_empty_and_its_perimeter_is_beside_it(archives: Archives, tmp_path: Path) -> None:
    before = in_use()
    served = built(archives, FIVE["rural"], tmp_path / "empty", with_examples=False)
    assert in_use() == before
    assert read_perimeter(served.snapshot).siren == FIVE["rural"]
    assert served.territory.candidates.empty and served.territory.facilities.empty
    assert served.territory.as_of == TODAY
    client = served.app.server.test_client()
    assert {client.get(path).status_code for path in ("/", "/scenarios", "/sources", "/export/lieux.csv")} == {200}
