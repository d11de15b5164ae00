"""Persons for tests, with passwords that cost nothing to check, and a clock that one sets."""

from __future__ import annotations

from argon2 import PasswordHasher

from domain.person import Person, PersonDraft, PersonRole
from store.persons import Persons

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
CHIEF = Person("chief", "chief", "Une animatrice", PersonRole.FACILITATOR)
PLANNER = Person("planner", "planner", "Une planificatrice", PersonRole.PLANNER)
ADA = Person("ada", "ada", "Ada Lovelace", PersonRole.WASTE)
LANDLORDS = ("hpr", "mlo")
PASSWORD = "de bon matin à La Ciotat"  # noqa: S105 - of nobody


class Clock:
    """Seconds since 1970, as the test says."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def enrol(persons: Persons, login: str = "ada", role: PersonRole = PersonRole.WASTE, name: str | None = None) -> Person:
    """Make a person who signs in with `PASSWORD`."""
    landlord = LANDLORDS[0] if role is PersonRole.LANDLORD else None
    return persons.create(CHIEF, PersonDraft(login, name or f"Personne {login}", role, landlord), PASSWORD, LANDLORDS)
