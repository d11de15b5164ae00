"""Answers to the screens: the first plan at once, its proof slice after slice, studies on demand; states live in the store."""

from __future__ import annotations

import logging
import os
import threading
import uuid
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace

from domain.scenario import MODES
from i18n import gettext as _
from processes.memory_cache import KeyedLocks, MemoryCache
from scenarios.cluster import Lost
from scenarios.executors import Pool
from scenarios.instance import Instance, Unanswerable
from scenarios.planner import Planner
from scenarios.slices import PLAN, ROBUST, SLICE_S, Job, Slice, begun
from scenarios.solving import Progress, first, from_report, to_report
from store.database import StoreUnavailable
from store.searches import REQUESTED_BY, Searches, StoredSearch

LOG = logging.getLogger(__name__)
LEASE_S = 20.0
MOST_SLICES = 150
CACHE_BYTES = 4_000_000
BROKEN = "broken"


@dataclass(frozen=True, eq=False)
class Answer:
    """What can be said of a question now.

    Attributes
    ----------
    key : name of the question and of all it depends on.
    query : its canonical text.
    instance, progress : None when the question cannot be put; `sentence` then says why.
    steps : slices done; it changes whenever there is something new to show.
    running, cancelled : whether more is coming, whether a person stopped it.
    author : id of the person who asked first, if one had signed in.
    """

    key: str
    query: str
    instance: Instance | None = None
    progress: Progress | None = None
    sentence: str = ""
    steps: int = 0
    running: bool = False
    cancelled: bool = False
    author: str | None = None


@dataclass(frozen=True, eq=False)
class Study:
    """What is known of a study (robustness, front): its state, and whether more is coming."""

    key: str
    state: bytes
    steps: int
    finished: bool
    running: bool
    cancelled: bool
    author: str | None = None
    sentence: str = ""


class Service:
    """One for each web process. Every method may be called from any thread."""

    def __init__(self, planner: Planner, searches: Searches, pool: Pool, slice_s: float = SLICE_S, lease_s: float = LEASE_S) -> None:
        self.planner, self._searches, self._pool = planner, searches, pool
        self._slice_s, self._lease_s = slice_s, lease_s
        self._run = uuid.uuid4().hex
        self._done: MemoryCache[Progress] = MemoryCache(CACHE_BYTES, lambda progress: progress.nbytes)
        self._at_work: set[str] = set()
        self._is_over = False
        self._lock = threading.Lock()
        self._locks = KeyedLocks()

    @property
    def _holder(self) -> str:
        """A name that no other run of any process uses, even after a fork."""
        return f"{os.getpid()}-{self._run}"

    def warm(self) -> None:
        """Compute what the first questions need: compiled code, and the travel times of every mode."""
        try:
            for mode in MODES:
                self.answer(f"mode={mode}")
        except Exception:
            LOG.exception("scenarios are not ready")

    def known(self, query: str) -> Answer | None:
        """Return what is known of a question already, without its instance and without working on it; None when it is new."""
        text = self.planner.canonical(query)
        key = self.planner.key(PLAN, text)
        done = self._done.known(key)
        if done is not None:
            return Answer(key, text, progress=done)
        stored = self._searches.get(key)
        if stored is None:
            return None
        progress = from_report(stored.report, stored.finished, stored.state)
        return Answer(key, text, progress=progress, sentence=self._trouble(stored), steps=stored.steps, cancelled=stored.cancelled)

    def answer(self, query: str, asker: str | None = None, *, pursue: bool = True) -> Answer:
        """Return what is known of a question, and see to it that someone works on what is not, for `asker` (a person's id).

        Without `pursue`, what is not proven is left for whoever asks next.
        """
        text = self.planner.canonical(query)
        key = self.planner.key(PLAN, text)
        with self._locks.alone(key):
            try:
                instance = self.planner.instance(text)
            except Unanswerable as why:
                return Answer(key, text, sentence=str(why))
            done = self._done.known(key)
            if done is not None:
                return Answer(key, text, instance, done)
            return self._stored_or_first(key, text, instance, asker, pursue)

    def _stored_or_first(self, key: str, text: str, instance: Instance, asker: str | None, pursue: bool) -> Answer:
        """Go on from the store, or answer at once; what is not finished goes to the store, which may be out of order."""
        try:
            stored = self._searches.get(key)
        except StoreUnavailable as why:
            return Answer(key, text, instance, first(instance), str(why))
        if stored is not None:
            return self._from_store(key, text, instance, stored, pursue)
        progress = first(instance)
        if progress.finished:
            self._done.put(key, progress)
            return Answer(key, text, instance, progress)
        try:
            stored = self._searches.start(key, PLAN, text, progress.state, {**to_report(progress), REQUESTED_BY: asker}, False)
            return self._from_store(key, text, instance, stored, pursue)
        except StoreUnavailable as why:
            return Answer(key, text, instance, progress, str(why))

    def _from_store(self, key: str, text: str, instance: Instance, stored: StoredSearch, pursue: bool) -> Answer:
        progress = from_report(stored.report, stored.finished, stored.state)
        if stored.finished:
            if not stored.report.get(BROKEN):
                self._done.put(key, progress)
            return Answer(key, text, instance, progress, self._trouble(stored), stored.steps)
        running, waits = self._see_to(stored) if pursue else (False, "")
        return Answer(key, text, instance, progress, waits, stored.steps, running, stored.cancelled, stored.author)

    @staticmethod
    def _trouble(stored: StoredSearch) -> str:
        return _("Le calcul s'est interrompu ; la meilleure réponse connue est montrée.") if stored.report.get(BROKEN) else ""

    def study(self, kind: str, query: str, asker: str | None = None) -> Study | None:
        """Return what is known of a study, begun if it is not; None when the question itself has no answer."""
        answer = self.answer(query, asker)
        if answer.instance is None or answer.progress is None or answer.progress.plan is None:
            return None
        key = self.planner.key(kind, answer.query)
        with self._locks.alone(key):
            stored = self._searches.get(key)
            if stored is None:
                start = begun(answer.instance, kind)
                report = {**start.report, "plan": list(answer.progress.plan), REQUESTED_BY: asker}
                stored = self._searches.start(key, kind, answer.query, start.state, report, start.finished)
        running, waits = self._see_to(stored)
        return Study(key, stored.state, stored.steps, stored.finished, running, stored.cancelled, stored.author, waits)

    def computation(self, key: str) -> StoredSearch | None:
        """Return a computation; None when there is none of this name."""
        return self._searches.get(key)

    def cancel(self, key: str) -> None:
        """Submit no more slices."""
        self._searches.cancel(key)

    def resume(self, key: str) -> None:
        """Go on with what was cancelled."""
        self._searches.resume(key)
        stored = self._searches.get(key)
        if stored and self.planner.key(stored.kind, stored.question) == key:  # else it is about other places than this planner's
            self._see_to(stored)

    def rest(self, *, for_good: bool = False) -> None:
        """Let go of what can be worked out again, since few will ask; `for_good`, end the work under way with its present slice."""
        self._is_over = self._is_over or for_good
        self.planner.forget()
        self._done.forget()

    # Slices

    def _see_to(self, stored: StoredSearch) -> tuple[bool, str]:
        """Submit the next slice unless someone is at work already; say whether more is coming, and why it may have to wait."""
        if stored.finished or stored.cancelled or stored.steps >= MOST_SLICES:
            return False, ""
        self._pool.check()
        with self._lock:
            if stored.key in self._at_work:
                return True, ""
            self._at_work.add(stored.key)
        submitted = False
        try:
            if self._searches.claim(stored.key, self._holder, self._lease_s):
                self._submit(self._searches.get(stored.key) or stored)
                submitted = True
        except Lost:
            self._searches.release(stored.key, self._holder)
            return True, _("Les machines de calcul ne répondent pas : la réponse connue est montrée, la suite attend leur retour.")
        finally:
            if not submitted:
                self._leave(stored.key)
        return True, ""

    def _submit(self, stored: StoredSearch) -> None:
        plan = tuple(stored.report["plan"] or ()) if stored.kind == ROBUST else ()
        job = Job(stored.kind, stored.question, stored.state, plan, self._slice_s)
        self._pool.submit(job).add_done_callback(lambda future: self._after(stored, future))

    def _leave(self, key: str) -> None:
        with self._lock:
            self._at_work.discard(key)

    def _after(self, stored: StoredSearch, future: Future[Slice]) -> None:
        """Keep what a slice gave, and submit the next one; whatever happens, somebody can take the work up again."""
        onward = None
        try:
            onward = self._stored_slice(stored, future)
        except StoreUnavailable:
            LOG.exception("the state of a slice could not be kept")
        finally:
            if onward is None:
                self._leave(stored.key)
        if onward is not None:
            self._go_on(onward)

    def _go_on(self, stored: StoredSearch) -> None:
        """Submit the next slice; when the pool takes none (the service stops), the state waits for whoever asks next."""
        try:
            self._submit(stored)
        except RuntimeError:
            LOG.info("no executor takes the next slice of %s", stored.kind)
            self._leave(stored.key)

    def _stored_slice(self, stored: StoredSearch, future: Future[Slice]) -> StoredSearch | None:
        """Store what a slice gave; return where to go on from, None when there is nothing more to do here.

        A slice whose process died is done again by whoever asks next.
        """
        try:
            gave = future.result()
        except (BrokenProcessPool, CancelledError, Lost):
            self._pool.renew()
            self._searches.release(stored.key, self._holder)
            return None
        except Exception:
            LOG.exception("a slice of %s failed", stored.kind)
            broken = {**stored.report, BROKEN: True}
            self._searches.advance(stored.key, self._holder, stored.state, broken, True, self._lease_s)
            return None
        report = {"plan": stored.report.get("plan"), REQUESTED_BY: stored.author, **gave.report}
        is_stored = self._searches.advance(stored.key, self._holder, gave.state, report, gave.finished, self._lease_s)
        onward = replace(stored, state=gave.state, report=report, steps=stored.steps + 1)
        if is_stored and not gave.finished and onward.steps < MOST_SLICES and not self._is_over:
            return onward
        if is_stored and not gave.finished:
            self._searches.release(stored.key, self._holder)
        return None
