"""What one more year of waiting costs, in words: the sheet of a place, a scenario and a meeting say it alike."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from criteria.derived import decimals_of, span_of
from criteria.hypotheses import HYPOTHESES
from criteria.provenance import Provenance
from criteria.waiting import PRICES, Left, cost_of
from domain.units import Range
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from services.words.scenarios import about

FACTORS = ("tonnes_per_m2_yr", "jobs_per_1000_t", *(price for _symbol, price in PRICES.values()), "guard_eur_m2_yr", "decay_eur_m2_yr")
AMOUNTS = {
    "tonnes": N_("{span} t non réemployées"),
    "bulky": N_("{span} t d'encombrants laissées"),
    "premises": N_("vacance payée"),
    "sites": N_("vacance payée"),
}
NAMES = {
    "tonnes": N_("tonnes"),
    "residents": N_("habitants à portée"),
    "jobs": N_("emplois"),
    "bulky": N_("encombrants"),
    "premises": N_("vacance"),
    "sites": N_("vacance"),
}


def waiting_words(left: Sequence[Left]) -> str:
    """Say in one sentence what a year costs: « de 12 000 à 40 000 €, 20 à 40 t non réemployées, … »; what is unknown is said to be."""
    by_id = {one.id: one for one in left}
    cost = cost_of(tuple(left))
    money = _("{span} €").format(span=euros(cost)) if cost.is_known else _("coût : non renseigné")
    parts = [money, *(amount_words(name, by_id[name].amount if name in by_id else None) for name in ("tonnes", "jobs", "residents"))]
    return _("{parts} (hypothèses)").format(parts=", ".join(parts))


def amount_words(name: str, amount: Provenance | None) -> str:
    """Say one thing that is left undone, in its own unit."""
    if amount is None or isnan(amount.value):
        return _("{name} : non renseigné").format(name=_(NAMES[name]))
    if name == "residents":
        n = amount.value
        words = ngettext("{n} habitant encore sans ressourcerie à portée", "{n} habitants encore sans ressourcerie à portée", n)
        return words.format(n=about(n))
    span = span_of(amount)
    decimals = decimals_of(span)
    ends = ends_of(number(span.low, decimals), number(span.high, decimals))
    if name == "jobs":
        return ngettext("{span} emploi non créé", "{span} emplois non créés", round(span.high, decimals)).format(span=ends)
    return _(AMOUNTS[name]).format(span=ends)


def cost_words(one: Left) -> str:
    """Say what it costs in a year: « 1 200 à 4 700 € »; « non renseigné » where that is not known, "" for what has no price."""
    if one.cost is None:
        return ""
    span = span_of(one.cost)
    return _("{span} €").format(span=euros(span)) if span.is_known else _("non renseigné")


def euros(span: Range) -> str:
    """Write the ends of an amount, three figures each."""
    return ends_of(about(span.low), about(span.high))


def ends_of(low: str, high: str) -> str:
    """Write two ends: « 12 à 31 »; one figure where they are the same."""
    return low if low == high else _("{low} à {high}").format(low=low, high=high)


def waiting_sources() -> str:
    """Say on what these ranges rest."""
    parts = [
        _("{name} : {range} {unit} ({source})").format(
            name=_(one.label),
            range=ends_of(number(one.default.low, 2), number(one.default.high, 2)),
            unit=_(one.unit),
            source=_(one.source),
        )
        for one in (HYPOTHESES[name] for name in FACTORS)
    ]
    return _("Sources : {parts}.").format(parts=" ; ".join(parts))
