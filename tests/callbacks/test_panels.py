"""A panel that is asked for again writes only what changed."""

from __future__ import annotations

from dash import html, no_update

from callbacks.panels import unless_drawn
from views.scenarios.following import Panel


def panel(steps: int, name: str = "Un lieu") -> Panel:
    return Panel([html.P(f"{steps} pas")], [html.Button("Ne plus suivre")], [html.P(name)])


def test_what_the_browser_has_is_not_written_again() -> None:
    *first, drawn = unless_drawn(panel(1), None, "k=4")
    assert [str(part) for part in first] == [str(part) for part in panel(1)]
    progress, ways, content, _drawn = unless_drawn(panel(2), drawn, "k=4")
    assert "2 pas" in str(progress[0])
    assert (ways, content) == (no_update, no_update)
    _progress, ways, content, _drawn = unless_drawn(panel(2, "Un autre"), drawn, "k=4")
    assert ways is no_update
    assert "Un autre" in str(content[0])


def test_what_is_drawn_is_told_for_each_question() -> None:
    drawn = unless_drawn(panel(1), None, "k=4")[-1]
    *parts, other = unless_drawn(panel(1), drawn, "k=5")
    assert parts == [no_update] * 3
    assert other != drawn
    assert len(other) < 200


def test_what_the_browser_says_of_itself_may_be_anything() -> None:
    for said in ("", "x", "a b c d e f", "é " * 90):
        assert no_update not in unless_drawn(panel(1), said, "")[:3]
