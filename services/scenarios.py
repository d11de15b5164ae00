"""What the screen « Scénarios » shows of a question: its plan, the curve, the studies; and how a computation is stopped or resumed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from domain.person import Action, Person, can, require
from scenarios.curve import Curve, curve_of
from scenarios.plan_view import PlanView
from scenarios.service import Answer as Found
from scenarios.service import Study
from scenarios.slices import FRONT, ROBUST
from services.answer import Answer, Done
from services.context import Context
from services.plan_map import PlanAnswer, plan_now, plan_then
from services.saved_scenarios import asker_of, opened_scenario, place_name, saved_key

CURVE = "curve"
STUDIES = {"safe": ROBUST, "front": FRONT}


@dataclass(frozen=True, eq=False)
class PlanShown:
    """What the panel of the answer shows: a plan as it was `saved`, or the answer `found` now.

    `name_of` gives the name of a place by its id; `may_stop` says whether who asks may stop the computation.
    """

    name_of: Callable[[str], str]
    saved: PlanView | None = None
    found: Found | None = None
    may_stop: bool = False


@dataclass(frozen=True, eq=False)
class StudyShown:
    """What the panel of a study shows, on the answer that it is about; `beside_saved` when that plan is shown as it was saved."""

    found: Found
    study: Study | None
    may_stop: bool
    beside_saved: bool


@dataclass(frozen=True, eq=False)
class CurveShown:
    """What the panel of the curve shows, as that of a study."""

    found: Found
    curve: Curve
    beside_saved: bool


class StudyProgress(Answer):
    """How far a study is: `steps` changes whenever there is something new to show, `running` while more is coming."""

    key: str = ""
    """The name of the computation, where one may be stopped."""
    steps: int
    running: bool
    finished: bool


def plan_shown(context: Context, person: Person, asked: str | None) -> PlanShown | None:
    """Return what the panel of the answer shows for an address; None while the browser asks for nothing.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read; so do the functions below.
    """
    if asked is None:
        return None
    opened = opened_scenario(context, asked)
    if opened is not None:
        return PlanShown(partial(place_name, context, [opened.saved]), saved=opened.plan.view)
    found = context.service.answer(asked, asker_of(person))
    return PlanShown(partial(place_name, context, []), found=found, may_stop=can(person, Action.STOP_COMPUTATION, found))


def plan_drawn(context: Context, person: Person, query: str) -> PlanAnswer:
    """Return for the map the same plan as `plan_shown`."""
    opened = opened_scenario(context, query)
    if opened is not None:
        return plan_then(saved_key(opened.saved), opened.plan, context.territory)
    return plan_now(context.service.answer(query, asker_of(person)))


def study_shown(context: Context, person: Person, panel: str, asked: str | None) -> StudyShown | None:
    """Return what the panel of a study (a key of `STUDIES`) shows; None while the browser asks for nothing."""
    if asked is None:
        return None
    found, study = context.service.answer(asked), context.service.study(STUDIES[panel], asked, asker_of(person))
    may_stop = study is not None and can(person, Action.STOP_COMPUTATION, study)
    return StudyShown(found, study, may_stop, opened_scenario(context, asked) is not None)


def curve_shown(context: Context, person: Person, asked: str | None) -> CurveShown | None:
    """Return what the panel « Combien de lieux ? » shows; None while the browser asks for nothing."""
    if asked is None:
        return None
    asker = asker_of(person)
    curve = curve_of(context.service, asked, asker)
    return CurveShown(context.service.answer(asked, asker), curve, opened_scenario(context, asked) is not None)


def study_progress(context: Context, person: Person, panel: str, query: str) -> StudyProgress | None:
    """Return how far the study of a panel is, begun if it is not; None when there is no such panel."""
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
