"""A person's own account: who they are here, where they have signed in, another password."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.account import organisation_of, wait_words
from domain.password import check_same
from domain.person import ROLE_LABELS, Person
from i18n import gettext as _
from i18n.moments import moment
from store.attempts import Attempts
from store.persons import Persons
from store.sessions import OpenSession, Sessions, digest
from store.tokens import Token, Tokens


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A session in words; `handle` names it to `OwnAccountService.close`."""

    handle: str
    agent: str
    since: str
    last: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A token of a program in words; `handle` names it to `OwnAccountService.revoke`."""

    handle: str
    name: str
    until: str
    used: str


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What the account screen shows. An example person has neither login nor sessions, and nothing to change."""

    name: str
    role: str
    organisation: str
    login: str
    email: str
    is_example: bool
    is_single: bool
    sessions: tuple[ShownSession, ...] = ()
    tokens: tuple[ShownToken, ...] = ()


@dataclass(frozen=True, eq=False)
class OwnAccountService:
    """What people ask of their own account. `landlords` gives the organisations' names by code."""

    persons: Persons
    sessions: Sessions
    attempts: Attempts
    tokens: Tokens
    landlords: Callable[[], Mapping[str, str]]

    def shown(self, person: Person, token: str) -> OwnAccount:
        """Return a person's account; `token` is that of the session which asks."""
        found = self.persons.account(person)
        organisation = organisation_of(person, self.landlords())
        role = _(ROLE_LABELS[person.role])
        if found is None:
            return OwnAccount(person.name, role, organisation, "", "", is_example=True, is_single=False)
        sessions = tuple(_shown(one) for one in self.sessions.of_person(person, token))
        tokens = tuple(_token(one) for one in self.tokens.of_person(person))
        return OwnAccount(person.name, role, organisation, person.login, found.email or "", False, found.is_single, sessions, tokens)

    def change_password(self, person: Person, token: str, address: str, present: str, password: str, again: str) -> str:
        """Change a person's password and return what to say of it; `address` is where they ask from.

        Raises
        ------
        ValueError
            It is refused, or there were too many attempts; nothing has changed.
        """
        account = self.persons.account(person)
        if account is None or account.is_single:
            raise ValueError(_("Ce compte n'a pas de mot de passe ici : rien n'a changé."))
        check_same(password, again)
        attempt = self.attempts.claim(person.login, address)
        if isinstance(attempt, int):
            raise ValueError(wait_words(attempt))
        self.persons.change_password(person, present, password, digest(token))
        self.attempts.forgive(attempt)
        return _("Mot de passe changé. Vos autres sessions sont fermées.")

    def close(self, person: Person, token: str, handle: str) -> None:
        """Close one of a person's sessions; all but the one that asks when no `handle` names one."""
        if handle:
            self.sessions.close_own(person, handle)
        else:
            self.sessions.close_others(person, token)

    def make_token(self, person: Person, name: str) -> str:
        """Make a token by which a program reads as a person, and return it: it is shown this once.

        Raises
        ------
        ValueError
            It has no name, or there are ten already; nothing was made.
        """
        if self.persons.account(person) is None:
            raise ValueError(_("Cette personne est un exemple de la démonstration : elle n'a pas de jeton."))
        return self.tokens.make(person, name)

    def revoke_token(self, person: Person, handle: str) -> None:
        """Take one of a person's tokens back."""
        self.tokens.revoke(person, handle)


def _token(token: Token) -> ShownToken:
    used = _("jamais") if token.used_at is None else _moment(token.used_at)
    return ShownToken(token.handle, token.name, _moment(token.ends_at), used)


def _moment(at: float) -> str:
    return moment(dt.datetime.fromtimestamp(at, dt.UTC))


def _shown(session: OpenSession) -> ShownSession:
    since, last = (_moment(at) for at in (session.started_at, session.seen_at))
    return ShownSession(session.handle, session.agent or _("Navigateur inconnu"), since, last, session.is_current)
