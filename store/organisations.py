"""Landlords' organisations: their codes and names, added by the facilitator; never deleted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from domain.person import Action, Person, name_key, require
from domain.proposal import ECONOMY
from domain.saved import clean_name
from i18n import gettext as _
from store import journal
from store.database import Database
from store.persons import Taken
from store.tables import organisations

CODE = re.compile(r"[a-z][a-z0-9_-]{1,31}", re.ASCII)


class Organisations:
    """The landlords' organisations of a database, beside the examples that every service knows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> Mapping[str, str]:
        """Return the names by code, in the order of the codes."""
        with self._database.reading() as connection:
            rows = connection.execute(select(organisations.c.code, organisations.c.name).order_by(organisations.c.code)).all()
        return {row.code: row.name for row in rows}

    def add(self, person: Person, code: str, name: str, is_example: bool = False) -> None:
        """Add an organisation.

        Raises
        ------
        NotAllowed
            The person does not manage persons.
        Taken
            Another one has this code or this name.
        ValueError
            The code or the name is refused.
        """
        require(person, Action.MANAGE_PERSONS)
        key, now = clean_code(code), dt.datetime.now(dt.UTC)
        shown = clean_name(name)
        values = {"code": key, "name": shown, "is_example": is_example}
        try:
            with self._database.writing() as connection:
                connection.execute(insert(organisations).values(**values, name_key=name_key(shown), created_at=now))
                journal.append(connection, "organisation", None, now, person.name, None, values, None, person.id)
        except IntegrityError as error:
            raise Taken(_("Ce code ou ce nom de bailleur est déjà pris.")) from error


def clean_code(text: str) -> str:
    """Return a code in lower case; ValueError unless it is 2 to 32 plain letters, digits, ``-`` or ``_``, a letter first."""
    code = text.strip().lower()
    if not CODE.fullmatch(code) or code == ECONOMY:
        raise ValueError(_("Code de bailleur : de 2 à 32 lettres sans accent, chiffres, tirets, une lettre d'abord."))
    return code
