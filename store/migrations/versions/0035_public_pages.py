"""Pages that everybody may read: a decision or a scenario that was published, perhaps withdrawn since."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0032"


def upgrade() -> None:
    """Make the table."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "public_pages",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("published_at", moment, nullable=False),
        sa.Column("withdrawn_at", moment),
    )
    op.create_index("public_pages_subject", "public_pages", ["subject"], unique=True)
