"""Hypotheses that meetings moved: each version with its journal row, only for a decision that was taken; none is ever rewritten."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select

from domain.hypothesis import HypothesisVersion, MovedHypothesis, in_force
from domain.person import Action, Person, require
from i18n import gettext as _
from store import journal
from store.database import Database
from store.meeting_tables import hypothesis_versions
from store.meetings import one_meeting

MOVED = "hypothesis"


class HypothesisVersions:
    """The versions of a database.

    Every method raises `NotAllowed` for whoever may not, and `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, person: Person) -> tuple[HypothesisVersion, ...]:
        """Return every version, the latest first."""
        require(person, Action.READ_MEETINGS)
        table = hypothesis_versions.c
        columns = [column for column in hypothesis_versions.columns if column is not table.author_id]
        with self._database.reading() as connection:
            found = connection.execute(select(*columns).order_by(table.number.desc())).mappings()
            return tuple(HypothesisVersion(**row) for row in found)

    def today(self) -> tuple[MovedHypothesis, ...]:
        """Return the last version of each hypothesis that was moved, the first moved first: everybody reads by them."""
        table = hypothesis_versions.c
        query = select(table.number, table.at, table.hypothesis, table.value).order_by(table.number)
        with self._database.reading() as connection:
            found = [MovedHypothesis(**row) for row in connection.execute(query).mappings()]
        return tuple({one.hypothesis: one for one in found}.values())

    def record(self, person: Person, hypothesis: str, before: float, value: float, why: str, meeting_id: str, decision: str) -> int:
        """Move a hypothesis by a decision; return the number of the version.

        Parameters
        ----------
        before
            The value that the person saw.

        Raises
        ------
        NotFound
            There is no such meeting.
        ValueError
            The meeting took no such decision, the hypothesis was moved meanwhile, or it is not moved at all.
        """
        require(person, Action.PREPARE_MEETING)
        now, author = dt.datetime.now(dt.UTC), {"author": person.name or None, "author_id": person.id}
        with self._database.writing() as connection:
            found = one_meeting(connection, meeting_id).decision(decision)
            if found is None or found.outcome is None or found.outcome.is_postponed:
                raise ValueError(_("Par quelle décision : choisissez une décision prise en séance."))
            rows = connection.execute(select(hypothesis_versions).where(hypothesis_versions.c.hypothesis == hypothesis)).mappings()
            known = [HypothesisVersion(**{key: row[key] for key in row if key != "author_id"}) for row in rows]
            if in_force(known).get(hypothesis, before) != before:
                raise ValueError(_("Cette hypothèse vient d'être changée par une autre décision : relisez-la."))
            if value == before:
                raise ValueError(_("Nouvelle valeur : elle est déjà en vigueur."))
            row = {"at": now, "hypothesis": hypothesis, "before": before, "value": value, "why": why, "meeting_id": meeting_id}
            key = connection.execute(insert(hypothesis_versions).values(**row, **author, decision=decision)).inserted_primary_key
            number = int(key[0]) if key else 0
            after = {"code": hypothesis, "value": value, "version": number, "reason": why, "question": found.question}
            journal.append_by(connection, person, MOVED, now, {"code": hypothesis, "value": before}, after)
        return number
