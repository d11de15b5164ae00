"""The declarations of the standards: of our own fields, and of what their producers publish."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.place_fields import PLACE_FIELDS, field_of
from intake.units import UNITS
from standards.friches import FRICHES
from standards.known import STANDARDS, standard_of
from standards.site_eco import SITE_ECO
from standards.site_parts import TERRAIN_ECO
from standards.standard import Standard
from tests.reference import CNIG, needs_cnig

IDS = {field.id for field in PLACE_FIELDS}


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.id)
def test_what_a_column_tells_is_a_field_a_code_and_a_unit_that_there_are(standard: Standard) -> None:
    assert len({column.name for column in standard.columns}) == len(standard.columns)
    assert {*standard.geometries} <= standard.by_name.keys()
    for column in standard.columns:
        assert not column.field or column.field in IDS, column.name
        if column.codes:
            assert set(column.codes.values()) <= {choice.code for choice in field_of(column.field).choices}, column.name
            assert set(column.codes) <= set(column.values or column.codes), column.name
        if column.unit:
            assert column.unit in {unit.id for unit in UNITS[field_of(column.field).unit]}, column.name
    for field_id, names in standard.preferred.items():
        assert field_id in IDS and {name.lower() for name in names} <= standard.by_name.keys()


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.id)
def test_a_file_with_its_columns_follows_it_whatever_their_case_and_order(standard: Standard) -> None:
    names = [column.name for column in standard.columns]
    assert standard_of([name.upper() for name in reversed(names)]) is standard
    assert standard_of([*names, "autre colonne"]) is standard
    assert standard_of(names[:3]) is None


def _official(name: str) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = json.loads((CNIG / f"{name}_schema.json").read_text("utf-8"))["fields"]
    return fields


@needs_cnig
def test_the_declaration_of_a_site_is_the_schema_that_is_published() -> None:
    types = {"date": {"%Y": "year", "%Y-%m-%d": "date"}}
    published = [
        (
            field["name"],
            field["title"].replace("’", "'"),
            types.get(field["type"], {}).get(field.get("format", ""), field["type"]),
            field["constraints"]["required"],
            tuple(field.get("enum", field["constraints"].get("enum", ()))),
        )
        for field in _official("site-eco")
    ]
    assert [(each.name, each.title, each.type, each.is_required, each.values) for each in SITE_ECO.columns] == published


@needs_cnig
@pytest.mark.parametrize(("standard", "name"), [(FRICHES, "friches"), (TERRAIN_ECO, "terrain-eco")], ids=["friches", "terrain-eco"])
def test_the_columns_and_codes_that_are_read_are_those_that_are_published(standard: Standard, name: str) -> None:
    published = {field["name"]: field for field in _official(name)}
    assert [column.name for column in standard.columns] == list(published)
    for column in standard.columns:
        found = published[column.name]
        assert set(column.codes) <= set(found.get("enum", found["constraints"].get("enum", ()))), column.name
