"""What an export of a plan says of it: the scenario and its link, the certificate, what is reached, and the columns of each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.candidate import Role, role_label
from domain.person import Person
from domain.stakeholder import STAKEHOLDERS
from geodata.catalogue import estimate_words
from geodata.vintages import standing_for
from i18n import gettext as _
from i18n.numbers import day, number
from reports.extract import NOTHING_MORE, PlaceFigure, ScreenFacts
from reports.plan_tables import plan_tables, span_of
from scenarios.outcome import Span
from scenarios.plan_view import PlanView
from scenarios.saving import computed_at
from scenarios.stakes import DEMAND_STAKES
from scenarios.travel_words import travel_lines
from services.context import Context
from services.plans import PlanShown, plan_in_full
from services.saved_scenarios import Opened, opened_scenario
from services.words.reality import plan_reality
from services.words.scenarios import about, barred, certified, headline, percent, short, unknown_areas, unknown_costs
from store.database import StoreUnavailable

SOURCES = ("demand_estimate",)


def plan_facts(context: Context, person: Person, question: str) -> ScreenFacts:
    """Return what to say of the plan of an address's question, as it was saved or as it is now; nothing where there is none."""
    if not question:
        return NOTHING_MORE
    try:
        opened, found = opened_scenario(context, question), plan_in_full(context, person, question)
    except StoreUnavailable:
        return NOTHING_MORE
    if found is None:
        return NOTHING_MORE
    shown, plan = found
    canonical = context.service.planner.canonical(question)
    path = f"/scenarios?{canonical}".rstrip("?") if opened is None else f"/s/{opened.saved.id}"
    address = f"{context.settings.address}{path}"
    facts = [*_scenario(opened, address), *_brings(plan.view), (_("Certificat"), _certificate(shown)), *_notes(context, plan.view)]
    return ScreenFacts(tuple(facts), _figures(plan.view), plan_tables(plan), SOURCES, address)


def _figures(view: PlanView) -> tuple[PlaceFigure, ...]:
    """Return the columns of the places of a plan; a pop-up tells the role and the order alone."""
    places, habitants, hypothesis = view.outcome.opened, _("habitants"), _("hypothèse")
    in_qpv = [place.newly_qpv if view.outcome.residents_qpv.total else None for place in places]
    pairs = list(zip(places, view.places, strict=True))
    imposed = {place.id: _("imposé") for place in places if place.imposed}
    excluded = {place.id: shown.suitability(Role(place.role)).sentence(0) for place, shown in pairs if place.excluded}

    def figure(id_: str, label: str, values: Iterable[float | None], unit: str = "", decimals: int = 0) -> PlaceFigure:
        known = {place.id: value for place, value in zip(places, values, strict=True) if value is not None}
        return PlaceFigure(id_, label, known, unit, "number", decimals, in_sheet=False)

    def ranges(id_: str, label: str, spans: Iterable[Span], unit: str, decimals: int = 0) -> Iterator[PlaceFigure]:
        for (end, word), values in zip(span_of(), zip(*spans, strict=True), strict=False):
            yield figure(f"{id_}_{end}", f"{label}, {word}", values, unit, decimals)

    return (
        PlaceFigure("opens_as", _("Le plan l'ouvre comme"), {place.id: role_label(Role(place.role)) for place in places}),
        PlaceFigure("plan_order", _("Ordre dans le plan"), {place.id: i for i, place in enumerate(places, start=1)}, kind="number"),
        figure("plan_newly_reached", _("Habitants atteints en plus"), [place.newly for place in places], habitants),
        figure("plan_newly_reached_qpv", _("Dont habitants de QPV"), in_qpv, habitants),
        figure("plan_within_reach", _("Habitants à portée"), [place.served for place in places], habitants),
        *ranges("plan_tonnes", f"{_('Réemploi')}, {hypothesis}", [place.tonnes for place in places], _("t/an")),
        *ranges("plan_jobs", f"{_('Emplois')}, {hypothesis}", [place.jobs for place in places], _("emplois"), 1),
        figure("plan_cost_eur", f"{_('Coût connu sur trois ans')}, {hypothesis}", [place.cost_eur for place in places], "€"),
        figure("plan_actors_green", _("Acteurs qui y gagnent, sur 4"), [place.green for place in places]),
        PlaceFigure("plan_imposed", _("Imposé par la question"), imposed, in_sheet=False),
        PlaceFigure("plan_excluded", _("Exclu de son rôle en l'état"), excluded, in_sheet=False),
    )


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
        words = _("{label} : {before} → {after} ({share})") if reached.total else _("{label} : aucun n'est connu sur ce territoire")
        yield _(actor.label), words.format(label=_(stake.label), before=about(reached.before), after=about(reached.after), share=share)
    yield _("Temps de trajet"), " ".join(travel_lines(view.grounds.travel))
    yield _("À quel point est-ce réel ?"), plan_reality(view)


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
