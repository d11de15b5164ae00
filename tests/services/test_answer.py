"""What reaches the browser is what the type of the answer says."""

from __future__ import annotations

import ast
import importlib
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from flask import Flask
from pydantic import ValidationError

from access.refusal import refused
from services.answer import Answer, Problem

SERVICES = Path(__file__).parents[2] / "services"


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


def test_what_is_refused_before_any_route_is_a_problem_as_any_other() -> None:
    with Flask("refusing").test_request_context():
        response = refused("Requête refusée.", 403)
    assert response.status_code == 403
    assert Problem.model_validate_json(response.data) == Problem(error="Requête refusée.")


def vague(module: Path) -> list[str]:
    """Return the public functions of a module that answer `Any`, or a dictionary of it."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    public = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return [f"{module.stem}.{node.name}" for node in public if node.returns and re.search(r"\bAny\b", ast.unparse(node.returns))]


def test_every_service_says_what_it_answers() -> None:
    found = [name for module in sorted(SERVICES.rglob("*.py")) for name in vague(module)]
    assert found == ["answer.given"], "the fields of an answer, from which a longer one is made"


def every_answer(base: type[Answer] = Answer) -> Iterator[type[Answer]]:
    """Return each kind of answer of the services."""
    for module in SERVICES.rglob("*.py"):
        importlib.import_module(".".join(module.relative_to(SERVICES.parent).with_suffix("").parts))
    for kind in base.__subclasses__():
        yield kind
        yield from every_answer(kind)


def test_an_empty_list_is_said_rather_than_left_out() -> None:
    """The browser goes over a list without asking whether there is one."""
    defaults = [(kind.__name__, name, field.get_default(call_default_factory=True)) for kind in every_answer()
                for name, field in kind.model_fields.items() if not field.is_required()]  # fmt: skip
    assert [one for one in defaults if isinstance(one[2], Collection) and not isinstance(one[2], str)] == []
