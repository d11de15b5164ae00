"""The words of the panel of imports are those that its scripts ask for."""

from __future__ import annotations

import re
from pathlib import Path

from services.words.imports import WORDS

SCRIPTS = sorted((Path(__file__).parents[2] / "assets" / "screens").glob("bulk*.js"))
MADE = ("step_", "template_", "get_")  # keys whose end is computed


def test_every_word_asked_for_is_there_and_none_is_left_over() -> None:
    text = "\n".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    assert len(SCRIPTS) == 4
    counted = set(re.findall(r'counted\("(\w+)"', text))
    asked = set(re.findall(r'words\((?:[^()"]*\? )?"(\w+)"', text)) | counted | {f"{key}_one" for key in counted}
    literal = set(re.findall(r'"(\w+)"', text))
    assert asked <= set(WORDS)
    assert {key.removesuffix("_one") for key in WORDS if not key.startswith(MADE)} <= literal | asked
