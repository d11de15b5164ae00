"""Promises of the search without network."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.gazetteer import MAX_ANSWERS, Gazetteer
from geodata.perimeter import in_use
from geodata.street_import import import_streets
from geodata.streets import Streets
from geodata.territory import Territory
from tests.geodata.ban import small_town


@pytest.fixture(scope="module")
def names(territory: Territory) -> Gazetteer:
    return Gazetteer(territory)


@pytest.fixture(scope="module")
def full(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    folder = tmp_path_factory.mktemp("streets")
    (folder / "a.csv").write_bytes(small_town())
    import_streets(folder / "a.csv", folder / "streets.parquet")
    return Gazetteer(territory, Streets.load(folder / "streets.parquet"))


def test_every_commune_arrondissement_quartier_and_priority_neighbourhood_is_found_by_its_name(
    names: Gazetteer, territory: Territory
) -> None:
    for frame, kinds in (
        (territory.municipalities, {"commune", "arrondissement"}),
        (territory.quartiers, {"quartier"}),
        (territory.priority_neighbourhoods, {"qpv"}),
    ):
        for name in frame["name"]:
            assert any(answer.kind in kinds and answer.label.startswith(name) for answer in names.search(name)), name


def test_every_zone_and_every_place_by_its_address(names: Gazetteer, territory: Territory) -> None:
    for zone in territory.candidates["zone_name"].dropna().unique():
        assert any(answer.kind == "zone" and answer.label.startswith(zone) for answer in names.search(zone)), zone
    for address, lon in zip(territory.candidates["address"], territory.candidates["lon"], strict=True):
        found = [answer for answer in names.search(address) if answer.kind == "place"]
        assert any(abs(answer.lon - lon) < 1e-5 for answer in found), address


def test_what_is_searched_for_comes_first(full: Gazetteer) -> None:
    for text, label in (
        ("marseille", "Marseille"),
        ("la ciotat", "La Ciotat"),
        ("Marseille 13", "Marseille 13e"),
        ("13e marseille", "Marseille 13e"),
        ("republique", "Rue de la République, 13002 Marseille 2e"),
        ("12 r republique", "12 Rue de la République, 13002 Marseille 2e"),
        ("12bis, RUE DE LA REPUBLIQUE 13002 Marseille", "12 bis Rue de la République, 13002 Marseille 2e"),
        ("rue république 12 bis", "12 bis Rue de la République, 13002 Marseille 2e"),
        ("8 mai 1945", "Rue du 8 Mai 1945, 13700 Marignane"),
        ("3 rue du 8 mai 1945 marignane", "3 Rue du 8 Mai 1945, 13700 Marignane"),
        ("12 rue de la republiqe marseille", "12 Rue de la République, 13002 Marseille 2e"),
        ("12 rue de la république bâtiment C", "12 Rue de la République, 13002 Marseille 2e"),
        ("hameau nerthe", "Hameau de la Nerthe, 13016 Marseille 16e"),
    ):
        assert full.search(text)[0].label == label, text


@pytest.mark.parametrize("text", ["12 rue république", "12, Rue de la République 13002", "rue republique 12"])
def test_each_letter_brings_nearer_and_never_loses_the_street(text: str, full: Gazetteer) -> None:
    for length in range(len("12 rue rép") if text[0] == "1" else len("rue rép"), len(text) + 1):
        assert any("Rue de la République" in answer.label for answer in full.search(text[:length])), text[:length]


def test_how_well_a_number_is_known_is_said(full: Gazetteer) -> None:
    said = {text: full.search(text)[0] for text in ("4 rue de la république", "6 rue de la république", "rue de la république")}
    assert [answer.precision for answer in said.values()] == ["number", "interpolated", "street"]
    assert [answer.kind for answer in said.values()] == ["address", "address", "street"]


def test_without_the_street_the_commune_that_is_named_is_given(names: Gazetteer) -> None:
    found = names.search("12 rue longue des capucins marseille 1er")
    assert found[0].label == "Marseille 1er"
    assert found[0].precision == "area"


@pytest.mark.parametrize("text", ["", "   ", "?!", "xyzzyx", "\u202e", "🙂"])
def test_what_says_nothing_finds_nothing(text: str, full: Gazetteer) -> None:
    assert full.search(text) == ()


@given(st.one_of(st.text(max_size=80), st.text("12 bisruedlépqMarseill'-,", max_size=60)))
def test_any_text_has_few_answers_in_order_inside_the_territory(full: Gazetteer, text: str) -> None:
    found = full.search(text)
    assert len(found) <= MAX_ANSWERS
    assert [answer.score for answer in found] == sorted((answer.score for answer in found), reverse=True)
    for answer in found:
        assert 0 < answer.score <= 1
        assert 4.9 < answer.lon < 5.8
        assert 43.1 < answer.lat < 43.6
        assert answer.area_code in {*in_use().areas, "13055", None}
