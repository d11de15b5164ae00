"""Accounts as people see them: links that set a password, requests for an account, and the login that an address gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.limits import MAX_NAME
from domain.person import Person, PersonRole, clean_email
from domain.proposal import clean_text
from domain.saved import clean_name
from i18n import gettext as _
from i18n import ngettext

MAX_ORGANISATION = MAX_NAME
MAX_WORD = 500
"""The word that goes with a request for an account."""
REQUEST_LASTS_DAYS = 90
LOGIN_SIGNS = re.compile(r"[^a-z0-9._+-]+", re.ASCII)


class LinkKind(StrEnum):
    """Why a link that sets a password was made."""

    INVITE = "invite"
    RESET = "reset"


LINK_LASTS_S: Mapping[LinkKind, int] = MappingProxyType({LinkKind.INVITE: 7 * 24 * 3_600, LinkKind.RESET: 3_600})
"""Seconds after which a link opens nothing."""


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """What somebody without an account tells to be given one; `role` is what they wish, never the facilitator's.

    Raises
    ------
    ValueError
        A field is refused; the sentence names it, in the current language.
    """

    name: str
    email: str
    organisation: str
    role: PersonRole
    word: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_name(self.name))
        object.__setattr__(self, "email", clean_email(self.email))
        object.__setattr__(self, "organisation", clean_text(" ".join(self.organisation.split()), MAX_ORGANISATION))
        object.__setattr__(self, "word", clean_text(self.word, MAX_WORD))
        if not self.organisation:
            raise ValueError(_("Organisation : dites pour qui vous travaillez."))
        if self.role is PersonRole.FACILITATOR:
            raise ValueError(_("Rôle : l'animation de la démarche ne se demande pas ici."))


def role_of(code: str, offered: Iterable[PersonRole] = PersonRole) -> PersonRole:
    """Return the role of a code among those that are offered.

    Raises
    ------
    ValueError
        None has it.
    """
    found = next((role for role in offered if role.value == code), None)
    if found is None:
        raise ValueError(_("Rôle : choisissez-en un dans la liste."))
    return found


def organisation_of(person: Person, landlords: Mapping[str, str]) -> str:
    """Return the name of a person's organisation, its code where it has no name; empty without one."""
    return landlords.get(person.landlord or "", person.landlord or "")


def wait_words(seconds: int) -> str:
    """Say how long to wait after too many attempts, to the minute above."""
    minutes = -(-seconds // 60)
    words = ngettext("Trop d'essais : recommencez dans {n} minute.", "Trop d'essais : recommencez dans {n} minutes.", minutes)
    return words.format(n=minutes)


def login_of_email(email: str) -> str:
    """Return the login that an address gives, by what stands before its @."""
    name = LOGIN_SIGNS.sub("", email.strip().lower().partition("@")[0]).lstrip("._+-")
    return name if len(name) > 1 else f"{name}compte"


def check_facilitator_left(found: Person, others: int) -> None:
    """Refuse to take the facilitator's role from the last person who has it: nobody could give it back.

    Parameters
    ----------
    others
        How many other active persons have the role.

    Raises
    ------
    ValueError
        With what to do first.
    """
    if found.active and found.role is PersonRole.FACILITATOR and not others:
        sentence = _("{name} est la seule personne qui anime la démarche : donnez d'abord ce rôle à quelqu'un d'autre.")
        raise ValueError(sentence.format(name=found.name))
