"""Small pieces that the screens of meetings share."""

from __future__ import annotations

import re
from typing import Any

from dash import html

from domain.meeting import ACTORS, Decision
from i18n import gettext as _
from services.words.meetings import ACTOR_LABELS
from views.components.parts import badge

ADDRESS = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)\]])")


def linked(text: str) -> list[Any]:
    """Return a text in which web addresses are links."""
    parts = ADDRESS.split(text)
    return [
        html.A(part, href=part, target="_blank", rel="noopener noreferrer") if at % 2 else part for at, part in enumerate(parts) if part
    ]


def outcome_words(decision: Decision) -> list[Any]:
    """Return what was decided and why, with who objected: nobody is hidden by a decision."""
    outcome = decision.outcome
    if outcome is None:
        return [_("Pas encore décidée.")]
    words: list[Any] = [html.B(_("Reportée à une prochaine séance"))] if outcome.is_postponed else [html.B(_("Décidé : ")), outcome.words]
    words += [". ", outcome.why] if outcome.why else []
    if decision.reserves and not outcome.is_postponed:
        who = ", ".join(_(ACTOR_LABELS[actor]) for actor in ACTORS if actor in decision.reserves)
        words += [" ", badge(_("avec réserve ou opposition : {who}").format(who=who), "warn")]
    return words
