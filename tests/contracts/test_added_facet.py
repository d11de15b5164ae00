"""A facet that is declared in `geodata/candidate_facets.py`, and nowhere else, is in the table and among the charts."""

from __future__ import annotations

import pytest

from domain.facet import CategoryFacet, Choices, RangeFacet
from domain.facet_values import Option
from domain.place_fields import ATTRIBUTES, PlaceField
from domain.selection import FacetSet
from geodata.candidate_facets import TEXT_COLUMNS, other_columns
from services.best_scores import COLUMN
from services.browser_config import table_columns
from views.explore.charts import charted

PLAIN = tuple(field for field in ATTRIBUTES if field.type != "text")


def facet_of(field: PlaceField) -> CategoryFacet | RangeFacet:
    if field.choices:
        return CategoryFacet("added", field.label, tuple(Option(choice.code, choice.label) for choice in field.choices), field.id)
    return RangeFacet("added", field.label, field.id, field.unit, (1.0, 2.0), field.decimals, is_date=field.type == "day")


def columns_of(facets: FacetSet) -> dict[str, str]:
    """Return the column of the table for each column of the places that the table shows."""
    shown = table_columns(facets)
    assert len(set(shown)) == len(shown)
    return {getattr(facets.by_id.get(name), "column", name): name for name in shown}


def test_the_table_shows_every_field_and_every_facet_of_values(facets: FacetSet) -> None:
    assert {field.id for field in ATTRIBUTES} <= columns_of(facets).keys()
    assert {facet.id for facet in facets if isinstance(facet, (Choices, RangeFacet))} <= set(table_columns(facets))


@pytest.mark.parametrize("field", PLAIN, ids=lambda field: field.id)
def test_a_field_that_becomes_a_facet_stays_in_the_table_and_has_a_chart(field: PlaceField, facets: FacetSet) -> None:
    others = tuple(facet for facet in facets if getattr(facet, "column", None) != field.id)
    more = FacetSet((*others, facet_of(field)))
    known = {*more.by_id, *other_columns(more).by_id, *TEXT_COLUMNS, COLUMN}
    assert set(table_columns(more)) <= known
    assert columns_of(more)[field.id] == "added"
    assert "added" in {facet.id for facet in charted(more)}


def test_every_facet_has_the_chart_that_its_declaration_says(facets: FacetSet) -> None:
    assert {facet.id for facet in charted(facets)} == {facet.id for facet in facets if facet.chart}
