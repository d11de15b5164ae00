"""Projects of decided places: what each needs, and what became of it; the journal tells of them."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"


def upgrade() -> None:
    """Make the table, and let a journal row be about a project."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "projects",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("seen", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
    )
    op.create_index("projects_place", "projects", ["place"], unique=True)
    with op.batch_alter_table("journal", table_kwargs={"sqlite_autoincrement": True}) as journal:
        journal.add_column(sa.Column("project_id", sa.String(12), sa.ForeignKey("projects.id", name="journal_project_id_fkey")))
        journal.create_index("journal_project", ["project_id"])
