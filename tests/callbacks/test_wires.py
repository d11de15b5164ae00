"""Routes and callbacks are wires: they answer models, and nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for room in ("callbacks", "services", "views") for path in (ROOT / room).rglob("*.py"))
DICTS_LEFT = {
    "callbacks/attachments.py",
    "callbacks/bulk.py",
    "callbacks/forms.py",
    "callbacks/geocode.py",
    "callbacks/journal.py",
    "callbacks/moderate.py",
    "callbacks/proposals.py",
    "callbacks/scenarios.py",
}
"""Files that still answer dicts: none may be added."""


def untyped_answers(tree: ast.AST) -> Iterator[int]:
    """Return the lines that answer JSON of something else than a model."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = node.args[0] if node.args else None
            if node.func.id == "jsonify" or (node.func.id == "private" and isinstance(given, ast.Dict)):
                yield node.lineno


@pytest.mark.parametrize("file", FILES)
def test_every_json_answer_is_a_model(file: str) -> None:
    found = list(untyped_answers(ast.parse((ROOT / file).read_text(encoding="utf-8"))))
    assert bool(found) == (file in DICTS_LEFT), f"{file}: lines {found}"
