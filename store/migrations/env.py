"""Alembic's entry: runs the migrations on the connection that `store.schema` hands over, inside its transaction."""

from alembic import context

from store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
