"""The browser's types say what the models of the answers say, today."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest

from services.answer import Answer
from tools.browser_types import answers, typescript

FILE = Path(__file__).parents[2] / "assets" / "types" / "answers.d.ts"


class Leaf(Answer):
    """What another holds."""

    name: str


class Tree(Answer):
    """One of each type."""

    kind: Literal["oak", "elm"]
    height_m: float | None
    """Unknown is null."""
    leaves: list[Leaf]
    marks: list[int | None]
    counts: dict[str, int]
    pair: tuple[float, float]
    tall: bool = False


def test_the_types_of_the_browser_are_those_of_today() -> None:
    assert FILE.read_text(encoding="utf-8") == typescript(answers()), "run make docs"


def test_each_field_is_written_as_its_type_and_one_with_a_default_may_be_absent() -> None:
    written = typescript([Tree])
    assert "/** One of each type. */\nexport interface Tree {\n" in written
    assert '  kind: "oak" | "elm";\n  /** Unknown is null. */\n  height_m: number | null;\n  leaves: Leaf[];\n' in written
    assert "  marks: (number | null)[];\n  counts: Record<string, number>;\n  pair: [number, number];\n  tall?: boolean;\n}\n" in written
    assert "export interface Leaf {\n  name: string;\n}\n" in written


class Grove(Tree):
    """A tree and more."""

    trees: int


def test_a_model_that_says_more_of_another_extends_it_and_repeats_none_of_its_fields() -> None:
    written = typescript([Tree, Grove])
    assert "/** A tree and more. */\nexport interface Grove extends Tree {\n  trees: number;\n}\n" in written
    assert written.count("height_m") == 1


@pytest.mark.parametrize("vague", [Any, dict, list, dict[str, Any]])
def test_a_type_that_does_not_say_what_it_holds_is_refused_by_name(vague: Any) -> None:
    model = type("Vague", (Answer,), {"__annotations__": {"held": vague}, "__module__": __name__})
    with pytest.raises(ValueError, match=r"Vague\.held"):
        typescript([model])
