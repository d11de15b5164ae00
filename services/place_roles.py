"""Whether a place suits the roles that a question opens: told before it is imposed."""

from __future__ import annotations

import numpy as np

from domain.address import Address, Key
from domain.candidate import Role, role_label
from domain.scenario import Question
from domain.suitability import Verdict
from i18n import gettext as _
from i18n import labelled
from scenarios.plan_view import place_view
from services.answer import Answer
from services.context import Context


class PlaceRoles(Answer):
    """Whether a place suits each role that a question opens."""

    sentences: list[str]
    """« Pôle : exclu, parce que … », a role each."""
    excluded: bool
    """Whether it is ruled out of all of them: opening it would need what excludes it to be lifted first."""
    warning: str = ""
    """What imposing it means then."""


def place_roles(context: Context, query: str) -> PlaceRoles | None:
    """Return whether the place of an address suits the roles of its question; None when it names no place that exists."""
    rows = np.flatnonzero((context.territory.candidates["id"] == Address.parse(query).text(Key.PLACE)).to_numpy())
    if not len(rows):
        return None
    place, opens = place_view(context.territory, int(rows[0])), Question.from_query(query).opens
    roles = [role for role in Role if opens in ("both", role.value)]
    answers = [place.suitability(role) for role in roles]
    sentences = [labelled(role_label(role), answer.sentence(0)) for role, answer in zip(roles, answers, strict=True)]
    excluded = all(answer.verdict(0) is Verdict.NO for answer in answers)
    warning = _("L'imposer donne un plan qui ne peut pas se faire tel quel : levez d'abord ce qui l'exclut.") if excluded else ""
    return PlaceRoles(sentences=sentences, excluded=excluded, warning=warning)
