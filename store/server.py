"""A PostgreSQL server: its connections, its one writer at a time, and what its errors mean."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError

CONNECT_TIMEOUT_S = 3
STATEMENT_TIMEOUT_S = 8
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
        "57014": TOO_MANY,
        "25006": READ_ONLY,
        "42501": FORBIDDEN,
        "XX001": DAMAGED,
        "XX002": DAMAGED,
    }
)


def engine_of(url: URL, to_json: Callable[[object], str]) -> Engine:
    """Return an engine with connections that a forked process does not share with its parent, and that wait only so long."""
    from store.patience import ANSWER_S, PING_S, PatientConnection  # the driver is not needed where a file keeps the database

    limits: dict[str, object] = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_TIMEOUT_S}
    limits |= {} if "options" in url.query else {"options": f"-c statement_timeout={STATEMENT_TIMEOUT_S}s"}
    engine = create_engine(url, json_serializer=to_json, pool_pre_ping=True, max_overflow=-1, connect_args=limits, hide_parameters=True)

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, given: tuple[object, ...], named: dict[str, Any]) -> PatientConnection:
        return PatientConnection.connect(*given, **named)  # type: ignore[arg-type]

    @event.listens_for(engine, "checkout")
    def lend(connection: PatientConnection, _record: object, _proxy: object) -> None:
        connection.patience_s = ANSWER_S

    @event.listens_for(engine, "checkin")
    def prepared(connection: PatientConnection | None, _record: object) -> None:
        if connection is not None:
            connection.patience_s = PING_S

    known = weakref.ref(engine)
    os.register_at_fork(after_in_child=lambda: _forget_connections(known()))
    return engine


def take_time(connection: Connection) -> None:
    """Let the transaction take as long as it needs: one that changes tables, or writes them anew."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    lent: Any = connection.connection.driver_connection
    lent.patience_s = None


def is_silence(error: DBAPIError) -> bool:
    """Say whether the server was not heard in time."""
    from store.patience import is_silence

    return is_silence(error.orig)


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
