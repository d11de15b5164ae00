"""Routes and callbacks are wires: few lines, which answer models."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for room in ("callbacks", "services", "views") for path in (ROOT / room).rglob("*.py"))
MOST_LINES = 5


def untyped_answers(tree: ast.AST) -> Iterator[int]:
    """Return the lines that answer JSON by another way than `callbacks.forms.private`, which takes models alone."""
    for node in ast.walk(tree):
        name = node.func if isinstance(node, ast.Call) else None
        if isinstance(name, ast.Name) and name.id in {"jsonify", "make_json"}:
            yield node.lineno


@pytest.mark.parametrize("file", FILES)
def test_every_json_answer_is_a_model(file: str) -> None:
    assert list(untyped_answers(ast.parse((ROOT / file).read_text(encoding="utf-8")))) == []


def wires(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Return the functions that Flask or Dash calls: those that `server` or `registry` declares."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and {"server", "registry"} & {_declared_by(one) for one in node.decorator_list}:
            yield node


def _declared_by(decorator: ast.expr) -> str:
    while isinstance(decorator, ast.Call | ast.Attribute):
        decorator = decorator.func if isinstance(decorator, ast.Call) else decorator.value
    return decorator.id if isinstance(decorator, ast.Name) else ""


def lines_of(function: ast.FunctionDef) -> int:
    """Return how many lines a function's body has, its docstring aside."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return 0 if not body else (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith("callbacks/")])
def test_a_route_or_a_callback_is_a_wire_of_five_lines_at_most(file: str) -> None:
    declared = list(wires(ast.parse((ROOT / file).read_text(encoding="utf-8"))))
    assert {function.name: lines_of(function) for function in declared if lines_of(function) > MOST_LINES} == {}


@pytest.mark.parametrize("file", [file for file in FILES if file.startswith("callbacks/")])
def test_callbacks_know_of_the_store_what_it_refuses_and_its_limits_alone(file: str) -> None:
    asked = [node for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
    of_store = [(node.module, name.name) for node in asked if node.module and node.module.startswith("store.") for name in node.names]
    taken = {name: getattr(import_module(module), name) for module, name in of_store}
    assert [name for name, one in taken.items() if not _is_refusal_or_limit(one)] == []


def _is_refusal_or_limit(one: object) -> bool:
    return isinstance(one, int) or (isinstance(one, type) and issubclass(one, Exception))


SAMPLE = """
def serve(server, registry):
    @server.get('/a')
    @heavy
    def wire():
        'Say.'
        one()
        return (
            2)
    @other
    def helper():
        pass
"""


def test_the_wires_are_found_and_their_lines_counted() -> None:
    assert {wire.name: lines_of(wire) for wire in wires(ast.parse(SAMPLE))} == {"wire": 3}
