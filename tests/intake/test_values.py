"""Cells become values, or sentences."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Kind
from i18n import use_language
from intake.fields import FIELDS, fields_by_id
from intake.values import CellError, number_of, value_of

FIELD = fields_by_id(Kind.PREMISES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250", 1250),
        ("1 250,5", 1250.5),
        ("1\u00a0250", 1250),
        ("1\u202f250,75", 1250.75),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("12,5", 12.5),
        ("12.5", 12.5),
        (" 80 ", 80),
        ("80 m²", 80),
        ("80 m2", 80),
        ("80m²", 80),
        (",5", 0.5),
        ("8.92e2", 892),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        ("007", 7),
        (80, 80),
        (80.5, 80.5),
    ],
)
def test_a_number_is_read_as_french_and_english_hands_write_it(text: str, value: float) -> None:
    assert number_of(text, "m²") == value


@pytest.mark.parametrize(
    "cell",
    [
        "12O",
        "NaN",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e999",
        "1_000",
        "0x10",
        "٣",
        "１２",
        "1 2",
        "12 34",
        "1,2,3",
        "1.2.3",
        "80 €",
        "80 m",
        "e5",
        ".",
        ",",
        "1;2",
        "=1+1",
        "12 m² environ",
        "9" * 400,
        True,
        False,
        math.nan,
        math.inf,
        -math.inf,
        10**400,
        dt.date(2026, 1, 1),
    ],
)
def test_what_is_not_a_finite_number_is_refused(cell: str | float | dt.date) -> None:
    assert number_of(cell, "m²") is None
    with pytest.raises(CellError):
        value_of(FIELD["area_m2"], cell)


def test_the_sentence_says_the_bounds_and_what_was_received() -> None:
    with pytest.raises(CellError) as refused:
        value_of(FIELD["area_m2"], "12O")
    assert str(refused.value) == "Surface attendue entre 5 et 20\u202f000\u202f000 m², reçu «\u00a012O\u00a0»"
    with pytest.raises(CellError) as refused:
        value_of(FIELD["charges_eur_m2_yr"], 501)
    assert str(refused.value) == "Charges attendues entre 0 et 500 €/m²/an, reçu «\u00a0501\u00a0»"
    with pytest.raises(CellError) as refused:
        value_of(FIELD["rent_eur_m2_yr"], -1.0)
    assert str(refused.value) == "Loyer annuel attendu entre 0 et 1\u202f000 €/m²/an, reçu «\u00a0-1\u00a0»"


def test_the_same_slip_is_said_in_the_language_of_each_person() -> None:
    with use_language("en"), pytest.raises(CellError) as english:
        value_of(FIELD["area_m2"], "12O")
    with pytest.raises(CellError) as french:
        value_of(FIELD["area_m2"], "12O")
    assert "20,000,000" in str(english.value)
    assert str(english.value) != str(french.value)


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "-", "?", "#N/A", "À vérifier", "NC", "n.c.", "non renseigné", "Non communiqué", "INCONNU"]
)
def test_unknown_stays_unknown_and_is_never_zero(cell: str | None) -> None:
    for field in FIELDS[Kind.PREMISES]:
        if field.type == "number":
            value = value_of(field, cell)
            assert isinstance(value, float)
            assert math.isnan(value)
        elif field.type != "text":
            assert value_of(field, cell) is None


@pytest.mark.parametrize("code", ["\x00", "\x07", "\x1b", "\u200b", "\u202e", "\u2066", "\ufeff", "\u2028", "\x85", "\ud800", "\ue000"])
def test_a_hidden_character_is_refused_and_named(code: str) -> None:
    with pytest.raises(CellError, match=rf"U\+{ord(code):04X}"):
        value_of(FIELD["name"], f"Local {code}A")


@given(st.text(max_size=130))
def test_a_text_is_kept_letter_for_letter_or_refused(text: str) -> None:
    try:
        value = value_of(FIELD["name"], text)
    except CellError:
        return
    if value is None:
        assert not text.strip()
    else:
        assert str(value).split(" ") == [word for word in text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" ") if word]
        assert value_of(FIELD["name"], value) == value


@pytest.mark.parametrize("text", ["=1+1", "+33 6 12", "@SUM(A1)", "-5", "=cmd|' /C calc'!A0"])
def test_a_text_like_a_formula_is_a_text(text: str) -> None:
    assert value_of(FIELD["notes"], text) == text


def test_remarks_keep_their_lines_and_names_are_one_line() -> None:
    assert value_of(FIELD["notes"], " a\r\nb\rc \n") == "a\nb\nc"
    assert value_of(FIELD["name"], " a\r\nb\t c ") == "a b c"


def test_a_postcode_that_a_spreadsheet_made_a_number_is_a_postcode_again() -> None:
    assert value_of(FIELD["postcode"], 13015.0) == "13015"
    for wrong in ("1301", "130155", "13O15", 13015.5):
        with pytest.raises(CellError, match="13015"):
            value_of(FIELD["postcode"], wrong)


@pytest.mark.parametrize("kind", list(Kind))
def test_each_allowed_value_is_taken_by_code_label_and_alias_whatever_its_accents_and_case(kind: Kind) -> None:
    fields = [field for field in FIELDS[kind] if field.type == "choice"]
    assert fields
    for field in fields:
        for choice in field.choices:
            for word in (choice.code, choice.label, *choice.aliases):
                assert value_of(field, word.upper()) == choice.code
                assert value_of(field, f"  {word} ") == choice.code


def test_ticks_of_spreadsheets_are_yes_and_no() -> None:
    assert [value_of(FIELD["van_access"], cell) for cell in (True, False, 1, 0, 1.0, "x", "VRAI")] == [
        "yes",
        "no",
        "yes",
        "no",
        "yes",
        "yes",
        "yes",
    ]


def test_another_word_is_refused_with_the_words_that_are_taken() -> None:
    with pytest.raises(CellError) as refused:
        value_of(FIELD["visibility"], "énorme")
    assert str(refused.value).endswith("faible, moyenne, forte ; reçu «\u00a0énorme\u00a0»")


@given(
    st.sampled_from([field for kind in Kind for field in FIELDS[kind]]), st.none() | st.booleans() | st.floats() | st.integers() | st.text()
)
def test_any_cell_gives_a_value_within_bounds_or_a_sentence(field: object, cell: object) -> None:
    try:
        value = value_of(field, cell)  # type: ignore[arg-type]
    except CellError as refused:
        assert str(refused)
        assert "\n" not in str(refused)
        return
    if field.type == "number" and value == value:  # type: ignore[attr-defined]
        assert field.low <= value <= field.high  # type: ignore[attr-defined, operator]
