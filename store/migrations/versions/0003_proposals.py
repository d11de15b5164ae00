"""Proposals with what is said of them, what is attached, the letters to send; landlords' organisations; the journal tells of proposals."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _moment(name: str, nullable: bool = True) -> sa.Column[dt.datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Make the five tables, let a journal row be about a proposal, and a person have an e-mail address."""
    op.create_table(
        "proposals",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(12), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("published", sa.JSON),
        sa.Column("version", sa.Integer, nullable=False),
        _moment("created_at", nullable=False),
        _moment("updated_at", nullable=False),
        *(_moment(name) for name in ("submitted_at", "decided_at", "confirmed_at", "seen_at", "published_at")),
        sa.Column("is_example", sa.Boolean, nullable=False),
        sa.Column("publication", sa.Integer),
        *(sa.Column(name, sa.Double) for name in ("lon", "lat", "public_lon", "public_lat")),
    )
    op.create_index("proposals_organisation", "proposals", ["organisation", "updated_at"])
    for name in ("stage", "publication", "lat", "public_lat"):
        op.create_index(f"proposals_{name}", "proposals", [name])
    _make_messages()
    _make_attachments()
    _make_letters()
    with op.batch_alter_table("journal", table_kwargs={"sqlite_autoincrement": True}) as journal:
        journal.add_column(sa.Column("author_id", sa.Text))
        journal.add_column(sa.Column("proposal_id", sa.String(12), sa.ForeignKey("proposals.id", name="journal_proposal_id_fkey")))
        journal.add_column(sa.Column("organisation", sa.String(32)))
        journal.add_column(sa.Column("is_shared", sa.Boolean))
        journal.create_index("journal_proposal", ["proposal_id"])
        journal.create_index("journal_organisation", ["organisation"])
    op.add_column("persons", sa.Column("email", sa.String(254)))


def _make_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("proposal_id", sa.String(12), sa.ForeignKey("proposals.id"), nullable=False),
        _moment("at", nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("act", sa.String(16)),
        sa.Column("is_internal", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("messages_proposal", "messages", ["proposal_id", "at"])


def _make_attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(24), nullable=False, unique=True),
        sa.Column("proposal_id", sa.String(12), sa.ForeignKey("proposals.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("width", sa.Integer),
        sa.Column("height", sa.Integer),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("caption", sa.Text, nullable=False),
        _moment("removed_at"),
        _moment("at", nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("attachments_proposal", "attachments", ["proposal_id"])


def _make_letters() -> None:
    op.create_table(
        "organisations",
        sa.Column("code", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("is_example", sa.Boolean, nullable=False),
        _moment("created_at", nullable=False),
    )
    op.create_index("organisations_name", "organisations", ["name_key"], unique=True)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        _moment("at", nullable=False),
        sa.Column("to_address", sa.String(254), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("proposal_id", sa.String(12), sa.ForeignKey("proposals.id")),
        _moment("sent_at"),
        sa.Column("error", sa.Text),
        sa.Column("tries", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_sent", "outbox", ["sent_at", "at"])
    op.create_index("outbox_proposal", "outbox", ["proposal_id"])
