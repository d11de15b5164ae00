"""docs/criteria.md says what the declarations say, today."""

from pathlib import Path

from criteria.document import criteria_page
from criteria.hypotheses import HYPOTHESES
from criteria.registry import criteria

PAGE = Path(__file__).parents[2] / "docs" / "criteria.md"


def test_the_committed_page_is_that_of_the_declarations():
    assert PAGE.read_text(encoding="utf-8") == criteria_page()


def test_the_page_names_every_criterion_and_hypothesis():
    page = criteria_page()
    assert all(f"`{item.id}`" in page for item in criteria())
    assert all(f"`{key}`" in page for key in HYPOTHESES)
