"""The code speaks of its things by the field's names: words that only its authors understood do not come back as names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_OURS = {"tests", "var", "build", "node_modules"}
RETIRED = frozenset(
    {"Desk", "Shelf", "Home", "Atlas", "Postman", "Letter", "Look", "Slip", "DOORS", "spoken", "keep_house", "_told", "HOUSEKEEPING_S"}
)


def defined(tree: ast.AST) -> Iterator[str]:
    """Return the names of classes, functions, arguments and variables that a module makes."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def test_retired_words_name_nothing() -> None:
    found = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).parts
        if parts[0] in NOT_OURS or parts[0].startswith("."):
            continue
        names = RETIRED & set(defined(ast.parse(path.read_text(encoding="utf-8"))))
        if names:
            found["/".join(parts)] = sorted(names)
    assert found == {}
