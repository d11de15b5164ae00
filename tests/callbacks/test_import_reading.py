"""How a file is read, chosen otherwise in the panel of imports: sheet, row of the headings, encoding, hidden rows."""

from __future__ import annotations

from typing import Any

from tests.callbacks.importing import Screen, text
from tests.intake.making import xlsx
from views.components import import_ids

HEAD = ["Nom", "Adresse", "Surface"]


def book(*names: str) -> bytes:
    """A workbook of sheets with as many places as they come late; the first says what the others are."""

    def more(made: Any, sheet: Any) -> None:
        sheet.write(0, 0, "Ce classeur recense les locaux.")
        for rank, name in enumerate(names, start=1):
            other = made.add_worksheet(name)
            for at, row in enumerate([HEAD, *([f"{name} {n}", "1, rue du Port", 80] for n in range(rank))]):
                other.write_row(at, 0, row)
            other.set_row(1, None, None, {"hidden": rank > 1})

    return xlsx([], more)


def test_the_sheet_that_is_read_is_said_and_another_is_read_by_one_choice(landlord: Screen) -> None:
    screen = landlord.open(book("Locaux", "Archives"), "a.xlsx")
    assert screen.shown[import_ids.PART, "value"] == "Locaux"
    assert {"value": "Archives", "label": "Archives : Nom · Adresse · Surface"} in screen.shown[import_ids.PART, "data"]
    assert "1 ligne valide" in screen.counts
    assert "«\u00a0Lieux\u00a0», «\u00a0Archives\u00a0»" in screen.counts
    assert screen.do(import_ids.PART, "Archives") == ""
    assert screen.shown[import_ids.PART, "value"] == "Archives"
    assert "2 lignes valides" in screen.counts
    screen.do(import_ids.PART, "Lieux")
    assert screen.step == "columns"
    screen.do(import_ids.PART, "Locaux")
    assert "1 ligne valide" in screen.counts


def test_hidden_rows_are_left_out_and_taken_back_by_one_choice(landlord: Screen) -> None:
    screen = landlord.open(book("Vide", "Locaux"), "a.xlsx")
    screen.do(import_ids.PART, "Locaux")
    assert screen.shown[import_ids.HIDDEN_ROWS, "value"] == "read"
    screen.do(import_ids.HIDDEN_ROWS, "left")
    assert screen.shown[import_ids.HIDDEN_ROWS, "value"] == "left"
    assert "1 laissée de côté" in screen.counts
    screen.do(import_ids.HIDDEN_ROWS, "read")
    assert "laissée" not in screen.counts


def test_hidden_columns_are_left_out_and_taken_back_by_one_choice(landlord: Screen) -> None:
    rows = [["Nom", "Adresse", "Contact"], ["A", "1 rue du Port", "x@y.fr"]]
    screen = landlord.open(xlsx(rows, lambda _book, sheet: sheet.set_column(2, 2, 10, None, {"hidden": True})), "a.xlsx")
    assert screen.shown[import_ids.HIDDEN_COLUMNS, "value"] == "read"
    assert "3 sur 3 reprises" in screen.counts
    screen.do(import_ids.HIDDEN_COLUMNS, "left")
    assert screen.shown[import_ids.HIDDEN_COLUMNS, "value"] == "left"
    assert "2 sur 2 reprises" in screen.counts
    screen.do(import_ids.HIDDEN_COLUMNS, "read")
    assert "3 sur 3 reprises" in screen.counts


def test_the_row_of_the_headings_is_chosen_and_a_total_is_left_out(landlord: Screen) -> None:
    data = "Liste;des;locaux\nNom;Adresse;Surface\nA;1, rue du Port;80\nTOTAL;1 local;80\n".encode("cp850")
    screen = landlord.open(data)
    assert screen.shown[import_ids.HEAD_ROW, "value"] == "2"
    assert "1 laissée de côté" in screen.counts
    assert "«\u00a0TOTAL\u00a0»" in screen.counts
    screen.do(import_ids.HEAD_ROW, "1")
    assert [row["name"] for row in screen.shown[import_ids.MAPPING, "rowData"]] == ["Liste", "des", "locaux"]


def test_the_encoding_is_chosen_by_the_words_that_it_makes(landlord: Screen) -> None:
    screen = landlord.open("Nom;Adresse\nCafé des Cèdres;1, allée\n".encode("cp850"))
    labels = {one["value"]: one["label"] for one in screen.shown[import_ids.ENCODING, "data"]}
    assert screen.shown[import_ids.ENCODING, "value"] == "cp850"
    assert "Cèdres" in labels["cp850"]
    screen.do(import_ids.ENCODING, "mac_roman")
    assert "Cäfé" not in text(screen.shown[import_ids.PREVIEW, "children"])
    assert "Café" not in text(screen.shown[import_ids.PREVIEW, "children"])
    screen.do(import_ids.ENCODING, "cp850")
    assert "Café des Cèdres" in text(screen.shown[import_ids.PREVIEW, "children"])


def test_the_separator_is_chosen_by_the_cells_that_it_makes(landlord: Screen) -> None:
    screen = landlord.open(b"Nom|Adresse|Surface;utile\nA|1;rue|80\nB|2;rue|90\n")
    assert screen.shown[import_ids.SEPARATOR, "value"] == "|"
    labels = {one["value"]: one["label"] for one in screen.shown[import_ids.SEPARATOR, "data"]}
    assert labels == {"|": "«\u00a0|\u00a0» : Nom · Adresse · Surface;utile", ";": "«\u00a0;\u00a0» : Nom|Adresse|Surface · utile"}
    screen.do(import_ids.SEPARATOR, ";")
    assert [row["name"] for row in screen.shown[import_ids.MAPPING, "rowData"]] == ["Nom|Adresse|Surface", "utile"]
    screen.do(import_ids.SEPARATOR, "|")
    assert "2 lignes valides" in screen.counts


def test_a_file_with_one_separator_alone_offers_no_other(landlord: Screen) -> None:
    assert landlord.open(b"Nom;Adresse\nA;1 rue\n").shown[import_ids.SEPARATOR, "style"] == {"display": "none"}


def test_a_choice_that_the_file_has_not_changes_nothing(landlord: Screen) -> None:
    screen = landlord.open(book("Locaux"), "a.xlsx")
    screen.do(import_ids.PART, "Nulle part")
    assert "Feuille lue : «\u00a0Locaux\u00a0»" in screen.counts


def test_a_file_of_which_rows_are_imported_is_read_otherwise_no_more(landlord: Screen) -> None:
    screen = landlord.open(book("Locaux", "Archives"), "a.xlsx")
    screen.run("commit")
    assert "déjà importées" in screen.do(import_ids.PART, "Archives")
