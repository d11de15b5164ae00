"""What was found of the rows of an import, and an index by which the bytes of an organisation are counted without being read."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the two columns and the index."""
    op.add_column("imports", sa.Column("review", sa.LargeBinary))
    op.add_column("imports", sa.Column("reviewed", sa.Text))
    op.create_index("attachments_size", "attachments", ["proposal_id", "size"])
