"""Minutes in PDF: tagged, the same bytes of the same archive, whatever people wrote, in two to six pages."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from geodata.territory import Territory
from reports.minutes import minutes
from reports.minutes_pdf import minutes_pdf
from reports.pdf.compiling import _DRAWN, NO_GLYPH, drawable
from scenarios.slices import TerritorySource, planner_of
from services.meeting_archive import PERIMETER, SOURCES, files_of, gains_table, packed
from services.meeting_surroundings import communes_wgs84, sources_of_places
from tests.reports.tagged import check_tagged
from tests.reports.test_meeting_archive import FROZEN, PLACES
from tests.views.saved_plans import saved_plan_of

MARKUP = "#panic() *gras* $x$ `code` @note <ici> \\ // = titre"


@pytest.fixture(scope="module")
def saved(territory: Territory) -> dict[str, Any]:
    planner = planner_of(territory, TerritorySource())
    plans = {key: saved_plan_of(planner, key, query) for key, query in (("un", "k=3"), ("deux", "k=2&mode=foot&min=15"))}
    return {key: {"id": key, "name": key, "result": dict(one.result)} for key, one in plans.items()}


def closed(n: int, saved: dict[str, Any], territory: Territory, **changes: Any) -> bytes:
    """Return the archive of a meeting of n decisions, each among two scenarios."""
    options = [{"kind": "scenario", "ref": key, "words": f"Plan {key}"} for key in saved]
    positions = {
        "waste": {"stance": "for", "words": ""},
        "economy": {"stance": "reserve", "words": "Le loyer reste à négocier avec le bailleur."},
    }
    one = {"question": "Où ouvrir la prochaine ressourcerie ?", "material": "", "options": options, "positions": positions}
    outcomes = [{"option": f"scenario.{key}", "words": f"Plan {key}", "why": "Au plus près des habitants sans offre."} for key in saved]
    decisions = [{**one, "id": f"d{i + 1}", "outcome": outcomes[i % 2]} for i in range(n)]
    frozen = {**FROZEN, "meeting": {**FROZEN["meeting"], "title": "Séance de printemps", "decisions": decisions}, **changes}
    gains = gains_table(frozen, saved, {})
    around = {PERIMETER: communes_wgs84(territory), SOURCES: {"data_version": "abc", "sources": sources_of_places(territory, [])}}
    return packed(files_of(frozen, saved, {}, gains, minutes(frozen, gains), around)).data


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_minutes_are_a_tagged_pdf_that_says_its_language_its_title_and_its_figures(
    language: str, saved: dict[str, Any], territory: Territory
) -> None:
    reader = PdfReader(io.BytesIO(minutes_pdf(closed(2, saved, territory, language=language))))
    assert "Séance de printemps" in str(reader.metadata.title)
    nodes = check_tagged(reader, language)
    assert any(node.get("/S") == "/Figure" for node in nodes) and any(node.get("/S") == "/H3" for node in nodes)
    assert sum(node.get("/S") == "/TH" for node in nodes) > 20


@pytest.mark.parametrize("n", [1, 12])
def test_one_to_twelve_decisions_take_two_to_six_pages_and_hide_no_reservation(n: int, saved: dict[str, Any], territory: Territory) -> None:
    made = minutes_pdf(closed(n, saved, territory))
    reader = PdfReader(io.BytesIO(made))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert 2 <= len(reader.pages) <= 6
    assert text.count("Le loyer reste à négocier") == 2 * n
    for words in ("Exercice", "41 000", "Version des données", "exemples inventés"):
        assert words in text, words
    assert minutes_pdf(closed(n, saved, territory)) == made


def test_minutes_of_an_archive_closed_before_have_a_map_without_communes_and_end_by_the_fingerprint() -> None:
    places = {"p1": {**PLACES["p1"], "lon": 5.37, "lat": 43.3}}
    gains = gains_table(FROZEN, {}, places)
    old = packed(files_of(FROZEN, {}, places, gains, minutes(FROZEN, gains)))
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(minutes_pdf(old.data))).pages)
    assert old.fingerprint in text.replace("\n", "")


def test_what_people_wrote_is_shown_as_it_is_and_never_read_as_markup() -> None:
    one = {**FROZEN["meeting"]["decisions"][0], "question": MARKUP, "options": [], "outcome": {"option": "", "words": "", "why": MARKUP}}
    frozen = {**FROZEN, "meeting": {**FROZEN["meeting"], "title": MARKUP, "place": MARKUP, "decisions": [one]}}
    reader = PdfReader(io.BytesIO(minutes_pdf(packed(files_of(frozen, {}, {}, [], minutes(frozen, []))).data)))
    text = "".join(page.extract_text() for page in reader.pages)
    assert text.replace("\n", " ").count("#panic() *gras* $x$") >= 4 and MARKUP in str(reader.metadata.title)


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=200))
def test_any_text_makes_a_document(words: str) -> None:
    frozen = {**FROZEN, "meeting": {**FROZEN["meeting"], "title": words, "decisions": []}}
    assert minutes_pdf(packed(files_of(frozen, {}, {}, [], minutes(frozen, []))).data).startswith(b"%PDF")


def test_every_sign_that_is_let_through_is_drawn() -> None:
    drawn = "".join(chr(code) for code in range(0x20, 0x3000) if re.fullmatch(f"[{_DRAWN}]", chr(code)))
    frozen = {**FROZEN, "meeting": {**FROZEN["meeting"], "place": drawn, "decisions": []}}
    assert minutes_pdf(packed(files_of(frozen, {}, {}, [], minutes(frozen, []))).data).startswith(b"%PDF")
    assert drawable({"a": ["日\u202e é\x00"]}) == {"a": [f"{NO_GLYPH} é"]}
