"""Every export of the product is taken in again: each row finds its place, and changes nothing of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bulk.choices import Choices
from bulk.review import rows_checked, settled
from bulk.rewriting import changes_of
from domain.candidate import Kind
from domain.place_fields import TAGS, PlaceField
from domain.proposal import RENT_SWITCH, Content, Proposal, Stage, public_part
from domain.published import PublishedPlace
from domain.selection import Selection
from geodata.candidate_facets import candidate_facets
from geodata.published import with_places
from geodata.territory import Territory
from i18n import LANGUAGES, use_language
from intake.content import content_of
from intake.fields import COORDINATES, EXAMPLE, FIELDS, PARTS, WHOLE
from intake.formats import read_here
from intake.reading import Wanted
from intake.template import corrected_csv, corrected_xlsx
from reports.export import export
from reports.own_places import own_places_file
from reports.own_sites import own_sites_file

NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
FORMATS = ("csv", "xlsx", "geojson", "gpkg")
LETTERS = "abyzéÀœ 019'\"=+-@;,.:/()«»€&<>|#\n"
AXES = {"lon", "lat"}


def _value(field: PlaceField) -> st.SearchStrategy[Any]:
    if field.id == TAGS:
        tag = st.text("abyzéÀœ 019'=+-@.€&<#", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
        return st.lists(tag, min_size=1, max_size=4, unique=True)
    if field.reads:
        return st.just(field.reads(field.example))
    if field.pattern:
        return st.from_regex(field.pattern, fullmatch=True, alphabet="0123456789")
    if field.type == "text":
        return st.text(LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
    if field.type == "day":
        return st.dates(dt.date(1950, 1, 1), dt.date(2100, 12, 31)).map(dt.date.isoformat)
    if field.type == "choice":
        return st.sampled_from([choice.code for choice in field.choices])
    low, high = max(field.low, 5.0), min(field.high, 5_000.0)
    return st.floats(low, high).map(lambda number: round(number, 3))


def _ring(lon: float, lat: float) -> list[list[float]]:
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [[round(lon + 0.0004 * x, 7), round(lat + 0.0003 * y, 7)] for x, y in corners]


@st.composite
def contents(draw: st.DrawFn, kind: Kind) -> dict[str, Any]:
    """What is told of a place: any of its fields, with or without a position, a contour."""
    fields = [field for field in FIELDS[kind] if field not in COORDINATES and field is not EXAMPLE]
    told = [field for field in fields if field.is_required or draw(st.booleans())]
    content = {field.id: draw(st.booleans() if field.id == RENT_SWITCH else _value(field)) for field in told}
    content |= {part: content[WHOLE] / 2 for part in PARTS if part in content and WHOLE in content}
    if draw(st.booleans()):
        lon, lat = (round(draw(st.floats(low, low + 0.2)), 7) for low in (5.3, 43.25))
        content |= {"lon": lon, "lat": lat}
        content |= {"footprint": _ring(lon + draw(st.sampled_from([0, 0.0002])), lat)} if draw(st.booleans()) else {}
    return content


def _proposal(kind: Kind, rank: int, content: Content, *, is_example: bool) -> Proposal:
    who = ("hpr", "Ada", "p-ada") if kind is Kind.PREMISES else ("economy", "Eve", "p-eve")
    prefix = "LP" if kind is Kind.PREMISES else "SZ"
    return Proposal(f"{prefix}-{rank:06d}", kind, *who, Stage.DRAFT, content, None, 1, NOW, NOW, None, None, None, None, is_example)


def changed(name: str, data: bytes, kind: Kind) -> dict[str, Callable[[Content], Any]]:
    """Read a file as it comes in, and return by identifier what its row would change of a place; nothing in it is wrong."""
    table = read_here(name, data, Wanted(kind))
    choices = Choices.guessed(table, kind)
    checked = settled(rows_checked(table, choices, kind), None)
    assert checked.errors == checked.misplacements == (), checked.errors
    return {row.id: lambda known, row=row: (changes_of(row, known, kind, tells_remarks=True), content_of(row)) for row in checked.rows}


languages, kinds = st.sampled_from(list(LANGUAGES)), st.sampled_from(list(Kind))


@pytest.mark.parametrize("fmt", FORMATS)
@examples(max_examples=12, deadline=None)
@given(st.data(), kinds, languages, languages, st.booleans())
def test_what_one_takes_away_of_one_s_own_places_comes_back_whole(
    fmt: str, data: st.DataObject, kind: Kind, written: str, read: str, is_example: bool
) -> None:
    told = data.draw(st.lists(contents(kind), min_size=1, max_size=4))
    places = [_proposal(kind, rank, content, is_example=is_example) for rank, content in enumerate(told, 1)]
    with use_language(written):
        made = own_places_file(kind, places, fmt, NOW.date())
    assert made is not None
    with use_language(read):
        rows = changed(made.filename, made.data, kind)
    assert list(rows) == [place.id for place in places]
    for place in places:
        (changes, refused), content = rows[place.id](place.content)
        assert (changes, refused, set(content)) == ({}, (), set(place.content))
        for axis in AXES & set(content):
            assert abs(content[axis] - place.content[axis]) < 2e-7


@pytest.mark.parametrize("fmt", FORMATS)
@examples(max_examples=3, deadline=None)
@given(st.data(), kinds, languages, languages)
def test_what_everybody_takes_away_of_the_map_changes_nothing_of_the_places(
    territory: Territory, fmt: str, data: st.DataObject, kind: Kind, written: str, read: str
) -> None:
    told = [content for content in data.draw(st.lists(contents(kind), min_size=1, max_size=4)) if "lon" in content]
    places = [_proposal(kind, rank, content, is_example=True) for rank, content in enumerate(told, 1)]
    shown = with_places(territory, [_published(place) for place in places]).territory
    facets = candidate_facets(shown)
    with use_language(written):
        made = export(shown, facets, Selection.from_query(f"kinds={kind}", facets), fmt, "https://convergence.example/", NOW.date())
    with use_language(read):
        rows = changed(made.filename, made.data, kind)
    on_map = {id_ for id_ in shown.candidates["id"] if id_.startswith(("LP", "SZ"))}
    assert set(rows) == on_map, "the examples of the territory are left out"
    for place in places:
        if place.id in on_map:
            assert rows[place.id](place.content)[0] == ({}, ())


@examples(max_examples=8, deadline=None)
@given(st.data(), languages, st.booleans())
def test_one_s_own_sites_come_back_whole_by_the_national_standard(
    territory: Territory, data: st.DataObject, language: str, is_example: bool
) -> None:
    kind = Kind.ZONE_SITE
    hall = {"name": "Halle", "lon": 5.37, "lat": 43.32, "area_m2": 900.0}
    drawn = {key: value for key, value in hall.items() if key != "area_m2"} | {"footprint": _ring(5.37, 43.32)}
    told = [*data.draw(st.lists(contents(kind), min_size=1, max_size=3)), {**hall, "cnig_id": "13055_SITE-ECO_0042"}, hall, drawn]
    places = [_proposal(kind, rank, content, is_example=is_example) for rank, content in enumerate(told, 1)]
    with use_language(language):
        made = own_sites_file(territory, places, "https://convergence.example/", NOW.date())
        assert made is not None
        rows = changed(made.filename, made.data, kind)
    assert {place.id for place in places[-3:]} <= {*rows}
    for place in places:
        if place.id in rows:
            assert rows[place.id](place.content)[0] == ({}, ())


def _published(place: Proposal) -> PublishedPlace:
    public = {
        key: value for key, value in public_part(place.content).items() if key not in ("lon", "lat") and isinstance(value, (str, float))
    }
    landlord = place.organisation if place.kind is Kind.PREMISES else None
    position = (place.content["lon"], place.content["lat"])
    return PublishedPlace(place.id, place.kind, landlord, *position, public, place.is_example, NOW.date())


@pytest.mark.parametrize(("ending", "write"), [("csv", corrected_csv), ("xlsx", corrected_xlsx)])
@pytest.mark.parametrize("fmt", FORMATS)
@examples(max_examples=3, deadline=None)
@given(st.data(), languages)
def test_the_file_to_correct_keeps_all_that_the_file_had(
    fmt: str, ending: str, write: Callable[..., bytes], data: st.DataObject, language: str
) -> None:
    kind = Kind.PREMISES
    place = _proposal(kind, 1, data.draw(contents(kind)), is_example=False)
    with use_language(language):
        made = own_places_file(kind, [place], fmt, NOW.date())
        assert made is not None
        table = read_here(made.filename, made.data, Wanted(kind))
        again = changed(f"a.{ending}", write(replace(table), (), kind), kind)
    (changes, refused), content = again[place.id](place.content)
    assert (changes, refused, set(content)) == ({}, (), set(place.content))
