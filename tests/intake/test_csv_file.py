"""CSV files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.csv_file import read
from intake.errors import FileError

FRENCH = "àâäçéèêëîïôöùûüÿœŒæÆ€’“”–—«»°²"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_no_letter_changes_whatever_the_encoding_and_the_encoding_is_said(encoding: str) -> None:
    table = read(f"Nom;Adresse\n{FRENCH};été\n".encode(encoding))
    assert table.columns == ("Nom", "Adresse")
    assert table.rows == ((FRENCH, "été"),)
    assert table.notes[0] == ("Encodage lu : Windows-1252." if encoding == "cp1252" else "Encodage lu : UTF-8.")


@given(st.text(st.characters(codec="cp1252", exclude_categories=["Cc"], exclude_characters='";,')))
def test_any_windows_text_is_read_back_letter_for_letter(text: str) -> None:
    assert read(f"Nom\né {text}\n".encode("cp1252")).rows == ((f"é {text}",),)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found_and_the_others_are_kept_in_cells(separator: str) -> None:
    others = "".join({";", ",", "\t"} - {separator})
    table = read(f'Nom{separator}"Adresse, {others}"{separator}Ville\n"a{separator}b"{separator}c{separator}"d ""e"""\n'.encode())
    assert table.rows == ((f"a{separator}b", "c", 'd "e"'),)


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
        ("Nom\n".encode("utf-16"), "UTF-16"),
        (b"Nom\x00;a\n", "texte"),
        (b"PK\x03\x04abc", "texte"),
        (b"%PDF-1.7", "texte"),
        (b"<OGRVRTDataSource/>", "XML"),
        (b"\xef\xbb\xbf \n<html>", "XML"),
        (b"Nom\n\x81\x8d", "encodage"),
        (b'Nom\n"a\nb\n', "Ligne 2"),
        (b'Nom\n"a"b\n', "Ligne 2"),
        (b"a" * (10 * 1024 * 1024 + 1), "10 Mo"),
        (b";".join([b"a"] * 201) + b"\n", "200 colonnes"),
        (b"Nom\n" + b"a\n" * 20_001, r"20000 lignes"),
        (b'Nom\n"' + b"a\n" * 200_000, "guillemets"),
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
