"""What people ask and do on the screens « Proposer » and « Identifier »; whoever may not read a place is answered as if it did not exist.

One writes beside the latest places, whatever edition the page holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.candidate import Kind
from domain.neighbours import NEAR_M
from domain.person import Person
from domain.proposal import Act, Content, Proposal, Stage, has_position, kind_of, organisation_of
from i18n import gettext as _
from intake.draft import clean_changes
from intake.errors import RowError
from services.amounts import by_square_metre
from services.answer import Answer
from services.editions import Editions
from services.feedback import Feedback, feedback
from services.inbox import Inbox, inbox
from services.neighbours import NearPlaces, known_places, near_contents, near_places
from services.own_lines import OwnLines
from services.own_places import PAGE, OwnFilters, OwnPlaces, looked_for, own_places
from services.place_messages import PlaceMessage, place_message
from services.place_versions import PlaceVersions, place_versions
from services.proposal_form import outline_of, zone_to_name
from services.proposal_sheet import (
    ProposalConflict,
    ProposalItem,
    ProposalPage,
    ProposalSheet,
    SavedProposal,
    proposal_item,
    proposal_sheet,
)
from services.words.journal import TimelineEntry, timeline_entry
from store.messages import DECISION
from store.proposals import Conflict, Illegal, Proposals

SENT_BACK = frozenset({Stage.TO_COMPLETE, Stage.REFUSED})


class PlaceAround(Answer):
    """What a place would be worth as this version describes it, its messages (oldest first) and what was done (newest first)."""

    kind: Kind
    version: int
    feedback: Feedback
    messages: list[PlaceMessage]
    timeline: list[TimelineEntry]


class ProposalOutcome(Answer):
    """What became of one proposal among several: done, or the sentence of the refusal."""

    id: str
    done: bool
    sentence: str | None


class ProposalOutcomes(Answer):
    """What became of each of several proposals."""

    outcomes: list[ProposalOutcome]


@dataclass(frozen=True, eq=False)
class ProposalService:
    """The proposals of a person's organisation. Every method raises what `store.proposals.Proposals` does."""

    proposals: Proposals
    editions: Editions

    @cached_property
    def lines(self) -> OwnLines:
        """What the lists are looked through by, kept while the service lasts."""
        return OwnLines(self.proposals)

    # Reading

    def own(self, person: Person, filters: OwnFilters | None = None, most: int = PAGE) -> OwnPlaces:
        """Return what the person's organisation proposes and is looked for; all but the withdrawn, newest change first, by default.

        `most` are the rows that are told in full.
        """
        news, today = self.proposals.news(person), _today()

        def rows_of(ids: Sequence[str]) -> list[ProposalItem]:
            read = {one.id: one for one in self.proposals.own(person, ids)}
            return [proposal_item(read[id_], person, today, id_ in news) for id_ in ids if id_ in read]

        lines, quota = self.lines.of(person), self.proposals.quota_warning(person)
        return own_places(kind_of(person) or Kind.PREMISES, lines, filters or OwnFilters(), quota, rows_of, most)

    def sheet(self, person: Person, proposal_id: str) -> ProposalSheet:
        """Return one proposal."""
        return proposal_sheet(self.proposals.get(person, proposal_id), person, _today())

    def listed(self, person: Person, filters: OwnFilters) -> tuple[Kind, list[Proposal]]:
        """Return the kind and the whole of the places that the list shows, in its order."""
        wanted, read = looked_for(self.lines.of(person), filters, _today()), {one.id: one for one in self.proposals.list(person)}
        return kind_of(person) or Kind.PREMISES, [read[line.id] for line in wanted if line.id in read]

    def page(self, person: Person, proposal_id: str) -> ProposalPage:
        """Return one proposal with what is said around its form."""
        found = self.proposals.get(person, proposal_id)
        return ProposalPage(
            sheet=proposal_sheet(found, person, _today()),
            near=self._near(person, found),
            reason=self._reason(person, found),
            unread=proposal_id in self.proposals.news(person),
            zone=zone_to_name(self.editions.latest().territory, found.content) if found.kind is Kind.ZONE_SITE else "",
            outline=outline_of(found.content),
        )

    def versions(self, person: Person, proposal_id: str, typed: Content) -> PlaceVersions:
        """Return what a person typed beside what somebody else stored meanwhile."""
        return place_versions(self.proposals.get(person, proposal_id), typed)

    def around(self, person: Person, proposal_id: str) -> PlaceAround:
        """Return what a place would be worth as it is described now, and what was said and done of it."""
        found = self.proposals.get(person, proposal_id)
        return PlaceAround(
            kind=found.kind,
            version=found.version,
            feedback=feedback(self.editions.latest().territory, found.kind, found.content),
            messages=[place_message(one, person) for one in self.proposals.messages(person, proposal_id)],
            timeline=[timeline_entry(one, found.kind) for one in reversed(self.proposals.timeline(person, proposal_id))],
        )

    def inbox(self, person: Person) -> Inbox:
        """Return what waits for a person: decisions for those who decide, news of their places for the others."""
        return inbox(self.proposals, person)

    def conflict(self, person: Person, error: Conflict) -> ProposalConflict:
        """Return what somebody else wrote first."""
        current = proposal_sheet(error.current, person, _today())
        return ProposalConflict(error=_("Ce lieu vient d'être modifié par quelqu'un d'autre."), current=current)

    # Writing

    def create(self, person: Person, fields: Content, lists: Content, is_example: bool) -> SavedProposal:
        """Begin a place with fields as they were typed, and lists (history, reminders, tags) as they are stored."""
        kind = kind_of(person) or Kind.PREMISES
        clean, errors = _checked(kind, fields, {})
        content = {key: value for key, value in {**clean, **lists}.items() if value is not None}
        return self._saved(person, self.proposals.create(person, kind, content, is_example), errors)

    def edit(self, person: Person, proposal_id: str, version: int, fields: Content, lists: Content) -> SavedProposal:
        """Change fields and lists of a place; `version` is the one that the person saw."""
        found = self.proposals.get(person, proposal_id)
        clean, errors = _checked(found.kind, fields, found.content)
        return self._saved(person, self.proposals.edit(person, proposal_id, version, {**clean, **lists}), errors)

    def act(self, person: Person, proposal_id: str, version: int, act: str) -> ProposalSheet:
        """Take a proposal to its next stage, by what needs no reason."""
        return proposal_sheet(self.proposals.act(person, proposal_id, version, act_of(act), ""), person, _today())

    def act_many(self, person: Person, versions: Iterable[tuple[str, int]], act: str) -> ProposalOutcomes:
        """Do the same to several proposals, (id, version) each; one that is refused stops no other."""
        outcomes = self.proposals.act_many(person, versions, act_of(act))
        return ProposalOutcomes(
            outcomes=[ProposalOutcome(id=one.id, done=one.proposal is not None, sentence=one.sentence) for one in outcomes]
        )

    def say(self, person: Person, proposal_id: str, text: str, is_internal: bool) -> None:
        """Add a message to a proposal."""
        self.proposals.say(person, proposal_id, text, is_internal)

    def mark_seen(self, person: Person, proposal_id: str) -> None:
        """Note that the person's organisation has opened one of its proposals."""
        self.proposals.mark_seen(person, proposal_id)

    def _saved(self, person: Person, proposal: Proposal, errors: Iterable[RowError]) -> SavedProposal:
        sheet = proposal_sheet(proposal, person, _today())
        return SavedProposal(**sheet.given(), errors={error.field: error.message for error in errors})

    def _near(self, person: Person, proposal: Proposal) -> NearPlaces:
        """Return what is near a place: proposals that the person may know of, and the places of the map."""
        content = proposal.content
        if not has_position(content):
            return NearPlaces(nearest=[], more=0)
        around = self.proposals.around(person, content["lon"], content["lat"], NEAR_M)
        places = known_places(self.editions.latest().territory, (one for one in around if one.is_public or not one.is_closed))
        own = {one.id for one in around if one.organisation == organisation_of(person)}
        return near_places(near_contents(places, [content], [proposal.id])[0], own)

    def _reason(self, person: Person, proposal: Proposal) -> str:
        """Return what was said with the decision that sent a proposal back; empty where none did."""
        if proposal.stage not in SENT_BACK:
            return ""
        return next((one.text for one in reversed(self.proposals.messages(person, proposal.id)) if one.kind == DECISION), "")


def act_of(code: str) -> Act:
    """Return the act of a code; `Illegal` when there is none."""
    try:
        return Act(code)
    except ValueError as why:
        raise Illegal(_("Action inconnue.")) from why


def _checked(kind: Kind, raw: Content, known: Content) -> tuple[Content, tuple[RowError, ...]]:
    """Return what can be stored of fields as they were typed, and what is wrong."""
    converted, refused = by_square_metre(kind, raw, known)
    clean, errors = clean_changes(kind, converted, known)
    return clean, (*refused, *errors)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
