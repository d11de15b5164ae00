"""A PostgreSQL server: its connections, its one writer at a time, and what its errors mean."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError

CONNECT_TIMEOUT_S = 5
WRITER = 0x436F6E76
"""The advisory lock that whoever writes holds, as SQLite's file is locked: two writers never see each other half-way."""
READING = MappingProxyType({"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})

LOCKED, FULL, READ_ONLY, FORBIDDEN, DAMAGED, TOO_MANY = "locked", "full", "read only", "forbidden", "damaged", "too many"
NO_TABLE = "42P01"
# SQLSTATE, or the two characters of its class (PostgreSQL's documentation, appendix A).
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "55P03": LOCKED,
        "40P01": LOCKED,
        "40001": LOCKED,
        "53100": FULL,
        "53200": FULL,
        "53300": TOO_MANY,
        "25006": READ_ONLY,
        "42501": FORBIDDEN,
        "XX001": DAMAGED,
        "XX002": DAMAGED,
    }
)


def engine_of(url: URL, to_json: Callable[[object], str]) -> Engine:
    """Return an engine with connections that a forked process does not share with its parent."""
    timeout = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_S}
    engine = create_engine(url, json_serializer=to_json, pool_pre_ping=True, max_overflow=-1, connect_args=timeout, hide_parameters=True)
    known = weakref.ref(engine)
    os.register_at_fork(after_in_child=lambda: _forget_connections(known()))
    return engine


def wait_for_turn(connection: Connection, seconds: float) -> None:
    """Become the only writer until the transaction ends; an error of the server says that the wait was too long."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(seconds * 1_000))}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")


def meaning(error: DBAPIError) -> str | None:
    """Return what a server's error means, where it is no fault of the code."""
    return MEANINGS.get(getattr(error.orig, "sqlstate", None) or "")


def is_unwritable_text(error: Exception) -> bool:
    """Say whether a text was refused before it was sent: PostgreSQL keeps no NUL character."""
    return isinstance(error, DataError) and "NUL" in str(error.orig)


def _forget_connections(engine: Engine | None) -> None:
    if engine is not None:
        engine.dispose(close=False)
