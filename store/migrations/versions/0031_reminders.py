"""Reminders of commitments: which was sent, for which deadline."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commitment_id", sa.String(12), sa.ForeignKey("commitments.id"), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("deadline", sa.String(10), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("reminders_once", "reminders", ["commitment_id", "kind", "deadline"], unique=True)
