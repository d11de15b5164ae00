"""Tables of the store, in SQL that SQLite and PostgreSQL both speak."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from domain.person import PersonRole
from domain.saved import Status


class Moment(TypeDecorator[dt.datetime]):
    """An aware moment, in UTC on the way in and out: SQLite alone would forget the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        """Write in UTC."""
        return value and value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """Read as UTC."""
        return value and (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


STATUS = Enum(Status, native_enum=False, length=16, values_callable=lambda kind: [status.value for status in kind])
ROLE = Enum(PersonRole, native_enum=False, length=16, values_callable=lambda kind: [role.value for role in kind])
metadata = MetaData()

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("author", Text),
    Column("question", Text, nullable=False),
    Column("result", JSON, nullable=False),
    Column("data_version", Text, nullable=False),
    Column("criteria_version", Text, nullable=False),
    Column("status", STATUS, nullable=False),
    Column("starred", Boolean, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("author", Text),
    Column("action", String(16), nullable=False),
    Column("scenario_id", String(12), ForeignKey("scenarios.id")),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("person_id", String(12), ForeignKey("persons.id")),
    Index("journal_scenario", "scenario_id"),
    Index("journal_person", "person_id"),
    sqlite_autoincrement=True,
)

searches = Table(
    "searches",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("question", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("report", JSON, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("holder", Text),
    Column("lease_until", Double),
    Column("updated_at", Double, nullable=False),
    Index("searches_finished", "finished", "updated_at"),
)

persons = Table(
    "persons",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("login", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("role", ROLE, nullable=False),
    Column("landlord", Text),
    Column("active", Boolean, nullable=False),
    Column("password", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("persons_login", "login", unique=True),
    Index("persons_name", "name_key", unique=True),
)

# Times of the next two are seconds since 1970. `demo` is the role of an example person, who has no row in `persons`.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", String(12), ForeignKey("persons.id")),
    Column("demo", ROLE),
    Column("started_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
    Index("sessions_person", "person_id"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", Double, nullable=False),
    Index("attempts_digest", "digest", "at"),
)
