"""Persons may be known by an identity provider; a session that it began keeps what ends it there."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Let a person have one identity, and a session the token that came with it."""
    op.add_column("persons", sa.Column("oidc_issuer", sa.Text))
    op.add_column("persons", sa.Column("oidc_subject", sa.Text))
    op.create_index("persons_identity", "persons", ["oidc_issuer", "oidc_subject"], unique=True)
    op.create_index("persons_email", "persons", ["email"])
    op.add_column("sessions", sa.Column("id_token", sa.Text))
