"""What one more year without a plan leaves undone, by actor, from the plan as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from criteria.derived import of_hypothesis
from criteria.provenance import Provenance, Term
from criteria.vacancy import RATES
from criteria.waiting import Left, left_undone
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from scenarios.outcome import Span
from scenarios.plan_view import PlanView
from scenarios.provenance import PLACES, plan_figure

BULKY_SOURCES = (*PLACES, "demand_estimate", "sru2024")


def left_of_plan(view: PlanView, figures: Mapping[str, Provenance]) -> tuple[Left, ...]:
    """Return what a year without a plan leaves undone; `figures` is ``scenarios.provenance.figures(view)``."""
    idle, residents = view.idle, view.outcome.residents
    more = residents.after - residents.before
    found = {
        "tonnes": figures["tonnes"],
        "residents": replace(figures["residents"], label=_("Habitants de plus à portée"), value=more, low=more, high=more),
        "jobs": figures["jobs"],
        "bulky": _bulky(view),
    }
    found |= {"premises": _vacancy(view, idle.premises)} if idle.premises is not None else {}
    found |= {"sites": _vacancy(view, idle.sites)} if idle.sites is not None else {}
    return left_undone(found, view.grounds.range_of)


def _bulky(view: PlanView) -> Provenance:
    keys = {"t": "tonnes_per_m2_yr", "e": "bulky_kg_per_dwelling_yr", "r": "reusable_share", "R": "estate_reach_m"}
    terms = [of_hypothesis(symbol, key, view.grounds.range_of).term for symbol, key in keys.items()]
    formula = _("min(surfaces × t ; e × logements sociaux à moins de R d'un lieu, comptés une fois ÷ 1 000 × r)")
    label, unit = _("Encombrants que les lieux peuvent reprendre"), _("t/an")
    return plan_figure(view, label, view.idle.bulky, unit, formula, _written(view.idle.bulky), terms, BULKY_SOURCES)


def _vacancy(view: PlanView, cost: Span) -> Provenance:
    """Say where the cost of the empty places of one kind comes from: the sum of what each costs, those of which too little is known out."""
    factors = [of_hypothesis("g", "guard_eur_m2_yr", view.grounds.range_of), of_hypothesis("d", "decay_eur_m2_yr", view.grounds.range_of)]
    terms = [Term(symbol, _(RATES[symbol]), _("tels que déclarés, ou laissés de côté"), False, "") for symbol in ("l", "c")]
    terms += [one.term for one in factors]
    n = len(view.idle.unknown)
    out = ngettext(
        "{n} lieu laissé de côté : vacance ou surface non renseignée", "{n} lieux laissés de côté : vacance ou surface non renseignée", n
    )
    written = " ; ".join([_written(cost), *([out.format(n=number(n))] if n else [])])
    return plan_figure(view, _("Vacance payée"), cost, _("€/an"), _("Σ surface × (l + c + g + d), lieu par lieu"), written, terms, PLACES)


def _written(span: Span) -> str:
    low, central, high = span
    if low is None or central is None or high is None:
        return _("non renseigné")
    return _("{low} à {high} (central {central})").format(low=number(low, 1), high=number(high, 1), central=number(central, 1))
