"""Panel of the front between the actors, on the screen « Scénarios »: the plans that no other beats for the four at once."""

from __future__ import annotations

from dash import html

from domain.stakeholder import STAKEHOLDERS, Stakeholder
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.studies import FrontPlan, FrontStudy, NoPlan
from services.words.scenarios import percent, short
from views.components.parts import act, actor_sign, hidden_head
from views.scenarios.following import Panel
from views.scenarios.panels import chart, floors_note, measure_note, nothing, origin_of, studied, today_note


def front_panel(study: FrontStudy | NoPlan | None) -> Panel:
    """Return the panel, each plan to be adopted in one click; nothing while nothing is asked."""
    if study is None:
        return Panel()
    if isinstance(study, NoPlan):
        return nothing()
    plans = study.plans
    if not plans:
        return studied(study.state, today_note(study.subject), is_known=False)
    words = ngettext(
        "{n} plan qu'aucun autre ne bat sur les quatre enjeux à la fois. Adopter un plan impose ses lieux ; « Annuler » en revient.",
        "{n} plans qu'aucun autre ne bat sur les quatre enjeux à la fois. Adopter un plan impose ses lieux ; « Annuler » en revient.",
        len(plans),
    )
    lines = [_line(actor, [plan.values[a] for plan in plans]) for a, actor in enumerate(STAKEHOLDERS)]
    content = [
        *today_note(study.subject),
        html.P(words.format(n=len(plans)), className="lead"),
        *measure_note(study.subject),
        *floors_note(study.subject),
        chart(
            _("Ce que chaque plan apporte à chaque acteur"),
            study.subject.question,
            html.Div(lines, className="front", **{"data-drawn": "1"}),
        ),
        _table(plans),
        *origin_of(study.origin),
    ]
    return studied(study.state, content)


def _table(plans: tuple[FrontPlan, ...]) -> html.Table:
    actors = [html.Th([actor_sign(a), html.Span(_(a.label), className="visually-hidden")], scope="col") for a in STAKEHOLDERS]
    head = [html.Th(_("Plan"), scope="col"), *actors, html.Th(_("Habitants"), scope="col"), hidden_head(_("Actions"))]
    best = [max(plan.values[a] for plan in plans) for a in range(len(STAKEHOLDERS))]
    rows = [_row(i, plan, best) for i, plan in enumerate(plans)]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="matrix plain-matrix")


def _row(i: int, plan: FrontPlan, best: list[float]) -> html.Tr:
    cells = [
        html.Td(percent(value / 100, 1), className="num strong" if value >= most - 1e-9 else "num")
        for value, most in zip(plan.values, best, strict=True)
    ]
    button = (
        html.Small(_("plan actuel"), className="tag")
        if plan.is_current
        else act(
            "scenario-adopt", _("Adopter"), class_name="mini", value=".".join(plan.ids), label=_("Adopter le plan {n}").format(n=i + 1)
        )
    )
    names = html.Small(", ".join(short(name) for name in plan.names), className="plan-names")
    head = html.Th([html.B(_("Plan {n}").format(n=i + 1)), names], scope="row")
    return html.Tr(
        [head, *cells, html.Td(number(plan.residents), className="num"), html.Td(button)], className="on" if plan.is_current else ""
    )


def _line(actor: Stakeholder, values: list[float]) -> html.Div:
    """Draw each plan as a dot on an actor's line: what one gives up for the other is seen at a glance."""
    low, high = min(values), max(values)
    width = max(high - low, 1e-9)
    dots = [_dot(i, value, 100 * (value - low) / width) for i, value in enumerate(values)]
    ends = [html.Small(percent(low / 100, 1)), html.Div(dots, className="front-track"), html.Small(percent(high / 100, 1))]
    name = html.Span(_(actor.label), className="front-name")
    return html.Div([actor_sign(actor), name, *ends], className="front-line")


def _dot(i: int, value: float, at: float) -> html.Button:
    return html.Button(
        str(i + 1),
        type="button",
        className="front-dot",
        style={"left": f"{at:.1f}%"},
        title=_("Plan {n} : {share}").format(n=i + 1, share=percent(value / 100, 1)),
        **{"data-act": "scenario-show-row", "data-value": str(i)},
    )
