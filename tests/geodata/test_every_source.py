"""Faults of every source that is discovered: each is said in a sentence, or changes nothing of what is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pytest

from geodata.readers import Reader
from geodata.refresh import FAILED, FRESH, SAME, UNEXPECTED, Outcome, Refresh, frames_of
from geodata.snapshots import Snapshots
from geodata.sources import Feed, feeds
from geodata.territory import Territory
from tests.geodata import spoiling
from tests.geodata.official import Official
from tests.geodata.spoiling import GEOMETRY, Record

AT = "2026-12-01T09:30:00Z"
FEEDS = {feed.id: feed for feed in feeds()}
Fault: TypeAlias = Callable[[bytes], bytes]
TAKEN = {FRESH, SAME}
HTML = b"<!doctype html><html><body>Maintenance</body></html>"
GARBLED = "Château".encode().decode("cp1252")
PLACED = re.compile(r"(^|_)(lat|lon|long|latitude|longitude)$", re.IGNORECASE)
CELL = re.compile(r"N(\d+)E(\d+)$")
NUMBER = re.compile(rb"(?<=[ :\[])\d+(\.\d+)?(?=[,\]}])")
RENAMED = "autre_nom"


@dataclass(frozen=True)
class Read:
    """What became of a source: how it ended, all that was said, and what was read where it is taken."""

    outcome: Outcome
    frame: pd.DataFrame | None

    @property
    def words(self) -> str:
        return " ; ".join(map(str, (self.outcome.sentence, *self.outcome.passed_over)))

    @property
    def is_taken(self) -> bool:
        return self.outcome.state in TAKEN


class World:
    """Files in their true forms, and what becomes of a source when some of them are others."""

    def __init__(self, territory: Territory, folder: Path) -> None:
        self.files, self.frames, self.folder = Official(territory).files(), frames_of(territory), folder
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
        self.clean = cache(lambda id_: self.read(FEEDS[id_], {}))

    def read(self, feed: Feed, spoilt: Mapping[str, bytes]) -> Read:
        """Read a source with these files in the place of its own."""
        try:
            for name, data in spoilt.items():
                (self.folder / name).write_bytes(data)
            work = Refresh(Snapshots(self.folder / "territory"), lambda: Reader(directory=self.folder))
            outcome, reading = work.read(feed, self.frames, AT)
        finally:
            for name in spoilt:
                (self.folder / name).write_bytes(self.files[name])
        frame = reading.frame if reading else self.frames[feed.frame] if outcome.state == SAME else None
        return Read(outcome, None if frame is None else feed.part(frame))

    def spoilt(self, feed: Feed, fault: Fault) -> Read:
        return self.read(feed, {name: fault(self.files[name]) for name in feed.file_names})


@pytest.fixture(scope="module")
def world(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(territory, tmp_path_factory.mktemp("files"))


def axes_swapped(row: Record) -> Record:
    """Turn a geometry, the two figures of a position, or the corner of a cell."""
    names = [name for name in row if PLACED.search(name)]
    turned = dict(zip(names, [row[name] for name in reversed(names)], strict=True))
    cells = {name: CELL.sub(r"N\2E\1", value) for name, value in row.items() if isinstance(value, str) and CELL.search(value)}
    geometry = {GEOMETRY: _turned(row[GEOMETRY])} if row.get(GEOMETRY) else {}
    return {**row, **turned, **cells, **geometry}


def told_otherwise(row: Record) -> Record:
    """Return a record of the same code with other figures; `gid` is a number, and a code."""
    figures = {key: value for key, value in row.items() if isinstance(value, (int, float)) and key != "gid"}
    return {**row, **{key: value + (0.001 if isinstance(value, float) else 1) for key, value in figures.items()}}


def _turned(geometry: dict[str, Any]) -> dict[str, Any]:
    def turn(part: Any) -> Any:
        return [part[1], part[0], *part[2:]] if isinstance(part[0], (int, float)) else [turn(one) for one in part]

    return {**geometry, "coordinates": turn(geometry["coordinates"])}


def not_a_number(text: bytes) -> bytes:
    """Write NaN in the place of the first number of a JSON text."""
    if text.lstrip()[:1] not in {b"{", b"["}:
        return text
    return NUMBER.sub(b"NaN", text, count=1) if NUMBER.search(text) else b"[NaN]"


WHOLE: dict[str, tuple[Fault, str]] = {
    "HTML for data": (lambda _data: HTML, r"JSON|CSV|archive|extrait|colonnes absentes"),
    "cut": (lambda data: data[: len(data) // 2], r"JSON|archive|interrompu|abîmée"),
    "empty": (lambda _data: b"", r"JSON|CSV|archive|colonnes absentes|extrait"),
    "of another encoding": (
        lambda data: spoiling.texts(data, lambda text: b"\xff\xfe" + text[:40] + b"\xe9\xff" + text[40:]),
        r"JSON|UTF-8|colonnes absentes|extrait",
    ),
    "of other records": (
        lambda data: b"[1, 2, 3]" if data.lstrip()[:1] in {b"{", b"["} else HTML,
        r"forme|JSON|CSV|archive|extrait|absente",
    ),
}
"""Faults of a whole file, and what is said of each; none is ever taken."""
INSIDE: dict[str, tuple[Fault, str]] = {
    "without a record": (lambda data: spoiling.records(data, lambda _rows: []), r"aucun|absente|attendue"),
    "a record twice": (lambda data: spoiling.records(data, lambda rows: [*rows[:1], *rows]), r"en double"),
    "a code told twice": (lambda data: spoiling.records(data, lambda rows: [*map(told_otherwise, rows[:1]), *rows]), r"en double"),
    "an invalid contour": (lambda data: spoiling.records(data, spoiling.first(spoiling.bow_tie)), r"contour invalide|absentes"),
    "axes swapped": (
        lambda data: spoiling.records(data, spoiling.each(axes_swapped)),
        r"inversées|hors du territoire|du territoire|absentes|aucune adresse",
    ),
    "NaN in JSON": (lambda data: spoiling.texts(data, not_a_number), r"JSON"),
}
"""Faults of some records, and what is said where they change what is read."""
MEANT = {
    ("decheteries", "a code told twice"): "a site has a line a year, of which the latest counts",
    ("rpls", "a code told twice"): "as below",
    ("rpls", "a record twice"): "a line is a dwelling: two alike are two",
    **{(id_, "without a record"): "a territory may have none" for id_ in ("flood_zones", "polluted_soils")},
}
"""What is read otherwise and is no fault."""

OPTIONAL = {"location_type", "wheelchair_boarding", "unite_fonciere_refcad"}
"""Fields that a standard (GTFS, CNIG) lets a producer leave out."""


def each_feed(function: Any) -> Any:
    return pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)(function)


def expect_plain(found: Read) -> None:
    """Expect one French sentence that was written for what went wrong, not what Python says of it."""
    assert found.is_taken or (found.outcome.sentence and found.outcome.sentence != UNEXPECTED), found.words
    assert not re.search(r"\n|Error|Traceback|object|NoneType|\bNone\b|\bnan\b", found.words), found.words


@each_feed
def test_its_files_are_taken_as_they_are(feed: Feed, world: World) -> None:
    assert world.clean(feed.id).is_taken, world.clean(feed.id).words


@each_feed
@pytest.mark.parametrize("fault", WHOLE)
def test_a_file_that_is_no_data_is_refused_with_a_sentence(feed: Feed, fault: str, world: World) -> None:
    spoil, words = WHOLE[fault]
    found = world.spoilt(feed, spoil)
    expect_plain(found)
    assert found.outcome.state == FAILED and re.search(words, found.words), found.words


@each_feed
@pytest.mark.parametrize("fault", INSIDE)
def test_a_fault_of_records_is_said_or_changes_nothing(feed: Feed, fault: str, world: World) -> None:
    spoil, words = INSIDE[fault]
    found = world.spoilt(feed, spoil)
    expect_plain(found)
    if (feed.id, fault) not in MEANT:
        assert re.search(words, found.words) or is_the_same(found, world.clean(feed.id)), found.words


@each_feed
def test_a_renamed_field_is_named_or_changes_nothing(feed: Feed, world: World) -> None:
    refused = 0
    for name in feed.file_names:
        for field in spoiling.fields(world.files[name]):
            rename = lambda row, field=field: {RENAMED if key == field else key: value for key, value in row.items()}  # noqa: E731
            found = world.read(feed, {name: spoiling.records(world.files[name], spoiling.each(rename))})
            expect_plain(found)
            refused += not found.is_taken
            said = field in found.words or RENAMED in found.words or (field == GEOMETRY and "contour" in found.words)
            assert said or field in OPTIONAL or is_the_same(found, world.clean(feed.id)), (name, field, found.words)
    assert refused or not any(map(spoiling.fields, (world.files[name] for name in feed.file_names)))


@each_feed
@pytest.mark.parametrize("value", [None, -1, [["autre"]]], ids=repr)
def test_a_value_of_another_type_never_gives_an_error_of_python(feed: Feed, value: Any, world: World) -> None:
    for name in feed.file_names:
        for field in spoiling.fields(world.files[name]):
            data = spoiling.records(world.files[name], spoiling.first(lambda row, field=field: {**row, field: value}))
            expect_plain(world.read(feed, {name: data}))


@each_feed
def test_accents_encoded_twice_in_a_name_are_said(feed: Feed, world: World) -> None:
    clean = world.clean(feed.id).frame
    assert clean is not None
    names = {str(one).casefold() for one in clean.get("name", ())}

    def garble(row: Record) -> Record:
        return {key: GARBLED if str(value).casefold() in names and not str(value).isascii() else value for key, value in row.items()}

    found = world.spoilt(feed, lambda data: spoiling.records(data, spoiling.each(garble)))
    expect_plain(found)
    assert re.search(r"deux fois|nom inconnu", found.words) or is_the_same(found, world.clean(feed.id)), found.words


def is_the_same(found: Read, clean: Read) -> bool:
    """Whether the same was read of both."""
    return found.frame is not None and clean.frame is not None and found.frame.equals(clean.frame)
