"""What those who decide ask and do on the screen « Modérer »: the queue, one proposal, decisions and messages.

One decides beside the latest places, whatever edition the page holds: each acceptance makes another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.candidate import Kind
from domain.neighbours import NEAR_M
from domain.person import Person
from domain.proposal import DECISIONS, Act, Proposal, Stage, has_position
from domain.words import folded
from geodata.neighbours import Neighbours
from geodata.territory import Territory
from i18n import gettext as _
from services.answer import Answer
from services.editions import Editions
from services.feedback import feedback
from services.moderation_detail import (
    DecidedStanding,
    ModerationDetail,
    Standing,
    duplicate,
    moderation_attachment,
    name_of,
    ready_sentences,
    standing,
)
from services.moderation_places import duplicates_of, side_by_side
from services.moderation_queue import PAGE, Queue, QueueFilters, queue_lines, tab_of, tabs_of
from services.neighbours import positions_l93
from services.place_messages import PlaceMessage, place_message
from services.proposals import act_of
from services.queue_lines import QueueLines
from services.queue_search import FLAGS, QueueSearch
from services.words.journal import changes_of, timeline_entry
from services.words.places import facts
from store.attachments import Attachments
from store.database import StoreUnavailable
from store.journal import JournalEntry
from store.organisations import Organisations
from store.proposals import Conflict, Illegal, Known, NotFound, Outcome, Proposals

FIRST = QueueFilters()
Draw = Callable[[Territory, Proposal, Sequence[str]], str | None]
"""Draws a proposal and the places of some ids beside it."""


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
    name: str
    sentence: str | None


class DecisionOutcomes(Answer):
    """What became of each of several proposals."""

    outcomes: list[DecisionOutcome | DecisionRefusal]


class ModerationMessages(Answer):
    """What was said of a proposal, oldest first."""

    messages: list[PlaceMessage]


class LateChange(Answer):
    """A field that somebody else changed meanwhile, in words; None where there was nothing."""

    label: str
    before: str | None
    after: str | None
    author: str | None


class ModerationConflict(Answer):
    """Somebody else wrote first: the proposal as it is now, and what was changed since, by whom."""

    error: str
    current: ModerationDetail
    changes: list[LateChange]


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

    @cached_property
    def lines(self) -> QueueLines:
        """The lines by which the queue is looked through."""
        return QueueLines(self.proposals)

    def queue(self, person: Person, filters: QueueFilters = FIRST, most: int = PAGE) -> Queue:
        """Return what is looked for among the proposals that went out of their organisation: the first `most` of them, in order."""
        known, search = self.lines.of(person, self.editions.latest().territory), QueueSearch(filters, self._names())
        found = search.looked_for(known.lines)
        shown = search.in_order(found, known.all_doubles if filters.order == FLAGS else ())[:most]
        doubles = known.doubles(shown)
        return Queue(
            tabs=tabs_of(known.counts),
            organisations=sorted({name_of(code, search.names) for code in known.organisations}, key=folded),
            rows=[line.row(search.organisation(line.organisation).shown, line.id in doubles) for line in shown],
            n_found=len(found),
        )

    def tab(self, person: Person, proposal_id: str) -> str:
        """Return the tab of the queue where a proposal is."""
        return tab_of(self.proposals.get(person, proposal_id).stage)

    def waiting(self, person: Person) -> int:
        """Return how many proposals wait for a decision."""
        return self.proposals.unread(person)

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
            raise Overtaken(self._conflict(person, version, error)) from error
        return DecidedStanding(id=proposal_id, **self._standing(person, decided).given())

    def decide_many(self, person: Person, versions: Iterable[tuple[str, int]], act: str, reason: str = "") -> DecisionOutcomes:
        """Decide the same on several proposals, (id, version) each, for the same reason; one that is refused stops no other."""
        done = self.proposals.act_many(person, versions, _decision(act), reason)
        return DecisionOutcomes(outcomes=[self._outcome(person, one) for one in done])

    def _outcome(self, person: Person, one: Outcome) -> DecisionOutcome | DecisionRefusal:
        if one.proposal is None:
            return DecisionRefusal(id=one.id, name=self._name(person, one.id), sentence=one.sentence)
        return DecisionOutcome(id=one.id, sentence=None, version=one.proposal.version, stage=one.proposal.stage, is_change=False)

    def _name(self, person: Person, proposal_id: str) -> str:
        try:
            return str(self.proposals.get(person, proposal_id).content.get("name") or proposal_id)
        except (NotFound, StoreUnavailable):
            return proposal_id

    def _conflict(self, person: Person, seen: int, error: Conflict) -> ModerationConflict:
        """Say what was changed since a version, by whom: each writing is one entry of the journal, and one version."""
        current = error.current
        entries = self.proposals.timeline(person, current.id)[-max(current.version - seen, 1) :]
        return ModerationConflict(error=str(error), current=self._detail(person, current), changes=late_changes(entries, current.kind))

    def say(self, person: Person, proposal_id: str, text: str, is_internal: bool) -> None:
        """Add a message to a proposal."""
        self.proposals.say(person, proposal_id, text, is_internal)

    def messages(self, person: Person, proposal_id: str) -> ModerationMessages:
        """Return what was said of a proposal."""
        return ModerationMessages(messages=self._messages(person, proposal_id))

    def _detail(self, person: Person, proposal: Proposal) -> ModerationDetail:
        edition, content = self.editions.latest(), proposal.content
        territory, assessed = edition.territory, feedback(edition.territory, proposal.kind, content)
        code, _area = territory.communes.at(*positions_l93([content]))[0]
        near = duplicates_of(territory, [proposal], self._around(person, proposal)).get(proposal.id, Neighbours())
        beside = side_by_side(edition.assessor, proposal, code, assessed)
        (line,) = queue_lines(territory.communes, [proposal])
        row = line.row(name_of(proposal.organisation, self._names()), bool(near.count))
        attached = self.attachments.list(person, proposal.id)
        return ModerationDetail(
            **{**row.given(), **self._standing(person, proposal).given()},
            author=proposal.author,
            facts=facts(proposal.kind, content),
            feedback=assessed,
            beside=beside,
            double=duplicate(near),
            attachments=[moderation_attachment(one) for one in attached],
            ready=ready_sentences(proposal, assessed, near.first, has_photos=any(one.kind == "photo" for one in attached)),
            map=self.draw(territory, proposal, [column.id for column in beside.columns[1:]]),
        )

    def _standing(self, person: Person, proposal: Proposal) -> Standing:
        timeline = [timeline_entry(one, proposal.kind) for one in reversed(self.proposals.timeline(person, proposal.id))]
        return standing(person, proposal, self._messages(person, proposal.id), timeline)

    def _messages(self, person: Person, proposal_id: str) -> list[PlaceMessage]:
        names = self._names()
        return [place_message(one, person, name_of(one.organisation, names)) for one in self.proposals.messages(person, proposal_id)]

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


def late_changes(entries: Sequence[JournalEntry], kind: Kind) -> list[LateChange]:
    """Return what some entries changed, oldest first, each field once: what it was before all of them, and after."""
    found: dict[str, LateChange] = {}
    for entry in entries:
        for one in changes_of(entry, kind):
            before = found[one.label].before if one.label in found else one.before
            found[one.label] = LateChange(label=one.label, before=before, after=one.after, author=entry.author)
    return list(found.values())
