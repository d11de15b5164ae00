"""Which saved scenario is open, what has changed since, and the way to ask the same question anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from domain.place_fields import field_of
from domain.saved import SavedScenario
from domain.scenario import Goal, Question
from domain.suitability import KNOCKOUTS
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import day, number, quantity
from scenarios.outcome import Outcome
from scenarios.plan_view import PlanView
from scenarios.saving import computed_at
from scenarios.since import Changed, Figure, Since
from services.saved_scenarios import SavedBanner
from services.scenario_library import BesideComparison
from services.words.scenarios import GROUNDS, about, headline, short, signed

NAMED = 4
OBJECTIVES = {
    Goal.COVER: N_("objectif {n} sur 100"),
    Goal.NEAR: N_("objectif {n} min"),
    Goal.WORST: N_("objectif {n} min"),
}


def beside_comparison_note(shown: BesideComparison | None) -> list[html.P]:
    """Say that the plan is none of those that are compared beside it, with the way to their reference; nothing where it is one."""
    if shown is None:
        return []
    words = _("Cette réponse n'est aucun des scénarios comparés : elle répond à la question posée à gauche. ")
    link = html.A(_("Montrer la référence « {name} »").format(name=shown.reference), href=shown.link)
    return [html.P([words, link], className="saved-banner moved")]


def saved_banner(shown: SavedBanner | None) -> list[html.Div]:
    """Say which saved scenario an address names, whether it is shown as it was saved, and what has changed since; nothing for none."""
    if shown is None:
        return []
    if shown.moved:
        return [_moved(shown.saved)]
    if shown.opened is None or shown.since is None:
        return [_old(shown.saved)]
    return [_as_saved(shown.saved, shown.opened.plan.view, shown.since)]


def _moved(saved: SavedScenario) -> html.Div:
    """Say that the question is no longer the one that was saved."""
    back = html.A(_("revenir à l'enregistrement"), href=f"/s/{saved.id}")
    return html.Div([html.B(saved.name), html.Span(_(" : modifié depuis l'enregistrement, ")), back], className="saved-banner")


def _old(saved: SavedScenario) -> html.Div:
    """Say that a scenario was saved without its plan in full: what is on screen was worked out again."""
    words = _(
        " : enregistré le {day}, avant que les scénarios gardent leur plan en entier. Le plan ci-dessous est recalculé aujourd'hui : "
        "il peut différer ; « Mes scénarios » montre les chiffres enregistrés."
    )
    return html.Div([html.B(saved.name), html.Span(words.format(day=day(saved.created_at.date())))], className="saved-banner moved")


def _as_saved(saved: SavedScenario, then: PlanView, found: Since) -> html.Div:
    """Say which saved scenario is shown, as it was saved, and beside it what has changed since."""
    words = _(" : plan, chiffres et carte tels que calculés le {day}.").format(day=day(computed_at(saved).date()))
    head = html.P([html.B(saved.name), html.Span(words)])
    again = html.A(_("Recalculer comme un nouveau scénario"), href=f"/scenarios?{then.query}".rstrip("?"), className="button")
    lines = _lines(then, found)
    title = html.H3(_("Depuis"), className="since-title")
    if not lines:
        same = _("Rien n'a changé : données, critères et temps de trajet sont les mêmes, et le plan recalculé aussi.")
        return html.Div([head, title, html.P(same), again], className="saved-banner same")
    return html.Div([head, title, html.Ul([html.Li(line) for line in lines]), again], className="saved-banner moved")


def _lines(then: PlanView, found: Since) -> list[Any]:
    """Return what has changed, a sentence each; empty when nothing has."""
    lines = [_versions(found), *_places(found), *[_changed(change) for change in found.changed]]
    if found.sentence:
        lines.append(_("La question n'a plus de réponse aujourd'hui : {why}").format(why=found.sentence))
    else:
        lines += _figures(then, found)
    return [line for line in lines if line]


def _versions(found: Since) -> str:
    if not found.versions:
        return ""
    names = ", ".join(_(GROUNDS[name]) for name in found.versions)
    return _("Ont changé : {names}.").format(names=names)


def _places(found: Since) -> list[str]:
    lines = []
    if found.gone:
        lines.append(_("N'existe plus : {names}.").format(names=_names(found.gone)))
    if found.barred:
        lines.append(_("Existe toujours, mais la question l'écarte désormais : {names}.").format(names=_names(found.barred)))
    if found.added:
        n = len(found.added)
        words = ngettext("{n} lieu s'ajoute au choix : {names}.", "{n} lieux s'ajoutent au choix : {names}.", n)
        lines.append(words.format(n=number(n), names=_names(found.added)))
    if found.left:
        words = ngettext("{n} autre lieu a quitté le choix.", "{n} autres lieux ont quitté le choix.", found.left)
        lines.append(words.format(n=number(found.left)))
    return lines


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(short(name) for name in names[:NAMED])
    more = len(names) - NAMED
    return shown if more <= 0 else ngettext("{names} et {n} autre", "{names} et {n} autres", more).format(names=shown, n=number(more))


def _unit(column: str) -> str:
    """Return the unit of a field, "" where it has none."""
    unit = field_of(column).unit
    return _(unit) if unit else ""


def _changed(change: Changed) -> str:
    parts = []
    if "rent_eur_m2_yr" in change.attributes:
        parts.append(_instead(_("loyer"), change.before.rent_eur_m2_yr, change.after.rent_eur_m2_yr, _unit("rent_eur_m2_yr")))
    for item in KNOCKOUTS:
        if item.column in change.attributes:
            before, after = change.before.facts[item.column], change.after.facts.get(item.column)
            unit = _unit(item.column)
            parts.append(_instead(_(item.datum), before, after, unit) if unit else _(item.datum))
    if "name" in change.attributes:
        parts.append(_("s'appelle désormais {name}").format(name=short(change.after.name)))
    if "kind" in change.attributes:
        parts.append(_("n'est plus du même type"))
    if "position" in change.attributes:
        parts.append(_("a été replacé sur la carte"))
    return _("{name} a changé : {what}.").format(name=short(change.before.name), what=", ".join(parts))


def _instead(what: str, before: Any, after: Any, unit: str) -> str:
    old, new = (_("non renseigné") if value is None else quantity(value, unit) for value in (before, after))
    return _("{what} {after} au lieu de {before}").format(what=what, after=new, before=old)


def _figures(then: PlanView, found: Since) -> list[str]:
    """Return what the saved plan brings now where it differs, and the best plan now."""
    question, lines = then.question, []
    if found.now is not None and not found.same_figures(then):
        lines.append(_saved_now(question, then.outcome, found))
    if found.best is None or found.best_plan is None:
        return [*lines, _unknown(found)]
    if not found.is_better:
        if not lines and found.same_places and not found.versions:
            return []
        best = _("Le plan enregistré reste le meilleur sur les données d'aujourd'hui.") if found.is_proven else _no_better(found)
        return [*lines, best]
    known = "" if found.is_proven else _(" (recherche en cours, au moins)") if found.is_running else _(" (recherche arrêtée, au moins)")
    words = _("Le meilleur plan sur les données d'aujourd'hui{known} — {figures}. {swap}")
    swap = _swap(then, found.best_plan)
    return [*lines, words.format(known=known, figures=_figure_words(question, found.best), swap=swap).strip()]


def _unknown(found: Since) -> str:
    """Say why no plan is known now: it is being searched, nobody searches it any more, or there is none."""
    if found.is_impossible:
        return _("Sur les données d'aujourd'hui, aucun choix ne tient toutes les conditions de la question.")
    if found.is_running:
        return _("Le meilleur plan sur les données d'aujourd'hui : calcul en cours…")
    return _("Le meilleur plan sur les données d'aujourd'hui n'a pas été calculé : la recherche est arrêtée.")


def _no_better(found: Since) -> str:
    if found.is_running:
        return _("Aucun meilleur plan n'est connu sur les données d'aujourd'hui : calcul en cours…")
    return _("Aucun meilleur plan n'est connu sur les données d'aujourd'hui ; la recherche est arrêtée.")


def _saved_now(question: Question, before: Outcome, found: Since) -> str:
    assert found.now is not None  # noqa: S101 - for the type checker
    more = found.now.outcome.residents.after - before.residents.after
    words = _("Les lieux du plan enregistré, aujourd'hui — {figures} ; habitants atteints : {more}.")
    change = _("autant qu'à l'enregistrement") if signed(more) == "=" else signed(more)
    return words.format(figures=_figure_words(question, found.now), more=change)


def _figure_words(question: Question, figure: Figure) -> str:
    parts = [headline(question, figure.outcome)]
    if question.goal is not Goal.COVER:
        people = figure.outcome.residents.after
        parts.append(ngettext("{n} habitant atteint", "{n} habitants atteints", people).format(n=about(people)))
    if figure.objective is not None and question.goal is not Goal.ALL:
        parts.append(_(OBJECTIVES[question.goal]).format(n=number(figure.objective, 2)))
    return " ; ".join(parts)


def _swap(then: PlanView, best: PlanView) -> str:
    """Say which places the best plan opens that the saved one does not, and the other way round."""
    before, after = ({place.id: place.name for place in plan.places} for plan in (then, best))
    opens, drops = ([name for place, name in one.items() if place not in other] for one, other in ((after, before), (before, after)))
    if opens and drops:
        return _("Il ouvre {new} au lieu de {old}.").format(new=_names(opens), old=_names(drops))
    if opens:
        return _("Il ouvre aussi {new}.").format(new=_names(opens))
    return _("Il se passe de {old}.").format(old=_names(drops)) if drops else _("Il ouvre les mêmes lieux.")
