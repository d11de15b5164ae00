"""Whether a database is that of a demonstration: it was created as one, and no account was ever made in it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, insert, select

from store.tables import installation, persons

DEMONSTRATION = "demonstration"


def begin_demonstration(connection: Connection) -> None:
    """Say of a database that was just created that it is a demonstration's."""
    connection.execute(insert(installation).values(key=DEMONSTRATION, value="1"))


def end_demonstration(connection: Connection) -> None:
    """End it for good, in the transaction that makes the first account; nothing where it is none."""
    connection.execute(delete(installation).where(installation.c.key == DEMONSTRATION))


def is_demonstration(connection: Connection) -> bool:
    """Say whether it is one; a database without accounts is not one by that alone."""
    marked = select(installation.c.key).where(installation.c.key == DEMONSTRATION, ~exists(select(persons.c.id)))
    return connection.execute(marked).first() is not None
