"""What Dash draws of a tree: one component for the elements that no callback can name, and the same page."""

from __future__ import annotations

import json
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from criteria.assess import Assessment
from services.context import Context
from tests.components import parts
from views.components.plain_html import PlainHtml, with_plain_html
from views.convergence.profile import profile

TEXTS = st.none() | st.text(max_size=4) | st.integers(0, 9)
TAGS = st.sampled_from([html.Div, html.Span, html.Button, html.H2])
NAMED = st.none() | st.sampled_from(["named", {"type": "row", "index": "1"}])


def element(tag: Any, children: Any, name: Any, shade: str | None) -> Any:
    options = {key: value for key, value in (("id", name), ("className", shade)) if value is not None}
    return tag(children, **options, **{"data-act": "open"})


TREES = st.recursive(
    TEXTS | st.builds(lambda: dcc.Link("a", href="/", id="kept")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.builds(element, TAGS, inner, NAMED, st.none() | st.just("on")) | st.builds(dmc.Group, inner)
    ),
    max_leaves=12,
)


def page_of(tree: Any) -> Any:
    """What a tree shows: elements with their attributes, and texts; lists are their members."""
    if isinstance(tree, (list, tuple)):
        return [shown for part in tree for shown in page_of(part)]
    if isinstance(tree, PlainHtml):
        return [shown for part in tree.parts for shown in written(part, tree.children)]
    if not hasattr(tree, "to_plotly_json"):
        return [] if tree is None else [tree]
    own = {name: value for name, value in tree.to_plotly_json()["props"].items() if name != "children"}
    return [(tree._type.lower(), own, page_of(getattr(tree, "children", None)))]


def written(part: Any, children: list[Any]) -> list[Any]:
    if isinstance(part, dict):
        return page_of(children[part["child"]])
    if not isinstance(part, list):
        return [] if part is None else [part]
    tag, attributes, *inside = part
    shown = [one for each in inside for one in written(each, children)]
    return shown if tag is None else [(tag, attributes, shown)]


@given(TREES)
def test_the_page_is_the_same_and_the_tree_is_left_as_it_was(tree: Any) -> None:
    before = page_of(tree)
    assert page_of(with_plain_html(tree)) == before
    assert page_of(tree) == before


@given(TREES)
def test_what_a_callback_can_name_stays_a_component_of_dash(tree: Any) -> None:
    named = [part.id for part in parts(tree) if getattr(part, "id", None) is not None]
    assert [part.id for part in parts(with_plain_html(tree)) if getattr(part, "id", None) is not None] == named


def test_the_profile_of_a_place_is_a_few_components_whatever_it_says(context: Context) -> None:
    held: Assessment = context.assessor.assess("")
    drawn = with_plain_html(profile(held, str(held.ids[0])))
    assert len(list(parts(drawn))) < 40
    assert page_of(drawn) == page_of(profile(held, str(held.ids[0])))


def test_what_is_no_page_is_returned_untouched() -> None:
    for value in (None, "texte", 3, {"data": [1]}):
        assert with_plain_html(value) is value


def test_a_text_is_sent_as_text() -> None:
    hostile = '<img src=x onerror="alert(1)">'
    drawn = with_plain_html(html.Div([html.P(hostile), html.B(), html.I()]))
    assert json.loads(json.dumps(drawn.to_plotly_json()["props"]["parts"]))[0][2] == ["p", {}, hostile]
