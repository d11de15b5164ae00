"""Attempts to sign in: a few wrong ones, then none for a while, whichever worker or machine is asked."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, or_, select

from store.database import Database
from store.sessions import digest
from store.tables import attempts

MOST = 5
LOGIN_WINDOW_S = 300
ADDRESS_WINDOW_S = 120


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that may go on, counted as wrong until `Attempts.forgive` is told otherwise."""

    key: str
    address_row: int | None = None


class Attempts:
    """The attempts of the last minutes. Logins and addresses are kept as digests, and for the length of their window only.

    Five wrong attempts on one login within five minutes, or from one address within two, and every other one is refused until the
    oldest of them is that old; a refused attempt is not looked at, so it neither succeeds nor counts. A known device of a login (see
    `store.devices`) counts by itself, five in five minutes: the attempts of others do not keep the person out. `clock` gives seconds
    since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def claim(self, login: str, address: str, device: str | None = None) -> Attempt | int:
        """Count an attempt before it is looked at (two at once must not both be the fifth); else return the seconds to wait.

        `device` names the known device of this login from which it is made, if it is.

        Raises
        ------
        StoreUnavailable
            Attempts cannot be counted, so none may go on.
        """
        now = self._clock()
        name = login.strip().lower()
        by_name = digest(f"login:{name}" if device is None else f"device:{device}:{name}")
        by_address = digest(f"address:{address}") if device is None else None
        with self._database.writing() as connection:
            _sweep(connection, now)
            wait = _wait(connection, by_name, LOGIN_WINDOW_S, now)
            if by_address is not None:
                wait = max(wait, _wait(connection, by_address, ADDRESS_WINDOW_S, now))
            if wait > 0:
                return math.ceil(wait)
            connection.execute(insert(attempts).values(digest=by_name, at=now))
            if by_address is None:
                return Attempt(by_name)
            key = connection.execute(insert(attempts).values(digest=by_address, at=now)).inserted_primary_key
        return Attempt(by_name, key[0] if key else None)

    def claim_request(self, what: str, address: str, most: int = MOST, window_s: int = LOGIN_WINDOW_S) -> int:
        """Count one more request of a kind from an address; return the seconds to wait, 0 when it may go on.

        At most `most` of them go on within `window_s` seconds, which is no longer than `LOGIN_WINDOW_S`.
        """
        now, key = self._clock(), digest(f"{what}:{address}")
        with self._database.writing() as connection:
            _sweep(connection, now)
            wait = _wait(connection, key, window_s, now, most)
            if wait <= 0:
                connection.execute(insert(attempts).values(digest=key, at=now))
        return math.ceil(max(wait, 0))

    def forgive(self, attempt: Attempt) -> None:
        """The attempt was right: forget those of its login, or of its device, and itself; the address keeps its wrong ones."""
        with self._database.writing() as connection:
            connection.execute(delete(attempts).where((attempts.c.digest == attempt.key) | (attempts.c.id == attempt.address_row)))


def _sweep(connection: Connection, now: float) -> None:
    """Forget the attempts that count no more, and those of a clock that has since been set back: they would for too long."""
    over = or_(attempts.c.at <= now - LOGIN_WINDOW_S, attempts.c.at > now + LOGIN_WINDOW_S)
    connection.execute(delete(attempts).where(over))


def _wait(connection: Connection, key: str, window_s: int, now: float, most: int = MOST) -> float:
    """Return the seconds until one more attempt may be made; 0 when it may be now."""
    recent = select(attempts.c.at).where((attempts.c.digest == key) & (attempts.c.at > now - window_s)).order_by(attempts.c.at.desc())
    times = connection.execute(recent.limit(most)).scalars().all()
    return times[-1] + window_s - now if len(times) == most else 0.0
