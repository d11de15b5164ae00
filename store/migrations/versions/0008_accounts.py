"""Accounts seen by people: links that set a password, requests for an account, letters that carry a link, what a session is of."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the two tables, and add the columns."""
    op.create_table(
        "password_links",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.String(12), sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("made_at", sa.Double, nullable=False),
    )
    op.create_index("password_links_person", "password_links", ["person_id"])
    op.create_table(
        "account_requests",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("origin", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("account_requests_email", "account_requests", ["email"], unique=True)
    op.create_index("account_requests_origin", "account_requests", ["origin"])
    op.add_column("persons", sa.Column("signed_in_at", sa.DateTime(timezone=True)))
    op.add_column("sessions", sa.Column("agent", sa.String(60)))
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        outbox.add_column(sa.Column("person_id", sa.String(12), sa.ForeignKey("persons.id", name="outbox_person_id_fkey")))
        outbox.add_column(sa.Column("link", sa.String(16)))
