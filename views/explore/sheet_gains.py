"""The part of a place's sheet that says what each actor gains there, in each role, and what is missing."""

from __future__ import annotations

from typing import Any

from dash import html

from criteria.assess import Assessment
from criteria.objects import reused
from criteria.reality import reality_of_place
from criteria.waiting import left_at
from domain.address import Key, write
from domain.candidate import Role, role_label
from domain.network import Network, with_hub, written
from i18n import gettext as _
from services.place_sheet import PlaceGains
from services.words.reality import overturning_words, shares_words
from services.words.scores import greens_words, span_text
from views.components.objects import objects
from views.components.waiting import waiting
from views.convergence.profile import diagnosis, lights, statement

Networks = tuple[Network, ...]


def gains(found: PlaceGains, place_id: str, networks: Networks) -> list[Any]:
    """Return the scores and lacks in both roles, then for the better one: objects and CO₂, what waiting costs, the rest.

    The ways to « Convergence » keep `networks`, those of the address.
    """
    row, best = found.row, found.roles[0]
    blocks = [_role(assessment, row, place_id, networks) for assessment in found.roles]
    title = html.H3(_("Ce que chaque acteur y gagne"))
    gained = html.Section([title, *blocks], className="sheet-block")
    tonnes, ranges = best.explain(row, "tonnes_diverted"), best.workspace.hypotheses.__getitem__
    worth = [objects(reused(tonnes, ranges)), waiting(left_at(best, row))]
    return [gained, *worth, how_real(best, row), diagnosis(best, row), *statement(best, row)]


def how_real(assessment: Assessment, row: int) -> html.Section:
    """Return on what the judgement of a place rests, in the better role, and what could overturn it."""
    reality = reality_of_place(assessment, row)
    turning = overturning_words(reality)
    lines = [html.P(_("Cet avis repose sur : {shares}.").format(shares=shares_words(reality)))]
    lines += [html.P(turning, className="note")] if turning else []
    return html.Section([html.H3(_("À quel point est-ce réel ?")), *lines], className="sheet-block")


def _role(assessment: Assessment, row: int, place_id: str, networks: Networks) -> html.Div:
    head = [html.B(role_label(assessment.role)), f" · {_verdict(assessment, row)}"]
    if assessment.eligible[row]:
        head.append(_(" · {score} sur 100").format(score=span_text(*assessment.span(row))))
    lines = [html.Li(sentence) for sentence in assessment.missing(row)] if assessment.eligible[row] else []
    profile = _way(_("Voir le profil et les sources"), place_id, assessment.role, networks)
    links = [profile, *_composing(assessment, row, place_id, networks)]
    return html.Div([html.P(head), lights(assessment, row), html.Ul(lines) if lines else None, *links], className="gain")


def _composing(assessment: Assessment, row: int, place_id: str, networks: Networks) -> list[Any]:
    """Return the way to one network more, of which the place is the hub, where it may be one and the address has room for it."""
    more = with_hub(networks, place_id)
    if assessment.role is not Role.HUB or not assessment.eligible[row] or more == networks:
        return []
    return [" · ", _way(_("Composer un réseau"), more[-1].id, Role.HUB, more)]


def _way(words: str, opened: str, role: Role, networks: Networks) -> html.A:
    query = write([(Key.PLACE, opened), (Key.ROLE, role), (Key.NETWORKS, written(networks))])
    return html.A(words, href=f"/convergence?{query}", className="profile-link")


def _verdict(assessment: Assessment, row: int) -> str:
    if not assessment.eligible[row]:
        return assessment.suitability.sentence(row)
    if assessment.convergent[row]:
        return _("convergent")
    if not assessment.known[row]:
        return _("non classé : trop peu connu")
    return greens_words(int(assessment.green_count[row]))
