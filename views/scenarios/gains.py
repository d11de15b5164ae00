"""What a plan brings each actor, and how far it leaves those of the priority neighbourhoods beside the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from dash import html

from criteria.provenance import Provenance
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number, quantity
from scenarios.outcome import Outcome, Stake
from scenarios.plan_view import PlanView
from scenarios.stakes import DEMAND_STAKES
from services.words.scenarios import about, percent, short, span, within_hour
from views.components.parts import actor_sign
from views.components.provenance import disclosed, hypothesis_badge

LINE = "plain-details figure-line"
Figures: TypeAlias = Mapping[str, Provenance]


def gains(view: PlanView, known: Figures) -> html.Section:
    """Say what each actor gains."""
    outcome, blocks, left_out = view.outcome, [], _without_area(view)
    for actor, stake in zip(STAKEHOLDERS, DEMAND_STAKES, strict=True):
        reached = outcome.stakes[actor.id]
        more = [_more(line, known) for line in _extra(actor.id, outcome, left_out)]
        sign = actor_sign(actor)
        label = html.Div([sign, html.B(_(actor.label))], className="gain-head")
        if not reached.total:
            nothing = _("{label} : aucun n'est connu sur ce territoire").format(label=_(stake.label))
            blocks.append(html.Div([label, html.P(nothing, className="note"), *more], className="gain"))
            continue
        text = _("{label} : {before} → {after} ({share})").format(
            label=_(stake.label), before=about(reached.before), after=about(reached.after), share=percent(_share(reached))
        )
        blocks.append(html.Div([label, disclosed(text, known[actor.id], LINE), _bar(reached), *more], className="gain"))
    return html.Section([html.H3(_("Ce que chaque acteur y gagne")), *blocks])


def _share(stake: Stake) -> float:
    return stake.after / stake.total if stake.total else 0.0


def _bar(stake: Stake) -> html.Div:
    """Draw what was reached before, and what is gained."""
    total = stake.total or 1.0
    before, more = 100 * stake.before / total, 100 * (stake.after - stake.before) / total
    parts = [html.Span(className="was", style={"width": f"{before:.1f}%"}), html.Span(className="more", style={"width": f"{more:.1f}%"})]
    return html.Div(parts, className="reach-bar", **{"aria-hidden": "true"})


def _without_area(view: PlanView) -> str:
    """Name the places that tonnes and jobs leave out; "" for none."""
    names = ", ".join(short(place.name) for place in view.places if place.id in view.outcome.area_unknown)
    return " " + _("(sans {names}, de surface non renseignée)").format(names=names) if names else ""


def _extra(actor: str, outcome: Outcome, left_out: str) -> list[tuple[str, str]]:
    """Return the other gains of an actor, each with the figure that it opens ("" for none); `left_out` names places without area."""
    jobs = _("{jobs} ; la fiche ADEME en compte 18").format(jobs=span(outcome.jobs, N_("emplois"), 1) + left_out)
    return {
        "waste": [(_("Réemploi : {tonnes}").format(tonnes=span(outcome.tonnes, N_("t/an")) + left_out), "tonnes")],
        "cohesion": [(_("Emplois : {jobs}").format(jobs=jobs), "jobs")],
        "landlord": [
            (ngettext("{n} rez-de-chaussée animé", "{n} rez-de-chaussée animés", outcome.ground_floors).format(n=outcome.ground_floors), "")
        ],
        "economy": [(_("{area} de zone d'activité repris").format(area=quantity(outcome.vacant_m2, "m²")), "")],
    }[actor]


def _more(line: tuple[str, str], known: Figures) -> html.P | html.Details:
    text, figure = line
    return disclosed([text, " ", hypothesis_badge()], known[figure], f"{LINE} note") if figure else html.P(text, className="note")


def equity(outcome: Outcome, known: Figures) -> html.Section:
    """Set the residents of priority neighbourhoods beside the others; where none is known, say how far everybody is."""
    rows, qpv = [], outcome.residents_qpv.total
    for key, label, stake in (
        ("residents_qpv", _("Habitants des QPV"), outcome.residents_qpv),
        ("residents_rest", _("Autres habitants"), outcome.residents_rest),
    ):
        if not qpv:
            continue
        head = html.Div([html.Span(label), html.B(percent(_share(stake)))], className="equity-row")
        rows.append(html.Div([disclosed(head, known[key], LINE), _bar(stake)]))
    times = []
    if outcome.mean_min is not None:
        words = _("Temps moyen jusqu'au lieu ouvert le plus proche. Tous les habitants : {all}.")
        if qpv:
            words = _("Temps moyen jusqu'au lieu ouvert le plus proche. Tous les habitants : {all}. QPV : {qpv}.")
        everyone = _mean_words(outcome.mean_min, outcome.beyond_hour, outcome.residents.total)
        text = words.format(all=everyone, qpv=_mean_words(outcome.mean_min_qpv, outcome.beyond_hour_qpv, qpv))
        times = [disclosed(text, known["mean"], f"{LINE} note")]
    title = _("Équité") if qpv else _("Temps de trajet")
    return html.Section([html.H3(title), *rows, *times])


def _mean_words(minutes: float | None, far: float, total: float) -> str:
    """Say a mean time and whom it leaves out."""
    if minutes is None:
        return _("personne n'est à moins d'une heure")
    return ", ".join(part for part in (_("{n} min").format(n=number(minutes, 1)), within_hour(far, total)) if part)
