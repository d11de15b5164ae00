"""What was chosen for a file is chosen again for the organisation's next one of the same shape, and forgotten by one act."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulk.import_view import ImportView
from domain.person import Person, PersonRole
from tests.bulk.rooms import ADA, OFFICER, RIVAL, Room, to_the_end
from tests.intake.making import csv_of, xlsx

COLLEAGUE = Person("p-zoe", "zoe", "Zoé", PersonRole.LANDLORD, "hpr")
HEAD = "Nom;Adresse;Lon;Lat;Surface;Loyer;Vétusté"
MARCH = csv_of("A;1, rue;5,3691;43,3487;140;850;ok", "B;2, rue;5,38;43,35;90;640;à refaire", head=HEAD)
APRIL = csv_of("C;1, quai;5,3601;43,3487;100;700;OK", "D;2, quai;5,35;43,35;50;540;neuf", head=HEAD)


def sent(room: Room, data: bytes, name: str = "a.csv", person: Person = ADA) -> ImportView:
    return room.bulk.view(person, room.bulk.begin(person, name, data))


def imported(room: Room, view: ImportView, person: Person = ADA) -> None:
    to_the_end(lambda _after: room.bulk.commit(person, view.id, True))


def chosen(room: Room) -> ImportView:
    view = sent(room, MARCH)
    room.bulk.choose(ADA, view.id, mapping={**view.choices.mapping, "Vétusté": "condition"})
    room.bulk.choose(ADA, view.id, values={"Vétusté": {"ok": "good"}})
    return room.bulk.choose(ADA, view.id, units={"rent_eur_m2_yr": "yr"})


def test_columns_units_and_values_are_chosen_again_for_a_colleague_of_the_organisation(room: Room) -> None:
    imported(room, chosen(room))
    view = sent(room, APRIL, person=COLLEAGUE)
    assert view.choices.mapping["Vétusté"] == "condition"
    assert view.choices.units["Loyer"] == "yr"
    assert view.choices.recalled["parts"] == ["columns", "units", "values"]
    assert [row.values["condition"] for row in view.ready] == ["good", "good"]
    assert [row.values["rent_eur_m2_yr"] for row in view.ready] == [7.0, 10.8]


def test_another_organisation_another_shape_and_what_was_never_imported_recall_nothing(room: Room) -> None:
    view = chosen(room)
    assert not sent(room, APRIL).choices.recalled
    imported(room, view)
    assert not sent(room, APRIL, person=RIVAL).choices.recalled
    assert not sent(room, APRIL, person=OFFICER).choices.recalled
    assert not sent(room, APRIL.replace("Vétusté".encode(), b"Remarque")).choices.recalled


def test_a_file_of_which_nothing_was_chosen_recalls_nothing(room: Room) -> None:
    imported(room, sent(room, MARCH))
    assert not sent(room, APRIL).choices.recalled


def test_it_is_forgotten_for_good_and_what_is_guessed_is_back(room: Room) -> None:
    guessed = sent(room, APRIL).choices
    imported(room, chosen(room))
    view = room.bulk.guess_anew(ADA, sent(room, APRIL).id)
    assert view.choices == guessed
    assert sent(room, APRIL, person=COLLEAGUE).choices == guessed


def test_the_row_of_the_headings_is_found_again_where_more_is_written_above(room: Room) -> None:
    rows = "Ref;Quoi;Combien\nA;1, rue;80\nB;2, rue;90\n"
    view = sent(room, f"Nom;Adresse;Surface\n{rows}".encode())
    view = room.bulk.read_otherwise(ADA, view.id, {"head": "2"})
    assert view.table.columns == ("Ref", "Quoi", "Combien")
    imported(room, room.bulk.choose(ADA, view.id, mapping={"Ref": "name", "Quoi": "address", "Combien": "area_m2"}))
    for above in ("Nom;Adresse;Surface\n", "Nom;Adresse;Surface\nRez;de;chaussée\n", "Autre;chose;encore\n"):
        view = sent(room, f"{above}{rows}".encode())
        assert view.table.columns == ("Ref", "Quoi", "Combien"), above
        assert [row.values["name"] for row in view.ready] == ["A", "B"]
        assert "columns" in view.choices.recalled["parts"]


@pytest.mark.parametrize("name", ["sheet", "hidden"])
def test_the_sheet_and_the_hidden_rows_are_chosen_again(name: str, room: Room, tmp_path: Path) -> None:
    def more(book: object, sheet: object) -> None:
        other = book.add_worksheet("Vacants")  # type: ignore[attr-defined]
        for at, row in enumerate([["Nom", "Adresse"], ["V1", "1, rue"], ["V2", "2, rue"]]):
            other.write_row(at, 0, row)
        other.set_row(2, None, None, {"hidden": True})

    book = xlsx([["Nom", "Adresse", "Surface"], ["A", "1, rue", 80]], more)
    view = room.bulk.read_otherwise(ADA, sent(room, book, "a.xlsx").id, {"part": "Vacants"})
    if name == "hidden":
        view = room.bulk.choose(ADA, view.id, leave=view.table.hidden)
    imported(room, view)
    view = sent(room, book, "b.xlsx")
    assert view.table.columns == ("Nom", "Adresse")
    assert view.choices.recalled["parts"] == (["part", "hidden"] if name == "hidden" else ["part"])
    assert view.choices.left_out == ((3,) if name == "hidden" else ())
