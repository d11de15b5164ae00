"""Everything that a database holds, for tests of what it must not hold."""

from __future__ import annotations

from sqlalchemy import MetaData, select

from store.database import Database


def everything(database: Database) -> bytes:
    """Return the bytes of a database's files; of a server's, every value of every row."""
    if database.file:
        return b"".join(file.read_bytes() for file in database.file.parent.iterdir())
    found = MetaData()
    with database.reading() as connection:
        found.reflect(connection)
        rows = [row for table in found.sorted_tables for row in connection.execute(select(table))]
    assert rows
    return repr(rows).encode()
