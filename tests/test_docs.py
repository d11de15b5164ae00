"""The pages that explain the code name files that exist, and link to pages that do."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOT_THE_PRODUCT = {".venv", "tests", "bench", "tools", "build", "var"}
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


def test_the_architecture_walks_six_paths() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    sections = re.split(r"^## \d\. ", text, flags=re.MULTILINE)[1:]
    assert len(sections) == 6
    assert all(len(FILE.findall(section)) >= 5 for section in sections)


ARCHITECTURE = ROOT / "docs" / "architecture.md"


def paths() -> list[list[list[str]]]:
    """Return the Python files that the architecture names: a list for each step, of each path."""
    sections = re.split(r"^## \d\. ", ARCHITECTURE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    steps = [re.split(r"^\d+\. ", section, flags=re.MULTILINE)[1:] for section in sections]
    return [[[name for name in FILE.findall(step) if name.endswith(".py")] for step in path] for path in steps]


@lru_cache
def imported(name: str) -> frozenset[str]:
    """Return the modules that a file imports, or names where it starts one by its name (`intake/child.py`)."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', text)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return frozenset(found)


def module(name: str) -> str:
    return name.removesuffix(".py").replace("/", ".")


def has_to_do_with(name: str, other: str) -> bool:
    return module(other) in imported(name) or module(name) in imported(other)


def strangers(steps: list[list[str]], place: int) -> list[str]:
    """Return the files of a step that have to do with none of that step, nor of the one before or after."""
    beside = {name for step in steps[max(0, place - 1) : place + 2] for name in step}
    return [name for name in steps[place] if not any(has_to_do_with(name, other) for other in beside - {name})]


def test_each_file_of_a_step_has_to_do_with_another_of_that_step_or_of_one_beside_it() -> None:
    assert [found for steps in paths() for place in range(len(steps)) for found in strangers(steps, place)] == []


@pytest.mark.parametrize("page", [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name)
def test_what_a_page_names_of_a_file_is_in_it(page: Path) -> None:
    """A name that follows a file (« `store/proposals.py`, `edit` ») or comes before it in brackets (« `Key` (`domain/address.py`) »)."""
    text = " ".join(page.read_text(encoding="utf-8").split())
    after = re.findall(FILE.pattern + r"(?:, | \()`(\w+)`", text)
    before = [(file, name) for name, file in re.findall(r"`(\w+)` \(" + FILE.pattern + r"\)", text)]
    assert [(file, name) for file, name in after + before if not re.search(rf"\b{name}\b", (ROOT / file).read_text("utf-8"))] == []


def test_every_route_that_the_architecture_names_is_served() -> None:
    served = " ".join(path.read_text("utf-8") for path in (ROOT / "callbacks").glob("*.py"))
    named = re.findall(r"`(/[a-z]+/[a-z_/<>.]+)`", ARCHITECTURE.read_text("utf-8"))
    assert len(named) >= 3
    assert [route for route in named if f'"{route}"' not in re.sub(r"<\w+>", "<id>", served)] == []


def test_the_index_of_decisions_names_each_by_its_title() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    titles = {f"[{page.read_text('utf-8').splitlines()[0].removeprefix('# ')}]({page.name})" for page in pages if page.name != "README.md"}
    index = (ROOT / "docs" / "adr" / "README.md").read_text("utf-8")
    assert titles == set(re.findall(r"\[[^]]*\]\([^)]*\)", index))


def test_every_variable_that_the_service_or_make_reads_is_among_the_settings() -> None:
    read = re.findall(r'validation_alias="([A-Z_]+)"', (ROOT / "access" / "settings.py").read_text("utf-8"))
    read += re.findall(r'"(OIDC_[A-Z_]+)"', (ROOT / "access" / "oidc_settings.py").read_text("utf-8"))
    read += re.findall(r"\$\$\{([A-Z_]+):-", (ROOT / "Makefile").read_text("utf-8"))
    named = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text("utf-8")))
    assert len(read) > 20 and set(read) <= named


def test_every_word_of_the_trade_is_one_of_the_code() -> None:
    section = (ROOT / "docs" / "glossary.md").read_text("utf-8").split("\n## ")[1]
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
    words = {word for row in rows for word in re.findall(r"`(\w+)`", row[1])}
    files = [path for path in ROOT.glob("*/**/*.py") if path.relative_to(ROOT).parts[0] not in NOT_THE_PRODUCT]
    code = set().union(*(re.findall(r"\w+", path.read_text("utf-8")) for path in files))
    parts = {part for word in code for part in (word, *word.split("_"))} | code
    assert len(words) > 30 and {word for word in words if not {word, f"{word}s", word.capitalize(), word.upper()} & parts} == set()
