"""The code speaks of its things by the field's names: words that only its authors understood do not come back as names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOT_OURS = {"tests", "bench", "var", "build", "node_modules"}
RETIRED = frozenset(
    {"asked", "atlas", "desk", "doors", "held", "housekeeping", "kept", "look", "postman", "said", "shelf", "slip", "spoken"}
    | {"told", "twin", "twins"}
)
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
DECLARED = re.compile(r"\b(?:const|let|function|var)\s+(?:\{[^}=]*\}|\[[^\]=]*\]|[\w$]+)")


def defined(tree: ast.AST) -> Iterator[str]:
    """Return the names of classes, functions, arguments, variables and attributes that a module makes."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def is_retired(name: str) -> bool:
    """Say whether a part of a name (`leave_twins`, `askedBy`) is a retired word."""
    return any(part.lower() in RETIRED for part in PART.findall(name))


def files(pattern: str) -> Iterator[tuple[str, str]]:
    """Return the path and the text of the product's files."""
    for path in ROOT.rglob(pattern):
        parts = path.relative_to(ROOT).parts
        if parts[0] not in NOT_OURS and "vendor" not in parts and not parts[0].startswith("."):
            yield "/".join(parts), path.read_text(encoding="utf-8")


def test_retired_words_name_nothing_in_python() -> None:
    found = {path: sorted(filter(is_retired, set(defined(ast.parse(text))))) for path, text in files("*.py")}
    assert {path: names for path, names in found.items() if names} == {}


def test_no_docstring_names_what_is_called_otherwise_now() -> None:
    found = {path: [name for name in re.findall(r"`(\w+)`", text) if is_retired(name)] for path, text in files("*.py")}
    assert {path: names for path, names in found.items() if names} == {}


def test_retired_words_name_nothing_in_the_browser() -> None:
    found = {
        path: sorted({name for made in DECLARED.findall(text) for name in re.findall(r"\w+", made) if is_retired(name)})
        for path, text in [*files("*.js"), *files("*.mjs")]
    }
    assert {path: names for path, names in found.items() if names} == {}
