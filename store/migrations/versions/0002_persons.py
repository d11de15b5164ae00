"""Persons, their sessions and the attempts to sign in; the journal tells of persons too."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the three tables, and let a journal row be about a person."""
    op.create_table(
        "persons",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("name_key", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("landlord", sa.Text),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("persons_login", "persons", ["login"], unique=True)
    op.create_index("persons_name", "persons", ["name_key"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.String(12), sa.ForeignKey("persons.id")),
        sa.Column("demo", sa.String(16)),
        sa.Column("started_at", sa.Double, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
    )
    op.create_index("sessions_person", "sessions", ["person_id"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("attempts_digest", "attempts", ["digest", "at"])
    with op.batch_alter_table("journal", table_kwargs={"sqlite_autoincrement": True}) as journal:
        journal.alter_column("scenario_id", existing_type=sa.String(12), nullable=True)
        journal.add_column(sa.Column("person_id", sa.String(12), sa.ForeignKey("persons.id", name="journal_person_id_fkey")))
        journal.create_index("journal_person", ["person_id"])
