"""Addresses and words of layers of other services: what is refused says so in a sentence."""

from __future__ import annotations

import pytest

from domain.external_layer import ExternalKind, ExternalSource, clean_address, clean_words, tile_template


@pytest.mark.parametrize(
    "address",
    [
        "https://user:secret@maps.example.org/wms",
        "https://maps.example.org/wms?apikey=1234",
        "https://maps.example.org/wms?map=a&Token=1234",
        "https://maps.example.org/{z}/{x}/{y}.png?access_token=pk.1234",
        "https://maps.example.org/wms?KEY=",
    ],
)
def test_an_address_that_bears_an_account_or_a_key_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ValueError, match="clé") as refusal:
        clean_address(address)
    assert "1234" not in str(refusal.value) and "secret" not in str(refusal.value)


@pytest.mark.parametrize("address", ["", "   ", "https://a.org/\nx", "https://a.org/ b", "https://a.org/" + "x" * 1_000])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="adresse"):
        clean_address(address)
    assert clean_address(" https://a.org/wms?map=b ") == "https://a.org/wms?map=b"


@pytest.mark.parametrize(("name", "credit"), [("", "© IGN"), ("Plan", ""), ("Plan", " \n "), ("x" * 121, "© IGN"), ("Plan", "x" * 201)])
def test_a_layer_has_a_name_and_an_attribution(name: str, credit: str) -> None:
    with pytest.raises(ValueError, match=r"nom|attribution"):
        clean_words(name, credit)
    assert clean_words(" Plan  IGN ", "©\tIGN") == ("Plan IGN", "© IGN")


def test_a_template_of_tiles_is_known_by_its_variables() -> None:
    assert tile_template("https://a.org/wms") == ""
    assert tile_template("https://{s}.a.org/${z}/{x}/{y}{r}.png") == "https://a.a.org/{z}/{x}/{y}.png"
    assert tile_template("https://a.org/{z}/{x}/{-y}.png") == "https://a.org/{z}/{x}/{-y}.png"
    for wrong in (
        "https://a.org/{z}/{x}.png",
        "https://a.org/{quadkey}.png",
        "https://{z}.a.org/{x}/{y}",
        "https://a.org/{z}/{x}/{y}/{key}",
    ):
        with pytest.raises(ValueError, match="accolades"):
            tile_template(wrong)


def test_the_site_of_images_is_all_that_a_page_lets_in() -> None:
    assert ExternalSource(ExternalKind.TILES, "https://a.org:8443/t/{z}/{x}/{y}.png?f=1").origin == "https://a.org:8443"
    assert ExternalSource(ExternalKind.FEATURES, "https://a.org/items").origin == ""
