"""A proposal as its organisation reads it: a line of the list, and the whole sheet with what may be done to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.person import Person
from domain.proposal import (
    ACT_LABELS,
    REASONED,
    STAGE_LABELS,
    Act,
    Content,
    Proposal,
    Stage,
    acts,
    has_position,
    may_edit,
    missing_to_submit,
)
from i18n import N_
from i18n import gettext as _
from i18n.numbers import day
from services.answer import Answer
from services.neighbours import NearPlaces
from services.proposal_form import Outline
from services.words.places import Change, changes, label_of, share_known, value_of

Plain = bool | int | float | str | None
ContentValue = Plain | list[Plain | list[Plain] | dict[str, Plain]] | dict[str, Plain]
"""A value of `domain.proposal.Content`."""
NOT_LISTED = frozenset({"footprint", "history", "reminders", "notes"})


class ProposalSummary(Answer):
    """What the list and the sheet of a proposal both say; positions are in degrees, WGS 84, moments in UTC, ISO 8601."""

    id: str
    version: int
    stage: Stage
    name: str | None
    lon: float | None
    lat: float | None
    area: str | None
    where: str
    share: int
    """How much of what counts is known, in points of a hundred."""
    ready: bool
    due: bool
    changed: bool
    published: bool
    is_example: bool
    can_edit: bool
    updated: str
    reminders: int


class ProposalItem(ProposalSummary):
    """A line of the list, with what the table shows and changes."""

    content: dict[str, ContentValue]
    """By field, those of the table; what is absent is unknown."""
    unread: bool


class ProposalAct(Answer):
    """What a person may do to a proposal; `ready` once nothing is missing for it."""

    act: Act
    label: str
    reasoned: bool
    ready: bool


class ProposalSheet(ProposalSummary):
    """One proposal: its whole content, what the person may do, and what is missing to submit it."""

    content: dict[str, ContentValue]
    """By field; what is absent is unknown."""
    acts: list[ProposalAct]
    stage_label: str
    lacking: list[str]
    placed: bool
    changes: list[Change]
    confirmed: str | None


class SavedProposal(ProposalSheet):
    """A proposal once it is saved, with what could not be: a sentence by field."""

    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One proposal with what is said around its form.

    Attributes
    ----------
    near : the places that may be the same one.
    reason : why it was sent back or refused; empty otherwise.
    unread : whether somebody else has said something of it since its organisation last opened it.
    zone : the name of the activity zone in which it seems to be, and which it does not have yet; empty for none.
    outline : how large its outline is; None where it has none.
    """

    sheet: ProposalSheet
    near: NearPlaces
    reason: str
    unread: bool
    zone: str
    outline: Outline | None


class ProposalConflict(Answer):
    """Somebody else wrote first: the proposal as it is now."""

    error: str
    current: ProposalSheet


def proposal_item(proposal: Proposal, person: Person, today: dt.date, is_unread: bool) -> ProposalItem:
    """Return a line of the list."""
    content = {key: value for key, value in proposal.content.items() if key not in NOT_LISTED}
    return ProposalItem(**_summary(proposal, person, today).given(), content=content, unread=is_unread)


def proposal_sheet(proposal: Proposal, person: Person, today: dt.date) -> ProposalSheet:
    """Return one proposal as a person of its organisation reads it."""
    names = {"name": label_of(proposal.kind, "name"), "position": _("Position")}
    before = proposal.published
    return ProposalSheet(
        **_summary(proposal, person, today).given(),
        content=dict(proposal.content),
        acts=[_act(act, proposal) for act in acts(person, proposal)],
        stage_label=_(STAGE_LABELS[proposal.stage]),
        lacking=[names[key] for key in missing_to_submit(proposal.content)],
        placed=has_position(proposal.content),
        changes=changes(proposal.kind, before, proposal.content) if before is not None else [],
        confirmed=day(proposal.confirmed_at.date()) if proposal.confirmed_at else None,
    )


def _summary(proposal: Proposal, person: Person, today: dt.date) -> ProposalSummary:
    content = proposal.content
    return ProposalSummary(
        id=proposal.id,
        version=proposal.version,
        stage=proposal.stage,
        name=content.get("name"),
        lon=content.get("lon"),
        lat=content.get("lat"),
        area=value_of(proposal.kind, "area_m2", content),
        where=content.get("town") or content.get("address") or "",
        share=round(100 * share_known(proposal.kind, content)),
        ready=not missing_to_submit(content),
        due=proposal.is_due(today),
        changed=proposal.has_changes,
        published=proposal.published is not None,
        is_example=proposal.is_example,
        can_edit=may_edit(person, proposal),
        updated=proposal.updated_at.isoformat(),
        reminders=due_reminders(content, today),
    )


def due_reminders(content: Content, today: dt.date) -> int:
    """Return how many reminders of a place are to be seen to."""
    open_ones = (one for one in content.get("reminders") or [] if not one.get("done"))
    return sum(str(one.get("on", "")) <= today.isoformat() for one in open_ones)


def _act(act: Act, proposal: Proposal) -> ProposalAct:
    label = ACT_LABELS[act]
    if act is Act.ACCEPT:
        label = N_("Publier")
    elif act is Act.SUBMIT and proposal.published is not None:
        label = N_("Soumettre les modifications")
    is_ready = act not in {Act.SUBMIT, Act.ACCEPT} or not missing_to_submit(proposal.content)
    return ProposalAct(act=act, label=_(label), reasoned=act in REASONED, ready=is_ready)
