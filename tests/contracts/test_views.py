"""Every screen: found by its declaration, built in both languages, without a word of French left in English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import plotly.utils
import pytest

from i18n import LANGUAGES, use_language
from i18n.catalogue import catalogue
from services.browser_config import browser_config
from services.context import Context
from views.explore.charts import charts
from views.shell.frame import page, shell
from views.view import View, discover, view_at

VIEWS = discover()
each_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.id)
UNREAD = {"className", "id", "type", "namespace", "value", "href", "name"}
LATIN = re.compile("[a-zà-ÿ]{3}", re.IGNORECASE)


def _strings(value: Any) -> Iterator[str]:
    """Every text that a person may read in a tree of components in its JSON form."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in UNREAD and not name.startswith("data-"):
                yield from _strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)


def _json(component: Any) -> Any:
    return json.loads(json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder))


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "namespace" in value and isinstance(value.get("props", {}).get("id"), str):
            yield value["props"]["id"]
        for part in value.values():
            yield from _ids(part)
    elif isinstance(value, list):
        for part in value:
            yield from _ids(part)


def _french_left(component: Any) -> set[str]:
    """Messages shown as they are in French though they have another form in English."""
    translated = {message.id for message in catalogue("en") if message.id and message.string and message.string != message.id}
    return {text for text in _strings(_json(component)) if text.replace("\u00a0", " ") in translated and LATIN.search(text)}


def test_screens_are_found_with_unique_ids_and_paths() -> None:
    assert {"explore", "sources"} <= {view.id for view in VIEWS}
    assert len({view.id for view in VIEWS}) == len({view.path for view in VIEWS}) == len(VIEWS)
    assert [view.order for view in VIEWS] == sorted(view.order for view in VIEWS)


@each_view
def test_a_screen_is_reached_by_its_path_with_or_without_a_final_slash(view: View) -> None:
    assert view_at(view.path) is view
    assert view_at(view.path.rstrip("/") + "/") is view


@each_view
def test_a_screen_has_an_english_name(view: View) -> None:
    message = catalogue("en").get(view.label)
    assert message and message.string


@each_view
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_screen_is_built_in_each_language_with_ids_named_once(view: View, language: str, context: Context) -> None:
    with use_language(language):
        built = _json(view.layout(context))
        frame = _json(shell(context))
    ids = [*_ids(built), *_ids(frame)]
    assert len(ids) == len(set(ids))
    assert len(json.dumps(built)) < 2_000_000


@each_view
def test_building_a_screen_twice_gives_the_same_screen(view: View, context: Context) -> None:
    assert _json(view.layout(context)) == _json(view.layout(context))


@each_view
def test_no_guillemet_parts_from_its_word_at_the_end_of_a_line(view: View, context: Context) -> None:
    assert not [text for text in _strings(_json([view.layout(context), shell(context)])) if "« " in text or " »" in text]


@each_view
def test_no_french_is_left_on_an_english_screen(view: View, context: Context) -> None:
    with use_language("en"):
        assert not _french_left(view.layout(context))


def test_no_french_is_left_in_the_english_frame_and_in_what_the_browser_is_told(context: Context) -> None:
    with use_language("en"):
        assert not _french_left(shell(context))
        assert not _french_left([browser_config(context).to_data()])
        assert not _french_left(page(context, "/nowhere"))


def test_numbers_on_screen_follow_the_language(context: Context) -> None:
    def separators(language: str) -> set[str]:
        with use_language(language):
            return set(re.findall(r'"separators": "([^"]*)"', json.dumps(_json(charts(context)))))

    assert {text[0] for text in separators("fr")} == {","}
    assert {text[0] for text in separators("en")} == {"."}
