"""Devices from which a person has signed in: each bears a mark that only this service can make, for that person alone."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable

from sqlalchemy import select

from store.database import Database
from store.tables import persons

KNOWN_FOR_S = 180 * 24 * 3_600
NONCE_BYTES = 12
MARK = re.compile(r"(?P<at>\d{1,12})\.(?P<nonce>[\w-]{16})\.(?P<seal>[0-9a-f]{64})", re.ASCII)


class Devices:
    """The devices of the persons of a database. Nothing is kept of them here: a mark is sealed by what the person's password is kept as.

    Another password therefore makes every device unknown. `clock` gives seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def mark(self, login: str) -> str | None:
        """Return a new mark for a device of somebody who has just signed in; None when nobody has this login.

        Raises
        ------
        StoreUnavailable
            Persons cannot be read.
        """
        password = self._password(login)
        at, nonce = int(self._clock()), secrets.token_urlsafe(NONCE_BYTES)
        return f"{at}.{nonce}.{_seal(password, login, at, nonce)}" if password else None

    def known(self, login: str, mark: str) -> str | None:
        """Return the name of the device that bears a mark made for this login; None for any other mark, and for one that is too old.

        Raises
        ------
        StoreUnavailable
            Persons cannot be read.
        """
        found = MARK.fullmatch(mark)
        if found is None or not 0 <= self._clock() - int(found["at"]) <= KNOWN_FOR_S:
            return None
        password = self._password(login)
        is_ours = password is not None and hmac.compare_digest(_seal(password, login, int(found["at"]), found["nonce"]), found["seal"])
        return found["nonce"] if is_ours else None

    def _password(self, login: str) -> str | None:
        with self._database.reading() as connection:
            wanted = (persons.c.login == login.strip().lower()) & persons.c.active.is_(True)
            password = connection.execute(select(persons.c.password).where(wanted)).scalar()
        return password or None


def _seal(password: str, login: str, at: int, nonce: str) -> str:
    message = f"device:{login.strip().lower()}:{at}:{nonce}"
    return hmac.new(password.encode(), message.encode(), hashlib.sha256).hexdigest()
