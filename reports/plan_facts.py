"""What an export of a plan says of it: the scenario and its link, the certificate, what is reached, and as which role each place opens."""

from __future__ import annotations

from collections.abc import Iterator

from domain.candidate import Role, role_label
from domain.person import Person
from domain.stakeholder import STAKEHOLDERS
from geodata.catalogue import estimate_words
from geodata.vintages import standing_for
from i18n import gettext as _
from i18n.numbers import day, number
from reports.extract import NO_PLAN, PlanFacts
from scenarios.plan_view import PlanView
from scenarios.saving import computed_at
from scenarios.stakes import DEMAND_STAKES
from services.context import Context
from services.plans import PlanShown, plan_shown
from services.saved_scenarios import Opened, opened_scenario
from services.words.scenarios import about, barred, certified, headline, percent, short, unknown_areas, unknown_costs
from store.database import StoreUnavailable


def plan_facts(context: Context, person: Person, question: str) -> PlanFacts:
    """Return what to say of the plan of an address's question, as it was saved or as it is now; nothing where there is none."""
    if not question:
        return NO_PLAN
    try:
        opened, shown = opened_scenario(context, question), plan_shown(context, person, question)
    except StoreUnavailable:
        return NO_PLAN
    if shown is None or shown.view is None:
        return NO_PLAN
    canonical = context.service.planner.canonical(question)
    path = f"/scenarios?{canonical}".rstrip("?") if opened is None else f"/s/{opened.saved.id}"
    address = f"{context.settings.address}{path}"
    roles = {place.id: role_label(Role(place.role)) for place in shown.view.outcome.opened}
    facts = [*_scenario(opened, address), *_brings(shown.view), (_("Certificat"), _certificate(shown)), *_notes(context, shown.view)]
    return PlanFacts(tuple(facts), roles, address)


def _scenario(opened: Opened | None, address: str) -> Iterator[tuple[str, str]]:
    if opened is not None:
        yield _("Scénario"), opened.saved.name
        yield _("Lien du scénario"), address
        yield _("Calculé le"), day(computed_at(opened.saved).date())


def _worth(view: PlanView) -> str:
    sources = standing_for(view.grounds.refreshed, [source for stake in DEMAND_STAKES for source in stake.sources])
    return estimate_words(sources) or _("comptés par l'INSEE sur des carreaux de 200 m")


def _brings(view: PlanView) -> Iterator[tuple[str, str]]:
    yield _("Ce que le plan atteint"), headline(view.question, view.outcome)
    yield _("Habitants et logements"), _worth(view)
    for actor, stake in zip(STAKEHOLDERS, DEMAND_STAKES, strict=True):
        reached = view.outcome.stakes[actor.id]
        share = percent(reached.after / reached.total if reached.total else 0.0, 1)
        words = _("{label} : {before} → {after} ({share})")
        yield _(actor.label), words.format(label=_(stake.label), before=about(reached.before), after=about(reached.after), share=share)


def _certificate(shown: PlanShown) -> str:
    assert shown.view is not None  # noqa: S101 - for the type checker
    progress = shown.view.progress
    proof = certified(0.0 if shown.search is None else shown.search.gap)
    figures = _("valeur {value}, borne {bound}").format(value=number(progress.value, 4), bound=number(progress.bound, 4))
    return proof if shown.search is not None and shown.search.gap is None else f"{proof} ({figures})"


def _notes(context: Context, view: PlanView) -> Iterator[tuple[str, str]]:
    """Say what the plan's figures leave out, and the places that no row tells since they are there no more."""
    outcome, known = view.outcome, set(context.territory.candidates["id"])
    lines = [*barred(outcome.cost_barred, outcome.area_barred), unknown_costs(outcome.cost_unknown)]
    lines.append(unknown_areas(len(outcome.area_unknown)))
    gone = ", ".join(short(place.name) for place in view.places if place.id not in known)
    lines.append(_("N'existe plus : {names}.").format(names=gone) if gone else "")
    words = " ; ".join(line for line in lines if line)
    if words:
        yield _("À savoir du plan"), words
