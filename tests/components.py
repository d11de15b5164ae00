"""Reading trees of Dash components: their texts, and the parts that fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def parts(tree: Any) -> Iterator[Any]:
    """Every component of a tree, in the order of the page."""
    if isinstance(tree, (list, tuple)):
        for part in tree:
            yield from parts(part)
    elif hasattr(tree, "to_plotly_json"):
        yield tree
        yield from parts(getattr(tree, "children", None))


def find(tree: Any, fits: Callable[[Any], bool]) -> list[Any]:
    """The components that fit."""
    return [part for part in parts(tree) if fits(part)]


def of_class(tree: Any, name: str) -> list[Any]:
    """The components of a class of the style sheet."""
    return find(tree, lambda part: name in (getattr(part, "className", None) or "").split())


def of_type(tree: Any, name: str) -> list[Any]:
    """The components of a type: ``Details``, ``Td``…"""
    return find(tree, lambda part: type(part).__name__ == name)


def text(tree: Any) -> str:
    """What a person reads in a tree."""
    if tree is None or isinstance(tree, bool):
        return ""
    if isinstance(tree, (list, tuple)):
        return "".join(text(part) for part in tree)
    return text(getattr(tree, "children", None)) if hasattr(tree, "to_plotly_json") else str(tree)
