"""Imports under way, and the proposals that their rows have become."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "imports",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("organisation", sa.String(32), nullable=False),
        sa.Column("author_id", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rows_n", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("is_closing", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("imports_author", "imports", ["author_id", "at"])
    op.create_index("imports_at", "imports", ["at"])
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.String(24), sa.ForeignKey("imports.id"), primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("proposal_id", sa.String(12), sa.ForeignKey("proposals.id"), nullable=False),
    )
