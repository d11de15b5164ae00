"""Promises of the catalogue: complete, honest about examples, and the page written from it."""

from __future__ import annotations

from pathlib import Path

from geodata.catalogue import FACT_HASHES, SOURCES, estimate_words, nature, sources_page
from geodata.facts import FACTS
from geodata.packages import file_sha256

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"


def test_the_page_is_the_one_the_catalogue_writes():
    assert PAGE.read_text(encoding="utf-8") == sources_page()


def test_every_source_says_who_when_under_which_licence_and_where():
    for source in SOURCES.values():
        assert source.label and source.producer and source.vintage and source.licence and source.note, source.id
        assert source.licence_url.startswith("http") or source.is_declared, source.id
        assert source.url.startswith("http") or source.producer == "Convergence" or source.is_declared, source.id
        assert not (source.is_example and source.is_estimate), source.id


def test_every_committed_fact_table_has_its_hash():
    assert {path.name: file_sha256(path) for path in FACTS.iterdir()} == dict(FACT_HASHES)


def test_the_sources_of_candidates_are_examples_of_the_catalogue(territory):
    assert all(SOURCES[source].is_example for source in territory.candidates["source_id"].unique())
    assert SOURCES["example_facilities"].is_example
    assert SOURCES["demand_estimate"].is_estimate


def test_what_an_estimate_is_worth_is_said_once_and_with_its_nature():
    demand = SOURCES["demand_estimate"]
    assert demand.error is not None
    assert (
        nature(demand)
        == estimate_words(source for source in SOURCES.values() if not source.is_stand_in)
        == estimate_words([demand, demand])
    )
    assert f"{demand.error.share_pct} %" in nature(demand)
    assert nature(SOURCES["settlements"]) == "estimation"
    assert estimate_words([SOURCES["settlements"], SOURCES["communes"]]) == ""
    assert demand.error.measured_on in sources_page()
