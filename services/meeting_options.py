"""What the projection shows of the options of a decision: where they are, what each actor gains as ranges, what waiting costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import isnan
from typing import cast

import numpy as np

from criteria.assess import Assessment
from criteria.objects import reused
from criteria.options import Spans
from criteria.provenance import Provenance
from criteria.score import Colour
from criteria.waiting import left_at
from criteria.weights import ACTORS, Thresholds
from domain.meeting import Decision, Option, OptionKind
from domain.scenario import STAKES
from i18n import N_, current_language
from i18n import gettext as _
from i18n.numbers import number
from scenarios.outcome import Span
from scenarios.plan_view import PlanView
from scenarios.provenance import figures as plan_figures
from scenarios.saving import view_of
from scenarios.waiting import left_of_plan
from services.context import Context
from services.hypotheses import hypotheses_today
from services.meeting_gains import TENTHS_BELOW, ActorGain, OptionGains, ends, option_gains
from services.meeting_ranges import ranged_gains
from services.place_sheet import PlaceGains, gains_of
from services.words.objects import reused_words
from services.words.waiting import waiting_words

LETTERS = "ABCDEFGH"
UNKNOWN: Span = (None, None, None)
Row = tuple[float, float, float]
"""The lowest, central and highest score of an actor, in [0, 1]; NaN in the middle where nothing is known."""
NOTHING: Row = (0.0, float("nan"), 1.0)
OF_PLACE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "waste": (("tonnes_diverted", N_("tonnes de réemploi par an")),),
    "cohesion": (("jobs", N_("emplois")),),
    "landlord": (("bulky_relief", N_("tonnes d'encombrants reprises par an")),),
    "economy": (("vacant_floor", N_("m² vacants remis en activité")), ("rent", N_("€/m²/an de loyer"))),
}
"""The criterion by whose figure each actor's gain at one place is told, with what it counts: the first that the role has."""


@dataclass(frozen=True, slots=True)
class MapMark:
    """A place of an option on the map: « A2 »; degrees, WGS 84."""

    text: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class ShownOption:
    """An option as the projection shows it.

    Attributes
    ----------
    letter : by which it is called on the map and in sentences.
    measure : ``plan`` or ``place``: options of one measure alone are compared; "" for words, and for a place that is ruled out.
    rows : by actor, in their order.
    gaining : whether each actor gains, as it was judged; None where that is not known.
    waiting : what one more year without it leaves undone, in words; None for an option in words.
    question : on what a plan's shares rest (mode, minutes, existing); those of other conditions compare at a guess only.
    doubts : data that are unknown and could overturn how a place stands, in words.
    objects : the objects of a year with it, and the CO₂ that they avoid, in words; None for an option in words.
    """

    letter: str
    found: OptionGains
    measure: str
    rows: tuple[Row, ...]
    gaining: tuple[bool | None, ...]
    waiting: str | None
    marks: tuple[MapMark, ...]
    question: tuple[object, ...] = ()
    doubts: tuple[str, ...] = ()
    objects: str | None = None


@dataclass(frozen=True)
class ShownOptions:
    """All the options of a decision.

    Attributes
    ----------
    options : in the order of the agenda.
    compared : the ranks of those that are set against each other: of one measure, two at least.
    shares : of the actors, as prepared: those of the scenarios where they agree, else all equal.
    threshold : from which share of its stake (plans) or score (places) an actor gains, as prepared; in [0, 1].
    is_same_question : whether all the plans that are compared answer to the same conditions.
    """

    options: tuple[ShownOption, ...]
    compared: tuple[int, ...]
    shares: tuple[float, ...]
    threshold: float
    is_same_question: bool

    def spans(self) -> Spans:
        """Return the scores of those that are compared, in their order."""
        low, central, high = (np.array([[row[end] for row in self.options[at].rows] for at in self.compared]) for end in range(3))
        return Spans(low, central, high)

    def gaining(self, at: int, threshold: float) -> tuple[bool | None, ...]:
        """Return whether each actor gains with the `at`-th option, from a threshold in [0, 1]; None where that is not known."""
        option = self.options[at]
        if threshold == self.threshold:
            return option.gaining
        return tuple(None if known is None else row[1] >= threshold - 1e-9 for known, row in zip(option.gaining, option.rows, strict=True))


NO_OPTION = ShownOptions((), (), (1 / len(ACTORS),) * len(ACTORS), 0.0, is_same_question=True)


def shown_options(context: Context, decision: Decision) -> ShownOptions:
    """Return the options of a decision; the last ones are kept with the edition. Raises StoreUnavailable."""
    names, today = tuple((one.id, one.words) for one in decision.options), hypotheses_today(context)
    make = partial(_shown, context, decision.options, today.to_query())
    return cast("ShownOptions", context.edition.sheets.get(("decision", names, today, current_language()), make))


def _shown(context: Context, options: Sequence[Option], query: str) -> ShownOptions:
    shown, mixes = [], []
    for letter, option in zip(LETTERS, options, strict=False):
        if option.kind is OptionKind.SCENARIO:
            saved = context.scenarios.get(option.ref)
            view = None if saved is None else view_of(saved)
            mixes += [] if view is None else [view.question.shares]
            shown.append(_of_plan(context, letter, option, view))
        else:
            gains = gains_of(context.assessor, option.ref, query) if option.kind is OptionKind.PLACE else None
            shown.append(_words(letter, option) if gains is None else _of_place(letter, option, gains))
    measures = [one.measure for one in shown]
    measure = max(("plan", "place"), key=measures.count)
    compared = tuple(at for at, one in enumerate(measures) if one == measure) if measures.count(measure) > 1 else ()
    shares = mixes[0] if measure == "plan" and len(set(mixes)) == 1 else (1 / len(ACTORS),) * len(ACTORS)
    threshold = Thresholds.DEFAULT_GREEN if measure == "place" else 0.0
    return ShownOptions(tuple(shown), compared, shares, threshold, len({shown[at].question for at in compared}) < 2)


def _words(letter: str, option: Option) -> ShownOption:
    """Return an option of which nothing is measured."""
    nothing = (None,) * len(ACTORS)
    return ShownOption(letter, OptionGains(option, (), None, "", is_example=False), "", (NOTHING,) * len(ACTORS), nothing, None, ())


def _of_plan(context: Context, letter: str, option: Option, view: PlanView | None) -> ShownOption:
    found = option_gains(option, view)
    if view is None:
        return replace(_words(letter, option), found=found)
    found = ranged_gains(context.service.planner.travel_times, view, found)
    outcome, question = view.outcome, view.question
    unknown = {"landlord": view.grounds.unknown_dwellings}
    rows = tuple(_share(outcome.stakes[actor].after, outcome.stakes[actor].total, unknown.get(actor, 0.0)) for actor in STAKES)
    marks = tuple(
        MapMark(f"{letter}{n}" if len(view.places) > 1 else letter, place.name, place.lon_wgs84, place.lat_wgs84)
        for n, place in enumerate(view.places, 1)
    )
    origins = plan_figures(view)
    waiting = waiting_words(left_of_plan(view, origins))
    objects = reused_words(reused(origins["tonnes"], view.grounds.range_of))
    conditions = (question.mode, question.minutes, question.existing)
    gaining = tuple(one.gains for one in found.gains)
    return ShownOption(letter, found, "plan", rows, gaining, waiting, marks, conditions, objects=objects)


def _share(reached: float, total: float, unknown: float) -> Row:
    """Return the share of a stake that is reached, when `unknown` of it may lie anywhere, and may be nothing."""
    if total + unknown <= 0:
        return NOTHING
    central = reached / total if total > 0 else float("nan")
    return reached / (total + unknown), central, (reached + unknown) / (total + unknown)


def _of_place(letter: str, option: Option, gains: PlaceGains) -> ShownOption:
    assessment, row = gains.roles[0], gains.row
    place = assessment.workspace.candidates.iloc[row]
    figures = assessment.figures(row)
    of_actors = tuple(_gain(actor, figures, assessment, row) for actor in ACTORS)
    is_excluded = bool(assessment.suitability.excluded[row])
    is_convergent = bool(assessment.convergent[row]) if is_excluded or assessment.known[row] else None
    found = OptionGains(option, of_actors, is_convergent, assessment.suitability.sentence(row), bool(place["is_example"]))
    mark = MapMark(letter, str(place["name"]), float(place["lon"]), float(place["lat"]))
    gaining = tuple(False if is_excluded else _is_green(assessment, row, at) for at in range(len(ACTORS)))
    rows = tuple(_row(assessment, row, at) for at in range(len(ACTORS)))
    objects = reused_words(reused(figures["tonnes_diverted"], assessment.workspace.hypotheses.__getitem__))
    measure = "" if is_excluded else "place"
    waiting, doubts = waiting_words(left_at(assessment, row)), assessment.unchecked(row)
    return ShownOption(letter, found, measure, rows, gaining, waiting, (mark,), (), doubts, objects)


def _row(assessment: Assessment, row: int, actor: int) -> Row:
    low, high = assessment.actor_span(row, actor)
    return (low, float(assessment.scores.actors[row, actor]), high)


def _is_green(assessment: Assessment, row: int, actor: int) -> bool | None:
    colour = assessment.colours[row, actor]
    return None if colour in (Colour.UNSURE, Colour.UNKNOWN) else bool(colour == Colour.GREEN)


def _gain(actor: str, figures: Mapping[str, Provenance], assessment: Assessment, row: int) -> ActorGain:
    """Return what an actor gains at a place: the figure of one criterion, with its range."""
    is_green = bool(_is_green(assessment, row, ACTORS.index(actor)))
    found = next(((figures[name], words) for name, words in OF_PLACE[actor] if name in figures), None)
    if found is None:
        return ActorGain(actor, _("sans objet"), "", is_hypothesis=False, gains=is_green)
    figure, words = found
    span = _span(figure)
    decimals = 1 if (span[2] or 0) < TENTHS_BELOW else 0
    text = number(figure.value, decimals) if span[0] == span[2] else ends(span)
    return ActorGain(actor, text, _(words), figure.is_hypothesis, is_green)


def _span(figure: Provenance | None) -> Span:
    return UNKNOWN if figure is None or isnan(figure.value) else (figure.low, figure.value, figure.high)
