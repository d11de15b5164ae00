"""A calculation and its result are equal on the page only where the result is written whole."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from criteria.assess import Assessment
from criteria.provenance import with_result
from i18n.numbers import number


def test_a_result_that_is_rounded_to_be_read_is_about_what_was_worked_out() -> None:
    assert with_result("966 hab.", "1\u202f000 hab.", 966, -2) == "966 hab. ≈ 1\u202f000 hab."
    assert with_result("966 hab.", "966 hab.", 966, 0) == "966 hab. = 966 hab."
    assert with_result("0,1 + 0,2", "0,3", 0.1 + 0.2, 1) == "0,1 + 0,2 = 0,3"
    assert with_result("A × 3", "non renseigné", float("nan"), 0) == "A × 3 = non renseigné"


@given(st.integers(0, 10**9), st.integers(0, 3), st.integers(-3, 3))
def test_what_is_said_equal_reads_back_as_the_same_number(thousandths: int, places: int, decimals: int) -> None:
    value = thousandths / 10**places
    said = with_result("x", number(value, decimals), value, decimals)
    read = float(said[4:].replace("\u202f", "").replace("\xa0", "").replace(",", "."))
    assert (said[:4] == "x = ") == (abs(read - value) <= 1e-9 * max(1, value))


def test_the_calculation_is_read_without_its_result_whichever_sign_parts_them(hub: Assessment) -> None:
    for row in (0, 20):
        for item in hub.items:
            told = hub.explain(row, item.id)
            assert told.substituted in {f"{told.worked} = {told.text}", f"{told.worked} ≈ {told.text}"}
            assert replace(told, substituted="").worked == ""
