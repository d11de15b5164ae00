"""What is told of a place in words: every field with its unit, nothing invented, and what changed and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Kind
from domain.place_fields import GROUP_LABELS, PRECISION, PRIVATE, fields_of
from i18n import use_language
from intake.fields import FIELDS
from services.words.places import changes, counted, facts, label_of, share_known, unfilled, value_of

TOLD = {"name": "Ancienne laverie", "lon": 5.3691, "lat": 43.3487, "area_m2": 140.0, "van_access": "yes", "available_on": "2027-03-01"}
VALUES = st.one_of(st.none(), st.text(max_size=20), st.floats(allow_nan=False, allow_infinity=False, width=32), st.booleans())
CONTENTS = st.dictionaries(st.sampled_from([*[field.id for field in FIELDS[Kind.ZONE_SITE]][1:], "tags", "history"]), VALUES, max_size=12)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("area_m2", 140.0, "140\u202fm²"),
        ("clear_height_m", 3.25, "3,25\u202fm"),
        ("van_access", "yes", "Oui"),
        ("available_on", "2027-03-01", "1er mars 2027"),
        ("rent_is_confidential", True, "oui"),
        ("tags", ["cour", "angle"], "cour ; angle"),
        ("history", [{"on": "2024-05-02", "what": "vacant", "text": "départ"}], "2 mai 2024 : devient vacant : départ"),
        ("reminders", [{"on": "2027-01-04", "text": "rappeler", "done": True}], "4 janvier 2027 : rappeler : fait"),
        ("footprint", [[5, 43], [5.1, 43], [5, 43.1], [5, 43]], "contour tracé, 3 sommets"),
        ("photos", ["a"], "1 photo"),
        ("available_on", "demain", "demain"),
        ("van_access", "peut-être", "peut-être"),
    ],
)
def test_each_kind_of_field_has_its_words(key: str, value: object, words: str) -> None:
    assert value_of(Kind.PREMISES, key, {key: value}) == words


def test_what_is_not_told_has_no_words() -> None:
    assert value_of(Kind.PREMISES, "area_m2", {}) is None
    assert value_of(Kind.PREMISES, "area_m2", {"area_m2": 0.0}) == "0\u202fm²"
    assert value_of(Kind.PREMISES, "tags", {"tags": []}) is None
    assert value_of(Kind.PREMISES, "position", {}) is None
    assert value_of(Kind.PREMISES, "position", TOLD) == "5,3691 ; 43,3487"


def test_how_precise_a_position_is_is_told_with_it_and_its_change_too() -> None:
    precise = {**TOLD, PRECISION: "number"}
    assert value_of(Kind.PREMISES, "position", precise) == "5,3691 ; 43,3487, au numéro"
    (line,) = changes(Kind.PREMISES, TOLD, precise)
    assert (line.key, line.before, line.after) == ("position", "5,3691 ; 43,3487", "5,3691 ; 43,3487, au numéro")


def test_every_declared_field_of_a_kind_is_among_the_facts_once() -> None:
    for kind in Kind:
        shown = [row.key for block in facts(kind, {}) for row in block.rows]
        assert len(shown) == len(set(shown))
        assert set(shown) == {field.id for field in fields_of(kind)} - {"photos", PRECISION}
        assert all(row.value is None for block in facts(kind, {}) for row in block.rows)


def test_what_stays_among_those_entitled_is_marked() -> None:
    def kept(content: dict[str, object]) -> set[str]:
        return {row.key for block in facts(Kind.PREMISES, content) for row in block.rows if row.confidential}

    assert kept(TOLD) == {field.id for field in fields_of(Kind.PREMISES)} & PRIVATE - {"rent_is_confidential", PRECISION}
    assert "rent_eur_m2_yr" not in kept(TOLD)
    assert {"rent_eur_m2_yr", "charges_eur_m2_yr"} <= kept({**TOLD, "rent_is_confidential": True})


def test_a_change_is_told_before_and_after_in_the_order_of_the_facts() -> None:
    after = {**TOLD, "area_m2": 150.5, "van_access": None, "contact": "Mme Exemple", "lat": 43.3496}
    lines = changes(Kind.PREMISES, TOLD, after)
    assert [line.label for line in lines] == ["Position (longitude, latitude)", "Surface", "Accès camionnette", "Contact"]
    assert [(line.before, line.after) for line in lines[1:]] == [
        ("140\u202fm²", "150,5\u202fm²"),
        ("Oui", None),
        (None, "Mme Exemple"),
    ]
    assert lines[0].note == "déplacé de 100\u202fm"


@given(CONTENTS, CONTENTS)
def test_exactly_the_fields_that_differ_are_told(before: dict[str, object], after: dict[str, object]) -> None:
    told = [line.key for line in changes(Kind.ZONE_SITE, before, after)]
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert len(told) == len(set(told))
    assert {key for key in told if key != "position"} == differing - {"lon", "lat", PRECISION, "x", "y", "example"}
    assert changes(Kind.ZONE_SITE, before, before) == []


@given(CONTENTS)
def test_the_share_known_counts_what_is_not_unfilled(content: dict[str, object]) -> None:
    share, lacking = share_known(Kind.ZONE_SITE, content), unfilled(Kind.ZONE_SITE, content)
    assert 0 <= share <= 1
    assert round((1 - share) * len(counted(Kind.ZONE_SITE))) == len(lacking)
    assert label_of(Kind.ZONE_SITE, "area_m2") not in unfilled(Kind.ZONE_SITE, {**content, "area_m2": 1.0})


def test_the_words_follow_the_language() -> None:
    with use_language("en"):
        titles = [block.title for block in facts(Kind.PREMISES, TOLD)]
        assert value_of(Kind.PREMISES, "van_access", TOLD) == "Yes"
    assert titles != list(GROUP_LABELS.values())
