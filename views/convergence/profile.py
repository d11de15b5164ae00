"""The profile of a place on the screen « Convergence »: each actor's score, criterion by criterion, with what is missing and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import numpy as np
from dash import html

from criteria.assess import Assessment
from criteria.criterion import Criterion
from criteria.diagnosis import diagnose, landlord_statement
from criteria.explain import explain_actor, explain_completeness, explain_convergence
from criteria.provenance import Provenance
from criteria.ranges import REFERENCE_JOBS, written
from criteria.scale import Scale
from criteria.score import Colour
from criteria.sizing import sizing
from criteria.weights import ACTORS, actor_columns
from domain.candidate import Kind, Role, role_label
from domain.stakeholder import STAKEHOLDERS
from domain.units import Range
from i18n import gettext as _
from i18n.numbers import number
from services.networks import NetworkProfile, PlaceChoices
from services.profiles import Profile
from services.words.scores import COLOUR_NAMES, points, span_text
from views.components.parts import act, actor_sign, icon, place_name
from views.components.provenance import disclosed, estimate_badge, hypothesis_badge, provenance
from views.convergence.accounts import accounts
from views.convergence.funding import funding
from views.convergence.networks import by_role, composing, composition, sizing_block

CURVE_W, CURVE_H = 92, 34
Figures = Mapping[str, Provenance]
RANGED = ("tonnes_diverted", "jobs", "bulky_relief")


def opened_profile(found: Profile) -> list[Any]:
    """Return the profile of what is open: a network, a place with what may be composed with it, or none."""
    if isinstance(found, NetworkProfile):
        return network_profile(found)
    return profile(found.assessment, found.place_id, found.choices)


def network_profile(found: NetworkProfile) -> list[Any]:
    """Return the profile of a network, judged as one candidate: the same blocks as of a place, its members and its sizing besides."""
    assessment, name = found.judged.assessment, found.judged.name
    figures = assessment.figures(0)
    return [
        _head(name, found.judged.is_example),
        _verdict(assessment, 0, _("réseau, hors classement")),
        lights(assessment, 0),
        composition(found),
        _ranges(assessment, 0, figures),
        sizing_block(found.sizing),
        *[_actor(assessment, 0, index, figures) for index in range(len(STAKEHOLDERS))],
        by_role(found),
        accounts(assessment, 0),
        _suited(assessment, 0, _("Ses lieux conviennent-ils à leur rôle ?")),
    ]


def profile(assessment: Assessment, place_id: str | None, choices: PlaceChoices | None = None) -> list[Any]:
    """Return the profile of a place; a sentence that says what to do when none is open or none has this id."""
    row = assessment.row_of(place_id) if place_id else None
    if row is None:
        words = (
            _("Aucun lieu ne porte cet identifiant.")
            if place_id
            else _("Choisissez un lieu dans le tableau ou sur la carte : son profil s'ouvre ici.")
        )
        return [html.Div(html.P(words), className="profile-empty")]
    place, figures = assessment.workspace.candidates.iloc[row], assessment.figures(row)
    return [
        _head(place["name"], bool(place["is_example"])),
        _verdict(assessment, row),
        lights(assessment, row),
        *([composing(choices)] if choices else []),
        _ranges(assessment, row, figures),
        *([sizing_block(sizing(assessment, row, float(place["area_m2"])))] if assessment.role is Role.HUB else []),
        *[_actor(assessment, row, index, figures) for index in range(len(STAKEHOLDERS))],
        accounts(assessment, row),
        funding(assessment, row),
        _suited(assessment, row),
        diagnosis(assessment, row),
        *statement(assessment, row, figures),
    ]


def _head(name: str, is_example: bool) -> html.Header:
    close = act("close-sheet", icon("clear"), class_name="icon-button", label=_("Fermer le profil"))
    return html.Header([html.H2(place_name(name, is_example), id="sheet-title", tabIndex=-1), close], className="sheet-head")


def _actor_points(assessment: Assessment, row: int, index: int) -> str:
    limits, known = assessment.thresholds, not np.isnan(assessment.scores.actors[row, index])
    steps = (limits.amber[ACTORS[index]], limits.green[ACTORS[index]])
    return span_text(*assessment.actor_span(row, index), steps) if known else points(np.nan)


def _verdict(assessment: Assessment, row: int, unranked: str = "") -> html.Section:
    """The score, the rank (or what is said of one that has none), how much is known, and in words who is missing."""
    score, complete = span_text(*assessment.span(row)), float(assessment.scores.completeness[row])
    rank, ranked = int(assessment.rank[row]), int((assessment.rank > 0).sum())
    if not assessment.eligible[row]:
        lead = html.P(assessment.suitability.sentence(row), className="verdict-text off")
    elif assessment.convergent[row]:
        doubts = assessment.doubts(row)
        firm = _("Rien d'inconnu ne peut le renverser.")
        words = [html.P(html.B(_("Convergent : les quatre acteurs y gagnent."))), *[html.P(text) for text in doubts or (firm,)]]
        lead = html.Div(words, className="verdict-text yes")
    else:
        lead = html.Ul([html.Li(sentence) for sentence in assessment.missing(row)], className="verdict-text")
    standing = _("rang {rank} sur {ranked}").format(rank=rank, ranked=ranked) if rank else unranked or _("non classé")
    standing = _("non classé : trop peu connu") if not unranked and assessment.eligible[row] and not assessment.known[row] else standing
    figures = [
        disclosed([html.Span(_("Convergence")), html.B(score), html.Small(standing)], explain_convergence(assessment, row)),
        disclosed(
            [html.Span(_("Complétude")), html.B(f"{points(complete)} %"), html.Small(_("part connue du poids"))],
            explain_completeness(assessment, row),
        ),
    ]
    return html.Section([lead, html.Div(figures, className="figures")])


def lights(assessment: Assessment, row: int) -> html.Div:
    """Return the four actors as letter and colour, with the score in words for who does not see them."""
    items = []
    for index, actor in enumerate(STAKEHOLDERS):
        colour = Colour(int(assessment.colours[row, index]))
        text = f"{_(actor.label)} : {_actor_points(assessment, row, index)}, {_(COLOUR_NAMES[colour])}"
        items.append(html.Li([actor_sign(actor), html.Span(text, className="visually-hidden"), _dot(colour)], title=text))
    return html.Div(html.Ul(items, className="lights"))


def _dot(colour: Colour) -> html.Span:
    return html.Span(className=f"light light-{colour.name.lower()}", **{"aria-hidden": "true"})


def _ranges(assessment: Assessment, row: int, figures: Figures) -> html.Section:
    """Tonnes and jobs as low, central, high, with the case sheet's own outcome as a reference."""
    lines = [_range_line(assessment, item, figures[item.id]) for item in assessment.items if item.id in RANGED]
    note = html.P(
        [_("Repère : la fiche de l'ADEME titre sur {n} emplois, pour tout le déploiement.").format(n=REFERENCE_JOBS)], className="note"
    )
    return html.Section([html.H3(_("Ce que le lieu apporterait")), *lines, note], className="sheet-block")


def _range_line(assessment: Assessment, item: Criterion, origin: Provenance) -> html.Details:
    span = Range(origin.low, origin.value, origin.high)
    text = written(span, item.unit, item.decimals) if span.is_known else _("non renseigné")
    top = max(
        1.0, float(np.nanmax(assessment.measures[:, assessment.items.index(item)])) * 2, REFERENCE_JOBS * 1.2 if item.id == "jobs" else 0.0
    )
    mark = REFERENCE_JOBS if item.id == "jobs" else None
    return disclosed(
        [html.Span(_(item.label)), html.B(text, className="hypothetical" if origin.is_hypothesis else ""), _whisker(span, top, mark)],
        origin,
        "figure wide",
    )


def _whisker(span: Range, top: float, mark: float | None) -> html.Span:
    """Draw a range on a line that starts at zero; `mark` is a reference on it."""
    if not span.is_known:
        return html.Span(className="whisker unknown-range")
    ends = [min(100.0, 100 * value / top) for value in (span.low, span.central, span.high)]
    parts = [
        html.I(className="whisker-span", style={"left": f"{ends[0]:.1f}%", "width": f"{max(1.0, ends[2] - ends[0]):.1f}%"}),
        html.I(className="whisker-dot", style={"left": f"{ends[1]:.1f}%"}),
    ]
    if mark is not None:
        parts.append(
            html.I(
                className="whisker-mark", style={"left": f"{min(100.0, 100 * mark / top):.1f}%"}, title=_("18 emplois : fiche de l'ADEME")
            )
        )
    return html.Span(parts, className="whisker", **{"aria-hidden": "true"})


def _actor(assessment: Assessment, row: int, index: int, figures: Figures) -> html.Details:
    actor = STAKEHOLDERS[index]
    colour = Colour(int(assessment.colours[row, index]))
    columns = actor_columns(assessment.items)[index]
    shares = assessment.shares
    head = html.Summary(
        [actor_sign(actor), html.Span(_(actor.label), className="actor-name"), _dot(colour), html.B(_actor_points(assessment, row, index))],
        className="actor-head",
    )
    how = disclosed([html.Span(_("Comment ce score est calculé"))], explain_actor(assessment, row, ACTORS[index]), "figure plain-figure")
    lines = [_criterion(assessment, row, column, float(shares[column]), figures[assessment.items[column].id]) for column in columns]
    return html.Details(
        [head, html.P(_("Enjeu : {stake}").format(stake=_(actor.stake)), className="note"), *lines, how],
        id=f"profile-{actor.id}",
        open=True,
        className="actor",
    )


def _criterion(assessment: Assessment, row: int, column: int, share: float, origin: Provenance) -> html.Details:
    item = assessment.items[column]
    measure, value = float(assessment.measures[row, column]), float(assessment.values[row, column])
    known = not np.isnan(value)
    marks: list[Any] = [" · ", hypothesis_badge()] if origin.is_hypothesis else []
    marks += [" · ", estimate_badge(origin)] if origin.estimate else []
    bar = html.Span(
        html.Span(className="bar-fill", style={"width": f"{100 * value if known else 0:.0f}%"}),
        className="bar" if known else "bar bar-unknown",
    )
    shown = [
        html.Span(item.heading(assessment.workspace), className="criterion-name"),
        html.B(_("gardé confidentiel") if assessment.withheld[row, column] else item.show(measure), className="" if known else "unknown"),
        bar,
        html.Small([_weighs(item, share), *marks]),
    ]
    body = html.Div(
        [
            html.P(_(item.why), className="note"),
            html.Img(
                src=curve(item.scales[assessment.role], measure), alt=item.scales[assessment.role].sentence(_(item.unit)), className="curve"
            ),
            html.P(item.scales[assessment.role].sentence(_(item.unit)), className="note"),
            provenance(origin),
        ]
    )
    return html.Details([html.Summary(shown), body], className="criterion")


def _weighs(item: Criterion, share: float) -> str:
    if item.is_optional and share == 0:
        return _("facultatif, sans poids")
    return _("poids {share} %").format(share=number(100 * share))


def curve(scale: Scale, measure: float) -> str:
    """Return the value function as a small SVG (data URI), with a dot at the measure."""
    low, high = scale.measures[0], scale.measures[-1]
    span = (high - low) or 1.0

    def at(x: float, y: float) -> str:
        return f"{4 + (min(max(x, low), high) - low) / span * (CURVE_W - 8):.1f},{CURVE_H - 4 - y * (CURVE_H - 8):.1f}"

    line = " ".join(at(x, y) for x, y in zip(scale.measures, scale.values, strict=True))
    dot = ""
    if not np.isnan(measure):
        x, y = at(measure, float(scale.value(np.array([measure]))[0])).split(",")
        dot = f'<circle cx="{x}" cy="{y}" r="3.4" fill="#d55e00" stroke="#fff"/>'
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CURVE_W} {CURVE_H}"'
    svg = f'<svg {frame}><polyline points="{line}" fill="none" stroke="#5b87ab" stroke-width="1.8"/>{dot}</svg>'
    return "data:image/svg+xml," + quote(svg)


def _suited(assessment: Assessment, row: int, title: str = "") -> html.Section:
    """Whether the place suits the role (or what is asked by a title of its own): why not, or what is missing to say so."""
    also = () if assessment.eligible[row] else assessment.unchecked(row)
    return html.Section(
        [
            html.H3(title or _("Convient comme {role}").format(role=role_label(assessment.role).lower())),
            html.P(assessment.suitability.sentence(row)),
            html.P(_("À préciser aussi : {names}").format(names=", ".join(also)), className="note") if also else None,
        ],
        className="sheet-block",
    )


def diagnosis(assessment: Assessment, row: int) -> html.Section:
    """Return the regulatory pre-diagnosis: every answer says « à confirmer »."""
    lines = []
    for answer in diagnose(assessment.workspace, assessment.role, row):
        marks: list[Any] = [" ", hypothesis_badge()] if answer.is_hypothesis else []
        detail = [html.Small(answer.detail), html.Small(_("À demander : {what}").format(what=answer.request)) if answer.request else None]
        lines.append(
            html.Div(
                [html.Dt(answer.label), html.Dd([html.Span([answer.answer, *marks]), html.Small(html.I(answer.caveat)), *detail])],
                className="sheet-row",
            )
        )
    return html.Section([html.H3(_("Pré-diagnostic réglementaire")), html.Dl(lines)], className="sheet-block")


def statement(assessment: Assessment, row: int, figures: Figures | None = None) -> list[html.Section]:
    """Return the paragraph for the landlord, to copy or to print; nothing for a zone site, which has none.

    `figures` is ``assessment.figures(row)``, when it is already at hand.
    """
    place = assessment.workspace.candidates.iloc[row]
    if place["kind"] == Kind.ZONE_SITE and not isinstance(place["landlord"], str):
        return []
    text = landlord_statement(assessment, row, figures)
    href = f"/landlord/{quote(str(place['id']), safe='')}"
    page = html.A(_("La page du bailleur, à imprimer"), href=href, className="button", target="_blank")
    copy = act("copy", html.Span(_("Copier le paragraphe"), **{"data-label": "1"}), value="landlord-statement")
    show = act("print", _("Imprimer"), value="landlord-statement")
    return [
        html.Section(
            [
                html.H3(_("Ce que le bailleur y gagne")),
                html.P(text, id="landlord-statement", className="statement"),
                html.Div([*([page] if isinstance(place["landlord"], str) else []), copy, show], className="sheet-actions"),
            ],
            className="sheet-block",
        )
    ]
