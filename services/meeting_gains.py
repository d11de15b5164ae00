"""What each option of a decision brings to each actor, as its plan was saved; nothing is worked out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.meeting import ACTORS, Option, OptionKind
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from scenarios.outcome import Outcome, Span
from scenarios.plan_view import PlanView
from services.context import Context
from services.words.scenarios import about, percent

RANGED = ("landlord", "economy")
"""Whose gain with a plan rests on the detour, where its times are worked out in a straight line."""
TENTHS_BELOW = 20
"""Jobs are written with a decimal below this many."""


@dataclass(frozen=True)
class ActorGain:
    """What an actor gains: a figure, or the two ends of a range, in words; what it counts; whether it rests on a hypothesis."""

    actor: str
    figure: str
    words: str
    is_hypothesis: bool
    gains: bool


@dataclass(frozen=True)
class OptionGains:
    """An option with what it brings.

    Attributes
    ----------
    gains : by actor, in their order; empty for an option that is no saved plan.
    is_convergent : whether all four gain; None where that is not known.
    summary : how many places, how many residents, where it stands; or why nothing is said.
    is_example : whether a place of it is an example.
    """

    option: Option
    gains: tuple[ActorGain, ...]
    is_convergent: bool | None
    summary: str
    is_example: bool


def example_places(context: Context) -> Mapping[str, bool]:
    """Return which places are examples, by id."""
    candidates = context.territory.candidates
    return dict(zip(candidates["id"].astype(str), candidates["is_example"].astype(bool), strict=True))


def option_gains(option: Option, view: PlanView | None, is_example: bool = False) -> OptionGains:
    """Return what an option brings; `view` is the plan of a scenario as it was saved, `is_example` says it of a place."""
    if option.kind is not OptionKind.SCENARIO:
        return OptionGains(option, (), None, "", is_example and option.kind is OptionKind.PLACE)
    if view is None:
        return OptionGains(option, (), None, _("Le plan de ce scénario n'est pas enregistré en entier : rouvrez-le."), False)
    gains = _actor_gains(view.outcome)
    is_convergent = all(one.gains for one in gains)
    return OptionGains(option, gains, is_convergent, _summary(view), any(place.is_example for place in view.places))


def _summary(view: PlanView) -> str:
    outcome, n = view.outcome, len(view.places)
    words = ngettext("{n} lieu ; {people} habitants à portée ({share})", "{n} lieux ; {people} habitants à portée ({share})", n)
    people = outcome.residents
    return words.format(n=number(n), people=about(people.after), share=percent(people.after / people.total if people.total else 0.0))


def _actor_gains(outcome: Outcome) -> tuple[ActorGain, ...]:
    """Return the gain of each actor: what the stake of each counts, and the range where it has one."""
    gains = {actor: outcome.stakes[actor].after > outcome.stakes[actor].before for actor in ACTORS}
    dwellings, customers = outcome.stakes["landlord"], outcome.stakes["economy"]
    return (
        ActorGain("waste", ends(outcome.tonnes), _("tonnes de réemploi par an"), True, gains["waste"]),
        ActorGain("cohesion", ends(outcome.jobs), _("emplois"), True, gains["cohesion"]),
        ActorGain("landlord", more(dwellings.after - dwellings.before), _("logements sociaux de plus à portée"), False, gains["landlord"]),
        ActorGain("economy", more(customers.after - customers.before), _("habitants de plus à portée, clientèle"), False, gains["economy"]),
    )


def more(value: float) -> str:
    """Return an increase in words, about."""
    return f"+{about(value)}" if value > 0 else about(value)


def as_projected(row: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, object]:
    """Return what an option brings, with what was `found` when it was projected: all of a place, the ranges of what a plan reaches."""
    if row["option"].startswith(OptionKind.PLACE.value):
        return {**row, **{name: found[name] for name in ("gains", "is_convergent", "summary")}}
    ranged = {one["actor"]: one for one in found["gains"] if one["actor"] in RANGED}
    return {**row, "gains": [ranged.get(one["actor"], one) for one in row["gains"]]}


def ends(span: Span) -> str:
    """Return the two ends of a range in words: « 12 à 31 »; with a decimal where they are small."""
    low, _central, high = span
    if low is None or high is None:
        return _("non renseigné")
    decimals = 1 if high < TENTHS_BELOW else 0
    return _("{low} à {high}").format(low=number(low, decimals), high=number(high, decimals))
