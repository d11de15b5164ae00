"""Which version of its place each row of an import wrote, where the place was there before."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column."""
    op.add_column("import_rows", sa.Column("version", sa.Integer))
