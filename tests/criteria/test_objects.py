"""Objects and CO₂: a mix that sums to one, footprints that are ADEME's, unknown never zero, and the file made again by its tool."""

from __future__ import annotations

from dataclasses import replace
from math import isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.assess import Assessment
from criteria.hypotheses import Hypotheses
from criteria.objects import FAMILIES, WITHOUT_FACTOR, reused
from criteria.provenance import Provenance
from geodata.facts import FACTS
from geodata.object_factors import FILE, SOURCE, object_factors
from services.words.objects import reused_words
from tools.object_factors import COLUMNS, OBJECTS, Reading, table

RANGES = Hypotheses().__getitem__
ITEMS = [item for family in FAMILIES for item in family.items]


def test_the_mix_sums_to_one_and_every_footprint_is_one_of_the_package() -> None:
    assert sum(item.share for item in ITEMS) == pytest.approx(1.0)
    assert {item.factor for item in ITEMS} - {WITHOUT_FACTOR} == set(object_factors()) == set(OBJECTS)


@given(st.floats(0.1, 500))
def test_objects_and_co2_are_the_tonnes_times_their_factors(tonnes: float) -> None:
    figure = tonnes_of(tonnes)
    found = reused(figure, RANGES)
    per_t = sum(1_000 * item.share / item.weight_kg for item in ITEMS)
    assert found.objects.value == pytest.approx(tonnes * 0.45 * per_t)
    kg = sum(1_000 * item.share / item.weight_kg * object_factors()[item.factor].central for item in ITEMS if item.factor)
    assert found.co2.value == pytest.approx(tonnes * 0.45 * kg / 1_000 * 0.50)
    assert found.co2.value == pytest.approx(sum(one.co2.value for one in found.families if one.co2))
    assert found.objects.value == pytest.approx(sum(one.objects.value for one in found.families))
    assert found.co2.low < found.co2.value < found.co2.high


def tonnes_of(value: float) -> Provenance:
    return Provenance("T", "t/an", "", value, value, value, "", "", (), (), is_hypothesis=True, is_example=False, version="")


def test_what_has_no_footprint_counts_for_no_co2_and_says_so(shop: Assessment) -> None:
    found = reused(shop.explain(60, "tonnes_diverted"), RANGES)
    assert [one.family.id for one in found.families if one.co2 is None] == ["others"]
    assert found.co2.is_hypothesis
    assert SOURCE in {source.id for source in found.co2.sources}
    assert any("kg CO₂e" in term.note for term in found.co2.terms)


def test_an_unknown_area_gives_no_objects_rather_than_none() -> None:
    found = reused(replace(tonnes_of(1.0), value=nan, low=nan, high=nan), RANGES)
    assert isnan(found.objects.value)
    assert isnan(found.co2.value)
    assert reused_words(found).startswith("non renseigné")


def test_the_tool_reads_means_ends_and_products_and_refuses_what_is_no_number() -> None:
    model = {"a": {"formule": 10}, "b": {"formule": 20.5}, "c": {"formule": "a + b"}}
    assert Reading(("a", "b")).ends(model) == (10.0, 15.25, 20.5)
    assert Reading(("a", "b"), is_product=True).ends(model) == (205.0, 205.0, 205.0)
    with pytest.raises(ValueError, match="c"):
        Reading(("c",)).ends(model)
    with pytest.raises(KeyError):
        Reading(("gone",)).ends(model)


def test_the_committed_file_is_the_one_that_the_tool_writes() -> None:
    lines = (FACTS / FILE).read_text(encoding="utf-8").splitlines()
    rules = {rule for reading in OBJECTS.values() for rule in reading.rules}
    written = table({rule: {"formule": 1} for rule in rules}).splitlines()
    assert lines[0] == written[0] == ",".join(COLUMNS)
    assert [ends(line) for line in lines] == [ends(line) for line in written]


def ends(line: str) -> tuple[str, str]:
    """Return the first and the last cell."""
    cells = line.split(",")
    return cells[0], cells[-1]
