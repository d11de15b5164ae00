"""Promises of the editions: what is accepted is seen by the next request, what a page holds is answered while it is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.published import PublishedPlace
from geodata.territory import Territory
from scenarios.planner import instance_cache
from services.edition_cache import EditionCache
from services.edition_maker import EditionMaker
from services.editions import Edition, EditionGone, Editions, Make, begin_request, end_request
from store.database import Database, StoreUnavailable
from store.searches import Searches
from tests.published import LAUNDRY, PARIS, YARD, Giver


@pytest.fixture(scope="module")
def maker(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> EditionMaker:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('editions')}/c.db")
    database.migrate()
    return EditionMaker.of(territory, Searches(database))


@pytest.fixture(scope="module")
def remembering(maker: EditionMaker) -> Make:
    """Makes each edition once for many histories."""
    return lru_cache(maker)


@pytest.fixture
def giver() -> Giver:
    return Giver()


@contextmanager
def page(held: str | None = None) -> Iterator[None]:
    """Answer a page that holds an edition."""
    begin_request(held)
    try:
        yield
    finally:
        end_request()


def ids(edition: Edition) -> set[str]:
    return set(edition.territory.candidates["id"])


def test_an_accepted_place_is_everywhere_in_the_next_edition(maker: EditionMaker, giver: Giver, territory: Territory) -> None:
    editions = Editions(maker, giver)
    before = editions.latest()
    giver.publish(LAUNDRY, YARD, PARIS)
    after = editions.latest()
    n = len(territory.candidates)
    assert (len(before.territory.candidates), len(after.territory.candidates)) == (n, n + 2)
    assert {"LP-000001", "SZ-000002"} == ids(after) - ids(before)
    assert len(after.table.encoded["kinds"]) == n + 2
    assert {"LP-000001", "SZ-000002"} <= set(after.facets.by_id["places"].ids)  # type: ignore[attr-defined]
    assert after.assessor.assess("").row_of("LP-000001") == n
    assert "LP-000001" in after.service.planner.instance("mode=straight&open=both").ids
    assert before.version != after.version


def test_only_the_file_of_the_places_changes(maker: EditionMaker, giver: Giver) -> None:
    editions = Editions(maker, giver)
    before = editions.latest().urls
    giver.publish(LAUNDRY)
    after = editions.latest().urls
    assert {name for name in before if before[name] != after[name]} == {"places"}


def test_no_layer_that_is_fetched_once_tells_of_the_candidates(maker: EditionMaker, giver: Giver) -> None:
    from services.data_files import ground_files

    giver.publish(LAUNDRY, YARD)
    whole = Editions(maker, giver).latest().territory
    assert dict(ground_files(whole)) == dict(maker.files)


def test_an_edition_is_made_once_whoever_asks(maker: EditionMaker, giver: Giver) -> None:
    made: list[int] = []

    def counting(places: object) -> Edition:
        made.append(1)
        return maker(places)  # type: ignore[arg-type]

    editions = Editions(counting, giver)
    giver.publish(LAUNDRY)
    seen: list[Edition] = []
    threads = [threading.Thread(target=lambda: seen.append(editions.latest())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2  # the first, and that of the place
    assert len({id(edition) for edition in seen}) == 1
    assert "LP-000001" in ids(seen[0])


def test_while_the_store_cannot_be_read_the_last_edition_goes_on(maker: EditionMaker, giver: Giver) -> None:
    giver.publish(LAUNDRY)
    editions = Editions(maker, giver)
    last = editions.latest()
    giver.error = StoreUnavailable("no disk")
    assert editions.latest() is last
    giver.error = None
    giver.publish(YARD)
    assert "SZ-000002" in ids(editions.latest())


def test_a_service_starts_while_the_store_cannot_be_read(maker: EditionMaker) -> None:
    giver = Giver((LAUNDRY,), 1, StoreUnavailable("no disk"))
    editions = Editions(maker, giver)
    assert "LP-000001" not in ids(editions.latest())
    giver.error = None
    assert "LP-000001" in ids(editions.latest())


def test_a_publication_that_cannot_be_used_leaves_the_last_edition_and_is_not_tried_at_each_request(
    giver: Giver, maker: EditionMaker
) -> None:
    tries: list[int] = []

    def fails_with_places(places: object) -> Edition:
        if places:
            tries.append(1)
            raise ValueError("odd")
        return maker(())

    editions = Editions(fails_with_places, giver)
    giver.publish(LAUNDRY)
    assert "LP-000001" not in ids(editions.latest())
    assert "LP-000001" not in ids(editions.latest())
    assert len(tries) == 1


def test_a_page_is_answered_with_the_edition_it_holds_and_learns_of_the_latest(maker: EditionMaker, giver: Giver) -> None:
    editions = Editions(maker, giver)
    held = editions.latest().version
    giver.publish(LAUNDRY)
    with page(held):
        assert editions.current().version == held
    with page():
        assert "LP-000001" in ids(editions.current())


def test_a_request_keeps_one_edition_from_its_beginning_to_its_end(maker: EditionMaker, giver: Giver) -> None:
    editions = Editions(maker, giver)
    with page():
        first = editions.current()
        giver.publish(LAUNDRY)
        assert editions.current() is first
        assert giver.asked.count("publication") == 2  # one at the start, one for the request


@pytest.mark.parametrize("held", ["", "000000000000", "../../etc/passwd", "é" * 40])
def test_an_edition_that_is_not_kept_is_said_to_be_gone(held: str, maker: EditionMaker, giver: Giver) -> None:
    editions = Editions(maker, giver)
    with page(held), pytest.raises(EditionGone, match="actualisez"):
        editions.current()


def test_a_place_that_is_taken_back_gives_the_edition_of_before(maker: EditionMaker, giver: Giver) -> None:
    editions = Editions(maker, giver)
    first = editions.latest()
    giver.publish(LAUNDRY)
    editions.latest()
    giver.publish()
    assert editions.latest() is first


KINDS = {"none": (), "laundry": (LAUNDRY,), "yard": (YARD,), "both": (LAUNDRY, YARD)}


@given(st.lists(st.sampled_from(sorted(KINDS)), max_size=7))
@settings(max_examples=15)
def test_the_last_three_editions_are_kept_and_only_they_as_long_as_all_they_tell_stands(remembering: Make, history: list[str]) -> None:
    giver = Giver()
    editions = Editions(remembering, giver)
    kept, seen = [(editions.latest().version, KINDS["none"])], {editions.latest().version}
    for name in history:
        giver.publish(*KINDS[name])
        now = (editions.latest().version, KINDS[name])
        kept = [now, *[held for held in kept if held != now and set(held[1]) <= set(now[1])]][:3]
        seen.add(now[0])
    for version in seen:
        with page(version):
            if version in dict(kept):
                assert editions.current().version == version
                assert editions.file(editions.current().urls["places"]) is not None
            else:
                with pytest.raises(EditionGone):
                    editions.current()


def test_another_process_finds_the_file_that_this_one_told_of(maker: EditionMaker, giver: Giver) -> None:
    here, there = Editions(maker, giver), Editions(maker, giver)
    giver.publish(LAUNDRY)
    path = here.latest().urls["places"]
    assert there.file(path) is not None
    assert there.file("/data/places-000000000000.bin") is None


def test_a_page_is_answered_by_a_process_that_never_made_its_edition(maker: EditionMaker, giver: Giver, tmp_path: Path) -> None:
    here, there = (Editions(maker, giver, cache=EditionCache(tmp_path)) for _ in range(2))
    giver.publish(LAUNDRY)
    held = here.latest().version
    for area in (700.0, 800.0, 900.0, 1_000.0):
        giver.publish(LAUNDRY, replace(YARD, content={**YARD.content, "area_m2": area}))
        there.latest()
    with page(held):
        assert there.current().version == held
        assert "LP-000001" in ids(there.current())
    assert len(there._recent) == 3
    assert there.latest().version in there._recent


def test_however_many_editions_are_kept_their_instances_share_one_number_of_bytes(maker: EditionMaker, giver: Giver) -> None:
    editions = Editions(replace(maker, instances=instance_cache(1)), giver)
    before = editions.latest()
    first = before.service.planner.instance("mode=straight")
    assert before.service.planner.instance("mode=straight") is first
    giver.publish(LAUNDRY)
    editions.latest().service.planner.instance("mode=straight")
    assert before.service.planner.instance("mode=straight") is not first


TOLD = LAUNDRY.content
TAKEN_AWAY = {
    "the place": (YARD,),
    "its rent": (replace(LAUNDRY, content={**TOLD, "rent_eur_m2_yr": None}), YARD),
    "its address": (replace(LAUNDRY, content={key: value for key, value in TOLD.items() if key != "address"}), YARD),
    "what its name said": (replace(LAUNDRY, content={**TOLD, "name": "Local"}), YARD),
    "its exact position": (replace(LAUNDRY, lon_wgs84=5.37), YARD),
    "everything": (),
}


@pytest.mark.parametrize("after", TAKEN_AWAY.values(), ids=TAKEN_AWAY)
def test_what_is_taken_away_is_gone_from_every_process_and_after_a_restart(
    after: tuple[PublishedPlace, ...], maker: EditionMaker, giver: Giver, tmp_path: Path
) -> None:
    here, there = (Editions(maker, giver, cache=EditionCache(tmp_path)) for _ in range(2))
    giver.publish(LAUNDRY, YARD)
    held, path = here.latest().version, here.latest().urls["places"]
    assert there.file(path) is not None
    giver.publish(*after)
    here.latest()
    left = "".join(file.read_text("utf-8") for file in tmp_path.iterdir())
    assert LAUNDRY not in after
    assert f"edition-{held}.json" not in {file.name for file in tmp_path.iterdir()}
    assert ("12, rue du Figuier" in left) is any("address" in place.content for place in after)
    for process in (here, there, Editions(maker, giver, cache=EditionCache(tmp_path))):
        assert process.file(path) is None
        with page(held), pytest.raises(EditionGone):
            process.current()


def test_an_edition_that_a_late_process_left_on_disk_is_not_taken_up(maker: EditionMaker, giver: Giver, tmp_path: Path) -> None:
    editions = Editions(maker, giver, cache=EditionCache(tmp_path))
    giver.publish(LAUNDRY)
    held = editions.latest().version
    giver.publish()
    editions.latest()
    EditionCache(tmp_path).put(held, (LAUNDRY,))
    with page(held), pytest.raises(EditionGone):
        editions.current()


MORE = {
    "another place": (LAUNDRY, YARD),
    "another figure": (replace(LAUNDRY, content={**TOLD, "rent_eur_m2_yr": 90.0}),),
    "what was unknown": (replace(LAUNDRY, content={**TOLD, "note": "Vitrine sur rue"}),),
}


@pytest.mark.parametrize("after", MORE.values(), ids=MORE)
def test_a_page_goes_on_when_more_is_told(after: tuple[PublishedPlace, ...], maker: EditionMaker, giver: Giver) -> None:
    giver.publish(LAUNDRY)
    editions = Editions(maker, giver)
    held = editions.latest()
    giver.publish(*after)
    assert editions.latest() is not held
    assert editions.file(held.urls["places"]) is not None
    with page(held.version):
        assert editions.current() is held


def test_what_is_taken_away_goes_even_when_no_edition_can_be_made_of_the_rest(maker: EditionMaker, giver: Giver) -> None:
    broken = replace(YARD, id="SZ-000009")

    def make(places: Sequence[PublishedPlace]) -> Edition:
        if broken in places:
            raise ValueError("odd")
        return maker(places)

    editions = Editions(make, giver)
    giver.publish(LAUNDRY, YARD)
    path = editions.latest().urls["places"]
    giver.publish(YARD, broken)
    assert {"LP-000001", "SZ-000002"} & ids(editions.latest()) == {"SZ-000002"}
    assert editions.file(path) is None


def test_what_was_left_for_an_edition_must_make_that_very_edition(maker: EditionMaker, giver: Giver, tmp_path: Path) -> None:
    editions = Editions(maker, giver, cache=EditionCache(tmp_path))
    EditionCache(tmp_path).put("0123456789ab", (LAUNDRY,))
    with page("0123456789ab"), pytest.raises(EditionGone):
        editions.current()


def test_an_edition_that_nobody_can_ask_for_works_no_more(maker: EditionMaker, giver: Giver) -> None:
    editions = Editions(maker, giver, most=1)
    first = editions.latest()
    giver.publish(LAUNDRY)
    editions.latest()
    assert first.service._is_over
    assert not editions.latest().service._is_over


def test_the_maker_tells_what_it_leaves_out(maker: EditionMaker, caplog: pytest.LogCaptureFixture) -> None:
    maker((PARIS,))
    assert "LP-000003" in caplog.text


def test_the_store_is_not_asked_outside_of_what_reads_the_places(maker: EditionMaker, giver: Giver) -> None:
    editions = Editions(maker, giver)
    before = len(giver.asked)
    editions.file(editions._latest.urls["land"])
    assert len(giver.asked) == before
