"""The minutes that letters carry."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Make the table; a letter says of which meeting it carries them."""
    op.create_table(
        "letter_files",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("meeting_id", sa.String(12), sa.ForeignKey("meetings.id"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("letter_files_once", "letter_files", ["meeting_id", "name"], unique=True)
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        outbox.add_column(sa.Column("meeting_id", sa.String(12), sa.ForeignKey("meetings.id", name="outbox_meeting_id_fkey")))
        outbox.create_index("outbox_meeting", ["meeting_id"])
