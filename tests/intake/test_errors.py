"""What is shown of what was received."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import SHOWN_CHARS, FileError, hidden_in, shown


@given(st.text())
def test_a_received_value_is_shown_short_on_one_line_with_nothing_hidden(text: str) -> None:
    seen = shown(text)
    assert hidden_in(seen) == ""
    assert not set("\t\r\n") & set(seen)
    assert len(seen) <= SHOWN_CHARS * len("[U+10FFFF]") + 1


@pytest.mark.parametrize(
    ("text", "codes"), [("Évry", ""), ("a\u202eb\x00", "U+0000, U+202E"), ("a\nb\tc", ""), ("une espace\u00a0fine\u202f", "")]
)
def test_hidden_characters_are_named(text: str, codes: str) -> None:
    assert hidden_in(text) == codes


def test_a_file_error_is_none_of_those_that_parsers_raise() -> None:
    assert not issubclass(FileError, (ValueError, OSError, RuntimeError))
    assert FileError("Phrase.").message == "Phrase."
