"""The balance of the options of a decision on a projector: what each brings, which is ahead, how surely, what waiting costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from domain.stakeholder import STAKEHOLDERS, Stakeholder
from i18n import gettext as _
from i18n.numbers import number
from services.meeting_balance import LEVERS, THRESHOLD, Balance
from services.meeting_gains import ActorGain
from services.meeting_options import ShownOption
from services.meeting_screens import Page, Screen
from services.words.options import contrary_words, hypothesis_words, option_reused_words, option_waiting_words, sure_words
from services.words.scenarios import percent
from services.words.waiting import waiting_sources
from views.components import ids
from views.components.parts import actor_sign, example_badge


def balance_panel(shown: Balance, screen: Screen) -> list[Any]:
    """Return the table of the options that a screen shows, what is said of them, or both; nothing where it shows neither."""
    if not balance_of(screen):
        return []
    parts = [] if screen.page is Page.WORDS else [_table(shown, screen)]
    parts += [] if screen.page is Page.FIGURES else _sentences(shown)
    return [html.Div(parts, className="projector-balance", **{"data-of": balance_of(screen)})]


def balance_of(screen: Screen) -> str:
    """Return what tells that a balance is of the screen that is shown; "" where it shows none."""
    return f"{screen.decision.id}.{screen.n}" if screen.options and screen.page is not Page.OPTIONS else ""


def _table(shown: Balance, screen: Screen) -> html.Table:
    options, is_named = shown.options.options, screen.page is Page.WHOLE
    heads = [html.Td(None, className="corner"), *(_head(shown, options[at], is_named) for at in screen.options)]
    has_gains = any(one.found.gains for one in options)
    rows = [_actor(shown, actor, at, screen.options) for at, actor in enumerate(STAKEHOLDERS)] if has_gains else []
    rows += [_convergent(shown, screen.options), *_points(shown, screen.options)] if rows else []
    label: dict[str, Any] = {"aria-label": _("Ce que chaque option apporte")}
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="projector-table", **label)


def _head(shown: Balance, option: ShownOption, is_named: bool) -> html.Th:
    """Return what heads an option: its letter, with its name and summary where no other screen has them."""
    outcome, found = shown.decision.outcome, option.found
    is_chosen = outcome is not None and outcome.option == found.option.id
    name = found.option.words if is_named else html.Span(found.option.words, className="visually-hidden")
    title: list[Any] = [html.B(option.letter, className="projector-letter"), " ", name]
    if found.is_example and "exemple" not in found.option.words:
        title += [" ", example_badge(_("exemple"))]
    if is_chosen:
        title += [" ", html.Span(_("retenue"), className="projector-chosen")]
    parts = [html.Div(title), *([html.Small(found.summary)] if found.summary and is_named else [])]
    return html.Th(parts, scope="col", className="chosen" if is_chosen else "")


def _actor(shown: Balance, actor: Stakeholder, at: int, ranks: Sequence[int]) -> html.Tr:
    """Return what an actor gains with each option; what is counted is said once where it is the same for all."""
    gains = [option.found.gains[at] if option.found.gains else None for option in shown.options.options]
    counted = {(one.words, one.is_hypothesis) for one in gains if one}
    name: list[Any] = [actor_sign(actor), html.Span(_(actor.label), className="visually-hidden")]
    name += [_counted(next(one for one in gains if one))] if len(counted) == 1 else []
    cells = [
        _gain(gains[rank], shown.gaining(rank)[at] if shown.options.options[rank].measure else None, is_counted=len(counted) > 1)
        for rank in ranks
    ]
    return html.Tr([html.Th(html.Div(name), scope="row"), *cells])


def _counted(gain: ActorGain) -> html.Span:
    return html.Span(_("{what} (hypothèse)").format(what=gain.words) if gain.is_hypothesis else gain.words)


def _gain(gain: ActorGain | None, gains: bool | None, is_counted: bool) -> html.Td:
    if gain is None:
        return html.Td("–")
    is_figure = any(sign.isdigit() for sign in gain.figure)
    parts: list[Any] = [html.B(gain.figure, className="projector-figure") if is_figure else gain.figure]
    parts += [" ", _counted(gain)] if is_counted and gain.words else []
    parts += [" ", html.Small(_("pas assez"))] if gains is False else []
    return html.Td(parts)


def _convergent(shown: Balance, ranks: Sequence[int]) -> html.Tr:
    name = html.Th(_("Convergent ?"), scope="row")
    return html.Tr([name, *(html.Td(_convergence(shown, at)) for at in ranks)])


def _convergence(shown: Balance, at: int) -> Any:
    option, known = shown.options.options[at], shown.is_convergent(at)
    if not option.found.gains:
        return "–"
    if not option.measure:
        return _("exclu")
    if known:
        return html.B(_("oui, les quatre gagnent"))
    if known is None:
        return _("on ne sait pas encore")
    lacking = [actor for actor, gains in zip(STAKEHOLDERS, shown.gaining(at), strict=True) if gains is False]
    signs = [[actor_sign(actor), html.Span(f"{_(actor.label)} ", className="visually-hidden")] for actor in lacking]
    return html.Div([_("non, il manque"), " ", *(part for sign in signs for part in sign)], className="projector-lacking")


def _points(shown: Balance, ranks: Sequence[int]) -> list[html.Tr]:
    """Return the weighted score of some options, with what the unknown may make of it, and how often it is ahead."""
    ranking = shown.ranking
    if ranking is None:
        return []
    cells: list[Any] = []
    for at in ranks:
        rank = shown.options.compared.index(at) if at in shown.options.compared else None
        if rank is None or rank not in ranking.order:
            cells.append(html.Td("–"))
            continue
        low, high = 100 * float(ranking.low[rank]), 100 * float(ranking.high[rank])
        more = [html.Span(_("({low} à {high})").format(low=number(low), high=number(high))), " "] if high - low >= 1 else []
        place = _("{n}ᵉ").format(n=number(ranking.order.index(rank) + 1)) if ranking.order[0] != rank else _("en tête")
        ahead = _("premier à {share}").format(share=percent(float(ranking.first[rank])))
        score = html.B(number(100 * float(ranking.scores[rank])), className="projector-figure")
        cells.append(html.Td([score, " ", *more, html.B(place), html.Small(ahead)]))
    name = html.Th(_("Points sur 100, avec ces poids (premier, tous poids confondus)"), scope="row")
    return [html.Tr([name, *cells], className="projector-rank")]


def _sentences(shown: Balance) -> list[Any]:
    parts: list[tuple[str, Any]] = []
    if shown.ranking is not None:
        parts = [(_("Sûr ?"), sure_words(shown.options, shown.ranking)), (_("Contre-avis ?"), contrary_words(shown.options, shown.ranking))]
        if shown.ranking.hold is not None:
            leader, is_complete = shown.ranking.order[0], shown.trials.is_complete
            parts.append((_("Hypothèses ?"), hypothesis_words(shown.options, leader, shown.overturn, is_complete)))
    if shown.waited is not None:
        sources = html.Details([html.Summary(_("Sources et hypothèses")), html.P(waiting_sources())])
        parts.append((_("Attendre ?"), [option_waiting_words(shown.waited), " ", sources]))
        parts.append((_("Objets, CO₂"), option_reused_words(shown.waited)))
    parts += [(_("À savoir"), words) for words in _cautions(shown)]
    listed = [html.Div([html.Dt(name), html.Dd(words)]) for name, words in parts if words]
    return [html.Dl(listed, className="projector-words")] if listed else []


def _cautions(shown: Balance) -> Sequence[str]:
    words = []
    if not shown.options.is_same_question:
        words.append(_("les scénarios n'ont pas les mêmes conditions (moyen, temps, lieux existants) : points à titre indicatif."))
    left = [one.letter for at, one in enumerate(shown.options.options) if one.found.gains and at not in shown.options.compared]
    if left and shown.ranking is not None:
        words.append(_("non classé ici, n'étant pas de même nature ou étant exclu : {letters}.").format(letters=", ".join(left)))
    return words


def levers() -> html.Section:
    """Return what a meeting moves live: the weight of each actor and the threshold; a callback sets them as they were prepared."""
    rows = [_lever(actor.id, [actor_sign(actor), html.Span(_("Poids : {actor}").format(actor=_(actor.label)), className="visually-hidden")])
            for actor in STAKEHOLDERS]  # fmt: skip
    rows.append(_lever(THRESHOLD, [_("Gagne dès")]))
    back = html.Button(_("Revenir à la préparation"), id=ids.MEETING_RESET, type="button", className="button")
    note = html.P(_("Rien de ce qui est essayé ici n'est enregistré."))
    name = {"aria-label": _("Poids et seuil, essayés en direct")}
    return html.Section([*rows, html.Div([back, note])], className="meeting-levers", **name)


def _lever(name: str, label: list[Any]) -> html.Div:
    range_ = dcc.Input(id=ids.lever(name), type="range", min=0, max=100, step=1, value=25, className="range-input")
    return html.Div([html.Label(label, htmlFor=ids.lever(name)), range_, html.Output(id=ids.lever_value(name), htmlFor=ids.lever(name))])


def lever_values(shown: Balance) -> list[str]:
    """Return what is written beside each lever, in their order: the share of the actor, the threshold in points."""
    return [*(percent(share) for share in shown.shares), number(100 * shown.threshold)][: len(LEVERS)]
