"""Tags are words, each once, however they were typed."""

from __future__ import annotations

from domain.tags import tags_of


def test_spaces_do_not_make_another_tag() -> None:
    assert tags_of(" rez-de-chaussée ; à  visiter,à visiter|, \n") == ["rez-de-chaussée", "à visiter"]
