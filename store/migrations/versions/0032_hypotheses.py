"""Hypotheses that meetings moved, version by version."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "hypothesis_versions",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("hypothesis", sa.String(64), nullable=False),
        sa.Column("before", sa.Double, nullable=False),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("meeting_id", sa.String(12), sa.ForeignKey("meetings.id"), nullable=False),
        sa.Column("decision", sa.String(4), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("hypothesis_versions_meeting", "hypothesis_versions", ["meeting_id"])
