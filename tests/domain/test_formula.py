"""Spreadsheet formulas are neutralised."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.formula import guarded, neutralised, starts_formula, unguarded

STARTERS = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫\u2212"


@pytest.mark.parametrize("start", STARTERS)
@given(rest=st.text(max_size=20))
def test_no_text_that_begins_like_a_formula_leaves_bare(start: str, rest: str) -> None:
    assert neutralised(start + rest) == "'" + start + rest


@pytest.mark.parametrize("text", [" =1+1", "\u00a0=1", "\u200b=1", "\ufeff@SUM(A1)", "\x00=1", " \t-2+3"])
def test_a_formula_hidden_behind_blanks_is_neutralised(text: str) -> None:
    assert neutralised(text) == "'" + text


@given(st.text())
@example("")
@example("'=1")
def test_the_text_itself_is_always_kept_and_neutralising_twice_adds_nothing(text: str) -> None:
    once = neutralised(text)
    assert once.removeprefix("'" if starts_formula(text) else "") == text
    assert neutralised(once) == once


@pytest.mark.parametrize("text", ["", "Saint-Antoine", "12, rue du Port", "« = »", "a=b", "É"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert neutralised(text) == text


@given(st.text() | st.builds("{}{}{}".format, st.sampled_from(["", "'", "''"]), st.sampled_from(STARTERS), st.text(max_size=5)))
@example("'=1")
def test_a_guarded_text_is_read_back_exactly_and_never_bare(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not starts_formula(guarded(text))
