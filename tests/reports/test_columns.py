"""The columns of an export."""

from __future__ import annotations

import pytest

from geodata.catalogue import SOURCES
from geodata.schemas import ENRICHED_CANDIDATES
from reports.columns import COLUMNS, Column, values_of
from reports.provenance import INDICATOR_SOURCES, MAP_SOURCES, ROW_SOURCES
from tests.reports.conftest import Make


def test_every_column_of_a_candidate_leaves_with_it() -> None:
    carried = {name for column in COLUMNS for name in column.reads}
    assert carried == set(ENRICHED_CANDIDATES.columns)


def test_names_and_headings_are_each_used_once() -> None:
    assert len({column.id for column in COLUMNS}) == len({column.heading for column in COLUMNS}) == len(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.id)
def test_what_is_unknown_stays_unknown_and_nothing_else_does(column: Column, make: Make) -> None:
    extract = make()
    values = column.values(extract)
    assert len(values) == len(extract.rows)
    if len(column.reads) == 1 and column.id not in {"example", "landlord_name", "x_l93", "y_l93"}:
        assert values.isna().tolist() == extract.rows[column.reads[0]].isna().tolist()


def test_a_site_has_no_landlord_and_a_premises_without_one_is_unknown(make: Make) -> None:
    extract = make()
    extract.rows.loc[extract.rows["id"] == "RC-001", "landlord"] = None
    names = values_of(extract)["landlord_name"]
    assert set(names[extract.rows["kind"] == "zone_site"]) == {"Sans bailleur (site en zone)"}
    assert names[extract.rows["id"] == "RC-001"].isna().all()
    assert values_of(extract)["landlord"][extract.rows["kind"] == "zone_site"].isna().all()


def test_codes_are_said_in_words(make: Make) -> None:
    values = values_of(make())
    assert set(values["kind_label"]) == {"Site en zone d'activité", "Local en rez-de-chaussée"}
    assert set(values["kind"]) == {"zone_site", "premises"}
    assert set(values["van_access"].dropna()) == {"Oui", "Non"}
    assert set(values["flood_zone"].dropna()) <= {"hors zone inondable", "zone bleue", "zone rouge"}
    assert "Marseille 15e" in set(values["area_name"])


def test_every_invented_row_says_so(make: Make) -> None:
    extract = make()
    assert (values_of(extract)["example"] == "exemple").tolist() == extract.rows["is_example"].tolist()
    assert extract.rows["is_example"].all()


def test_every_source_named_is_in_the_catalogue(make: Make) -> None:
    assert {*ROW_SOURCES, *MAP_SOURCES, *INDICATOR_SOURCES, *make().rows["source_id"]} <= set(SOURCES)
