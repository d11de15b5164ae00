"""National identifiers in files and in the form: one cell that is wrong loses no row, and is kept in the remarks."""

from __future__ import annotations

import pytest

from domain.candidate import Kind
from intake.draft import clean_changes
from tests.intake.making import csv_of, through

HEAD = "Nom;Longitude;Latitude;N° SIRET;Parcelles;Identifiant CNIG"
PLACE = "Hangar;5,3691;43,3487"


def test_a_file_gives_them_however_they_are_written() -> None:
    (row,) = through("a.csv", csv_of(f"{PLACE};211 300 553 00016;13215904AB0012|13215904ab0013;13055_SITE-ECO_00001", head=HEAD)).rows
    found = {name: row.values[name] for name in ("siret", "parcels", "cnig_id")}
    assert found == {"siret": "21130055300016", "parcels": "13215904AB0012, 13215904AB0013", "cnig_id": "13055_SITE-ECO_00001"}


def test_a_wrong_one_is_told_and_kept_in_the_remarks() -> None:
    checked = through("a.csv", csv_of(f"{PLACE};21130055300017;AB 12;", head=HEAD))
    (row,) = checked.rows
    assert (row.values["siret"], row.values["parcels"]) == (None, None)
    assert "21130055300017" in str(row.values["notes"]) and "AB 12" in str(row.values["notes"])
    assert [warning.message for warning in checked.warnings] == [
        "Parcelles cadastrales : «\u00a0AB\u00a0» n'est pas un identifiant de parcelle : 14 caractères attendus, comme 13215904AB0012, "
        "reçu «\u00a0AB 12\u00a0» ; gardé dans les remarques",
        "SIRET ou SIREN : la clé de contrôle est fausse : un chiffre est sans doute mal recopié, reçu «\u00a021130055300017\u00a0» ; "
        "gardé dans les remarques",
    ]


def test_parcels_that_are_too_many_are_kept_whole_in_the_remarks() -> None:
    many = "|".join(f"13215904AB{number:04d}" for number in range(70))
    (row,) = through("a.csv", csv_of(f"{PLACE};;{many};", head=HEAD)).rows
    assert row.values["parcels"] is None and many in str(row.values["notes"])


@pytest.mark.parametrize("kind", list(Kind))
def test_the_form_refuses_a_wrong_one_in_words(kind: Kind) -> None:
    assert clean_changes(kind, {"siret": "356 000 000 49837", "parcels": "13215904AB0012"})[0] == {
        "siret": "35600000049837",
        "parcels": "13215904AB0012",
    }
    _kept, errors = clean_changes(kind, {"siret": "123", "cnig_id": "SITE-1"})
    assert [(error.field, error.message.partition(",")[0]) for error in errors] == [
        ("siret", "SIRET ou SIREN : 14 chiffres (SIRET) ou 9 chiffres (SIREN) attendus"),
        ("cnig_id", "Identifiant CNIG du site : le code INSEE de la commune"),
    ]
