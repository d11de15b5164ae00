"""Where the figures of a plan come from: formula with its numbers, terms, hypotheses and sources, from the plan as it is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from criteria.derived import of_hypothesis
from criteria.provenance import Provenance, Term
from criteria.registry import criteria_of
from criteria.scale import number
from domain.candidate import Role
from domain.stakeholder import STAKEHOLDERS
from geodata.vintages import standing_for
from i18n import N_
from i18n import gettext as _
from i18n.units import counted
from scenarios.outcome import Opened, Span, Stake
from scenarios.plan_view import PlanView
from scenarios.sites import BUDGET_YEARS, WORKS_EUR_M2
from scenarios.stakes import DEMAND_STAKES
from scenarios.travel_words import transport_terms

PEOPLE = ("demand_estimate", "legal_populations", "example_facilities")
KNOWN_GAP = 10.0  # of the value: beyond, the search has no bound worth saying
PLACES = ("example_zone_sites", "example_premises")
JOBS = next(item for item in criteria_of(Role.HUB) if item.id == "jobs")
TONNES = next(item for item in criteria_of(Role.HUB) if item.id == "tonnes_diverted")


def figures(view: PlanView) -> dict[str, Provenance]:
    """Return where each figure of a plan comes from.

    Returns
    -------
    dict
        Under ``residents``, ``residents_qpv``, ``residents_rest``, each actor's id, ``tonnes``, ``jobs``, ``cost``, ``mean`` and
        ``certificate``; ``mean`` only where somebody is within an hour.
    """
    outcome = view.outcome
    groups = (
        ("residents", _("Habitants atteints"), outcome.residents),
        ("residents_qpv", _("Habitants des QPV"), outcome.residents_qpv),
        ("residents_rest", _("Autres habitants"), outcome.residents_rest),
    )
    found = {key: _reached(view, label, stake, "habitants", PEOPLE) for key, label, stake in groups}
    for actor, stake in zip(STAKEHOLDERS, DEMAND_STAKES, strict=True):
        found[actor.id] = _reached(view, _(stake.label), outcome.stakes[actor.id], stake.unit, stake.sources)
    found |= {"tonnes": _tonnes(view), "jobs": _jobs(view), "cost": _cost(view), "certificate": _certificate(view)}
    return found if outcome.mean_min is None else {**found, "mean": _mean(view, outcome.mean_min)}


def _reached(view: PlanView, label: str, stake: Stake, unit: str, sources: Sequence[str]) -> Provenance:
    """Say where a number of people or dwellings reached, and its share, come from."""
    share = stake.after / stake.total if stake.total else math.nan
    terms = (
        _term("A", _("atteints avec le plan"), stake.after, unit),
        _term("B", _("déjà atteints par les ressourceries existantes"), stake.before, unit),
        _term("N", _("en tout"), stake.total, unit),
        _reach_term(view),
    )
    return plan_figure(
        view,
        label,
        (stake.after, stake.after, stake.after),
        _(unit),
        _("part atteinte = A ÷ N ; gagnés = A − B"),
        f"{number(stake.after)} ÷ {number(stake.total)} = {number(100 * share, 1)} % ; "
        f"{number(stake.after)} − {number(stake.before)} = {number(stake.after - stake.before)}",
        terms,
        sources,
    )


def _reach_term(view: PlanView) -> Term:
    """Say what counts as reached, and what travel times rest on."""
    travel, question = view.grounds.travel, view.question
    text = f"{question.minutes} min"
    if question.capacity:
        text += _(", dans la limite de ce que les surfaces permettent")
    speed = (
        ""
        if travel.on_roads
        else _("{speed} km/h, détour × {detour}").format(speed=number(travel.speed_km_h, 1), detour=number(travel.detour_index, 2))
    )
    if travel.transport is not None:
        speed = " ; ".join(part for part in (transport_terms(travel.transport), speed) if part)
    return Term("T", _("temps de trajet au plus"), text, not travel.on_roads or travel.transport is not None, speed)


def _tonnes(view: PlanView) -> Provenance:
    named = {place.id: place.name for place in view.places}
    terms = [_place_term(i, place, named, place.tonnes, "t/an", 1) for i, place in enumerate(view.outcome.opened, 1)]
    terms += [_hypothesis(view, "t", "tonnes_per_m2_yr"), _hypothesis(view, "c", "collected_kg_per_inhabitant_yr")]
    terms.append(_hypothesis(view, "r", "donor_reach_m"))
    formula = _("Σ min(surface × t ; habitants alentour × c ÷ 1 000), au plus ce que donnent les habitants alentour, comptés une fois")
    written = _sum([place.tonnes for place in view.outcome.opened], 1)
    result = _central(view.outcome.tonnes, 1)
    return plan_figure(
        view, _("Réemploi"), view.outcome.tonnes, _("t/an"), formula, f"min({written} ; P × c ÷ 1 000) = {result}", terms, TONNES.sources
    )


def _jobs(view: PlanView) -> Provenance:
    named = {place.id: place.name for place in view.places}
    terms = [_place_term(i, place, named, place.jobs, "emplois", 1) for i, place in enumerate(view.outcome.opened, 1)]
    tonnes, rate = _central(view.outcome.tonnes, 1), view.grounds.hypotheses["jobs_per_1000_t"][1]
    terms.append(_hypothesis(view, "j", "jobs_per_1000_t"))
    written = f"{tonnes} × {number(rate, 1)} ÷ 1 000 = {_central(view.outcome.jobs, 1)}"
    return plan_figure(view, _("Emplois"), view.outcome.jobs, _("emplois"), _("tonnes × j ÷ 1 000"), written, terms, JOBS.sources)


def _cost(view: PlanView) -> Provenance:
    named = {place.id: place.name for place in view.places}
    costs = [(place.cost_eur,) * 3 for place in view.outcome.opened]
    terms = [_place_term(i, place, named, cost, "€", 0) for i, (place, cost) in enumerate(zip(view.outcome.opened, costs, strict=True), 1)]
    for symbol, label, role in (("w", _("travaux d'un pôle"), Role.HUB), ("w′", _("travaux d'une boutique-relais"), Role.SHOP)):
        terms.append(Term(symbol, label, f"{number(WORKS_EUR_M2[role])} €/m²", True, ""))
    formula = _("Σ {years} × (loyer + charges) × surface + travaux × surface utile, les coûts inconnus laissés de côté").format(
        years=BUDGET_YEARS
    )
    total = view.outcome.cost_eur
    return plan_figure(view, _("Coût connu"), (total,) * 3, "€", formula, f"{_sum(costs, 0)} = {number(total)}", terms, PLACES)


def _mean(view: PlanView, minutes: float) -> Provenance:
    outcome = view.outcome
    near = outcome.residents.total - outcome.beyond_hour
    terms = (
        _term("h", _("habitants à moins d'une heure d'un lieu ouvert"), near, "habitants"),
        _term("F", _("habitants plus loin, laissés de côté"), outcome.beyond_hour, "habitants"),
        _reach_term(view),
    )
    formula = _("Σ habitants × minutes jusqu'au lieu ouvert le plus proche ÷ Σ habitants, à moins d'une heure")
    written = f"{number(near * minutes)} ÷ {number(near)} = {number(minutes, 1)}"
    return plan_figure(view, _("Temps moyen"), (minutes,) * 3, "min", formula, written, terms, PEOPLE)


def _certificate(view: PlanView) -> Provenance:
    """Say how far from the best possible the plan may be, and the objective that is measured."""
    progress = view.progress
    value, bound = float(progress.value), float(progress.bound)
    unit = N_("points sur 100") if progress.maximise else N_("minutes ou lieux")
    shares = zip(STAKEHOLDERS, view.question.shares, strict=True)
    terms = [_term("V", _("valeur du plan"), value, unit, 4), _term("B", _("borne qu'aucun plan ne passe"), bound, unit, 4)]
    terms += [
        Term(actor.letter, _(actor.label), f"{number(100 * share, 1)} %", False, _("poids dans l'objectif")) for actor, share in shares
    ]
    written = _("sans borne connue")
    if progress.gap < KNOWN_GAP:
        gap = number(100 * float(progress.gap), 2)
        written = f"|{number(bound, 4)} − {number(value, 4)}| ÷ {number(abs(value), 4)} = {gap} %"
    return plan_figure(view, _("Certificat"), (value,) * 3, _(unit), _("écart = |B − V| ÷ V"), written, terms, _stake_sources())


def share_of_plans(view: PlanView, place: str, share: float, draws: int, k: int, *, in_minutes: bool) -> Provenance:
    """Say where the part of the best plans in which a place is open comes from; `share` in [0, 1], of `draws` plans of `k` places.

    The best plan is that of the least mean time (`in_minutes`), else the one that reaches the most.
    """
    terms = [
        _term("n", _("pondérations des quatre acteurs, tirées au hasard, chacune avec son meilleur plan"), draws, ""),
        _term("k", _("lieux à ouvrir"), k, ""),
        *([] if in_minutes else [_reach_term(view)]),
    ]
    written = _("{place} : {opened} ÷ {n} = {share} %").format(
        place=place, opened=number(round(share * draws)), n=number(draws), share=number(100 * share)
    )
    formula = _("part = meilleurs plans où le lieu est ouvert ÷ n ; perte = valeur du plan − valeur du meilleur plan sans le lieu")
    if in_minutes:
        formula = _("part = meilleurs plans où le lieu est ouvert ÷ n ; perte = temps moyen sans le lieu − temps moyen du plan")
    return plan_figure(view, _("Part des meilleurs plans"), (100 * share,) * 3, "%", formula, written, terms, _stake_sources())


def shares_of_front(view: PlanView, values: Sequence[float]) -> Provenance:
    """Say where what each actor gains with a plan of the front comes from; `values` in points of 100, by actor, of its first plan."""
    totals = [view.outcome.stakes[actor.id].total for actor in STAKEHOLDERS]
    terms = [
        _term(actor.letter, _(stake.label), total, stake.unit)
        for actor, stake, total in zip(STAKEHOLDERS, DEMAND_STAKES, totals, strict=True)
    ]
    parts = [
        f"{actor.letter} : {number(value / 100 * total)} ÷ {number(total)} = {number(value, 1)} %"
        for actor, value, total in zip(STAKEHOLDERS, values, totals, strict=True)
    ]
    formula = _("part d'un acteur = ce que le plan atteint de son enjeu ÷ cet enjeu en tout")
    written = _("plan 1 : {parts}").format(parts=" ; ".join(parts))
    return plan_figure(view, _("Compromis"), (values[0],) * 3, "%", formula, written, [*terms, _reach_term(view)], _stake_sources())


def _stake_sources() -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for stake in DEMAND_STAKES for source in stake.sources))


def _term(symbol: str, label: str, value: float, unit: str, decimals: int = 0) -> Term:
    return Term(symbol, label, counted(value, unit, decimals), False, "")


def _place_term(rank: int, place: Opened, named: Mapping[str, str], value: Span, unit: str, decimals: int) -> Term:
    text = _("non renseigné") if value[1] is None else counted(value[1], unit, decimals)
    area = _("surface non renseignée") if place.area_m2 is None else f"{number(place.area_m2)} m²"
    return Term(str(rank), named.get(place.id, _("lieu inconnu")), text, False, area)


def _hypothesis(view: PlanView, symbol: str, key: str) -> Term:
    return of_hypothesis(symbol, key, view.grounds.range_of).term


def _sum(values: Sequence[Span], decimals: int) -> str:
    return "(" + (" + ".join(number(central, decimals) for _low, central, _high in values if central is not None) or "0") + ")"


def _central(value: Span, decimals: int) -> str:
    return _("non renseigné") if value[1] is None else number(value[1], decimals)


def plan_figure(
    view: PlanView,
    label: str,
    value: Span,
    unit: str,
    formula: str,
    substituted: str,
    terms: Sequence[Term],
    sources: Sequence[str],
) -> Provenance:
    """Return a figure of a plan, on its own grounds; `sources` are catalogue ids, texts are in the current language."""
    low, central, high = (math.nan if end is None else end for end in value)
    found = standing_for(view.grounds.refreshed, sources)
    is_example = any(place.is_example for place in view.places) or any(source.is_example for source in found)
    is_example = is_example or bool(view.grounds.travel.transport and view.grounds.travel.transport.is_example)
    version = _("Données {data}, critères {criteria}.").format(
        data=view.grounds.versions["data"], criteria=view.grounds.versions["criteria"]
    )
    return Provenance(
        label=label,
        unit=unit,
        text=number(central, 1),
        value=central,
        low=low,
        high=high,
        formula=formula,
        substituted=substituted,
        terms=tuple(terms),
        sources=found,
        is_hypothesis=any(term.is_hypothesis for term in terms),
        is_example=is_example,
        version=version,
    )
