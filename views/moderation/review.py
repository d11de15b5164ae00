"""What shows one proposal, and what is shown while none is open."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.proposal import Act
from i18n import gettext as _
from services.moderation_detail import ModerationDetail
from views.components import ids
from views.components.parts import trouble
from views.components.talk import timeline
from views.moderation import detail as parts
from views.moderation.decision import BUTTONS, SEND, ready_sentences, reopen_note, standing
from views.moderation.fields import DECISION_FIELDS, ONE

Target = tuple[str, str]
REVIEW: tuple[Target, ...] = (
    (ids.REVIEW_HEAD, "children"),
    (ids.REVIEW_MAIN, "children"),
    (ids.REVIEW_ASIDE, "hidden"),
    (ids.REVIEW_STANDING, "children"),
    (ids.REVIEW_TIMELINE, "children"),
    (ids.REVIEW_SEEN, "data"),
    (ids.MESSAGE, "persistence"),
    *((ids.decision(ONE, act), "hidden") for act, _label, _key in BUTTONS),
    (ids.decision(ONE, "reopen-box"), "hidden"),
    (ids.decision(ONE, "reopen-note"), "children"),
    *((ids.decision(ONE, f"ready-{act}"), "children") for act in SEND),
    *(one.target(ONE, "persistence") for one in DECISION_FIELDS),
)
"""What `review` fills."""


def review(detail: ModerationDetail) -> dict[Target, Any]:
    """Return all that one decides by; what was typed of another proposal gives way to what was typed of this one."""
    acts = {one.id for one in detail.acts}
    return {
        (ids.REVIEW_HEAD, "children"): parts.head(detail),
        (ids.REVIEW_MAIN, "children"): parts.main(detail),
        (ids.REVIEW_ASIDE, "hidden"): False,
        (ids.REVIEW_STANDING, "children"): standing(detail),
        (ids.REVIEW_TIMELINE, "children"): timeline(detail.timeline),
        (ids.REVIEW_SEEN, "data"): {"id": detail.id, "version": detail.version, "name": detail.name},
        (ids.MESSAGE, "persistence"): detail.id,
        **{(ids.decision(ONE, act), "hidden"): act not in acts for act, _label, _key in BUTTONS},
        (ids.decision(ONE, "reopen-box"), "hidden"): Act.REOPEN not in acts,
        (ids.decision(ONE, "reopen-note"), "children"): reopen_note(detail),
        **{(ids.decision(ONE, f"ready-{act}"), "children"): ready_sentences(ONE, detail.ready[act]) for act in SEND},
        **{one.target(ONE, "persistence"): detail.id for one in DECISION_FIELDS},
    }


def nothing_open() -> dict[Target, Any]:
    """Return what is shown while no proposal is open."""
    return _without(html.P(_("Choisissez une proposition dans la liste."), className="mod-choose"))


def unread(sentence: str) -> dict[Target, Any]:
    """Return what is shown of a proposal that cannot be read."""
    return _without(trouble(sentence))


def _without(shown: Any) -> dict[Target, Any]:
    main: list[Any] = []
    return {
        (ids.REVIEW_HEAD, "children"): shown,
        (ids.REVIEW_MAIN, "children"): main,
        (ids.REVIEW_ASIDE, "hidden"): True,
        (ids.REVIEW_SEEN, "data"): None,
    }
