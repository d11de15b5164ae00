"""The answer to the question of an address: for the panel, and for the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from criteria.provenance import Provenance
from domain.person import Action, Person, can
from domain.scenario import Question
from scenarios.outcome import ordered
from scenarios.plan_view import Cells, PlanView, plan_map, plan_view
from scenarios.provenance import KNOWN_GAP, figures
from scenarios.saving import SavedPlan
from scenarios.service import Answer as Found
from scenarios.solving import PROVEN_GAP, Progress
from services.context import Context
from services.plan_map import PlanAnswer, plan_now, plan_then
from services.saved_scenarios import asker_of, opened_scenario, place_name, saved_key
from store.database import StoreUnavailable

Name = Callable[[str], str]


@dataclass(frozen=True)
class Search:
    """How far the search of a better plan is, or was when the plan was saved.

    Attributes
    ----------
    gap : what could at most still be won, as a share of the value; None while no bound is known.
    key, steps : name of the computation, slices done.
    running, finished : whether more is coming, whether nothing is left to search.
    may_stop : whether who asks may stop it for everybody.
    """

    gap: float | None
    key: str = ""
    steps: int = 0
    running: bool = False
    finished: bool = False
    may_stop: bool = False


@dataclass(frozen=True, eq=False)
class PlanShown:
    """What the panel of the answer shows.

    Attributes
    ----------
    name_of : gives the name of a place by its id.
    sentence : why there is no answer, or what stopped the search; "" otherwise.
    question : None when the question cannot be put.
    conflict : the conditions that cannot hold together, in words, () when they are not known; None when a plan may exist.
    view, figures : the plan and where its figures come from; None and empty while no plan is known.
    search : None once it is proven that no plan does better.
    is_saved : whether it is shown as it was saved.
    """

    name_of: Name
    sentence: str = ""
    question: Question | None = None
    conflict: tuple[str, ...] | None = None
    view: PlanView | None = None
    figures: Mapping[str, Provenance] = field(default_factory=dict)
    search: Search | None = None
    is_saved: bool = False


def plan_shown(context: Context, person: Person, query: str | None) -> PlanShown | None:
    """Return what the panel of the answer shows for an address; None while the browser asks for nothing.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    if query is None:
        return None
    opened = opened_scenario(context, query)
    if opened is not None:
        return as_saved(opened.plan.view, partial(place_name, context, [opened.saved]))
    return _found(context, person, query)[1]


def plan_in_full(context: Context, person: Person, query: str) -> tuple[PlanShown, SavedPlan] | None:
    """Return what the panel and the map show of the plan of an address's question, of one and the same moment; None without a plan.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    opened = opened_scenario(context, query)
    if opened is not None:
        return as_saved(opened.plan.view, partial(place_name, context, [opened.saved])), opened.plan
    found, shown = _found(context, person, query)
    if shown.view is None or found.instance is None or found.progress is None:
        return None
    picture = plan_map(found.instance, ordered(found.instance, found.progress.plan or ()))
    return shown, SavedPlan(shown.view, picture, Cells.of(found.instance.travel_times.territory))


def as_saved(view: PlanView, name_of: Name) -> PlanShown:
    """Return what the panel shows of a plan as it was saved."""
    search = None if view.progress.gap <= PROVEN_GAP else Search(_known_gap(view.progress))
    return PlanShown(name_of, question=view.question, view=view, figures=figures(view), search=search, is_saved=True)


def _found(context: Context, person: Person, query: str) -> tuple[Found, PlanShown]:
    """Return the plan that answers the question of an address now, and what the panel shows of it."""
    found = context.service.answer(query, asker_of(person))
    return found, _as_found(found, partial(place_name, context, []), can(person, Action.STOP_COMPUTATION, found))


def _as_found(found: Found, name_of: Name, may_stop: bool) -> PlanShown:
    instance, progress = found.instance, found.progress
    if instance is None or progress is None:
        return PlanShown(name_of, found.sentence)
    if progress.conflict or (progress.finished and progress.plan is None):
        rules = tuple(rule.sentence(instance.names) for rule in progress.conflict)
        return PlanShown(name_of, found.sentence, instance.question, conflict=rules)
    search = None
    if progress.gap > PROVEN_GAP:
        search = Search(_known_gap(progress), found.key, found.steps, found.running, progress.finished, may_stop)
    shown = PlanShown(name_of, found.sentence, instance.question, search=search)
    if progress.plan is None:
        return shown
    view = plan_view(instance, progress, found.query)
    return replace(shown, view=view, figures=figures(view))


def _known_gap(progress: Progress) -> float | None:
    return progress.gap if progress.gap < KNOWN_GAP else None


def has_drawn_plan(context: Context, query: str) -> bool:
    """Whether the plan that answers the question of an address now is known, and drawn already."""
    try:
        known = context.service.known(query)
    except StoreUnavailable:
        return False
    plan = known.progress.plan if known is not None and known.progress is not None else None
    return known is not None and plan is not None and context.edition.pictures.known((known.key, tuple(plan))) is not None


def plan_drawn(context: Context, person: Person, query: str) -> PlanAnswer:
    """Return for the map the same plan as `plan_shown`.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    opened = opened_scenario(context, query)
    if opened is not None:
        today = context.service.answer(opened.plan.view.query, asker_of(person))
        return plan_then(saved_key(opened.saved), opened.plan, context.territory, today)
    return plan_now(context.service.answer(query, asker_of(person)), context.edition.pictures)
