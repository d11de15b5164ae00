"""Tables of the store, in SQL that SQLite and PostgreSQL both speak."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    Enum,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from domain.account import LinkKind
from domain.candidate import Kind
from domain.person import PersonRole
from domain.proposal import Act, Stage
from domain.saved import Status
from store import meeting_tables  # noqa: F401 - all tables are known once these are
from store.metadata import Moment
from store.metadata import metadata as metadata

STATUS = Enum(Status, native_enum=False, length=16, values_callable=lambda kind: [status.value for status in kind])
ROLE = Enum(PersonRole, native_enum=False, length=16, values_callable=lambda kind: [role.value for role in kind])
KIND = Enum(Kind, native_enum=False, length=16, values_callable=lambda kind: [value.value for value in kind])
STAGE = Enum(Stage, native_enum=False, length=16, values_callable=lambda kind: [stage.value for stage in kind])
ACT = Enum(Act, native_enum=False, length=16, values_callable=lambda kind: [act.value for act in kind])
LINK = Enum(LinkKind, native_enum=False, length=16, values_callable=lambda kind: [value.value for value in kind])

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
    Column("author_id", Text),
    Column("proposal_id", String(12), ForeignKey("proposals.id")),
    Column("organisation", String(32)),
    Column("is_shared", Boolean),
    Column("meeting_id", String(12), ForeignKey("meetings.id")),
    Column("commitment_id", String(12), ForeignKey("commitments.id")),
    Column("project_id", String(12), ForeignKey("projects.id")),
    Index("journal_scenario", "scenario_id"),
    Index("journal_person", "person_id"),
    Index("journal_proposal", "proposal_id"),
    Index("journal_organisation", "organisation"),
    Index("journal_meeting", "meeting_id"),
    Index("journal_commitment", "commitment_id"),
    Index("journal_project", "project_id"),
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
    Column("email", String(254)),
    Column("oidc_issuer", Text),
    Column("oidc_subject", Text),
    Column("signed_in_at", Moment),
    Index("persons_login", "login", unique=True),
    Index("persons_name", "name_key", unique=True),
    Index("persons_identity", "oidc_issuer", "oidc_subject", unique=True),
    Index("persons_email", "email"),
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
    Column("id_token", Text),
    Column("agent", String(60)),
    Index("sessions_person", "person_id"),
)

# Links that set a password, by the digest of their token; `made_at` is in seconds since 1970.
password_links = Table(
    "password_links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", String(12), ForeignKey("persons.id"), nullable=False),
    Column("kind", LINK, nullable=False),
    Column("made_at", Double, nullable=False),
    Index("password_links_person", "person_id"),
)

# Tokens by which programs read as an account, by their digest; times are seconds since 1970.
api_tokens = Table(
    "api_tokens",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person_id", String(12), ForeignKey("persons.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("used_at", Double),
    Index("api_tokens_person", "person_id"),
)

# Links by which somebody without an account proposes for one organisation, by the digest of their token; seconds since 1970.
invitations = Table(
    "invitations",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("organisation", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_id", Text, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("ends_at", Double, nullable=False),
    Column("revoked_at", Double),
)

# Requests for an account that wait for an answer; `origin` is the digest of the address from which one came.
account_requests = Table(
    "account_requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", String(254), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("role", ROLE, nullable=False),
    Column("word", Text, nullable=False),
    Column("origin", String(64), nullable=False),
    Index("account_requests_email", "email", unique=True),
    Index("account_requests_origin", "origin"),
    sqlite_autoincrement=True,
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", Double, nullable=False),
    Index("attempts_digest", "digest", "at"),
)

# `number` is given by whoever writes, in the turn of the only writer; `id` is made of it. The two positions are of `content` and of
# `published`; `publication` is the journal's row by which what everybody sees last changed.
proposals = Table(
    "proposals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", String(12), nullable=False, unique=True),
    Column("kind", KIND, nullable=False),
    Column("organisation", String(32), nullable=False),
    Column("author", Text, nullable=False),
    Column("author_id", Text, nullable=False),
    Column("stage", STAGE, nullable=False),
    Column("content", JSON, nullable=False),
    Column("published", JSON(none_as_null=True)),
    Column("version", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("submitted_at", Moment),
    Column("decided_at", Moment),
    Column("confirmed_at", Moment),
    Column("seen_at", Moment),
    Column("published_at", Moment),
    Column("is_example", Boolean, nullable=False),
    Column("publication", Integer),
    Column("lon", Double),
    Column("lat", Double),
    Column("public_lon", Double),
    Column("public_lat", Double),
    Index("proposals_organisation", "organisation", "updated_at"),
    Index("proposals_stage", "stage"),
    Index("proposals_publication", "publication"),
    Index("proposals_lat", "lat"),
    Index("proposals_public_lat", "public_lat"),
)

# Rows are only ever added. `organisation` is the author's: internal ones are read there alone.
messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("proposal_id", String(12), ForeignKey("proposals.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_id", Text, nullable=False),
    Column("organisation", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("act", ACT),
    Column("is_internal", Boolean, nullable=False),
    Index("messages_proposal", "proposal_id", "at"),
    sqlite_autoincrement=True,
)

attachments = Table(
    "attachments",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(24), nullable=False, unique=True),
    Column("proposal_id", String(12), ForeignKey("proposals.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("sha256", String(64), nullable=False),
    Column("caption", Text, nullable=False),
    Column("removed_at", Moment),
    Column("at", Moment, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_id", Text, nullable=False),
    Index("attachments_proposal", "proposal_id"),
    Index("attachments_size", "proposal_id", "size"),
    sqlite_autoincrement=True,
)

organisations = Table(
    "organisations",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("is_example", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index("organisations_name", "name_key", unique=True),
)

# Letters to send; `error` is that of the last try. One that carries a link (`link` says which) is written with it as it leaves.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("to_address", String(254), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("proposal_id", String(12), ForeignKey("proposals.id")),
    Column("sent_at", Moment),
    Column("error", Text),
    Column("tries", Integer, nullable=False),
    Column("person_id", String(12), ForeignKey("persons.id")),
    Column("link", LINK),
    Column("meeting_id", String(12), ForeignKey("meetings.id")),
    Index("outbox_sent", "sent_at", "at"),
    Index("outbox_proposal", "proposal_id"),
    Index("outbox_meeting", "meeting_id"),
    sqlite_autoincrement=True,
)

# An import that one person has under way: the file as `intake.packed` writes it, what was chosen, what was found of its rows under what
# (`reviewed`), and which rows have become proposals. `version` is that which a row wrote of a proposal that was there before, 0 when it
# changed nothing of it; null for a proposal that the row made.
imports = Table(
    "imports",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("organisation", String(32), nullable=False),
    Column("author_id", Text, nullable=False),
    Column("kind", KIND, nullable=False),
    Column("name", Text, nullable=False),
    Column("rows_n", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("is_closing", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("review", LargeBinary),
    Column("reviewed", Text),
    Index("imports_author", "author_id", "at"),
    Index("imports_at", "at"),
)

import_rows = Table(
    "import_rows",
    metadata,
    Column("import_id", String(24), ForeignKey("imports.id"), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("proposal_id", String(12), ForeignKey("proposals.id"), nullable=False),
    Column("version", Integer),
)

# What an organisation chose for the files of one shape (see `bulk.shapes`), proposed for the next one.
import_shapes = Table(
    "import_shapes",
    metadata,
    Column("organisation", String(32), primary_key=True),
    Column("kind", KIND, primary_key=True),
    Column("shape", String(80), primary_key=True),
    Column("choices", JSON, nullable=False),
    Column("at", Moment, nullable=False),
)

# Map layers of other services (`domain.external_layer`); `data` are the features that were read, GeoJSON packed by gzip.
external_layers = Table(
    "external_layers",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("name", Text, nullable=False),
    Column("attribution", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("source", JSON, nullable=False),
    Column("is_shown", Boolean, nullable=False),
    Column("opacity", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("features", Integer, nullable=False),
    Column("read_at", Moment),
    Column("data", LargeBinary),
)

# What the installation says of itself, by name: see `store.installation`.
installation = Table(
    "installation",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
