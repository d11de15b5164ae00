"""CSV files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.csv_file import read
from intake.errors import FileError
from intake.reading import Wanted
from intake.table import MAX_BYTES, MAX_ROWS

FRENCH = "àâäçéèêëîïôöùûüÿœŒæÆ€’“”–—«»°²"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_no_letter_changes_whatever_the_encoding_and_the_encoding_is_said(encoding: str) -> None:
    table = read(f"Nom;Adresse\n{FRENCH};été\n".encode(encoding))
    assert table.columns == ("Nom", "Adresse")
    assert table.rows == ((FRENCH, "été"),)
    assert table.notes[0] == ("Encodage lu : Windows-1252 (Excel)." if encoding == "cp1252" else "Encodage lu : UTF-8.")


@given(st.text(st.characters(codec="cp1252", exclude_categories=["Cc"], exclude_characters='";,|')))
def test_any_windows_text_is_read_back_letter_for_letter_once_its_encoding_is_chosen(text: str) -> None:
    assert read(f"Nom\né {text}\n".encode("cp1252"), Wanted(encoding="cp1252")).rows == ((f"é {text}",),)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found_and_the_others_are_kept_in_cells(separator: str) -> None:
    others = "".join({";", ",", "\t", "|"} - {separator})
    table = read(f'Nom{separator}"Adresse, {others}"{separator}Ville\n"a{separator}b"{separator}c{separator}"d ""e"""\n'.encode())
    assert table.rows == ((f"a{separator}b", "c", 'd "e"'),)


FIXED = (
    "Nom           Adresse               Surface    Loyer/an",
    "Local A       1, rue du Port             80        1200",
    "École Nord    12, rue Paradis           120         900",
)


@pytest.mark.parametrize(
    "lines",
    [FIXED, ("Locaux vacants au 1er mars", "", *FIXED), (FIXED[0], "-" * 55, *FIXED[1:]), (*FIXED, "", "=" * 55)],
    ids=["bare", "title", "ruled", "ruled below"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850"])
def test_columns_of_one_width_are_cut_where_they_begin_and_that_is_said(lines: tuple[str, ...], encoding: str) -> None:
    table = read("\r\n".join(lines).encode(encoding))
    assert table.columns == ("Nom", "Adresse", "Surface", "Loyer/an")
    assert table.rows == (("Local A", "1, rue du Port", "80", "1200"), ("École Nord", "12, rue Paradis", "120", "900"))
    assert any("caractères 1, 15, 37, 48" in note for note in table.notes)


TIGHT = (
    "Nom          Adresse         Surface Loyer",
    "Local A      1 rue du Port       100   900",
    "Local Bis    22 avenue X          80   700",
)


def test_a_column_that_was_not_found_is_cut_by_one_choice_and_one_too_many_is_taken_away() -> None:
    data = "\n".join(TIGHT).encode()
    table = read(data)
    assert table.columns == ("Nom", "Adresse", "Surface Loyer")
    (cuts,) = (way for way in table.ways if way.id == "cuts")
    assert cuts.chosen == "1,14,30"
    more = next(value for value, label in cuts.options if "plus" in label and "Surface | Loyer" in label)
    cut = read(data, Wanted(cuts=more))
    assert cut.columns == ("Nom", "Adresse", "Surface", "Loyer")
    assert cut.rows == (("Local A", "1 rue du Port", "100", "900"), ("Local Bis", "22 avenue X", "80", "700"))
    (again,) = (way for way in cut.ways if way.id == "cuts")
    assert again.chosen == more
    assert "1,14,30" in dict(again.options)


@pytest.mark.parametrize("cuts", ["", "0,14", "14,1", "1,1", "a", "1,14,", "1" * 300, ",".join(map(str, range(1, 90)))])
def test_cuts_that_make_no_sense_are_those_that_are_found(cuts: str) -> None:
    assert read("\n".join(TIGHT).encode(), Wanted(cuts=cuts)).columns == ("Nom", "Adresse", "Surface Loyer")


def test_spaces_in_cells_make_no_columns_where_a_separator_does() -> None:
    table = read(b"Nom  du lieu;Adresse\nLocal  A;1 rue\nLocal  B;2 rue\n")
    assert table.columns == ("Nom du lieu", "Adresse")


def test_the_line_that_excel_writes_first_is_obeyed() -> None:
    table = read(b"sep=,\r\nNom,Adresse\r\na,b\r\n")
    assert table.columns == ("Nom", "Adresse")
    assert table.numbers == (3,)


def test_rows_keep_the_number_that_a_spreadsheet_shows() -> None:
    table = read(b'\nNom;Notes\n\na;"deux\nlignes"\n;;\nb;c\n')
    assert table.numbers == (4, 6)
    assert table.rows == (("a", "deux\nlignes"), ("b", "c"))


def test_headings_are_all_different_and_never_empty() -> None:
    assert read(b"Nom;Nom;;Surface;;\na;b;c;1;;\n").columns == ("Nom", "Nom (2)", "Colonne 3", "Surface")


def test_a_row_that_is_short_is_unknown_at_its_end_and_one_that_is_long_is_an_error_of_that_row() -> None:
    table = read(b"Nom;Adresse;Ville\na\nb;c;d;e\nf;g;h;;\n")
    assert table.rows == (("a", None, None), ("b", "c", "d"), ("f", "g", "h"))
    assert [(error.row, error.value) for error in table.errors] == [(3, "e")]


def test_a_cell_too_long_is_an_error_of_its_row_and_column() -> None:
    table = read(f"Nom;Notes\na;{'x' * 2001}\nb;{'x' * 2000}\n".encode())
    assert [(error.row, error.field) for error in table.errors] == [(2, "Notes")]
    assert table.rows[1][1] == "x" * 2000


def test_text_behind_a_guard_against_formulas_is_read_without_it() -> None:
    assert read(b"Nom;Notes\n'=1+1;'90\n").rows == (("=1+1", "'90"),)


def test_letters_already_broken_before_are_said() -> None:
    assert len(read("Nom\nCafÃ©\n".encode()).notes) == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"\n\n;;\n", "vide"),
        (b"\xef\xbb\xbf", "vide"),
        ("Nom\n".encode("utf-16")[:-1], "texte"),
        (b"Nom\x00;a\n", "texte"),
        (b"a" * (MAX_BYTES + 1), "40 Mo"),
        (b";".join([b"a"] * 201) + b"\n", "200 colonnes"),
        (b"Nom\n" + b"a\n" * (MAX_ROWS + 1), r"50000 lignes"),
        (b'Nom\n"' + b"a\n" * 200_000, "50000 lignes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        read(data)


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_sentence(data: bytes) -> None:
    try:
        table = read(data)
    except FileError as refused:
        assert refused.message.endswith(".")
    else:
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert len(table.numbers) == len(table.rows)


WORDS = "Nom du local;Adresse\nRésidence Bellevue à côté;12 allée des Cèdres\nCafé de l'Évêché;place Saint-Éloi\n"


TOLD = {
    "cp1252": "Windows-1252",
    "cp850": "CP850",
    "mac_roman": "MacRoman",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


@pytest.mark.parametrize(("encoding", "told"), TOLD.items())
def test_french_words_are_read_right_in_whatever_program_wrote_them(encoding: str, told: str) -> None:
    table = read(WORDS.encode(encoding))
    assert table.rows == (("Résidence Bellevue à côté", "12 allée des Cèdres"), ("Café de l'Évêché", "place Saint-Éloi"))
    assert told in table.notes[0]


def test_an_encoding_that_is_guessed_shows_its_words_and_can_be_changed() -> None:
    data = WORDS.encode("cp850")
    table = read(data)
    assert any("vérifiez ces mots" in note and "«\u00a0Résidence\u00a0»" in note for note in table.notes)
    way = next(way for way in table.ways if way.id == "encoding")
    assert way.chosen == "cp850"
    assert "Cèdres" in dict(way.options)["cp850"]
    assert "Cèdres" not in dict(way.options)["mac_roman"]
    assert read(data, Wanted(encoding="mac_roman")).rows[0][0] == WORDS.encode("cp850").decode("mac_roman").split("\n")[1].split(";")[0]


def test_words_that_look_right_in_the_usual_encoding_raise_no_doubt() -> None:
    assert not any("vérifiez ces mots" in note for note in read(WORDS.encode("cp1252")).notes)


def test_a_comma_in_a_title_or_in_numbers_is_not_taken_for_the_separator() -> None:
    table = read(b"Locaux vacants, au 1er janvier\nNom;Adresse;Longitude;Latitude\nA;rue;5,36;43,34\nB;rue;5,37;43,35\n")
    assert table.columns == ("Nom", "Adresse", "Longitude", "Latitude")
