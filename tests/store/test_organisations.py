"""Landlords' organisations: added by the facilitator, each by one code and one name."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.person import VISITOR, NotAllowed, Person, PersonRole
from domain.proposal import ECONOMY
from store.database import Database
from store.organisations import Organisations
from store.persons import Taken
from store.tables import journal
from tests.store.people import CHIEF


@pytest.fixture
def organisations(database: Database) -> Organisations:
    return Organisations(database)


def test_an_organisation_is_added_listed_and_told(organisations: Organisations, database: Database) -> None:
    assert organisations.list() == {}
    organisations.add(CHIEF, " Habitat13 ", " Habitat 13 ")
    organisations.add(CHIEF, "aa-office", "Office de l'Étang", is_example=True)
    assert list(organisations.list().items()) == [("aa-office", "Office de l'Étang"), ("habitat13", "Habitat 13")]
    with database.reading() as connection:
        rows = connection.execute(select(journal.c.action, journal.c.author, journal.c.after).order_by(journal.c.id)).all()
    assert tuple(rows[0]) == ("organisation", CHIEF.name, {"code": "habitat13", "name": "Habitat 13", "is_example": False})


def test_a_code_or_a_name_is_nobody_elses(organisations: Organisations) -> None:
    organisations.add(CHIEF, "h13", "Habitat 13")
    for code, name in (("H13", "Autre"), ("h14", "habitat  13")):
        with pytest.raises(Taken, match="déjà pris"):
            organisations.add(CHIEF, code, name)
    assert organisations.list() == {"h13": "Habitat 13"}


@pytest.mark.parametrize("code", ["", "a", "1a", "-a", "é13", "a b", "a" * 33, ECONOMY, "Economy"])
def test_another_code_is_refused(code: str, organisations: Organisations) -> None:
    with pytest.raises(ValueError, match="Code de bailleur"):
        organisations.add(CHIEF, code, "Nom")
    assert organisations.list() == {}


@pytest.mark.parametrize("name", ["", "x" * 121, "a\nb"])
def test_a_name_that_cannot_be_shown_is_refused(name: str, organisations: Organisations) -> None:
    with pytest.raises(ValueError, match="Nom"):
        organisations.add(CHIEF, "h13", name)


@pytest.mark.parametrize("role", [role for role in PersonRole if role is not PersonRole.FACILITATOR])
def test_only_the_facilitator_adds_one(role: PersonRole, organisations: Organisations) -> None:
    for person in (Person("x", "x", "X", role, "hpr" if role is PersonRole.LANDLORD else None), VISITOR):
        with pytest.raises(NotAllowed):
            organisations.add(person, "h13", "Habitat 13")
    assert organisations.list() == {}
