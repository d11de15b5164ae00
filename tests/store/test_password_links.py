"""Links that set a password: one person's, once, for a while; nobody learns from one who has an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from domain.account import LINK_LASTS_S, LinkKind
from domain.person import Person, PersonDraft, PersonRole
from store.database import Database
from store.identities import Identities
from store.outbox import LINK, Outbox
from store.password_links import PAUSE_S, LinkOver, PasswordLinks
from store.persons import Persons
from store.sessions import Sessions
from store.tables import outbox
from store.verify import faults
from tests.store.contents import everything
from tests.store.people import ADA, CHEAP, CHIEF, LANDLORDS, PASSWORD, Clock

EMAIL = "ada@exemple.fr"
NEW = "quatre chaises devant la mer"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def persons(database: Database) -> Persons:
    made = Persons(database, CHEAP)
    made.create(CHIEF, PersonDraft("ada", "Ada Lovelace", PersonRole.WASTE, email=EMAIL), None, LANDLORDS)
    return made


@pytest.fixture
def links(database: Database, persons: Persons, clock: Clock) -> PasswordLinks:
    return PasswordLinks(database, persons, clock)


def handed(links: PasswordLinks, kind: LinkKind = LinkKind.INVITE) -> str:
    token = links.invite(CHIEF, "ada", kind, by_letter=False)
    assert token
    return token


def test_an_invited_person_chooses_a_password_once(links: PasswordLinks, persons: Persons, database: Database) -> None:
    token = handed(links)
    assert persons.authenticate("ada", token) is None
    assert links.redeem(token, NEW).login == "ada"
    found = persons.authenticate("ada", NEW)
    assert found is not None
    assert found.name == "Ada Lovelace"
    with pytest.raises(LinkOver):
        links.redeem(token, "encore un autre, le lendemain")
    assert persons.authenticate("ada", NEW)
    assert [entry.action for entry in persons.history(CHIEF, found.id)] == ["create", "invite", "password"]
    assert persons.history(CHIEF, found.id)[-1].author == "Ada Lovelace"
    assert faults(database) == ()


def test_the_token_of_a_link_is_nowhere_in_the_database(links: PasswordLinks, database: Database) -> None:
    assert handed(links).encode() not in everything(database)


def test_a_refused_password_leaves_the_link_to_serve(links: PasswordLinks) -> None:
    token = handed(links)
    for refused in ("court", "ada va à la plage"):
        with pytest.raises(ValueError, match="Mot de passe"):
            links.redeem(token, refused)
    assert links.redeem(token, NEW)


@pytest.mark.parametrize("kind", [*LinkKind])
def test_a_link_opens_nothing_once_its_time_is_over(kind: LinkKind, links: PasswordLinks, clock: Clock) -> None:
    token = handed(links, kind)
    clock.now += LINK_LASTS_S[kind] - 1
    assert links.owner(token)
    clock.now += 1
    assert links.owner(token) is None
    with pytest.raises(LinkOver):
        links.redeem(token, NEW)


@pytest.mark.parametrize("token", ["", "x" * 43, "x" * 10_000, "' OR 1=1 --", "é", "\x00"])
def test_a_guessed_token_opens_nothing(token: str, links: PasswordLinks) -> None:
    handed(links)
    with pytest.raises(LinkOver):
        links.redeem(token, NEW)


OVER: dict[str, Callable[[Persons, PasswordLinks], Any]] = {
    "another link": lambda _persons, links: links.invite(CHIEF, "ada", LinkKind.RESET, by_letter=False),
    "another password": lambda persons, _links: persons.set_password(CHIEF, "ada", PASSWORD),
    "another address": lambda persons, _links: persons.set_email(CHIEF, "ada", "ada@ailleurs.fr"),
    "no account any more": lambda persons, _links: persons.disable(CHIEF, "ada"),
}


@pytest.mark.parametrize("what", OVER)
def test_a_link_ends_with_what_it_was_made_for(what: str, links: PasswordLinks, persons: Persons) -> None:
    token = handed(links)
    OVER[what](persons, links)
    assert links.owner(token) is None


def test_a_new_password_ends_every_session_of_its_person_alone(links: PasswordLinks, persons: Persons, database: Database) -> None:
    sessions = Sessions(database)
    ada = persons.list(CHIEF)[0]
    eve = persons.create(CHIEF, PersonDraft("eve", "Ève", PersonRole.WASTE), PASSWORD, LANDLORDS)
    token = handed(links)
    hers, others = sessions.open(ada), sessions.open(eve)
    links.redeem(token, NEW)
    assert sessions.holder(hers) is None
    assert sessions.holder(others) is not None


def test_whoever_is_disabled_or_signs_in_elsewhere_chooses_no_password(links: PasswordLinks, persons: Persons, database: Database) -> None:
    token = handed(links)
    assert Identities(database).person("https://auth.example", "s-1", EMAIL)
    assert links.owner(token) is None
    for act in (lambda: None, lambda: persons.disable(CHIEF, "ada")):
        act()
        with pytest.raises(ValueError, match="n'a pas de mot de passe à choisir"):
            links.invite(CHIEF, "ada", LinkKind.INVITE, by_letter=True)
        links.request(EMAIL)
    assert Outbox(database).pending() == ()


@pytest.mark.parametrize("name", ["ada", " ADA ", EMAIL, "Ada@Exemple.FR"])
def test_a_letter_goes_to_the_address_of_the_account_without_its_link(name: str, links: PasswordLinks, database: Database) -> None:
    links.request(name)
    (letter,) = Outbox(database).pending()
    assert (letter.to_address, letter.link) == (EMAIL, LinkKind.RESET)
    assert LINK in letter.body
    with database.reading() as connection:
        assert connection.execute(select(outbox.c.link)).scalars().all() == [LinkKind.RESET]


def test_letters_are_asked_for_one_at_a_time(links: PasswordLinks, clock: Clock, database: Database) -> None:
    for _n in range(3):
        links.request(EMAIL)
    assert len(Outbox(database).pending()) == 1
    clock.now += PAUSE_S + 1
    links.request(EMAIL)
    assert len(Outbox(database).pending()) == 2


def test_nobody_is_written_to_for_an_unknown_or_a_shared_address(links: PasswordLinks, persons: Persons, database: Database) -> None:
    links.request("personne@exemple.fr")
    persons.create(CHIEF, PersonDraft("ada2", "Ada la Jeune", PersonRole.WASTE, email=EMAIL), None, LANDLORDS)
    links.request(EMAIL)
    assert Outbox(database).pending() == ()


def test_an_address_signs_in_whatever_its_case_unless_two_share_it(links: PasswordLinks, persons: Persons) -> None:
    links.redeem(handed(links), NEW)
    found = persons.authenticate(" ADA@exemple.fr", NEW)
    assert found is not None
    assert (found.login, persons.login_of(EMAIL), persons.login_of("x@exemple.fr")) == ("ada", "ada", "x@exemple.fr")
    persons.create(CHIEF, PersonDraft("ada2", "Ada la Jeune", PersonRole.WASTE, email=EMAIL), NEW, LANDLORDS)
    assert persons.authenticate(EMAIL, NEW) is None
    assert persons.authenticate("ada", NEW) == found


def test_letters_about_accounts_are_read_by_those_who_manage_them_alone(links: PasswordLinks, database: Database) -> None:
    links.request(EMAIL)
    economy = Person("eco", "eco", "Chloé", PersonRole.ECONOMY)
    assert Outbox(database).list(economy) == ()
    assert len(Outbox(database).list(CHIEF)) == 1


def test_only_the_facilitator_invites(links: PasswordLinks) -> None:
    with pytest.raises(PermissionError):
        links.invite(ADA, "ada", LinkKind.INVITE, by_letter=False)
