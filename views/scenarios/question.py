"""Left panel of « Scénarios »: the controls of the question, which the browser moves to what the address asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from domain.scenario import GOAL_LABELS, GOAL_TERMS, MODE_LABELS, OPENED, Goal
from domain.stakeholder import STAKEHOLDERS
from i18n import N_
from i18n import gettext as _
from scenarios.stakes import DEMAND_STAKES
from services.scenario_config import ModeChoice, slider_bounds
from services.scenario_named import NamedPlace
from services.words.scenarios import OPENS_LABELS
from views.components import ids
from views.components.parts import act, actor_sign
from views.components.provenance import hypothesis_badge
from views.components.sliders import PERCENT, Scale, slider


@dataclass(frozen=True)
class Slider:
    """One whole number of the question.

    Attributes
    ----------
    name : the attribute of `domain.scenario.Question`.
    label, words : French; `words` says a value ``{n}``, where 0 is no limit.
    is_hypothesis : whether the value is one for the group to discuss.
    idle_for : the goals that do not look at it.
    """

    name: str
    label: str
    words: str
    is_hypothesis: bool = False
    idle_for: tuple[Goal, ...] = ()


COUNT = Slider("k", N_("Nombre de nouveaux lieux, au plus"), "{n}", idle_for=(Goal.ALL,))
MINUTES = Slider("minutes", N_("Minutes au plus"), N_("{n} min"), is_hypothesis=True, idle_for=(Goal.NEAR, Goal.WORST))
LIMITS = (
    Slider("spacing_m", N_("Écart entre deux lieux"), N_("≥ {n} m")),
    Slider("per_commune", N_("Lieux par commune"), N_("≤ {n}")),
    Slider("budget_keur", N_("Budget sur trois ans"), N_("≤ {n} k€"), is_hypothesis=True),
    Slider("supply_km", N_("Boutiques près d'un pôle"), N_("≤ {n} km")),
    Slider("per_hub", N_("Boutiques par pôle"), N_("≤ {n}")),
)
FLAGS = (
    ("existing", N_("Compter les ressourceries existantes (dans l'écart, les bassins et les pôles aussi)")),
    ("basins", N_("Au moins un lieu par bassin")),
    ("capacity", N_("Ne pas dépasser la capacité des surfaces")),
)


def question_controls(modes: ModeChoice, unknown: Collection[str]) -> html.Div:
    """Return the controls; `assets/scenarios/view.mjs` gives them the values of the address, and makes of a gesture another address.

    `unknown` are the actors whose stake is unknown on the territory.
    """
    return html.Div(
        [_goals(), _slider(COUNT), _stakes(unknown), _reach(modes), _places(), _conditions()], id="question", className="question"
    )


def _section(title: str, *children: Any) -> html.Section:
    return html.Section([html.H2(title), *children])


def _choice(name: str, value: str, children: Any, class_name: str) -> html.Button:
    return act("scenario-choose", children, class_name=class_name, pressed="false", value=f"{name}:{value}")


def _group(name: str, label: str, class_name: str, buttons: Sequence[html.Button]) -> html.Div:
    return html.Div(buttons, className=class_name, role="group", **{"aria-label": label, "data-choices": name})


def _goals() -> html.Section:
    label = _("But")
    goals = _group("goal", label, "goals", [_choice("goal", goal.value, html.B(_(GOAL_LABELS[goal])), "goal") for goal in Goal])
    terms = [html.Div([html.Dt(_(GOAL_LABELS[goal])), html.Dd(_(GOAL_TERMS[goal]))], className="sheet-row") for goal in Goal]
    named = html.Details([html.Summary(_("Noms savants de ces buts")), html.Dl(terms)], className="plain-details")
    return _section(label, goals, named)


def _segments(name: str, label: str, options: Sequence[tuple[str, str]]) -> html.Div:
    return _group(name, label, "segments small", [_choice(name, value, words, "segment") for value, words in options])


def _slider(question: Slider) -> html.Div:
    bounds = slider_bounds(question.name)
    data = {
        "data-slider": question.name,
        "data-low": str(bounds.low),
        "data-high": str(bounds.high),
        "data-default": str(bounds.value),
        "data-none": _("sans limite"),
    }
    scale = Scale(bounds.min, bounds.max, bounds.step, bounds.value, _(question.words))
    marks = [hypothesis_badge()] if question.is_hypothesis else []
    return slider(f"ask-for-{bounds.key}", _(question.label), scale, {**data, **_idle(question)}, marks=marks)


def _idle(question: Slider) -> dict[str, str]:
    return {"data-idle-for": " ".join(question.idle_for)} if question.idle_for else {}


def _stakes(unknown: Collection[str]) -> html.Section:
    lacking = [html.Small(_("inconnu ici : ne compte pas"), className="tag")]
    scale = Scale(0, 100, 1, 25, _(PERCENT))
    rows = [
        slider(
            f"mix-{actor.id}",
            _(stake.label),
            scale,
            {"data-stake": actor.id},
            sign=[actor_sign(actor)],
            marks=lacking if actor.id in unknown else [],
        )
        for actor, stake in zip(STAKEHOLDERS, DEMAND_STAKES, strict=True)
    ]
    return _section(_("Pour qui"), *rows, act("scenario-equal", _("À parts égales"), class_name="mini"))


def _reach(modes: ModeChoice) -> html.Section:
    label = _("À portée")
    segments = _segments("mode", label, [(mode, _(MODE_LABELS[mode])) for mode in modes.modes])
    note = [html.P(modes.sentence, className="note")] if modes.sentence else []
    return _section(label, segments, *note, _slider(MINUTES))


def _places() -> html.Section:
    label = _("Quels lieux")
    filters = html.A(_("Changer les filtres sur la carte"), href="/", className="note", **{"data-query": "1", "data-path": "/"})
    return _section(
        label,
        _segments("opens", label, [(which, _(OPENS_LABELS[which])) for which in OPENED]),
        _flag("convergent", _("Seulement où les quatre acteurs gagnent")),
        html.P([html.Span(id="kept-places"), " · ", filters], className="note"),
        dcc.Store(id=ids.NAMED_ASK),
        html.Div(id=ids.NAMED, tabIndex=-1, role="group", **{"aria-label": _("Lieux imposés et interdits")}),
    )


def _flag(name: str, label: str) -> html.Button:
    marks = {"aria-checked": "false", "data-act": "scenario-flag", "data-value": name}
    box = html.Span(className="tick", **{"aria-hidden": "true"})
    return html.Button([box, label], type="button", role="checkbox", className="flag", **marks)


def _conditions() -> html.Details:
    rows = [_slider(limit) for limit in LIMITS]
    return html.Details([html.Summary(_("Conditions")), *[_flag(name, _(label)) for name, label in FLAGS], *rows], className="conditions")


def named_places(places: Sequence[NamedPlace]) -> Any:
    """Return the places that are imposed and ruled out, each with the way to set it free; what to do where there is none."""
    if not places:
        return html.P(_("Cliquez un lieu sur la carte pour l'imposer ou l'interdire."), className="note")
    rows = [
        html.Li(
            [
                html.B(_("Imposés") if place.is_imposed else _("Interdits")),
                f" {place.name} ",
                act("scenario-free", "×", class_name="mini", value=place.id, label=_("Libérer {name}").format(name=place.name)),
            ]
        )
        for place in places
    ]
    return html.Ul(rows, className="named")
