"""Server-side panels of the screen « Convergence »: robustness of the ranking, and places side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from dash import html

from criteria.assess import Assessment
from criteria.joined import JoinedWorkspace
from criteria.robustness import AROUND, TOP
from criteria.score import Colour
from criteria.standing import FIRM, Hold, Standing
from criteria.weights import ACTORS
from domain.candidate import EXAMPLE_SUFFIX, role_label
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from i18n import ngettext, quoted
from i18n.numbers import number
from services.profiles import Judged
from services.robustness import Drawn, Robustness
from services.words.scores import COLOUR_NAMES, points, span_text
from views.components.parts import place_name

SHOWN = 12


def robustness(found: Robustness | None) -> list[Any]:
    """Return how the filtered places stand over 10,000 weightings, and what would dethrone the first; nothing while nothing is asked."""
    if found is None:
        return []
    places = _Competing(
        _("Lieu"),
        _("Il faut au moins deux lieux classés pour parler de robustesse : levez un filtre ou changez de rôle."),
        _(
            "{n} pondérations tirées au hasard (précision ± {margin} point) parmi {places} lieux ; "
            "« proches » : à ± {around} points des poids choisis."
        ),
    )
    return [*_robust(found, places), *_between_networks(found.networks)]


class _Competing(NamedTuple):
    """How one says of candidates what they are called, that too few compete, and how weights were drawn for them."""

    head: str
    few: str
    method: str


def _between_networks(found: Robustness | None) -> list[Any]:
    """Return how the networks of the address stand among themselves; nothing where there are none."""
    if found is None:
        return []
    networks = _Competing(
        _("Réseau"),
        _("Il faut au moins deux réseaux dont on sache assez : composez-en un second pour savoir lequel tient."),
        _(
            "{n} pondérations tirées au hasard (précision ± {margin} point) parmi {places} réseaux ; "
            "« proches » : à ± {around} points des poids choisis."
        ),
    )
    return [html.H3(_("Les réseaux entre eux")), *_robust(found, networks)]


def _robust(found: Robustness, words: _Competing) -> list[Any]:
    """Return whether a ranking holds, what would tip it, and the shares of each candidate."""
    if found.drawn is None:
        return [html.P(words.few, className="note")]
    field, drawn = found.field, found.drawn
    names = field.workspace.candidates["name"].to_numpy(object)
    tip = (
        drawn.change.sentence(lambda row: quoted(str(names[row]).removesuffix(EXAMPLE_SUFFIX)))
        if drawn.change
        else _("Aucun changement des poids des acteurs ne détrône le premier.")
    )
    method = words.method.format(
        n=number(drawn.anyhow.draws),
        margin=number(100 * drawn.anyhow.margin, 1),
        places=number(int((field.rank > 0).sum())),
        around=number(100 * AROUND),
    )
    return [
        html.P(html.B(_standing_words(drawn.standing, names)), className="standing"),
        html.P([html.B(_("Ce qui ferait basculer : ")), tip, "."], className="lead"),
        html.P(method, className="note"),
        _shares(field, drawn, names, words.head),
    ]


def _standing_words(found: Standing, names: npt.NDArray[np.object_]) -> str:
    """Say in one sentence whether the ranking holds, and which of its first places is the least sure."""
    who = ngettext("le premier reste premier", "les {n} premiers restent parmi les {n} premiers", found.size).format(n=found.size)
    name, share = str(names[found.weakest]).removesuffix(EXAMPLE_SUFFIX), number(np.floor(1_000 * found.share) / 10, 1)
    detail = {"who": who, "name": name, "share": share, "firm": number(100 * FIRM), "around": number(100 * AROUND)}
    if found.hold is Hold.ALWAYS:
        return _("Le classement tient : {who} dans au moins {firm} % des pondérations (le moins sûr, « {name} » : {share} %).").format(
            **detail
        )
    if found.hold is Hold.NEAR:
        sentence = _(
            "Le classement tient si les poids restent à ± {around} points de ceux choisis : {who} dans au moins {firm} % "
            "de ces pondérations (le moins sûr, « {name} » : {share} %)."
        )
        return sentence.format(**detail)
    sentence = ngettext(
        "Le classement ne tient pas : « {name} » ne reste premier que dans {share} % des pondérations.",
        "Le classement ne tient pas : « {name} » ne reste parmi les {n} premiers que dans {share} % des pondérations.",
        found.size,
    )
    return sentence.format(n=found.size, **detail)


def _shares(field: Assessment, drawn: Drawn, names: npt.NDArray[np.object_], head: str) -> html.Table:
    anyhow, near = drawn.anyhow, drawn.near
    heads = [
        head,
        _("Rang actuel"),
        _("Premier, poids proches"),
        _("Premier, tous poids"),
        _("Dans les {top} premiers, tous poids").format(top=TOP),
        _("Poids qui le mettent en tête"),
    ]
    invented = field.workspace.candidates["is_example"].to_numpy(bool)
    best = np.lexsort((-anyhow.first, -anyhow.in_top))[:SHOWN]
    rows = [
        html.Tr(
            [
                html.Th(place_name(str(names[row]), bool(invented[row])), scope="row"),
                html.Td(number(int(field.rank[row])) if field.rank[row] else "–", className="num"),
                *[_share(float(share)) for share in (near.first[row], anyhow.first[row], anyhow.in_top[row])],
                html.Td(_central(anyhow.central[row]), className="nowrap"),
            ]
        )
        for row in best
        if anyhow.in_top[row] > 0
    ]
    return html.Table(
        [html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])), html.Tbody(rows)], className="matrix plain-matrix"
    )


def _share(share: float) -> html.Td:
    bar = html.Span(html.Span(className="bar-fill", style={"width": f"{100 * share:.1f}%"}), className="bar")
    return html.Td([f"{number(100 * share, 1)} %", bar], className="num")


def _central(shares: npt.NDArray[np.float64]) -> str:
    if np.isnan(shares).any():
        return _("jamais premier")
    return " · ".join(f"{actor.letter} {number(100 * share)}" for actor, share in zip(STAKEHOLDERS, shares.tolist(), strict=True))


def comparison(candidates: Sequence[Judged]) -> list[Any]:
    """Return up to four places and networks side by side: actors, then every criterion with its measure."""
    if not candidates:
        return [html.P(_("Cochez jusqu'à quatre lieux dans le tableau « Gagnant-gagnant » pour les voir côte à côte."), className="note")]
    head = html.Tr([html.Td(), *[html.Th(place_name(*_name(*one)), scope="col") for one in candidates]])
    body = [_line(_("Jugé comme"), [_judged_as(*one) for one in candidates])]
    body.append(_line(_("Convergence"), [span_text(*assessment.span(row)) for assessment, row in candidates]))
    body.append(_line(_("Complétude"), [f"{points(float(assessment.scores.completeness[row]))} %" for assessment, row in candidates]))
    for index, actor in enumerate(STAKEHOLDERS):
        body.append(_line(_(actor.label), [_actor_cell(*one, index) for one in candidates], "actor-line"))
        own = {item.id: item for assessment, _row in candidates for item in assessment.items if item.stakeholder.id == actor.id}
        body += [_line(own[key].heading(candidates[0][0].workspace), _measures(candidates, key)) for key in own]
    body.append(_line(_("Ce qui manque"), [_missing(*one) for one in candidates]))
    return [
        html.Div(
            html.Table([html.Thead(head), html.Tbody(body)], className="matrix plain-matrix compare"),
            className="table-scroll",
            tabIndex=0,
            role="region",
            **{"aria-label": _("Comparer")},
        )
    ]


def _name(assessment: Assessment, row: int) -> tuple[str, bool]:
    place = assessment.workspace.candidates.iloc[row]
    return str(place["name"]), bool(place["is_example"])


def _judged_as(assessment: Assessment, row: int) -> str:
    """Say in which role a place is judged, or of how many places a network is."""
    if not isinstance(assessment.workspace, JoinedWorkspace):
        return role_label(assessment.role)
    shops = len(assessment.workspace.members) - 1
    return ngettext("réseau : un pôle et {n} boutique-relais", "réseau : un pôle et {n} boutiques-relais", shops).format(n=shops)


def _line(label: str, cells: list[Any], class_name: str = "") -> html.Tr:
    return html.Tr([html.Th(label, scope="row"), *[html.Td(cell) for cell in cells]], className=class_name)


def _actor_cell(assessment: Assessment, row: int, index: int) -> list[Any]:
    colour = Colour(int(assessment.colours[row, index]))
    name = _(COLOUR_NAMES[colour])
    limits = (assessment.thresholds.amber[ACTORS[index]], assessment.thresholds.green[ACTORS[index]])
    return [
        html.Span(
            span_text(*assessment.actor_span(row, index), limits) if colour is not Colour.UNKNOWN else points(np.nan),
            className=f"cell cell-{colour.name.lower().replace('unknown', 'none')}",
        ),
        html.Span(f" {name}", className="note"),
    ]


def _measures(candidates: Sequence[Judged], criterion_id: str) -> list[Any]:
    """Return the measure of each; the best of the compared ones is in bold, « – » where the criterion does not count."""
    columns = [[item.id for item in assessment.items] for assessment, _row in candidates]
    places = [own.index(criterion_id) if criterion_id in own else None for own in columns]
    values = [float("nan") if at is None else float(one.values[row, at]) for (one, row), at in zip(candidates, places, strict=True)]
    known = [value for value in values if value == value]
    best = max(known) if len(candidates) > 1 and known and min(known) < max(known) else None
    return [
        html.Span("–", title=_("ne compte pas dans son rôle")) if at is None else _measure(*one, at, best)
        for one, at in zip(candidates, places, strict=True)
    ]


def _measure(assessment: Assessment, row: int, column: int, best: float | None) -> Any:
    value = float(assessment.values[row, column])
    shown = assessment.items[column].show(float(assessment.measures[row, column]))
    text = _("gardé confidentiel") if assessment.withheld[row, column] else shown
    return html.B(text) if value == best else html.Span(text, className="unknown" if np.isnan(value) else "")


def _missing(assessment: Assessment, row: int) -> Any:
    if not assessment.eligible[row]:
        return assessment.suitability.sentence(row)
    if not assessment.convergent[row]:
        return html.Ul([html.Li(text) for text in assessment.missing(row)])
    return " ".join([_("Rien : convergent."), *assessment.doubts(row)])
