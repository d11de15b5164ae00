"""Computations that go on: how far a study is, stopping one for everybody, going on with it."""

from __future__ import annotations

from domain.person import Action, Person, require
from scenarios.curve import curve_of
from scenarios.slices import FRONT, ROBUST
from services.answer import Answer, Done
from services.context import Context
from services.saved_scenarios import asker_of

CURVE = "curve"
STUDIES = {"safe": ROBUST, "front": FRONT}


class StudyProgress(Answer):
    """How far a study is: `steps` changes whenever there is something new to show, `running` while more is coming."""

    key: str = ""
    """The name of the computation, where one may be stopped."""
    steps: int
    running: bool
    finished: bool


def study_progress(context: Context, person: Person, panel: str, query: str) -> StudyProgress | None:
    """Return how far the study of a panel is, begun if it is not; None when there is no such panel.

    Raises
    ------
    StoreUnavailable
        When what is known cannot be read.
    """
    if panel == CURVE:
        known = curve_of(context.service, query, asker_of(person))
        return StudyProgress(steps=known.looks, running=known.running, finished=not known.running)
    if panel not in STUDIES:
        return None
    found = context.service.study(STUDIES[panel], query, asker_of(person))
    if found is None:
        return StudyProgress(steps=0, running=False, finished=True)
    return StudyProgress(key=found.key, steps=found.steps, running=found.running, finished=found.finished)


def stop_computation(context: Context, person: Person, key: str) -> Done:
    """Stop a computation for everybody; one that does not exist has nothing to stop.

    Raises
    ------
    NotAllowed
        It is somebody else's, and the person may only cease to follow it.
    """
    computation = context.service.computation(key)
    if computation is not None:
        require(person, Action.STOP_COMPUTATION, computation)
        context.service.cancel(computation.key)
    return Done()


def resume_computation(context: Context, key: str) -> Done:
    """Go on with what was stopped."""
    context.service.resume(key)
    return Done()
