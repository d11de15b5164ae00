"""The address has one codec: total, bounded, and the only list of its keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.address import MAX_QUERY_LENGTH, SCREEN_KEYS, Address, Key, joined, write, write_numbers
from domain.scenario import KEYS

ROOT = Path(__file__).parents[2]
TEXTS = st.text(max_size=60)


@given(st.text(max_size=300))
def test_any_text_is_an_address(text: str) -> None:
    address = Address.parse(text)
    for key in Key:
        assert isinstance(address.text(key), str)
        assert all(len(item) <= 64 for item in address.ids(key))
        assert all(value >= 0 for value in address.numbers(key).values())


@given(st.dictionaries(st.sampled_from(list(Key)), TEXTS.filter(bool), max_size=8))
def test_what_is_written_is_read_again(parameters: dict[Key, str]) -> None:
    text = write(parameters.items())
    if len(text) < MAX_QUERY_LENGTH and "\0" not in text:
        readable = {key: value.encode("utf-8", "replace").decode() for key, value in parameters.items()}
        assert dict(Address.parse(f"?{text}").parameters) == readable


def test_what_is_beyond_the_bound_is_not_read() -> None:
    assert Address.parse(f"{'x' * MAX_QUERY_LENGTH}&k=3").text(Key.K) == ""


def test_the_last_of_a_repeated_key_wins() -> None:
    assert Address.parse("k=3&k=7").text(Key.K) == "7"


def test_ids_are_each_taken_once_and_no_more_than_asked_for() -> None:
    assert Address.parse("cmp=A.B..A.C").ids(Key.COMPARED_PLACES, 2) == ("A", "B")


@given(st.dictionaries(st.sampled_from(["waste", "rent", "detour"]), st.floats(0, 1e6), min_size=1))
def test_numbers_keep_six_figures(values: dict[str, float]) -> None:
    read = Address.parse(write([(Key.ACTOR_WEIGHTS, write_numbers(values))])).numbers(Key.ACTOR_WEIGHTS)
    assert read == {name: float(f"{value:.6g}") for name, value in values.items()}


def test_every_key_of_a_question_is_declared_once_and_belongs_to_no_screen() -> None:
    question = [key for key, _read, _write in KEYS.values()]
    assert len({key.value for key in Key}) == len(list(Key))
    assert not set(question) & set(SCREEN_KEYS)


def test_queries_are_put_one_after_the_other() -> None:
    assert joined("", "a=1", "", "b=2") == "a=1&b=2"


NAMED = re.compile(
    r"""params(?:\(\))?\.(?P<member>\w+)|params(?:\(\))?\[["'](?P<item>\w+)|"""
    r"""type: "params?", (?:key: |values: \{ )["'](?P<sent>\w+)|URLSearchParams\(location\.search\)\.get\(["'](?P<read>\w+)"""
)


@pytest.mark.parametrize("path", sorted((ROOT / "assets").rglob("*.mjs")), ids=lambda path: path.name)
def test_the_browser_takes_the_keys_of_an_address_from_the_list_that_it_is_sent(path: Path) -> None:
    named = {word for found in NAMED.finditer(path.read_text("utf-8")) for word in found.groupdict().values()}
    assert named & {key.value for key in Key} == set()
