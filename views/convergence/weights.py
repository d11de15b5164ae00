"""Left panel of « Convergence »: role, weights, thresholds and hypotheses, which the browser moves to what the address asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from criteria.criterion import Criterion
from criteria.hypotheses import HYPOTHESES, Group, Hypothesis
from criteria.registry import criteria
from criteria.weights import Thresholds, presets
from domain.address import write_numbers
from domain.candidate import ROLE_OPTIONS, Role
from domain.hypothesis import MovedHypothesis
from domain.stakeholder import STAKEHOLDERS, Stakeholder
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from views.components.decided import decided_words
from views.components.parts import actor_sign
from views.components.provenance import hypothesis_badge
from views.components.sliders import PERCENT, Scale, slider

Decided = Mapping[str, MovedHypothesis]
STEPS = (
    ("green", N_("vert"), "green", Thresholds.DEFAULT_GREEN),
    ("amber", N_("orange"), "amber", Thresholds.DEFAULT_AMBER),
    ("known", N_("complétude de chaque acteur"), "unsure", Thresholds.DEFAULT_KNOWN),
)
"""Each threshold: its key in the address, French name, the light that it gives, where it begins."""


def settings(decided: Decided) -> html.Section:
    """Return the panel; `assets/convergence/weights.mjs` gives its sliders their values. `decided` are hypotheses that meetings moved."""
    steps = [_threshold(*step) for step in STEPS]
    blocks = [
        html.Section([html.H2(_("Rôle jugé")), _roles()]),
        html.Section([html.H2(_("Poids des acteurs")), _views(), *[_actor(one) for one in STAKEHOLDERS], _back_to_weights()]),
        html.Details([html.Summary(_("Seuils des couleurs")), *steps, _reset(_("Revenir aux seuils de départ"), "green,amber,known")]),
        _hypotheses(_("Hypothèses et facteurs"), Group.SITING, decided),
        _hypotheses(_("Comptes de l'exploitant"), Group.ACCOUNTS, decided),
        _hypotheses(_("Ce que vaut un lieu : attente, objets"), Group.WORTH, decided),
    ]
    scroll = html.Div(blocks, className="facets-scroll settings")
    return html.Section(scroll, id="convergence-settings", className="facets", **{"aria-label": _("Réglages")})


def _hypotheses(heading: str, group: Group, decided: Decided) -> html.Details:
    shown = [_hypothesis(item, decided.get(item.id)) for item in HYPOTHESES.values() if item.group is group]
    begins = write_numbers({key: one.value for key, one in decided.items()})
    return html.Details([html.Summary(heading), *shown, _reset(_("Revenir aux valeurs de départ"), "hypotheses", begins)])


def _reset(label: str, keys: str, to: str = "") -> html.Button:
    return html.Button(label, type="button", className="button", **{"data-reset": keys, "data-to": to})


def _back_to_weights() -> html.Button:
    return _reset(_("Revenir aux poids de départ"), "actor_weights,criterion_weights,locked")


def _segments(label: str, class_name: str, buttons: list[html.Button]) -> html.Div:
    return html.Div(buttons, className=class_name, role="group", **{"aria-label": label})


def _roles() -> html.Div:
    known = [option for option in ROLE_OPTIONS if option.code in set(Role)]
    return _segments(_("Rôle jugé"), "segments", [html.Button(_(one.label), type="button", **{"data-role": one.code}) for one in known])


def _views() -> html.Div:
    buttons = [html.Button(_label(one.id, one.label), type="button", title=_(one.label), **{"data-preset": one.id}) for one in presets()]
    return _segments(_("Poids tout prêts"), "segments small", buttons)


def _label(view_id: str, label: str) -> str:
    """An actor's view is named by its letter: four names would not fit."""
    return next((actor.letter for actor in STAKEHOLDERS if actor.id == view_id), _("Égalité") if view_id == "equal" else _(label))


def _actor(actor: Stakeholder) -> html.Div:
    """Return the share of an actor, the lock that holds it, and the weights of its criteria, of whichever role."""
    lock = html.Button(
        id=f"lock-{actor.id}",
        type="button",
        className="lock",
        **{"aria-label": _("Verrouiller la part de {name}").format(name=_(actor.label))},
    )
    count = html.Span(**{"data-criteria": actor.id})
    of = html.Span(f" : {_(actor.label)}", className="visually-hidden")
    own = [_criterion(one) for one in criteria() if one.stakeholder == actor]
    more = html.Details([html.Summary([count, of]), *own], className="criteria")
    scale = Scale(0, 100, 1, 25, _(PERCENT))
    around: dict[str, Any] = {"sign": [actor_sign(actor)], "after": [lock], "below": [more], "is_small": False}
    row = slider(f"weight-{actor.id}", _(actor.label), scale, {"data-actor": actor.id}, **around)
    row.id = f"block-{actor.id}"
    return row


def _criterion(one: Criterion) -> html.Div:
    return slider(f"weight-{one.id}", _(one.label), Scale(0, 5, 0.5, one.weight, decimals=1), {"data-criterion": one.id})


def _threshold(key: str, label: str, light: str, value: float) -> html.Div:
    sign = html.Span(className=f"light light-{light}", **{"aria-hidden": "true"})
    return slider(f"threshold-{key}", f"{_(label)} ≥", Scale(0, 1, 0.05, value, decimals=2), {"data-threshold": key}, sign=[sign])


def _hypothesis(item: Hypothesis, decided: MovedHypothesis | None) -> html.Div:
    unit = f" {_(item.unit)}" if item.unit else ""
    begins = _("valeur de départ : {value}").format(value=number(item.default.central, 2) + unit)
    scale = Scale(item.lowest, item.highest, item.step, item.default.central, "{n}" + unit, 2)
    return slider(
        f"hypothesis-{item.id}",
        _(item.label),
        scale,
        {"data-hypothesis": item.id},
        marks=[hypothesis_badge()] if item.is_hypothesis else [],
        below=[html.Small(f"{_(item.source)}. {begins}"), *([html.Small(html.B(decided_words(decided)))] if decided else [])],
    )
