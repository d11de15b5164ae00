"""What the installation says of itself: whether the database was created as a demonstration."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table; a database that was there before is no demonstration."""
    op.create_table("installation", sa.Column("key", sa.String(32), primary_key=True), sa.Column("value", sa.Text, nullable=False))
