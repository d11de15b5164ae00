"""What those who decide ask and do on the screen « Modérer »: the queue, one proposal, decisions and messages.

One decides beside the latest places, whatever edition the page holds: each acceptance makes another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.neighbours import NEAR_M
from domain.person import Person
from domain.proposal import DECISIONS, Act, Proposal, Stage, has_position
from geodata.neighbours import Neighbours
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.editions import Editions
from services.feedback import feedback
from services.moderation_detail import (
    DecidedStanding,
    ModerationDetail,
    ModerationMessage,
    QueueRow,
    Standing,
    duplicate,
    moderation_attachment,
    moderation_message,
    name_of,
    queue_row,
    ready_sentences,
    standing,
)
from services.moderation_places import duplicates_of, side_by_side
from services.neighbours import positions_l93
from services.proposals import act_of
from services.words.journal import timeline_entry
from services.words.places import facts
from store.attachments import Attachments
from store.organisations import Organisations
from store.proposals import Conflict, Illegal, Known, Outcome, Proposals

TABS: tuple[tuple[str, str, tuple[Stage, ...]], ...] = (
    ("submitted", N_("À décider"), (Stage.SUBMITTED,)),
    ("to_complete", N_("À compléter"), (Stage.TO_COMPLETE,)),
    ("accepted", N_("Acceptés"), (Stage.ACCEPTED,)),
    ("refused", N_("Refusés"), (Stage.REFUSED,)),
    ("withdrawn", N_("Retirés"), (Stage.WITHDRAWN,)),
)
Draw = Callable[[Territory, Proposal, Sequence[str]], str | None]
"""Draws a proposal and the places of some ids beside it."""


class QueueTab(Answer):
    """A part of the queue: the stages that it shows."""

    id: str
    label: str
    stages: list[Stage]


class Queue(Answer):
    """The proposals that went out of their organisation, in the order in which one decides."""

    tabs: list[QueueTab]
    rows: list[QueueRow]


class DecisionOutcome(Answer):
    """Where one proposal among several stands, once decided."""

    id: str
    sentence: None
    version: int
    stage: Stage
    is_change: bool


class DecisionRefusal(Answer):
    """Why one proposal among several could not be decided."""

    id: str
    sentence: str | None


class DecisionOutcomes(Answer):
    """What became of each of several proposals."""

    outcomes: list[DecisionOutcome | DecisionRefusal]


class ModerationMessages(Answer):
    """What was said of a proposal, oldest first."""

    messages: list[ModerationMessage]


class ModerationConflict(Answer):
    """Somebody else wrote first: the proposal as it is now."""

    error: str
    current: ModerationDetail


class Overtaken(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """A decision on a proposal that somebody else has changed; `answer` is what to say."""

    def __init__(self, answer: ModerationConflict) -> None:
        super().__init__(answer.error)
        self.answer = answer


@dataclass(frozen=True, eq=False)
class ModerationService:
    """The proposals as those who decide read them; methods raise what `store.proposals.Proposals` does. `draw` draws the still map."""

    proposals: Proposals
    editions: Editions
    attachments: Attachments
    organisations: Organisations
    draw: Draw

    def queue(self, person: Person) -> Queue:
        """Return the proposals that went out of their organisation."""
        territory, names = self.editions.latest().territory, self._names()
        shown = [one for one in self.proposals.queue(person) if any(one.stage in stages for _id, _label, stages in TABS)]
        areas, duplicates = territory.communes.at(*positions_l93([one.content for one in shown])), duplicates_of(territory, shown)
        rows = [queue_row(one, name_of(one.organisation, names), area, one.id in duplicates)
                for one, (_code, area) in zip(shown, areas, strict=True)]  # fmt: skip
        return Queue(tabs=[QueueTab(id=key, label=_(label), stages=list(stages)) for key, label, stages in TABS], rows=rows)

    def detail(self, person: Person, proposal_id: str) -> ModerationDetail:
        """Return all that one decides by."""
        return self._detail(person, self.proposals.get(person, proposal_id))

    def decide(self, person: Person, proposal_id: str, version: int, act: str, reason: str) -> DecidedStanding:
        """Decide on a proposal.

        Raises
        ------
        Overtaken
            The stored version is another one than `version`, which the person saw.
        """
        try:
            decided = self.proposals.act(person, proposal_id, version, _decision(act), reason)
        except Conflict as error:
            raise Overtaken(ModerationConflict(error=str(error), current=self._detail(person, error.current))) from error
        return DecidedStanding(id=proposal_id, **self._standing(person, decided).given())

    def decide_many(self, person: Person, versions: Iterable[tuple[str, int]], act: str) -> DecisionOutcomes:
        """Decide the same on several proposals, (id, version) each; one that is refused stops no other."""
        return DecisionOutcomes(outcomes=[_outcome(one) for one in self.proposals.act_many(person, versions, _decision(act))])

    def say(self, person: Person, proposal_id: str, text: str, is_internal: bool) -> ModerationMessages:
        """Add a message to a proposal, and return all of them."""
        self.proposals.say(person, proposal_id, text, is_internal)
        return ModerationMessages(messages=self._messages(person, proposal_id))

    def _detail(self, person: Person, proposal: Proposal) -> ModerationDetail:
        edition, content = self.editions.latest(), proposal.content
        territory, assessed = edition.territory, feedback(edition.territory, proposal.kind, content)
        code, area = territory.communes.at(*positions_l93([content]))[0]
        near = duplicates_of(territory, [proposal], self._around(person, proposal)).get(proposal.id, Neighbours())
        beside = side_by_side(edition.assessor, proposal, code, assessed)
        row = queue_row(proposal, name_of(proposal.organisation, self._names()), area, near.count > 0)
        return ModerationDetail(
            **{**row.given(), **self._standing(person, proposal).given()},
            author=proposal.author,
            facts=facts(proposal.kind, content),
            feedback=assessed,
            beside=beside,
            double=duplicate(near),
            attachments=[moderation_attachment(one) for one in self.attachments.list(person, proposal.id)],
            ready=ready_sentences(proposal, assessed, near.first),
            map=self.draw(territory, proposal, [column.id for column in beside.columns[1:]]),
        )

    def _standing(self, person: Person, proposal: Proposal) -> Standing:
        timeline = [timeline_entry(one, proposal.kind) for one in reversed(self.proposals.timeline(person, proposal.id))]
        return standing(person, proposal, self._messages(person, proposal.id), timeline)

    def _messages(self, person: Person, proposal_id: str) -> list[ModerationMessage]:
        names = self._names()
        return [moderation_message(one, names) for one in self.proposals.messages(person, proposal_id)]

    def _names(self) -> Mapping[str, str]:
        """Return the name of each landlord by its code."""
        return {**self.editions.latest().territory.landlords, **self.organisations.list()}

    def _around(self, person: Person, proposal: Proposal) -> tuple[Known, ...]:
        """Return the other proposals that a person knows of around a place."""
        content = proposal.content
        return self.proposals.around(person, content["lon"], content["lat"], NEAR_M) if has_position(content) else ()


def _decision(code: str) -> Act:
    """Return a decision by its code; `Illegal` for what only a proposer does."""
    act = act_of(code)
    if act not in DECISIONS:
        raise Illegal(_("Ce n'est pas une décision."))
    return act


def _outcome(one: Outcome) -> DecisionOutcome | DecisionRefusal:
    if one.proposal is None:
        return DecisionRefusal(id=one.id, sentence=one.sentence)
    return DecisionOutcome(id=one.id, sentence=None, version=one.proposal.version, stage=one.proposal.stage, is_change=False)
