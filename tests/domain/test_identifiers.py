"""National identifiers: what is read, and what is refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identifiers import LA_POSTE, cnig_id, parcels, siret

SIRENS = st.integers(0, 99_999_999).map(lambda number: _with_key(f"{number:08d}"))
SIRETS = st.integers(0, 9_999_999_999_999).map(lambda number: _with_key(f"{number:013d}"))
PARCELS = st.from_regex(r"\A(?:[0-9]{2}|2[AB])[0-9]{6}[0-9A-Z]{2}[0-9]{4}\Z")


def _with_key(digits: str) -> str:
    """The digits with the last one that Luhn's rule asks for (ISO/IEC 7812-1), worked out apart from what is tested."""
    total = sum(sum(divmod(2 * int(digit), 10)) if rank % 2 == 0 else int(digit) for rank, digit in enumerate(reversed(digits)))
    return f"{digits}{-total % 10}"


@given(SIRENS | SIRETS)
def test_a_right_number_is_kept_without_its_spaces(number: str) -> None:
    assert siret(number) == siret(f" {number[:3]} {number[3:6]}\u00a0{number[6:]}") == number


@given(SIRENS | SIRETS, st.data())
def test_one_digit_that_is_copied_wrong_is_always_found(number: str, data: st.DataObject) -> None:
    rank = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[rank]]))
    changed = number[:rank] + wrong + number[rank + 1 :]
    if changed.startswith(LA_POSTE):
        return
    with pytest.raises(ValueError, match="clé de contrôle"):
        siret(changed)


@given(SIRETS.filter(lambda number: number.startswith("0")))
def test_the_zero_that_a_spreadsheet_took_off_is_put_back(number: str) -> None:
    assert siret(number[1:]) == number


def test_the_establishments_of_la_poste_follow_their_own_rule() -> None:
    assert siret("356 000 000 00048") == "35600000000048"
    assert siret("35600000049837") == "35600000049837"
    with pytest.raises(ValueError, match="clé"):
        siret("35600000049838")


@pytest.mark.parametrize("text", ["", "12", "3474995190001", "34749951900010 0", "3474995190001A", "3,47E+13", "٣٤٧٤٩٩٥١٩"])
def test_what_is_no_number_of_a_company_says_how_many_digits(text: str) -> None:
    with pytest.raises(ValueError, match="14 chiffres"):
        siret(text)


@given(st.lists(PARCELS, min_size=1, max_size=8), st.sampled_from(["|", ",", ", ", " ; ", "\n", " "]))
def test_parcels_are_read_however_they_are_parted_each_once(found: list[str], between: str) -> None:
    assert parcels(between.join(found).lower()).split(", ") == list(dict.fromkeys(found))
    assert parcels(parcels(between.join(found))) == parcels(between.join(found))


@pytest.mark.parametrize("text", ["AB 12", "13215904AB012", "13215904AB00123", "13215904AB0012|x", "2C2930000D0625"])
def test_what_is_no_parcel_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="identifiant de parcelle"):
        parcels(text)


@pytest.mark.parametrize("text", ["80024_SITE-ECO_00001", "12083_22-12.0017", "2A004_SITE-ECO_ 0131"])
def test_an_identifier_of_cnig_begins_with_its_commune(text: str) -> None:
    assert cnig_id(f"  {text} ") == text
    with pytest.raises(ValueError, match="code INSEE"):
        cnig_id(text[1:])
