"""What the product exports can be taken in again, value for value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from domain.candidate import Kind
from domain.proposal import RENT_SWITCH
from domain.selection import FacetSet, Selection
from geodata.territory import Territory
from intake.check import check
from intake.fields import FIELDS
from intake.mapping import guess
from reports import csv_file, geojson_file, xlsx_file
from reports.extract import Extract
from tests.intake.making import read

PLACED = ("x", "y", "example")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("name", "write"), [("a.csv", csv_file.write), ("a.xlsx", xlsx_file.write), ("a.geojson", geojson_file.write)])
def test_every_value_of_an_export_is_read_back(
    kind: Kind, name: str, write: Callable[[Extract], bytes], territory: Territory, facets: FacetSet
) -> None:
    extract = Extract(
        territory, facets, Selection.from_query(f"kinds={kind}", facets), "https://convergence.example/", dt.date(2026, 11, 23)
    )
    table = read(name, write(extract))
    found = guess(table.columns, kind)
    mapping = {column: field for column, field in found.mapping.items() if field != "example"}
    checked = check(table, mapping, kind, found.crs)
    assert checked.errors == checked.misplacements == ()
    assert len(checked.rows) == len(extract.rows) > 30
    shared = [field.id for field in FIELDS[kind] if field.id in extract.rows.columns and field.id not in PLACED]
    assert len(shared) >= 17
    for field_id in shared:
        told = pd.Series([row.values[field_id] for row in checked.rows])
        kept = extract.rows[field_id]
        kept = kept.dt.date.where(kept.notna(), None) if field_id in ("available_on", "vacant_since") else kept
        kept = kept.where(kept, None) if field_id == RENT_SWITCH else kept  # what is not reserved says nothing
        assert told.isna().tolist() == kept.isna().tolist(), field_id
        assert told.dropna().tolist() == kept.dropna().tolist(), field_id
    assert np.allclose([row.x_l93 for row in checked.rows], extract.rows.geometry.x, atol=0.2)
    assert np.allclose([row.y_l93 for row in checked.rows], extract.rows.geometry.y, atol=0.2)
