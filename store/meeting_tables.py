"""Tables of meetings, of what was decided there, and of what became of it; `store.tables` has all the others."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Double, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from store.metadata import Moment, metadata

# `content` is all that was written of a meeting or a commitment, part by part (`domain.meeting`, `domain.commitment`); `seen` the version
# at which each part of a meeting was last written.
meetings = Table(
    "meetings",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("author", Text),
    Column("stage", String(16), nullable=False),
    Column("content", JSON, nullable=False),
    Column("seen", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

commitments = Table(
    "commitments",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("meeting_id", String(12), ForeignKey("meetings.id"), nullable=False),
    Column("author", Text),
    Column("content", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("commitments_meeting", "meeting_id"),
)

# Which reminders of a commitment were sent (`domain.reminder`); `deadline` is the day that it had then, ISO 8601.
reminders = Table(
    "reminders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("commitment_id", String(12), ForeignKey("commitments.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("deadline", String(10), nullable=False),
    Index("reminders_once", "commitment_id", "kind", "deadline", unique=True),
    sqlite_autoincrement=True,
)

# Rows are only ever added: each time a decision of a meeting moved a hypothesis (`domain.hypothesis`).
hypothesis_versions = Table(
    "hypothesis_versions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("author", Text),
    Column("author_id", Text, nullable=False),
    Column("hypothesis", String(64), nullable=False),
    Column("before", Double, nullable=False),
    Column("value", Double, nullable=False),
    Column("why", Text, nullable=False),
    Column("meeting_id", String(12), ForeignKey("meetings.id"), nullable=False),
    Column("decision", String(4), nullable=False),
    Index("hypothesis_versions_meeting", "meeting_id"),
    sqlite_autoincrement=True,
)

# What became of a decided place, part by part (`domain.project`); `name` is that of the place when the project began.
projects = Table(
    "projects",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("place", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("author", Text),
    Column("content", JSON, nullable=False),
    Column("seen", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("projects_place", "place", unique=True),
)

# Rows are only ever added: what froze a meeting when it was closed, then each amendment.
meeting_archives = Table(
    "meeting_archives",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", String(12), ForeignKey("meetings.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Text),
    Column("words", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Index("meeting_archives_meeting", "meeting_id"),
    sqlite_autoincrement=True,
)

# The files that the letters of a meeting carry (`outbox.meeting_id`): written with them, once.
letter_files = Table(
    "letter_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("meeting_id", String(12), ForeignKey("meetings.id"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Index("letter_files_once", "meeting_id", "name", unique=True),
    sqlite_autoincrement=True,
)

# `subject` is the decision or the scenario that a page is about, as `domain.public_page.Subject` writes it.
public_pages = Table(
    "public_pages",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("subject", String(40), nullable=False),
    Column("title", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Index("public_pages_subject", "subject", unique=True),
)
