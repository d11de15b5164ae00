"""What reaches the browser is what the type of the answer says."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from services.answer import Answer


class Score(Answer):
    """A score that may not be known."""

    value: float | None
    note: str = ""


def test_what_has_its_default_is_absent_and_what_is_unknown_is_null() -> None:
    assert json.loads(Score(value=None).to_json()) == {"value": None}
    assert json.loads(Score(value=1.5, note="é").to_json()) == {"value": 1.5, "note": "é"}


def test_an_answer_never_says_nan_nor_what_its_type_does_not() -> None:
    with pytest.raises(ValidationError):
        Score(value=float("nan"))
    with pytest.raises(ValidationError):
        Score.model_validate({"value": 1.0, "more": 2})
