"""Meetings, the commitments that come of them, the archives that close them; the journal tells of the first two."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"


def upgrade() -> None:
    """Make the three tables, and let a journal row be about a meeting or a commitment."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("author", sa.Text),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("seen", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
    )
    op.create_table(
        "commitments",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("meeting_id", sa.String(12), sa.ForeignKey("meetings.id"), nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
    )
    op.create_index("commitments_meeting", "commitments", ["meeting_id"])
    op.create_table(
        "meeting_archives",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("meeting_id", sa.String(12), sa.ForeignKey("meetings.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("meeting_archives_meeting", "meeting_archives", ["meeting_id"])
    with op.batch_alter_table("journal", table_kwargs={"sqlite_autoincrement": True}) as journal:
        journal.add_column(sa.Column("meeting_id", sa.String(12), sa.ForeignKey("meetings.id", name="journal_meeting_id_fkey")))
        journal.add_column(sa.Column("commitment_id", sa.String(12), sa.ForeignKey("commitments.id", name="journal_commitment_id_fkey")))
        journal.create_index("journal_meeting", ["meeting_id"])
        journal.create_index("journal_commitment", ["commitment_id"])
