"""The pages that explain the code name files that exist, and link to pages that do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FILE = re.compile(r"`([a-z_0-9]+(?:/[A-Za-z_0-9.]+)*/[A-Za-z_0-9]+\.(?:py|js|html|css|md|conf))`")
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def names(page: Path) -> list[str]:
    """Return the files that a page names: with their folder, or by their name alone after one of the same sentence."""
    return FILE.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    assert [name for name in names(page) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_that_a_page_links_to_exists(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_architecture_walks_five_paths() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    sections = re.split(r"^## \d\. ", text, flags=re.MULTILINE)[1:]
    assert len(sections) == 5
    assert all(len(FILE.findall(section)) >= 5 for section in sections)
