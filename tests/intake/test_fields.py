"""The declared fields."""

from __future__ import annotations

import re

import pytest

from domain.candidate import Kind
from domain.facet_values import UNKNOWN
from domain.place_fields import PlaceField
from i18n import LANGUAGES, use_language
from i18n import gettext as _
from intake.fields import EXAMPLE, FIELDS
from intake.values import plain, value_of

ALL = [(kind, field) for kind in Kind for field in FIELDS[kind]]
UNITS = {"m2": "m²", "eur_m2_yr": "€/m²/an", "m": "m", "months": "mois"}


@pytest.mark.parametrize(("kind", "field"), ALL, ids=lambda each: each.id if isinstance(each, PlaceField) else str(each))
def test_a_field_is_declared_whole(kind: Kind, field: PlaceField) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", field.id)
    assert field.label
    assert (field.type == "choice") == bool(field.choices)
    if field.type in ("number", "text"):
        assert field.low < field.high
    if field.example and field is not EXAMPLE:
        assert value_of(field, field.example) is not None


@pytest.mark.parametrize("kind", list(Kind))
def test_ids_and_headings_are_unique(kind: Kind) -> None:
    assert len({field.id for field in FIELDS[kind]}) == len({field.heading for field in FIELDS[kind]}) == len(FIELDS[kind])


def test_the_unit_in_a_name_is_the_unit_of_the_field() -> None:
    for _kind, field in ALL:
        unit = next((unit for suffix, unit in UNITS.items() if field.id.endswith(f"_{suffix}")), None)
        assert unit is None or field.unit == unit


@pytest.mark.parametrize("kind", list(Kind))
def test_no_two_fields_of_a_kind_answer_to_the_same_heading(kind: Kind) -> None:
    claims: dict[str, set[str]] = {}
    for language in LANGUAGES:
        with use_language(language):
            for field in FIELDS[kind]:
                for word in (field.id, field.label, _(field.label), field.heading, *field.aliases):
                    claims.setdefault(plain(word), set()).add(field.id)
    assert {heading: fields for heading, fields in claims.items() if len(fields) > 1} == {}


@pytest.mark.parametrize(("kind", "field"), ALL, ids=lambda each: each.id if isinstance(each, PlaceField) else str(each))
def test_no_choice_has_the_code_that_stands_for_what_is_not_known(kind: Kind, field: PlaceField) -> None:
    assert UNKNOWN not in {choice.code for choice in field.choices}
