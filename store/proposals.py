"""Proposals in the database: made, told anew, decided and read, each by whoever may; never deleted."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, false, func, or_, select

from domain.candidate import Kind
from domain.person import Action, NotAllowed, Person, PersonRole, require
from domain.proposal import Act, Proposal, Stage, confidential_part, decides, keeps_rent, organisation_of, public_part
from domain.published import FieldValue, PublishedPlace
from store import journal, messages, proposal_writing
from store.database import Database, StoreUnavailable
from store.journal import JournalEntry
from store.known_places import Known, known_around, known_places
from store.messages import Message
from store.own_marks import OwnMark, own_marks, own_state, own_versions, unplaced_ids
from store.proposal_rows import AreasAt, Conflict, Illegal, NotFound, is_published, name_of, one, owned, readable, several, shared
from store.queue_changes import JournalMark, QueueChanges, queue_changes
from store.quotas import Quotas, Usage, usage
from store.tables import journal as journal_table
from store.tables import proposals

__all__ = ["Conflict", "Illegal", "Known", "Message", "NotFound", "Outcome", "Proposals"]

UNTOLD = {"lon", "lat"}
Within = Callable[[Connection, Sequence[Proposal]], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one proposal among several: the proposal as it is now, or the sentence of the refusal."""

    id: str
    proposal: Proposal | None
    sentence: str | None


Ring = Sequence[Sequence[float]]


class Proposals:
    """The proposals of a database. `person` is who asks; each write and its journal row are one transaction.

    `areas_at` gives the commune at each of some positions (degrees), "" outside all of them: what lies there is neither submitted
    nor accepted, as nobody would ever see it. Without it, any position will do.

    Of what a person may not read, every method says `NotFound`; of what they read and may not do, `domain.person.NotAllowed`;
    of what is not to be done now, `Illegal`. Every method raises `store.database.StoreUnavailable` when the database cannot do
    what is asked.
    """

    def __init__(self, database: Database, areas_at: AreasAt | None = None, quotas: Quotas | None = None) -> None:
        self._database = database
        self.areas_at = areas_at
        self.quotas = quotas or Quotas()

    # Writing

    def create(self, person: Person, kind: Kind, content: Mapping[str, Any], is_example: bool = False) -> Proposal:
        """Begin a draft of the person's organisation; ValueError when the content is refused."""
        return self.create_many(person, kind, [content], is_example)[0]

    def create_many(
        self,
        person: Person,
        kind: Kind,
        contents: Sequence[Mapping[str, Any]],
        is_example: bool = False,
        within: Within | None = None,
    ) -> tuple[Proposal, ...]:
        """Begin up to 5,000 drafts, all or none, in order; `within` is called in the same transaction with what was made."""
        with self._database.writing() as connection:
            self.quotas.check(connection, organisation_of(person), Usage(len(contents), 0))
            made = proposal_writing.create(connection, person, kind, contents, is_example)
            if within:
                within(connection, made)
            return made

    def edit(self, person: Person, proposal_id: str, version: int, changes: Mapping[str, Any]) -> Proposal:
        """Tell some fields anew, None to forget one; what changes nothing writes nothing.

        Parameters
        ----------
        version
            The version that the person saw.

        Raises
        ------
        Conflict
            The stored version is another one.
        NotFound, NotAllowed, Illegal
            It is not the person's to read, to change, or to change at this stage.
        ValueError
            A value is refused (see `domain.proposal.clean_content`).
        """
        with self._database.writing() as connection:
            return proposal_writing.edit(connection, person, proposal_id, version, changes)

    def act(self, person: Person, proposal_id: str, version: int, act: Act, reason: str = "") -> Proposal:
        """Take a proposal to its next stage; a decision is told to its proposer as well, by a message and by email.

        Raises
        ------
        Conflict
            The stored version is another one.
        NotFound, NotAllowed, Illegal
            It is not the person's to read, the act is not theirs, or not at this stage; it lies outside every commune.
        ValueError
            The reason is lacking or refused; a name or a position is lacking.
        """
        with self._database.writing() as connection:
            return proposal_writing.act(connection, person, proposal_id, version, act, reason, self.areas_at)

    def act_many(self, person: Person, chosen: Iterable[tuple[str, int]], act: Act, reason: str = "") -> tuple[Outcome, ...]:
        """Do the same to several proposals, (id, version) each, one transaction each: one that is refused stops no other."""
        return tuple(self._outcome(person, proposal_id, version, act, reason) for proposal_id, version in chosen)

    def _outcome(self, person: Person, proposal_id: str, version: int, act: Act, reason: str) -> Outcome:
        try:
            return Outcome(proposal_id, self.act(person, proposal_id, version, act, reason), None)
        except (NotFound, NotAllowed, Conflict, ValueError, StoreUnavailable) as why:
            return Outcome(proposal_id, None, str(why))

    def say(self, person: Person, proposal_id: str, text: str, internal: bool = False) -> Message:
        """Add a message to a proposal that the person reads; an internal one is read by their own side alone."""
        with self._database.writing() as connection:
            current = one(connection, person, proposal_id)
            return messages.add(connection, person, current, text, messages.NOTE if internal else messages.MESSAGE)

    def mark_seen(self, person: Person, proposal_id: str) -> None:
        """Note that the person's organisation has opened one of its proposals; nothing for whoever reads it as one who decides."""
        with self._database.writing() as connection:
            messages.mark_seen(connection, person, one(connection, person, proposal_id))

    # Reading

    def get(self, person: Person, proposal_id: str) -> Proposal:
        """Return a proposal that the person reads; `NotFound` for any other."""
        with self._database.reading() as connection:
            return one(connection, person, proposal_id)

    def list(
        self, person: Person, *, kind: Kind | None = None, stages: Collection[Stage] | None = None, limit: int | None = None
    ) -> tuple[Proposal, ...]:
        """Return what the person's organisation owns, newest change first."""
        wanted = owned(person)
        if kind is not None:
            wanted &= proposals.c.kind == kind
        if stages is not None:
            wanted &= proposals.c.stage.in_(stages) if stages else false()
        with self._database.reading() as connection:
            return several(connection, wanted, (proposals.c.updated_at.desc(), proposals.c.number.desc()), limit)

    def queue(self, person: Person, ids: Collection[str] | None = None) -> tuple[Proposal, ...]:
        """Return what those who decide read, all or of some ids, what waits longest first; `NotAllowed` for whoever does not."""
        require(person, Action.MODERATE)
        wanted, column = shared(), proposals.c
        order = (case((column.stage == Stage.SUBMITTED, 0), else_=1), column.submitted_at, column.number)
        with self._database.reading() as connection:
            return several(connection, wanted if ids is None else wanted & column.id.in_(ids), order)

    def queue_changes(self, person: Person, since: JournalMark | None) -> QueueChanges:
        """Return what was written, since a mark, of what those who decide read (see `store.queue_changes`)."""
        require(person, Action.MODERATE)
        with self._database.reading() as connection:
            return queue_changes(connection, since)

    def messages(self, person: Person, proposal_id: str) -> tuple[Message, ...]:
        """Return what was said of a proposal, oldest first; notes of the other side are not there."""
        with self._database.reading() as connection:
            one(connection, person, proposal_id)
            return messages.of_proposal(connection, person, proposal_id)

    def news(self, person: Person) -> frozenset[str]:
        """Return the ids of the organisation's proposals of which somebody else said something since they were last opened."""
        with self._database.reading() as connection:
            return messages.with_news(connection, person)

    def quota_warning(self, person: Person) -> str:
        """Return what to say to the person's organisation when it has nearly all that it may keep; empty otherwise."""
        organisation = organisation_of(person)
        if organisation is None:
            return ""
        with self._database.reading() as connection:
            return self.quotas.warning(usage(connection, organisation))

    def unread(self, person: Person) -> int:
        """Return how many proposals wait for a person: for a decision of those who decide, to be opened by the others."""
        if not decides(person):
            return 0 if organisation_of(person) is None else len(self.news(person))
        with self._database.reading() as connection:
            waiting = select(func.count()).select_from(proposals).where(proposals.c.stage == Stage.SUBMITTED)
            return int(connection.execute(waiting).scalar() or 0)

    def timeline(self, person: Person, proposal_id: str) -> tuple[JournalEntry, ...]:
        """Return what was done to a proposal, oldest first; to those outside its organisation, from when it was submitted."""
        with self._database.reading() as connection:
            one(connection, person, proposal_id)
            return journal.select_entries(connection, (journal_table.c.proposal_id == proposal_id) & _readable_by(person))

    def journal_page(
        self,
        person: Person,
        before_id: int | None = None,
        limit: int = 100,
        proposal_id: str | None = None,
        *,
        author: str | None = None,
        since: dt.datetime | None = None,
        until: dt.datetime | None = None,
    ) -> tuple[JournalEntry, ...]:
        """Return the latest entries that a person reads, newest first, `until` excluded; `before_id` is the last one of the page before.

        Landlords read what is of their organisation; those who decide, what is of scenarios and of the proposals that they read;
        accounts and organisations are the facilitator's.

        Raises
        ------
        NotAllowed
            The person reads no journal.
        """
        require(person, Action.READ_JOURNAL)
        column = journal_table.c
        read = (
            (operator.lt, column.id, before_id),
            (operator.eq, column.proposal_id, proposal_id),
            (operator.eq, column.author, author),
            (operator.ge, column.at, since),
            (operator.lt, column.at, until),
        )
        tests = [compare(of, given) for compare, of, given in read if given is not None]
        with self._database.reading() as connection:
            return journal.select_entries(connection, and_(_readable_by(person), *tests), newest_first=True, limit=limit)

    def journal_authors(self, person: Person, most: int) -> frozenset[str]:
        """Return who wrote the latest entries that a person reads, `most` of them; raises as `journal_page`."""
        require(person, Action.READ_JOURNAL)
        with self._database.reading() as connection:
            return journal.latest_authors(connection, _readable_by(person), most)

    def names(self, person: Person, ids: Collection[str]) -> Mapping[str, str]:
        """Return how those of some proposals are called that a person reads, by id: by their id without a name."""
        column = proposals.c
        query = select(column.id, column.content["name"].as_string())
        with self._database.reading() as connection:
            rows = connection.execute(query.where(column.id.in_(ids), readable(person))).all()
        return {key: name_of({"name": name}, key) for key, name in rows}

    # What everybody sees

    def publication(self) -> int:
        """Return a number that grows with each change of what everybody sees; 0 before the first."""
        with self._database.reading() as connection:
            return int(connection.execute(select(func.max(proposals.c.publication))).scalar() or 0)

    def published(self) -> tuple[PublishedPlace, ...]:
        """Return what everybody sees, by id, without what is confidential."""
        columns = ("id", "kind", "organisation", "published", "published_at", "is_example", "public_lon", "public_lat")
        query = select(*(proposals.c[name] for name in columns)).where(is_published()).order_by(proposals.c.id)
        with self._database.reading() as connection:
            return tuple(_place(row) for row in connection.execute(query).mappings())

    def contours(self) -> Mapping[str, Ring]:
        """Return the contours that everybody may read, by place: rings of [longitude, latitude], WGS 84."""
        query = select(proposals.c.id, proposals.c.published).where(is_published())
        with self._database.reading() as connection:
            found = {row.id: public_part(row.published).get("footprint") for row in connection.execute(query)}
        return {id_: ring for id_, ring in found.items() if isinstance(ring, list)}

    def confidential(self, person: Person) -> Mapping[str, Mapping[str, Any]]:
        """Return by id what a person may read besides of what everybody sees: all for those who decide, their own for the others."""
        wanted = is_published() if decides(person) else is_published() & owned(person)
        with self._database.reading() as connection:
            rows = connection.execute(select(proposals.c.id, proposals.c.published).where(wanted)).all()
        return {row.id: confidential_part(row.published) for row in rows}

    def known(self, person: Person) -> tuple[Known, ...]:
        """Return where every place is that a person may know of, by id."""
        wanted = or_(proposals.c.lat.is_not(None), is_published())
        with self._database.reading() as connection:
            return known_places(connection, person, wanted, (proposals.c.id,))

    def own_marks(self, person: Person) -> tuple[OwnMark, ...]:
        """Return by what each place of the person's organisation is known again."""
        with self._database.reading() as connection:
            return own_marks(connection, person)

    def own_state(self, person: Person) -> tuple[Any, ...]:
        """Return what is another one as soon as anything of what the person's organisation owns is written (see `store.own_marks`)."""
        with self._database.reading() as connection:
            return own_state(connection, person)

    def own_versions(self, person: Person) -> Sequence[tuple[str, int]]:
        """Return (id, version) of what the person's organisation owns, newest change first."""
        with self._database.reading() as connection:
            return own_versions(connection, person)

    def unplaced(self, person: Person) -> Sequence[str]:
        """Return the ids of what the person's organisation owns that has no position and may be given one, newest change first."""
        with self._database.reading() as connection:
            return unplaced_ids(connection, person)

    def own(self, person: Person, ids: Collection[str]) -> tuple[Proposal, ...]:
        """Return those of some places that the person's organisation owns."""
        with self._database.reading() as connection:
            return several(connection, owned(person) & proposals.c.id.in_(ids), (proposals.c.number,))

    def around(self, person: Person, lon: float, lat: float, metres: float) -> tuple[Known, ...]:
        """Return the places that a person may know of in a box that holds all those within `metres` of a point (degrees, WGS 84).

        They are the nearest 2,000; how far each is, is for `geodata.neighbours` to say.
        """
        with self._database.reading() as connection:
            return known_around(connection, person, lon, lat, metres)


def _readable_by(person: Person) -> ColumnElement[bool]:
    """Return the condition of the journal's rows that a person reads."""
    column = journal_table.c
    wanted = owned(person)
    if decides(person):
        wanted = or_(
            wanted,
            and_(column.is_shared.is_(True), shared()),
            column.scenario_id.is_not(None),
            column.meeting_id.is_not(None),
            column.commitment_id.is_not(None),
            column.project_id.is_not(None),
        )
    if person.active and person.role is PersonRole.FACILITATOR:
        wanted = or_(wanted, and_(column.scenario_id.is_(None), column.proposal_id.is_(None)))
    return wanted


def _place(row: RowMapping) -> PublishedPlace:
    content: dict[str, FieldValue] = {
        key: value for key, value in public_part(row["published"]).items() if key not in UNTOLD and isinstance(value, (str, float))
    }
    landlord = row["organisation"] if row["kind"] is Kind.PREMISES else None
    position = (row["public_lon"], row["public_lat"])
    day, is_confidential = row["published_at"].date(), keeps_rent(row["published"])
    return PublishedPlace(row["id"], row["kind"], landlord, *position, content, row["is_example"], day, is_confidential)
