"""Promises of the cache: what is left is found again unchanged, and whatever else lies there is missing, no more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.candidate import Kind
from domain.published import PublishedPlace
from services.edition_cache import EditionCache
from tests.published import LAUNDRY, YARD

VERSION = "0123456789ab"
PLACES = st.lists(
    st.builds(
        PublishedPlace,
        st.text(max_size=9),
        st.sampled_from(Kind),
        st.none() | st.text(max_size=5),
        st.floats(-180, 180),
        st.floats(-90, 90),
        st.dictionaries(
            st.text(max_size=5), st.none() | st.text(max_size=5) | st.floats(allow_nan=False, allow_infinity=False), max_size=3
        ),
        st.booleans(),
        st.dates(),
    ),
    max_size=3,
)


@given(PLACES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_left_is_found_again_unchanged(tmp_path: Path, places: list[PublishedPlace]) -> None:
    EditionCache(tmp_path).put(VERSION, places)
    assert EditionCache(tmp_path).get(VERSION) == tuple(places)


def test_only_the_last_few_stay(tmp_path: Path) -> None:
    cache = EditionCache(tmp_path, most=2)
    for number in range(5):
        cache.put(f"{number:012x}", (LAUNDRY, YARD))
        os.utime(tmp_path / f"edition-{number:012x}.json", (number, number))
    cache.put(VERSION, ())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edition-000000000004.json", f"edition-{VERSION}.json"]


@pytest.mark.parametrize("version", ["", "..", "../../etc/passwd", "0123456789AB", "0123456789ab\n", "0" * 13, "é" * 12])
def test_a_name_that_is_no_version_reads_nothing(version: str, tmp_path: Path) -> None:
    assert EditionCache(tmp_path).get(version) is None


@pytest.mark.parametrize("text", ["", "[", "{}x", '[{"id": "a"}]', '[{"id": "a", "other": 1}]', "[1]", "3", '[{"kind": "castle"}]'])
def test_a_file_of_another_form_is_missing(text: str, tmp_path: Path) -> None:
    (tmp_path / f"edition-{VERSION}.json").write_text(text, encoding="utf-8")
    assert EditionCache(tmp_path).get(VERSION) is None


def test_a_folder_that_cannot_be_written_is_told_and_nothing_stops(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "file"
    file.write_text("")
    EditionCache(file).put(VERSION, (LAUNDRY,))
    assert VERSION in caplog.text
    assert EditionCache(file).get(VERSION) is None
