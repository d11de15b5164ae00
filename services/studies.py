"""Studies around a plan, as their panels draw them: how many places, the places without regret, the front between the actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from criteria.provenance import Provenance
from domain.person import Action, Person, can
from domain.scenario import Question
from scenarios.curve import curve_of
from scenarios.instance import Instance
from scenarios.outcome import outcome_of
from scenarios.plan_view import PlanView, plan_view
from scenarios.provenance import figures, share_of_plans, shares_of_front
from scenarios.service import Answer as Found
from scenarios.service import Study
from scenarios.slices import FRONT, ROBUST
from scenarios.steps import Step
from scenarios.sweeps import Robust, from_bytes, read_front, read_robust
from services.context import Context
from services.saved_scenarios import asker_of, opened_scenario

MOST_PLACES = 15
"""Places that the study without regret lists, the surest first."""


class NoPlan:
    """There is no plan to speak of: the question has no answer."""


@dataclass(frozen=True)
class Subject:
    """The question that a study is about; `beside_saved` when the plan beside it is shown as it was saved, not as of today."""

    question: Question
    beside_saved: bool


@dataclass(frozen=True)
class StudyState:
    """How far a study is; `sentence` says why it waits, if it does, and `may_stop` whether who asks may stop it for everybody."""

    key: str
    steps: int
    running: bool
    finished: bool
    sentence: str
    may_stop: bool


@dataclass(frozen=True)
class CurveStudy:
    """What each number of places reaches; `origin` is where the values come from, once all are known."""

    subject: Subject
    steps: tuple[Step, ...]
    running: bool
    origin: Provenance | None


@dataclass(frozen=True)
class SurePlace:
    """In which share of the best plans a place is open, by number of places; in [0, 1]."""

    id: str
    name: str
    imposed: bool
    shares: Mapping[int, float]


@dataclass(frozen=True)
class PlaceLoss:
    """What is lost with a place, the places that best stand in for it, and what is still missing then.

    In [0, 1]; in minutes more of the mean time where the study measures it.
    """

    name: str
    lost: float
    instead: tuple[str, ...]
    missing: float


@dataclass(frozen=True)
class SafeStudy:
    """The places that are in nearly all of the best plans, whatever the weights.

    Attributes
    ----------
    counts : the numbers of places studied, ascending; empty while nothing is known.
    k, draws : the number that the question asks, or the nearest one known; the weightings drawn for it.
    gap : how far each plan is from the best one at most, as a share.
    no_regret : names of the places open in at least 90 % of the best plans.
    in_minutes : whether it measures the mean time to the nearest open place; else who is reached.
    origin : where the shares come from, with the numbers of the first place.
    """

    subject: Subject
    state: StudyState
    counts: tuple[int, ...] = ()
    k: int = 0
    draws: int = 0
    gap: float = 0.0
    no_regret: tuple[str, ...] = ()
    places: tuple[SurePlace, ...] = ()
    losses: tuple[PlaceLoss, ...] = ()
    in_minutes: bool = False
    origin: Provenance | None = None


@dataclass(frozen=True)
class FrontPlan:
    """A plan that no other beats for the four actors at once: its new places, what each actor gains (points of 100), residents."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    values: tuple[float, ...]
    residents: float
    is_current: bool


@dataclass(frozen=True)
class FrontStudy:
    """The plans of the front, those that are known so far."""

    subject: Subject
    state: StudyState
    plans: tuple[FrontPlan, ...]
    origin: Provenance | None = None


def curve_study(context: Context, person: Person, query: str | None) -> CurveStudy | NoPlan | None:
    """Return what the panel « Combien de lieux ? » shows; None while the browser asks for nothing.

    Raises
    ------
    StoreUnavailable
        When what is known cannot be read; so do the functions below.
    """
    if query is None:
        return None
    asker = asker_of(person)
    curve, found = curve_of(context.service, query, asker), context.service.answer(query, asker)
    if found.instance is None or not curve.steps:
        return NoPlan()
    return CurveStudy(_subject(context, found.instance, query), curve.steps, curve.running, None if curve.running else _origin(found))


def _origin(found: Found) -> Provenance | None:
    view = _view_of(found)
    return None if view is None else figures(view)["certificate"]


def safe_study(context: Context, person: Person, query: str | None) -> SafeStudy | NoPlan | None:
    """Return what the panel of the places without regret shows; None while the browser asks for nothing."""
    if query is None:
        return None
    found, study = _studied(context, person, ROBUST, query)
    if found.instance is None or study is None:
        return NoPlan()
    subject, state = _subject(context, found.instance, query), _state(person, study)
    known = read_robust(found.instance, from_bytes(study.state))
    if not known.shares:
        return SafeStudy(subject, state)
    shown = _safe(found.instance, known, subject, state)
    return replace(shown, origin=_share_origin(found, shown))


def _view_of(found: Found) -> PlanView | None:
    if found.instance is None or found.progress is None or found.progress.plan is None:
        return None
    return plan_view(found.instance, found.progress, found.query)


def _share_origin(found: Found, shown: SafeStudy) -> Provenance | None:
    view = _view_of(found)
    if view is None or not shown.places:
        return None
    first = shown.places[0]
    return share_of_plans(view, first.name, first.shares[shown.k], shown.draws, shown.k, in_minutes=shown.in_minutes)


def _safe(instance: Instance, known: Robust, subject: Subject, state: StudyState) -> SafeStudy:
    k = instance.question.k if instance.question.k in known.shares else next(iter(known.shares))
    return SafeStudy(
        subject,
        state,
        tuple(sorted(known.shares)),
        k,
        known.draws[k],
        known.gap,
        tuple(str(instance.names[place]) for place in known.no_regret.get(k, ())),
        _sure_places(instance, known, k),
        _losses(instance, known),
        known.in_minutes,
    )


def _sure_places(instance: Instance, known: Robust, k: int) -> tuple[SurePlace, ...]:
    order = [int(place) for place in np.argsort(-known.shares[k], kind="stable")]
    listed = [place for place in order if max(shares[place] for shares in known.shares.values()) > 0][:MOST_PLACES]
    required = instance.question.required
    return tuple(
        SurePlace(
            str(instance.ids[place]),
            str(instance.names[place]),
            str(instance.ids[place]) in required,
            {k: float(shares[place]) for k, shares in known.shares.items()},
        )
        for place in listed
    )


def _losses(instance: Instance, known: Robust) -> tuple[PlaceLoss, ...]:
    """Return the losses, the gravest first."""
    one = 1 if known.in_minutes else 100
    return tuple(
        PlaceLoss(
            str(instance.names[loss["place"]]),
            (loss["whole"] - loss["left"]) / one,
            tuple(str(instance.names[place]) for place in loss["instead"]),
            max(loss["whole"] - loss["repaired"], 0.0) / one,
        )
        for loss in sorted(known.losses, key=lambda item: item["left"])
    )


def front_study(context: Context, person: Person, query: str | None) -> FrontStudy | NoPlan | None:
    """Return what the panel of the front between the actors shows; None while the browser asks for nothing."""
    if query is None:
        return None
    found, study = _studied(context, person, FRONT, query)
    if found.instance is None or found.progress is None or study is None:
        return NoPlan()
    instance, current = found.instance, frozenset(found.progress.plan or ())
    points, _finished = read_front(from_bytes(study.state))
    plans = tuple(_front_plan(instance, point.plan, tuple(float(value) for value in point.values), current) for point in points)
    view = _view_of(found)
    origin = None if view is None or not plans else shares_of_front(view, plans[0].values)
    return FrontStudy(_subject(context, instance, query), _state(person, study), plans, origin)


def _front_plan(instance: Instance, plan: tuple[int, ...], values: tuple[float, ...], current: frozenset[int]) -> FrontPlan:
    new = [place for place in plan if place < instance.n]
    names = tuple(str(instance.names[place]) for place in new)
    ids = tuple(sorted(str(instance.ids[place]) for place in new))
    return FrontPlan(ids, names, values, outcome_of(instance, new).residents.after, frozenset(new) == current)


def _studied(context: Context, person: Person, kind: str, query: str) -> tuple[Found, Study | None]:
    asker = asker_of(person)
    return context.service.answer(query, asker), context.service.study(kind, query, asker)


def _state(person: Person, study: Study) -> StudyState:
    may_stop = can(person, Action.STOP_COMPUTATION, study)
    return StudyState(study.key, study.steps, study.running, study.finished, study.sentence, may_stop)


def _subject(context: Context, instance: Instance, query: str) -> Subject:
    return Subject(instance.question, opened_scenario(context, query) is not None)
