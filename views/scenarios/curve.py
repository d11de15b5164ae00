"""Panel « Combien de lieux ? » of the screen « Scénarios »: what each number of places reaches, and how sure it is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from dash import html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from scenarios.steps import Step
from services.studies import CurveStudy, NoPlan
from services.words.scenarios import percent
from views.scenarios.following import Panel, progress_line
from views.scenarios.panels import chart, measure_note, nothing, origin_of, today_note

LITTLE_POINTS = 2.0


def curve_panel(study: CurveStudy | NoPlan | None) -> Panel:
    """Return what is known of each number of places: its value where it is proven, else at least and at most.

    Nothing while nothing is asked.
    """
    if study is None:
        return Panel()
    if isinstance(study, NoPlan):
        return nothing()
    steps, k = study.steps, study.subject.question.k
    what = _("Part atteinte en moyenne des enjeux connus, toutes les conditions tenues, avec au plus ce nombre de nouveaux lieux. ")
    click = _("Cliquez une barre pour en choisir le nombre.")
    bars = [_column(step, steps[i - 1] if i else None, k) for i, step in enumerate(steps)]
    content = [
        *today_note(study.subject),
        html.P(_turning(steps), className="lead"),
        *measure_note(study.subject),
        html.P(what + click, className="note"),
        chart(_("Part atteinte selon le nombre de lieux"), study.subject.question, _drawn(bars)),
        *origin_of(study.origin),
    ]
    return Panel(_progress(study), content=content)


def _drawn(bars: list[html.Button]) -> html.Div:
    return html.Div(bars, className="curve-chart", role="group", **{"aria-label": _("Courbe"), "data-drawn": "1"})


def _progress(known: CurveStudy) -> list[Any]:
    proven = sum(step.is_proven or not step.is_possible for step in known.steps)
    if not known.running or proven == len(known.steps):
        return []
    words = ngettext(
        "Calcul en cours : {n} nombre de lieux sur {total} est prouvé.",
        "Calcul en cours : {n} nombres de lieux sur {total} sont prouvés.",
        proven,
    ).format(n=proven, total=len(known.steps))
    return [progress_line(words)]


def _more(step: Step, before: Step) -> float:
    """Return what a place adds, as the difference of the two values that are shown (points, to a tenth)."""
    return round(step.value, 1) - round(before.value, 1)


def _points(gain: float) -> str:
    return ngettext("{n} point", "{n} points", round(gain, 1)).format(n=number(gain, 1))


def _turning(steps: tuple[Step, ...]) -> str:
    """Say from which place on little more is gained, as far as it is proven."""
    gains = []
    for before, step in pairwise(steps):
        if not (before.is_proven and step.is_proven):
            if before.is_possible:
                break
            continue
        gains.append((step, _more(step, before)))
    for i, (step, gain) in enumerate(gains):
        if gain < 0.05 and all(more < 0.05 for _step, more in gains[i:]):
            n = step.k - 1
            return ngettext("Ouvrir plus de {n} lieu n'apporterait rien.", "Ouvrir plus de {n} lieux n'apporterait rien.", n).format(n=n)
        if gain < LITTLE_POINTS:
            return _("La {k}ᵉ ressourcerie n'apporte plus que {gain}.").format(k=step.k, gain=_points(gain))
    if not gains:
        return _("On ne sait pas encore ce que chaque ressourcerie de plus apporte.")
    least = _points(min(gain for _step, gain in gains))
    return _("Jusqu'à la {k}ᵉ, chaque ressourcerie apporte encore au moins {gain}.").format(k=gains[-1][0].k, gain=least)


def _gain(step: Step, before: Step | None) -> str:
    """Return what a place adds; « ≈ » where one of the two values may still rise."""
    if before is None or not before.is_known or not step.is_known:
        return ""
    about = "" if before.is_proven and step.is_proven else "≈ "
    return about + _("+{n} pt").format(n=number(_more(step, before), 1))


def _step_words(step: Step, before: Step | None) -> str:
    """Say a number of places in one sentence."""
    places = ngettext("{k} lieu", "{k} lieux", step.k).format(k=step.k)
    if not step.is_possible:
        return _("{places} : aucun choix ne tient toutes les conditions").format(places=places)
    if not step.is_known:
        return _("{places} : pas encore calculé").format(places=places)
    if not step.is_proven:
        words = _("{places} : au moins {value} atteints, au plus {bound}")
        return words.format(places=places, value=percent(step.value / 100, 1), bound=percent(min(step.bound, 100.0) / 100, 1))
    sentence = _("{places} : {value} atteints, prouvé").format(places=places, value=percent(step.value / 100, 1))
    if before is None or not before.is_proven:
        return sentence
    return _("{said}, {gain} de plus").format(said=sentence, gain=_points(_more(step, before)))


def _column(step: Step, before: Step | None, k: int) -> html.Button:
    title = _step_words(step, before)
    value = percent(step.value / 100, 1) if step.is_known else "–" if not step.is_possible else "…"
    bar = html.Span(className="curve-bar-fill", style={"height": f"{max(step.value, 0.5) if step.is_known else 0.5:.1f}%"})
    unsaid = {"aria-hidden": "true"}  # the whole sentence is said instead
    parts = [
        html.Span(title, className="visually-hidden"),
        html.Span(value if step.is_proven or not step.is_known else f"≥ {value}", className="curve-bar-value", **unsaid),
        html.Span(bar, className="curve-bar-box", **unsaid),
        html.B(str(step.k), **unsaid),
        html.Small(_gain(step, before) or " ", **unsaid),
    ]
    on = {"aria-pressed": str(step.k == k).lower(), "data-act": "scenario-k", "data-value": str(step.k)}
    return html.Button(parts, type="button", className="curve-bar", title=title, disabled=step.k < 1, **on)
