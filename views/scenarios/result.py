"""The answer to a scenario's question: what to do, the certificate, what each actor gains, who is reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from criteria.objects import reused
from criteria.provenance import Provenance
from domain.address import Key, write
from domain.candidate import Role
from domain.network import written
from domain.scenario import Question
from domain.suitability import Verdict
from geodata.catalogue import estimate_words
from geodata.perimeter import in_use
from geodata.vintages import standing_for
from i18n import N_, labelled, ngettext
from i18n import gettext as _
from i18n.numbers import number, quantity
from scenarios.outcome import Opened, Outcome
from scenarios.plan_view import PlaceView, PlanView
from scenarios.provenance import PEOPLE
from scenarios.sites import COST_SOURCE
from scenarios.stakes import DEMAND_STAKES
from scenarios.travel_words import travel_lines
from scenarios.waiting import left_of_plan
from services.networks import networks_of_plan
from services.plans import PlanShown, Search
from services.words.reality import plan_reality
from services.words.scenarios import (
    Name,
    about,
    action,
    barred,
    conditions,
    headline,
    lead,
    named,
    percent,
    short,
    unknown_costs,
)
from services.words.scores import greens_words
from views.components.objects import objects
from views.components.parts import act, example_badge, icon
from views.components.provenance import disclosed, hypothesis_badge, provenance
from views.components.waiting import waiting
from views.scenarios.following import Panel, progress_line, way_back, ways_out
from views.scenarios.gains import LINE, Figures, equity, gains

METHODS: Mapping[str, str] = {
    "PDHG": N_("gradient primal-dual (PDHG)"),
    "HiGHS": N_("solveur HiGHS"),
    "flow MIP (HiGHS)": N_("programme de flots en nombres entiers (HiGHS)"),
    "fixing": N_("fixation de variables"),
    "branch and bound": N_("séparation et évaluation"),
    "dominance": N_("dominance"),
    "bisection": N_("dichotomie"),
    "growing cover": N_("couverture croissante"),
    "greedy": N_("algorithme glouton"),
    "swap": N_("échanges"),
    "interchange": N_("échanges de lieux"),
    "Lagrangian": N_("relaxation lagrangienne"),
    "radius formulation": N_("formulation par rayons"),
}
"""The steps of the solvers' methods, as certificates name them."""


def answer_panel(shown: PlanShown | None) -> Panel:
    """Return the panel of the answer: a plan as it was saved, or the answer of now; nothing while nothing is asked."""
    if shown is None:
        return Panel()
    if shown.question is None:
        return Panel(content=[html.Div([html.P(shown.sentence, className="verdict-text off")], className="answer")])
    if shown.conflict is not None:
        return Panel(content=_conflict(shown.conflict))
    content = [html.Div(_answer(shown, shown.question), className="answer")]
    if shown.search is None or shown.is_saved:
        return Panel(content=content)
    return Panel(_progress(shown.search), _ways(shown.search), content)


def _answer(shown: PlanShown, question: Question) -> list[Any]:
    if shown.view is None:
        return [html.H2(lead(question)), _conditions(question, shown.name_of, [])]
    trouble = [html.P(shown.sentence, className="verdict-text off", role="alert")] if shown.sentence else []
    return [*trouble, *_parts(shown.view, shown)]


def _searched(search: Search) -> html.P:
    """Say how far the search was when the plan was saved."""
    words = _("Sans borne connue") if search.gap is None else _("Au plus {gap} de mieux possible").format(gap=percent(search.gap, 2))
    return html.P([html.B(words), _(" · recherche arrêtée là au moment de l'enregistrement")], className="proof")


def _parts(view: PlanView, shown: PlanShown) -> list[Any]:
    """Return the blocks of a plan, live or saved."""
    outcome, known = view.outcome, shown.figures
    return [
        html.H2(headline(view.question, outcome), className="answer-title"),
        *_worth(known["residents"]),
        disclosed(_("D'où viennent ces habitants"), known["residents"], LINE),
        html.P(lead(view.question), className="note"),
        _conditions(view.question, shown.name_of, barred(outcome.cost_barred, outcome.area_barred)),
        *_floors(view),
        *_certificate(view, shown),
        _actions(view),
        gains(view, known),
        equity(outcome, known),
        _left_out(view, known),
        *(_worth_of_a_year(view, known) if view.places else []),
        _grounds(view),
    ]


def _worth_of_a_year(view: PlanView, known: Figures) -> list[html.Section]:
    return [objects(reused(known["tonnes"], view.grounds.range_of)), waiting(left_of_plan(view, known))]


def _worth(origin: Provenance) -> list[html.P]:
    """Say what the number of people reached is worth."""
    return [html.P(_("Habitants : {worth}.").format(worth=origin.estimate), className="note")] if origin.estimate else []


def _conditions(question: Question, name_of: Name, more: list[str]) -> html.P:
    """Say every condition of the question, and the places that it imposes or forbids, by name."""
    return html.P(" · ".join([*conditions(question), *named(question, name_of), *more]), className="note conditions")


def _floors(view: PlanView) -> list[html.P]:
    """Say how the capacity of the floors counts, where it is asked for."""
    if not view.question.capacity:
        return []
    words = _("Chaque lieu ne sert que les habitants que sa surface permet : tous les chiffres en tiennent compte, hors temps de trajet.")
    if not view.capacity_decides:
        words += " " + _("Pour ce but, la capacité ne pèse pas dans le choix des lieux.")
    return [html.P(words, className="note")]


def _certificate(view: PlanView, shown: PlanShown) -> list[html.Div]:
    """Say how sure it is that no plan does better; nothing while that changes at each step, which is told apart."""
    search = shown.search
    if search is not None and search.running:
        return []
    sentences = []
    if search is None:
        proven = [html.B(_("Prouvé optimal")), _(" : aucun autre choix ne fait mieux, dans ces conditions.")]
        sentences = [html.P(proven, className="proof proven")]
    elif shown.is_saved:
        sentences = [_searched(search)]
    return [html.Div([*sentences, _method(view, shown.figures["certificate"])], className="certificate")]


def _progress(search: Search) -> list[Any]:
    """Return how far the search is."""
    gap = search.gap
    words = _("Recherche d'un premier choix possible…") if gap is None else _("Au plus {gap} de mieux possible").format(gap=percent(gap, 2))
    closed = 0.0 if gap is None else max(0.0, min(1.0, 1.0 - gap / 0.1))
    bar = html.Div(html.Span(style={"width": f"{100 * closed:.0f}%"}), className="gap-bar", **{"aria-hidden": "true"})
    if search.running:
        state = _(" · recherche en cours ({n} pas)").format(n=search.steps)
    else:
        state = _(" · recherche arrêtée à sa limite") if search.finished else _(" · recherche arrêtée")
    return [progress_line([html.B(words), state]), bar]


def _ways(search: Search) -> list[html.Button]:
    if search.running:
        return ways_out(search.key, search.may_stop)
    return [] if search.finished else way_back(search.key)


def _method(view: PlanView, origin: Provenance) -> html.Details:
    progress = view.progress
    unit = _("points sur 100") if progress.maximise else _("minutes ou lieux")
    body = _("Valeur {value}, borne {bound} ({unit}). Méthode : {method}.")
    text = body.format(value=number(progress.value, 4), bound=number(progress.bound, 4), unit=unit, method=_method_words(progress.method))
    return html.Details([html.Summary(_("Le certificat")), html.P(text, className="note"), provenance(origin)], className="plain-details")


def _method_words(method: str) -> str:
    """Return a method in the current language; the names of algorithms stay as they are."""
    return " + ".join(_(METHODS.get(part, part)) for part in method.split(" + "))


def _conflict(conflict: Sequence[str]) -> list[Any]:
    """Say which rules cannot hold together."""
    rules = [html.Li(rule) for rule in conflict]
    why = _("Ces conditions ne peuvent pas tenir ensemble :") if rules else _("Aucun choix possible n'a été trouvé dans le temps donné.")
    advice = html.P(_("Levez-en une, ou annulez le dernier changement."), className="note")
    body = [html.H2(_("Aucun choix possible")), html.P(why), html.Ul(rules, className="conflict"), advice]
    return [html.Div(body, className="answer", role="alert")]


def _actions(view: PlanView) -> html.Section:
    """List what to do, in plain words, the most useful place first."""
    items = []
    for opened, place in zip(view.outcome.opened, view.places, strict=True):
        mark = [" ", example_badge(_("exemple"))] if place.is_example else []
        adds = _adds(view, opened)
        greens = greens_words(opened.green)
        flags = [html.Small(_("imposé"), className="tag")] if opened.imposed else []
        flags += _suited(opened, place)
        head = act("scenario-focus", action(opened, place.name, place.commune), class_name="plain-button", value=place.id)
        items.append(html.Li([head, *mark, *flags, html.Small(f"{adds} · {greens}"), _edit(place.id, opened.imposed, short(place.name))]))
    title = html.H3(_("Ce qu'il faut faire"))
    if not items:
        return html.Section([title, html.P(_("Rien : aucun nouveau lieu n'améliore ce but."), className="note")])
    parts = [*_barred_warning(view.outcome), html.Ol(items, className="actions-list"), *_networks(view), _elsewhere(view.outcome)]
    return html.Section([title, *parts])


def _networks(view: PlanView) -> list[html.P]:
    """Return the way to each network of a plan that opens hubs and shops: judged as one candidate, with what the group may change."""
    networks, names = networks_of_plan(view), {place.id: short(place.name) for place in view.places}
    lines = []
    for one in networks:
        query = write([(Key.PLACE, one.id), (Key.ROLE, Role.HUB), (Key.NETWORKS, written(networks))])
        shops = ngettext("{hub} et {n} boutique-relais", "{hub} et {n} boutiques-relais", len(one.shops))
        words = shops.format(hub=names[one.hub], n=len(one.shops))
        way = html.A(
            _("Ouvrir ce réseau comme candidat"),
            href=f"/convergence?{query}",
            **{"aria-label": labelled(_("Ouvrir ce réseau comme candidat"), words)},
        )
        lines.append(html.P([words, " · ", way], className="note"))
    return lines


def _barred_warning(outcome: Outcome) -> list[html.P]:
    """Warn of the imposed places that cannot be opened as things stand."""
    n = sum(place.excluded for place in outcome.opened)
    words = ngettext(
        "{n} lieu imposé est exclu de son rôle : ce plan ne peut pas se faire tel quel. Libérez-le, ou levez ce qui l'exclut.",
        "{n} lieux imposés sont exclus de leur rôle : ce plan ne peut pas se faire tel quel. Libérez-les, ou levez ce qui les exclut.",
        n,
    )
    return [html.P(words.format(n=n), className="searching", role="alert")] if n else []


def _suited(opened: Opened, place: PlaceView) -> list[html.Small]:
    """Say why a place that is opened is excluded from its role, or what is missing to say that it suits."""
    suited = place.suitability(Role(opened.role))
    if suited.verdict(0) is Verdict.YES:
        return []
    return [html.Small(suited.sentence(0), className="tag tag-off" if opened.excluded else "tag")]


def _adds(view: PlanView, place: Opened) -> str:
    """Say whom a place serves: within its capacity where that counts, out of those within its reach."""
    qpv = ", " + _("dont {qpv} en QPV").format(qpv=about(place.newly_qpv)) if view.outcome.residents_qpv.total else ""
    if not view.question.capacity:
        words = ngettext("{n} habitant atteint en plus{qpv}", "{n} habitants atteints en plus{qpv}", place.newly)
        return words.format(n=about(place.newly), qpv=qpv)
    if place.area_m2 is None:
        return _("surface non renseignée : on ne sait pas combien d'habitants elle servirait")
    words = ngettext(
        "{n} habitant servi{qpv}, dans la limite de {area} ; {reach} à portée",
        "{n} habitants servis{qpv}, dans la limite de {area} ; {reach} à portée",
        place.newly,
    )
    area = quantity(place.area_m2, "m²")
    return words.format(n=about(place.newly), qpv=qpv, area=area, reach=about(place.served))


def _elsewhere(outcome: Outcome) -> html.P:
    """Return the ways to the same places on the other screens, whence they are exported and compared."""
    query = f"places={'.'.join(place.id for place in outcome.opened)}"
    explore = html.A(_("Voir ces lieux sur la carte et les exporter"), href=f"/?{query}")
    return html.P(
        [explore, " · ", html.A(_("Ce que chaque acteur y gagne, lieu par lieu"), href=f"/convergence?{query}")], className="note"
    )


def _edit(place: str, imposed: bool, name: str) -> html.Span:
    """Return the two buttons that change the question about a place."""
    keep = impose_button(place, imposed, name)
    drop = act("scenario-forbid", _("Interdire"), class_name="mini", label=_("Interdire {name}").format(name=name), value=place)
    return html.Span([keep, drop], className="mini-bar")


def impose_button(place: str, imposed: bool, name: str) -> html.Button:
    """Return the button that imposes a place, or sets it free again."""
    word, label = (_("Libérer"), _("Libérer {name}")) if imposed else (_("Imposer"), _("Imposer {name}"))
    return act("scenario-impose", word, class_name="mini", label=label.format(name=name), value=place)


def _known_stakes(view: PlanView) -> str:
    known = [stake for stake in DEMAND_STAKES if view.outcome.stakes[stake.actor].total]
    return ", ".join(_(stake.label).lower() for stake in known)


def _left_out(view: PlanView, known: Figures) -> html.Section:
    """Say who is not reached, and what it costs."""
    outcome = view.outcome
    left = outcome.residents.total - outcome.residents.after
    words = ngettext("{n} habitant n'est pas atteint ({share}).", "{n} habitants ne sont pas atteints ({share}).", left)
    lines = [words.format(n=about(left), share=percent(left / (outcome.residents.total or 1)))]
    if view.unreachable:
        lines.append(_("Dont {n} qu'aucun lieu candidat ne peut atteindre.").format(n=about(view.unreachable)))
    costs = _("Coût connu : {cost} k€ sur trois ans").format(cost=number(outcome.cost_eur / 1_000))
    if outcome.cost_unknown:
        costs = f"{costs} ; {unknown_costs(outcome.cost_unknown)}"
    cost = disclosed([costs + ". ", hypothesis_badge(), html.Small(" " + _(COST_SOURCE))], known["cost"], f"{LINE} note")
    return html.Section([html.H3(_("Ce qui reste")), *[html.P(line) for line in lines], cost])


def _people(view: PlanView) -> str:
    """Say on what cells people stand, and what that is worth."""
    worth = estimate_words(standing_for(view.grounds.refreshed, PEOPLE))
    if worth:
        sentence = _("Habitants placés sur une maille de {cell} m qui garde les populations légales de chaque commune : {worth}.")
        return sentence.format(worth=worth, cell=number(in_use().cell_m, 0))
    return _("Habitants comptés par l'INSEE sur des carreaux de 200 m, ramenés aux populations légales de chaque commune.")


def _grounds(view: PlanView) -> html.Details:
    """Say what the figures rest on: data, travel times, shares."""
    grounds = view.grounds
    lines = [
        *travel_lines(grounds.travel),
        _people(view),
        plan_reality(view),
        ngettext(
            "{n} logement se trouve là où la part de logements sociaux n'est pas connue : il ne compte pas.",
            "{n} logements se trouvent là où la part de logements sociaux n'est pas connue : ils ne comptent pas.",
            grounds.unknown_dwellings,
        ).format(n=number(grounds.unknown_dwellings)),
        _("Objectif : moyenne des parts atteintes des enjeux connus ({stakes}).").format(stakes=_known_stakes(view)),
        _("Données {data}, critères {criteria}.").format(data=grounds.versions["data"], criteria=grounds.versions["criteria"]),
    ]
    return html.Details(
        [html.Summary([icon("table"), _("Sur quoi reposent ces chiffres")]), html.Ul([html.Li(line) for line in lines])],
        className="plain-details",
    )
