"""An address told in several columns, and places without a name."""

from __future__ import annotations

import json

import pytest

from domain.candidate import Kind
from intake.formats import read_here
from intake.mapping import guess
from tests.intake.making import feature, geojson, point, taken


def test_an_address_told_in_several_columns_is_joined_and_said() -> None:
    head = "Nom du local;Numéro;Indice;Type de voie;Nom de la voie;Code postal;Commune"
    table = read_here("a.csv", f"{head}\nA;12;bis;rue;du Figuier;13015;Marseille\nB;3;;boulevard;Boulevard Oddo;13015;Marseille\n".encode())
    found = guess(table.columns, Kind.PREMISES)
    assert "reference" not in found.mapping.values()
    assert [row.values["address"] for row in taken(table).rows] == ["12 bis rue du Figuier", "3 Boulevard Oddo"]
    assert any("«\u00a012 bis rue du Figuier\u00a0»" in note for note in table.notes)


@pytest.mark.parametrize("head", ["numero;rep;nom_voie", "N°;Indice;Rue", "adresse_numero;adresse_suffixe;adresse_nom_voie"])
def test_the_parts_of_an_address_are_known_as_registers_write_them(head: str) -> None:
    table = read_here("a.csv", f"Nom;{head};Ville\nA;12;ter;Rue de Lyon;Marseille\n".encode())
    assert taken(table).rows[0].values["address"] == "12 ter Rue de Lyon"


def test_a_number_without_a_street_is_a_reference_and_a_whole_address_stays() -> None:
    assert guess(("Nom", "Numéro", "Adresse"), Kind.PREMISES).mapping["Numéro"] == "reference"
    whole = guess(("Nom", "Numéro", "Voie", "Adresse complète", "Adresse"), Kind.PREMISES).mapping
    assert whole["Adresse"] == "address"
    assert "Numéro" not in whole


def test_places_without_a_name_are_named_by_their_address_and_said() -> None:
    table = read_here("a.csv", b"Adresse;Ville;Surface\n12 rue du Figuier;Marseille;140\n12 rue du Figuier;Marseille;60\n")
    assert [row.values["name"] for row in taken(table).rows] == ["12 rue du Figuier", "12 rue du Figuier (2)"]
    assert [row.values["address"] for row in taken(table).rows] == ["12 rue du Figuier"] * 2
    assert any("Aucune colonne ne donne le nom" in note for note in table.notes)


def test_a_map_without_attributes_names_its_places() -> None:
    bare = [json.loads(json.dumps(feature(point()))) | {"properties": {}} for _each in range(2)]
    bare[1]["geometry"]["coordinates"][0] += 0.01
    rows = taken(read_here("a.geojson", geojson(*bare))).rows
    assert [row.values["name"] for row in rows] == ["Lieu 1", "Lieu 2"]


def test_the_reference_names_a_place_that_has_no_address() -> None:
    one = feature(point()) | {"properties": {}, "id": "zae.12"}
    (row,) = taken(read_here("a.geojson", geojson(one))).rows
    assert (row.values["name"], row.values["reference"]) == ("zae.12", "zae.12")


def test_a_feature_without_properties_is_named_by_its_identifier() -> None:
    bare = feature(point(5.38)) | {"properties": None, "id": 13}
    rows = taken(read_here("a.geojson", geojson(feature(point()) | {"id": "zae.12"}, bare))).rows
    assert [row.values["name"] for row in rows] == ["Lieu", "13"]


def test_a_table_of_which_nothing_is_known_gets_no_name() -> None:
    assert read_here("a.csv", b"Enseigne;Ou;Taille\nA;b;3\n").columns == ("Enseigne", "Ou", "Taille")
