"""The cases on which Node runs the browser's modules are what Python answers today."""

from __future__ import annotations

import pytest

from tests.browser_modules.cases import CASES, FOLDER, text_of


@pytest.mark.parametrize("name", CASES)
def test_the_cases_of_the_browser_are_what_python_answers(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text("utf-8") == text_of(name), "write them again: python -m tests.browser_modules.cases"
