"""What is found of the rows of an import is kept: made once, changed row by row, and the same as if the whole were checked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulk import reviews as reviews_module
from bulk.choices import Choices
from bulk.review import checked_again, review, rows_checked, settled
from domain.candidate import Kind
from i18n import use_language
from intake.packed import pack_checked, unpack_checked
from intake.sandbox import Busy
from tests.bulk.rooms import ADA, WRONG, Room, lines
from tests.intake.making import LAT, LON, circle, csv_of, feature, geojson, polygon, read

KIND = Kind.PREMISES
SEVERAL = csv_of(
    "A;1, rue;5,3691;43,3487;80",
    "A;1, rue;5,3691;43,3487;80",
    "B;2, rue;5,37;43,35;12O",
    ";3, rue;5,38;43,35;90",
    "D;;;;70",
    "E;5, rue;;;60",
)
TYPED = {"name": ["A", "B", ""], "area_m2": ["90", "12O", ""], "x": ["5,3691", ""]}
cells = st.fixed_dictionaries({}, optional={name: st.sampled_from(texts) for name, texts in TYPED.items()})


def _areas(lons: list[float], _lats: list[float]) -> list[str]:
    return ["13055" if lon < 5.375 else "" for lon in lons]


@given(st.lists(st.tuples(st.dictionaries(st.integers(2, 7), cells, max_size=3), st.sets(st.integers(2, 7), max_size=3)), max_size=4))
def test_rows_checked_one_by_one_are_found_as_if_the_whole_were(changes: list[tuple[dict[int, dict[str, str]], set[int]]]) -> None:
    table = read("a.csv", SEVERAL)
    choices = Choices.guessed(table, KIND)
    found = settled(rows_checked(table, choices, KIND), _areas)
    for corrections, left_out in changes:
        changed = {*corrections, *(set(choices.left_out) ^ left_out)}
        choices = Choices(choices.mapping, choices.crs, (), choices.corrected(corrections).corrections, tuple(sorted(left_out)))
        whole = review(table, choices, KIND, _areas).checked
        again = checked_again(found, table, choices, KIND, changed, _areas)
        assert whole is not None
        assert repr(again or whole) == repr(whole)
        found = whole


def test_what_was_found_comes_back_as_it_was_kept() -> None:
    shapes = geojson(feature(polygon(circle(9)), nom="A"), feature(polygon(circle(5, LON + 1e-3, LAT)), nom="", surface="x"))
    for name, data in (("a.csv", SEVERAL), ("a.geojson", shapes)):
        table = read(name, data)
        found = settled(rows_checked(table, Choices.guessed(table, KIND), KIND), None)
        assert repr(unpack_checked(pack_checked(found))) == repr((found, ""))
    assert unpack_checked(pack_checked(None, "Aucune colonne.")) == (None, "Aucune colonne.")


def test_looking_again_or_correcting_a_row_checks_no_file_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    key = room.begin(*lines(3), WRONG)
    monkeypatch.setattr(reviews_module, "check_packed", lambda *_args: pytest.fail("the file was checked again"))
    assert (len(room.bulk.view(ADA, key).ready), room.bulk.view(ADA, key).wrong_n) == (3, 1)
    assert room.bulk.choose(ADA, key, corrections={5: {"x": "5,37"}}).wrong_n == 0
    assert len(room.bulk.choose(ADA, key, leave=[2]).ready) == 3
    assert len(room.bulk.view(ADA, key).ready) == 3


def test_another_language_is_another_review(room: Room) -> None:
    key = room.begin(WRONG)
    with use_language("en"):
        (english,) = room.bulk.view(ADA, key).review.errors
    (french,) = room.bulk.view(ADA, key).review.errors
    assert english.message != french.message


def test_whoever_has_a_file_being_read_waits_and_nothing_is_lost(room: Room, tmp_path: Path) -> None:
    key = room.begin(*lines(1))
    with room.slots.taken(ADA.id), pytest.raises(Busy, match="en attente"):
        room.begin(*lines(1))
    with room.slots.taken(ADA.id), pytest.raises(Busy, match="en attente"):
        room.bulk.choose(ADA, key, mapping={"Nom": "name"})
    assert room.bulk.view(ADA, key).choices.mapping["Adresse"] == "address"
