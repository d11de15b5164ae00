"""Map layers of other services, which the facilitator added by their address."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """Make the table."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "external_layers",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("attribution", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("source", sa.JSON, nullable=False),
        sa.Column("is_shown", sa.Boolean, nullable=False),
        sa.Column("opacity", sa.Integer, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("features", sa.Integer, nullable=False),
        sa.Column("read_at", moment),
        sa.Column("data", sa.LargeBinary),
    )
