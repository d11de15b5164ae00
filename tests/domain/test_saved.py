"""Drafts of scenarios: what people write is kept as they wrote it, or refused by the field's name."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.limits import MAX_NAME
from domain.saved import ScenarioDraft, Status, clean_name, clean_note
from i18n import use_language


def _draft(**changes: Any) -> ScenarioDraft:
    fields: dict[str, Any] = {"name": "Pôle nord", "note": "", "question": "", "result": {}, "data_version": "d", "criteria_version": "c"}
    return ScenarioDraft(**(fields | changes))


KEPT: dict[str, dict[str, Any]] = {
    "one character": {"name": "é"},
    "120 characters": {"name": "é" * 120},
    "120 characters and blanks around": {"name": "  " + "é" * 120 + "\n"},
    "emoji of several code points": {"name": "👩‍🔧 atelier"},
    "markup": {"name": "<b onclick=alert(1)>"},
    "a note on several lines": {"note": "a\r\n\tb\n" + "x" * 3_990},
    "a long question": {"question": "z=" + "x" * 15_998},
    "deep result": {"result": {"a": [{"b": None}, 1.5, "é", True]}},
}
REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "no name": ("Nom", {"name": ""}),
    "a blank name": ("Nom", {"name": " \t\u00a0\n "}),
    "121 characters": ("Nom", {"name": "x" * 121}),
    "a line break in the name": ("Nom", {"name": "a\nb"}),
    "a null in the name": ("Nom", {"name": "a\0b"}),
    "an escape in the name": ("Nom", {"name": "a\x1b[2Jb"}),
    "a C1 control in the name": ("Nom", {"name": "a\x85b"}),
    "a line separator in the name": ("Nom", {"name": "a\u2028b"}),
    "half a character in the name": ("Nom", {"name": "a\ud800b"}),
    "a note too long": ("Note", {"note": "x" * 4_001}),
    "a null in the note": ("Note", {"note": "a\0b"}),
    "half a character in the note": ("Note", {"note": "\udfff"}),
    "a question too long": ("Question", {"question": "x" * 16_001}),
    "a null in the question": ("Question", {"question": "kinds=\0"}),
    "NaN in the result": ("Résultat", {"result": {"a": [math.nan]}}),
    "infinity in the result": ("Résultat", {"result": {"a": math.inf}}),
    "an object in the result": ("Résultat", {"result": {"a": object()}}),
    "a list for a result": ("Résultat", {"result": [1]}),
}


@pytest.mark.parametrize("changes", KEPT.values(), ids=KEPT)
def test_a_draft_is_kept_as_written_but_for_blanks_around_names(changes: dict[str, Any]) -> None:
    made = _draft(**changes)
    for field, value in changes.items():
        assert getattr(made, field) == (value.strip() if field == "name" else value)


@pytest.mark.parametrize(("field", "changes"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_names_the_field_in_the_persons_language(field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"^{field} : .*\\.$") as french:
        _draft(**changes)
    with use_language("en"), pytest.raises(ValueError, match=r"^\w+: .*\.$") as english:
        _draft(**changes)
    assert str(french.value) != str(english.value)


@given(st.text(max_size=140))
def test_a_cleaned_name_is_stable_and_can_be_written_to_a_file(text: str) -> None:
    try:
        name = clean_name(text)
    except ValueError:
        return
    assert name == text.strip() == clean_name(name)
    assert 1 <= len(name) <= MAX_NAME
    assert "\n" not in name
    assert "\0" not in clean_note(name)
    name.encode()


def test_a_draft_cannot_be_changed_once_checked() -> None:
    with pytest.raises(AttributeError):
        _draft().name = ""  # type: ignore[misc]


def test_three_statuses_in_the_order_of_the_discussion() -> None:
    assert [status.value for status in Status] == ["draft", "proposed", "chosen"]
