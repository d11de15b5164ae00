"""The parts of a page that only show, as one component of Dash for all of them, whatever they hold.

Dash has each component of a page look at every change of any other, and each new one makes a change: sixteen hundred elements of a
profile kept the browser busy for ten seconds and more. Here they are one component, drawn by `assets/plain_html.js`.
"""

from __future__ import annotations

import copy
from itertools import groupby
from typing import Any, ClassVar

from dash.development.base_component import Component

FEWEST = 2  # elements: one alone stays as it is
OF_DASH = ("children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks")
HTML = "dash_html_components"


class PlainHtml(Component):  # type: ignore[misc]  # Dash types no base of its components
    """Elements and texts, in their order, and among them components of Dash.

    Parameters
    ----------
    parts
        Each a text, a number, None, an element ``[tag, attributes, *parts]``, or ``{"child": n}`` where the n-th of `children` stands.
    children
        The components of Dash.
    """

    _namespace = "convergence_components"
    _type = "PlainHtml"
    _children_props: ClassVar[list[str]] = []
    _base_nodes: ClassVar[list[str]] = ["children"]
    _prop_names: ClassVar[list[str]] = ["children", "parts"]
    _valid_wildcard_attributes: ClassVar[list[str]] = []
    available_properties: ClassVar[list[str]] = ["children", "parts"]
    available_wildcard_properties: ClassVar[list[str]] = []

    def __init__(self, parts: list[Any], children: list[Component]) -> None:
        super().__init__(parts=parts, children=children)


def with_plain_html(tree: Any) -> Any:
    """Return what Dash is to draw, with `PlainHtml` for the elements of HTML that no callback can name: they have no id.

    The tree itself stays as it is. What is no component, nor a list of some, is returned untouched.
    """
    if isinstance(tree, (list, tuple)):
        return _siblings(tree)
    if not isinstance(tree, Component) or isinstance(tree, PlainHtml):
        return tree
    return _siblings([tree])[0] if _is_nameless(tree) else _with_its_children(tree)


def _with_its_children(component: Component) -> Component:
    """Return a component of Dash with what it holds, as children or as a label and the like, drawn plainly."""
    drawn = copy.copy(component)
    for name in ("children", *component._children_props):
        inside = getattr(component, name, None)  # a path in a property has no attribute of its name
        if isinstance(inside, (Component, list, tuple)):
            setattr(drawn, name, with_plain_html(inside))
    return drawn


def _siblings(parts: list[Any] | tuple[Any, ...]) -> list[Any]:
    """Return siblings; of those that are nameless and next to one another, one component."""
    drawn: list[Any] = []
    for is_nameless, group in groupby(parts, _is_nameless):
        those = list(group)
        if not is_nameless:
            drawn += map(with_plain_html, those)
        elif sum(map(_count, those)) < FEWEST:
            drawn += [_with_its_children(part) if isinstance(part, Component) else part for part in those]
        else:
            children: list[Component] = []
            written = [_written(part, children) for part in those]
            drawn.append(PlainHtml(written, children))
    return drawn


def _is_nameless(part: Any) -> bool:
    """Whether it is text, or an element of HTML without id."""
    if not isinstance(part, Component):
        return not isinstance(part, (list, tuple))
    # An ObjectEl is an <object>: no screen has one.
    return part._namespace == HTML and not part._type.endswith("El") and getattr(part, "id", None) is None


def _count(part: Any) -> int:
    """Return how many nameless elements a part is, what is under a component of Dash left out."""
    if isinstance(part, (list, tuple)):
        return sum(map(_count, part))
    return 1 + _count(getattr(part, "children", None)) if isinstance(part, Component) and _is_nameless(part) else 0


def _written(part: Any, children: list[Component]) -> Any:
    """Return a part as `PlainHtml` has it; the components of Dash in it are added to `children`."""
    if isinstance(part, (list, tuple)):
        return [None, None, *(_written(one, children) for one in part)]
    if not isinstance(part, Component):
        return part
    if not _is_nameless(part):
        children.append(with_plain_html(part))
        return {"child": len(children) - 1}
    attributes = {name: value for name, value in part.to_plotly_json()["props"].items() if name not in OF_DASH}
    inside = getattr(part, "children", None)
    return [
        part._type.lower(),
        attributes,
        *(_written(one, children) for one in (inside if isinstance(inside, (list, tuple)) else [inside])),
    ]
