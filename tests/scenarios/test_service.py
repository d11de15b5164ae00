"""Answers come at once; what is long goes on slice by slice, from the store, whoever holds it; a person can stop it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

import scenarios.service as service_module
from geodata.territory import Territory
from scenarios.cluster import Lost
from scenarios.executors import Pool, thread_pool
from scenarios.planner import Planner
from scenarios.service import Answer, Service, Study
from scenarios.slices import FRONT, ROBUST, Job, Slice, TerritorySource, planner_of, work
from scenarios.solving import Progress, first
from scenarios.sweeps import from_bytes, read_front, read_robust
from store.database import Database, StoreUnavailable
from store.searches import Searches
from tests.published import LAUNDRY

FOOT = "open=shop&mode=foot&min=15"
Seen = TypeVar("Seen")


@pytest.fixture
def searches(tmp_path: Path) -> Searches:
    database = Database.open(f"sqlite:///{tmp_path / 'c.db'}")
    database.migrate()
    return Searches(database)


@pytest.fixture
def service(planner: Planner, searches: Searches) -> Service:
    return Service(planner, searches, thread_pool(planner), slice_s=0.0)


def until(see: Callable[[], Seen], enough: Callable[[Seen], bool], seconds: float = 60) -> Seen:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = see()
        if enough(seen):
            return seen
        time.sleep(0.02)
    raise AssertionError("it never came")


def finished(service: Service, kind: str, query: str = FOOT, seconds: float = 240) -> Study:
    study = until(lambda: service.study(kind, query), lambda seen: seen is not None and seen.finished, seconds)
    assert study is not None
    return study


def never(_job: Job) -> Slice:
    raise AssertionError("not to be run")


class Silent(Pool):
    """A pool whose process died without a word: what is submitted never ends."""

    def __init__(self) -> None:
        super().__init__(lambda: (_ for _ in ()).throw(RuntimeError), never)
        self.taken: list[Job] = []

    def submit(self, job: Job) -> Future[Slice]:
        self.taken.append(job)
        return Future()


def test_an_easy_question_is_answered_and_proven_at_once(service: Service, searches: Searches) -> None:
    answer = service.answer(FOOT)
    assert answer.progress is not None
    assert answer.progress.gap <= 1e-6
    assert not answer.running
    assert searches.get(answer.key) is None


def test_the_same_question_written_otherwise_is_the_same(service: Service) -> None:
    assert service.answer(FOOT).key == service.answer("place=RC-008&min=15&mode=foot&open=shop&k=5&nothing=1").key
    assert service.answer(FOOT).key != service.answer(f"{FOOT}&k=6").key


def test_a_question_without_answer_says_why(service: Service) -> None:
    answer = service.answer("communes=13021&landlord=hpr&area=90000-")
    assert answer.instance is None
    assert "filtre" in answer.sentence
    assert service.study(ROBUST, "communes=13021&landlord=hpr&area=90000-") is None


@pytest.fixture
def hard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer of every question is left unproven, its search barely begun."""

    def unproven(instance: object) -> Progress:
        progress = first(instance)  # type: ignore[arg-type]
        assert progress.plan is not None
        state = service_module_state(instance)
        return replace(progress, bound=progress.value * 1.1, finished=False, state=state)

    monkeypatch.setattr(service_module, "first", unproven)


def service_module_state(instance: object) -> bytes:
    import numpy as np

    from scenarios.solving import cover_core
    from siting.exact import ExactState, Node, begin
    from siting.stored_state import state_to_bytes

    core = cover_core(instance)  # type: ignore[arg-type]
    nothing = np.zeros(0, dtype=np.int32)
    known = begin(core)
    return state_to_bytes(ExactState(known.plan, known.value, (Node(nothing, nothing, 1.1 * known.value),)))


def test_a_long_search_shows_its_gap_then_its_proof(hard: None, planner: Planner, searches: Searches) -> None:
    service = Service(planner, searches, thread_pool(planner), slice_s=0.2)
    begun = service.answer(FOOT)
    assert begun.running
    assert begun.progress is not None
    assert begun.progress.gap == pytest.approx(0.1)
    proven = until(lambda: service.answer(FOOT), lambda seen: not seen.running)
    assert proven.progress is not None
    assert proven.progress.gap <= 1e-6
    assert proven.progress.plan == begun.progress.plan
    stored = searches.get(begun.key)
    assert stored is not None
    assert stored.finished


def test_another_worker_goes_on_when_the_first_one_is_lost(hard: None, planner: Planner, searches: Searches) -> None:
    lost = Silent()
    first_worker = Service(planner, searches, lost, lease_s=0.3)
    second_worker = Service(planner, searches, thread_pool(planner), lease_s=5)
    assert first_worker.answer(FOOT).running
    assert len(lost.taken) == 1
    first_worker.answer(FOOT)
    assert len(lost.taken) == 1
    assert second_worker.answer(FOOT).steps == 0  # the lease is alive: nobody does the same work twice
    proven: Answer = until(lambda: second_worker.answer(FOOT), lambda seen: not seen.running)
    assert proven.progress is not None
    assert proven.progress.gap <= 1e-6


def test_a_study_is_the_same_however_it_is_cut(planner: Planner, service: Service) -> None:
    from scenarios.slices import begun

    instance = planner.instance(service.planner.canonical(FOOT))
    plan = first(instance).plan or ()
    for kind in (ROBUST, FRONT):
        whole = begun(instance, kind)
        while not whole.finished:
            whole = work(planner, Job(kind, planner.canonical(FOOT), whole.state, plan, 60.0))
        cut = finished(service, kind)
        assert cut.steps > 3
        one, other = from_bytes(whole.state), from_bytes(cut.state)
        if kind == ROBUST:
            assert read_robust(instance, one).shares.keys() == read_robust(instance, other).shares.keys()
            assert one["plans"] == other["plans"]
            assert one["losses"] == other["losses"]
        else:
            assert [p.plan for p in read_front(one)[0]] == [p.plan for p in read_front(other)[0]]


def test_a_cancelled_study_stops_and_can_be_taken_up_again(planner: Planner, searches: Searches) -> None:
    service = Service(planner, searches, thread_pool(planner), slice_s=0.0)
    begun = service.study(FRONT, FOOT)
    assert begun is not None
    service.cancel(begun.key)
    stopped = until(lambda: service.study(FRONT, FOOT), lambda seen: seen is not None and seen.cancelled and not seen.running)
    assert stopped is not None
    time.sleep(0.3)
    still = service.study(FRONT, FOOT)
    assert still is not None
    assert still.steps == stopped.steps
    service.resume(begun.key)
    assert finished(service, FRONT).steps > stopped.steps


def test_a_slice_that_fails_ends_the_search_with_a_sentence_and_the_best_plan(hard: None, planner: Planner, searches: Searches) -> None:
    def fail(_job: Job) -> Slice:
        raise ZeroDivisionError

    service = Service(planner, searches, Pool(thread_pool(planner)._make, fail))
    until(lambda: service.answer(FOOT), lambda seen: not seen.running)
    fresh = Service(planner, searches, thread_pool(planner))
    answer = fresh.answer(FOOT)
    assert "interrompu" in answer.sentence
    assert "interrompu" in fresh.answer(FOOT).sentence
    assert answer.progress is not None
    assert answer.progress.plan


def test_without_a_store_the_first_answer_still_comes_with_the_reason(
    planner: Planner, searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: Searches, _key: str) -> None:
        raise StoreUnavailable("La base est en panne.")

    monkeypatch.setattr(Searches, "get", broken)
    answer = Service(planner, searches, thread_pool(planner)).answer(f"{FOOT}&k=4")
    assert answer.progress is not None
    assert answer.progress.plan
    assert answer.sentence == "La base est en panne."


def test_work_on_other_places_is_never_taken_up_with_these(planner: Planner, searches: Searches, territory: Territory) -> None:
    """A computation is resumed by its name alone: the planner of another edition must not go on from its state."""
    later = planner_of(territory, TerritorySource(places=(LAUNDRY,)))
    pool = Silent()
    study = Service(later, searches, Silent()).study(FRONT, FOOT)
    assert study is not None
    searches.cancel(study.key)
    Service(planner, searches, pool).resume(study.key)
    assert pool.taken == []
    Service(later, searches, pool).resume(study.key)
    assert len(pool.taken) == 1


def test_a_service_that_rests_for_good_ends_with_its_present_slice_and_another_goes_on(planner: Planner, searches: Searches) -> None:
    service = Service(planner, searches, thread_pool(planner), slice_s=0.0)
    service.rest(for_good=True)
    begun_study = service.study(FRONT, FOOT)
    assert begun_study is not None
    stopped = until(lambda: searches.get(begun_study.key), lambda seen: seen is not None and seen.steps >= 1 and seen.holder is None)
    assert stopped is not None
    assert not stopped.finished
    assert finished(Service(planner, searches, thread_pool(planner), slice_s=0.0), FRONT).steps > stopped.steps


def test_what_is_let_go_is_worked_out_again(planner: Planner, service: Service) -> None:
    before = service.answer(FOOT)
    service.rest()
    after = service.answer(FOOT)
    assert before.progress is not None
    assert after.progress is not None
    assert (after.key, after.progress.plan) == (before.key, before.progress.plan)
    assert after.instance is not before.instance


def test_a_computation_remembers_who_asked_for_it_first(planner: Planner, searches: Searches) -> None:
    service = Service(planner, searches, thread_pool(planner), slice_s=0.0)
    begun = service.study(FRONT, FOOT, "marie")
    assert begun is not None
    assert begun.author == "marie"
    later = until(lambda: service.study(FRONT, FOOT, "paul"), lambda seen: seen is not None and seen.steps >= 2)
    assert later is not None
    assert later.author == "marie"


def test_without_machines_the_known_answer_is_shown_and_its_proof_waits_for_them(hard: None, planner: Planner, searches: Searches) -> None:
    away, threads = [True], thread_pool(planner)

    def make() -> Executor:
        if away[0]:
            raise Lost
        return threads._make()

    service = Service(planner, searches, Pool(make, threads._run, retry_s=0.0))
    answer = service.answer(FOOT)
    assert answer.progress is not None
    assert answer.progress.plan
    assert answer.running
    assert "ne répondent pas" in answer.sentence
    away.clear()
    away.append(False)
    proven = until(lambda: service.answer(FOOT), lambda seen: not seen.running)
    assert proven.sentence == ""
