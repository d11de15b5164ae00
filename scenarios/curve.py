"""The curve over the number of places: for each k, the answer to the same question with k places, and its certificate."""

from __future__ import annotations

import time

import numpy as np

from domain.scenario import Goal
from scenarios.assignment import reached_by_existing
from scenarios.instance import Instance
from scenarios.service import Answer, Service
from scenarios.solving import cover_core
from scenarios.steps import Curve, Step
from siting.curve import agreed

CURVE_TOP = 12
AT_ONCE_S = 0.5  # new answers are begun for about this long at each look; the next look goes on
PURSUED = 2


def curve_of(service: Service, query: str, asker: str | None = None) -> Curve:
    """Return what is known of each number of places, and see to it that someone works on what is not proven, a few at a time.

    Each number is its own question, kept and proven like any other: the curve says what the certificate says. Whatever the goal, it
    speaks of who is reached. `asker` is the id of the person who asks.

    Raises
    ------
    StoreUnavailable
        When what is known cannot be read.
    """
    instance = service.answer(query, asker).instance
    if instance is None:
        return Curve((), 0, False)
    counts = range(max(len(instance.frame.required), 1), min(max(instance.question.k, CURVE_TOP), instance.n) + 1)
    answers = _looked_up(service, [service.planner.variant(query, k=k, goal=Goal.COVER) for k in counts], asker)
    answers, running = _pursued(service, answers, asker)
    known = [(k, *_certified(answer)) for k, answer in zip(counts, answers, strict=True)]
    if not len(instance.frame.required):
        known.insert(0, (0, *_nothing_opened(instance)))
    values, bounds = agreed(np.array([value for _, value, _ in known]), np.array([bound for _, _, bound in known]))
    steps = tuple(Step(k, float(value), float(bound)) for (k, _, _), value, bound in zip(known, values, bounds, strict=True))
    looks = sum(1 + answer.steps for answer in answers if answer is not None)
    return Curve(steps, looks, running)


def _looked_up(service: Service, queries: list[str], asker: str | None) -> list[Answer | None]:
    """Return what is known of each question; those that nobody asked are answered at once, until the time is over."""
    end, answers = time.perf_counter() + AT_ONCE_S, []
    for query in queries:
        answer = service.known(query)
        if answer is None and time.perf_counter() < end:
            answer = service.answer(query, asker, pursue=False)
        answers.append(answer)
    return answers


def _pursued(service: Service, answers: list[Answer | None], asker: str | None) -> tuple[list[Answer | None], bool]:
    """Have the first unproven answers worked on; return what is known by then, and whether more is coming."""
    at_work, now = 0, []
    for known in answers:
        answer = known
        if at_work < PURSUED and answer is not None and answer.progress is not None and not answer.progress.finished:
            answer = service.answer(answer.query, asker)  # it may have been proven meanwhile
            at_work += answer.running
        now.append(answer)
    return now, at_work > 0 or any(answer is None for answer in now)


def _certified(answer: Answer | None) -> tuple[float, float]:
    progress = None if answer is None else answer.progress
    if progress is None:
        return -np.inf, np.inf
    if progress.plan is None:
        return -np.inf, -np.inf if progress.conflict else np.inf
    return progress.value, progress.bound


def _nothing_opened(instance: Instance) -> tuple[float, float]:
    """Return what existing places reach, where the conditions let nothing be opened."""
    core = cover_core(instance, instance.frame_for(0))
    if not core.sides.hold(np.zeros(core.n, bool)):
        return -np.inf, -np.inf
    value = float(instance.points[reached_by_existing(instance)].sum(axis=0) @ instance.mix)
    return value, value
