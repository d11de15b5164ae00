"""Persons as the facilitator manages them, and one's own account."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.identity import DEMO_PERSONS
from access.link_address import LINK_PATH
from access.mail import message_of
from domain.account import RequestDraft
from domain.person import NotAllowed, Person, PersonDraft, PersonRole
from services.own_account import OwnAccountService
from services.persons import NEW, PERSON, REFUSALS, REQUEST, Outcome, PersonFields, PersonsService, Target
from store.account_requests import AccountRequests
from store.attempts import MOST, Attempts
from store.database import Database
from store.identities import Identities
from store.organisations import Organisations
from store.outbox import Outbox
from store.password_links import PasswordLinks
from store.persons import Persons
from store.sessions import Sessions
from store.tokens import Tokens
from store.verify import faults
from tests.store.people import CHEAP, CHIEF, LANDLORDS, PASSWORD, enrol

ADDRESS = "https://convergence.exemple.fr"
NEW_ONE = "quatre chaises devant la mer"
ZOE = PersonFields("Zoé Phare", "", "Zoe@Phare.example", "waste")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database.open(f"sqlite:///{tmp_path}/convergence.db")
    made.migrate()
    return made


@pytest.fixture
def chief(database: Database) -> Person:
    return enrol(Persons(database, CHEAP), "chief", PersonRole.FACILITATOR, "Gaëlle Martin")


def service(database: Database, sends: bool = False) -> PersonsService:
    persons, organisations = Persons(database, CHEAP), Organisations(database)
    links, requests = PasswordLinks(database, persons), AccountRequests(database)
    return PersonsService(
        persons, links, requests, organisations, lambda: {**dict.fromkeys(LANDLORDS, "Un bailleur"), **organisations.list()}, sends, ADDRESS
    )


def own(database: Database) -> OwnAccountService:
    persons, sessions = Persons(database, CHEAP), Sessions(database)
    return OwnAccountService(persons, sessions, Attempts(database), Tokens(database), lambda: {"hpr": "Habitat Provence"})


def made(database: Database, chief: Person, fields: PersonFields = ZOE) -> Outcome:
    return service(database).save(chief, Target(), fields)


def token_of(outcome: Outcome) -> str:
    return outcome.link.removeprefix(f"{ADDRESS}{LINK_PATH}?jeton=")


def test_without_a_mail_server_the_facilitator_hands_over_the_link(database: Database, chief: Person) -> None:
    outcome = made(database, chief)
    assert "Non envoyé : aucun serveur de courriel." in outcome.sentence
    assert outcome.link.startswith(f"{ADDRESS}{LINK_PATH}?jeton=")
    row = next(row for row in service(database).shown(chief).persons if row.id == outcome.target.id)
    assert (row.name, row.email, row.role, row.state, row.signed_in) == (
        "Zoé Phare", "zoe@phare.example", "Direction Déchets", "invité", "jamais",
    )  # fmt: skip
    persons = Persons(database, CHEAP)
    zoe = PasswordLinks(database, persons).redeem(token_of(outcome), NEW_ONE)
    assert persons.authenticate("zoe@phare.example", NEW_ONE) == zoe
    assert zoe.login == "zoe"
    assert faults(database) == ()


def test_with_a_mail_server_the_letter_alone_has_the_link(database: Database, chief: Person) -> None:
    outcome = service(database, sends=True).save(chief, Target(), ZOE)
    assert outcome.link == ""
    assert "zoe@phare.example" in outcome.sentence
    (letter,) = Outbox(database).pending()
    sent = message_of(letter, "c@exemple.fr", ADDRESS, f"{ADDRESS}{LINK_PATH}?jeton=x").get_content()
    assert f"{ADDRESS}{LINK_PATH}?jeton=x" in sent
    assert "«\u00a0zoe\u00a0»" in sent


def test_a_login_that_is_taken_is_numbered_and_an_address_is_one_account_s(database: Database, chief: Person) -> None:
    enrol(Persons(database, CHEAP), "zoe")
    assert "Zoé Phare" in made(database, chief).sentence
    assert {"zoe", "zoe2"} < {person.login for person in Persons(database, CHEAP).list(CHIEF)}
    with pytest.raises(ValueError, match="déjà celle d'un autre compte"):
        made(database, chief, PersonFields("Zoé Deux", "zz", ZOE.email, "waste"))


def test_a_request_is_accepted_as_it_came_or_refused(database: Database, chief: Person) -> None:
    requests = AccountRequests(database)
    for email in ("zoe@phare.example", "max@phare.example"):
        requests.add(RequestDraft(email[:3].title(), email, "Le Phare", PersonRole.PLANNER, "Bonjour"), "192.0.2.1")
    shown = service(database).shown(chief)
    assert [row.name for row in shown.requests] == ["Zoe", "Max"]
    target = Target(REQUEST, shown.requests[0].id)
    form = service(database).form(chief, target)
    assert (form.fields.name, form.fields.login, form.fields.role) == ("Zoe", "zoe", "planner")
    assert "Le Phare" in form.note
    accepted = service(database).save(chief, target, form.fields)
    assert accepted.target.kind == PERSON
    assert "Zoe" in accepted.sentence
    refused = service(database).refuse(chief, Target(REQUEST, shown.requests[1].id))
    assert refused.target.kind == NEW
    assert service(database).shown(chief).requests == ()
    with pytest.raises(REFUSALS):
        service(database).refuse(chief, target)


def test_role_organisation_and_address_change_together_and_a_new_landlord_is_added(database: Database, chief: Person) -> None:
    target = made(database, chief).target
    fields = PersonFields("ignored", "ignored", "zoe@ailleurs.example", "landlord", "", "Habitat 13 Marseille")
    assert "modifié" in service(database).save(chief, target, fields).sentence
    zoe = next(person for person in Persons(database, CHEAP).list(CHIEF) if person.id == target.id)
    assert (zoe.name, zoe.login, zoe.role, zoe.landlord) == ("Zoé Phare", "zoe", PersonRole.LANDLORD, "habitat-13-marseille")
    assert Organisations(database).list() == {"habitat-13-marseille": "Habitat 13 Marseille"}
    again = PersonFields(email="zoe@ailleurs.example", role="landlord", landlord="habitat-13-marseille")
    assert service(database).save(chief, target, again).sentence == "Rien n'a changé."
    assert faults(database) == ()


def test_an_account_is_closed_with_its_sessions_and_opened_again(database: Database, chief: Person) -> None:
    target = made(database, chief).target
    sessions = Sessions(database)
    zoe = next(person for person in Persons(database, CHEAP).list(CHIEF) if person.id == target.id)
    token = sessions.open(zoe)
    assert "désactivé" in service(database).switch(chief, target).sentence
    assert sessions.holder(token) is None
    assert service(database).form(chief, target).is_active is False
    assert "rouvert" in service(database).switch(chief, target).sentence


def test_the_last_facilitator_stays(database: Database, chief: Person) -> None:
    target = Target(PERSON, chief.id)
    for act in (
        lambda: service(database).switch(chief, target),
        lambda: service(database).save(chief, target, PersonFields(role="planner")),
    ):
        with pytest.raises(ValueError, match="donnez d'abord ce rôle"):
            act()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (PersonFields("Zoé", "", "", "waste"), "adresse"),
        (PersonFields("Zoé", "zoe", "", "nothing"), "Rôle"),
        (PersonFields("", "zoe", "", "waste"), "Nom"),
        (PersonFields("Zoé", "é", "", "waste"), "Identifiant"),
        (PersonFields("Zoé", "zoe", "rien", "waste"), "Adresse"),
        (PersonFields("Zoé", "zoe", "", "landlord"), "Bailleur"),
    ],
)
def test_a_field_is_refused_by_its_name_and_nothing_is_written(fields: PersonFields, why: str, database: Database, chief: Person) -> None:
    with pytest.raises(ValueError, match=why):
        made(database, chief, fields)
    assert len(service(database).shown(chief).persons) == 1


def test_nobody_else_and_no_example_person_manages_accounts(database: Database, chief: Person) -> None:
    ada = enrol(Persons(database, CHEAP), "ada")
    for act in (service(database).shown, lambda person: service(database).save(person, Target(), ZOE)):
        with pytest.raises(NotAllowed):
            act(ada)
    example = DEMO_PERSONS[PersonRole.FACILITATOR]
    assert service(database).shown(example).is_example
    with pytest.raises(ValueError, match="exemple"):
        service(database).save(example, Target(), ZOE)


# One's own account


def test_one_sees_who_one_is_and_where_one_has_signed_in(database: Database) -> None:
    draft = PersonDraft("paul", "Paul Riquet", PersonRole.LANDLORD, "hpr", "paul@hpr.example")
    paul = Persons(database, CHEAP).create(CHIEF, draft, PASSWORD, LANDLORDS)
    token = Sessions(database).open(paul, agent="Firefox, Linux")
    other = Sessions(database).open(paul)
    shown = own(database).shown(paul, token)
    assert (shown.name, shown.role, shown.organisation, shown.email) == (
        "Paul Riquet",
        "Bailleur social",
        "Habitat Provence",
        "paul@hpr.example",
    )
    assert sorted((one.agent, one.is_current) for one in shown.sessions) == [("Firefox, Linux", True), ("Navigateur inconnu", False)]
    own(database).close(paul, token, next(one.handle for one in shown.sessions if not one.is_current))
    assert Sessions(database).holder(other) is None
    own(database).close(paul, token, "")
    assert Sessions(database).holder(token)


def test_a_wrong_present_password_is_refused_and_after_five_so_is_the_right_one(database: Database) -> None:
    ada = enrol(Persons(database, CHEAP))
    for _n in range(MOST):
        with pytest.raises(ValueError, match="Mot de passe actuel"):
            own(database).change_password(ada, "", "192.0.2.1", "pas le bon", NEW_ONE, NEW_ONE)
    with pytest.raises(ValueError, match="Trop d'essais"):
        own(database).change_password(ada, "", "192.0.2.1", PASSWORD, NEW_ONE, NEW_ONE)
    assert Persons(database, CHEAP).authenticate("ada", PASSWORD)


def test_a_new_password_is_typed_twice_and_then_set(database: Database) -> None:
    ada = enrol(Persons(database, CHEAP))
    with pytest.raises(ValueError, match="pas les mêmes"):
        own(database).change_password(ada, "", "192.0.2.1", PASSWORD, NEW_ONE, "autre chose encore")
    assert "changé" in own(database).change_password(ada, "", "192.0.2.1", PASSWORD, NEW_ONE, NEW_ONE)
    assert Persons(database, CHEAP).authenticate("ada", NEW_ONE)


def test_whoever_signs_in_elsewhere_and_an_example_person_have_no_password_to_change(database: Database) -> None:
    enrol(Persons(database, CHEAP))
    Persons(database, CHEAP).set_email(CHIEF, "ada", "ada@exemple.fr")
    ada = Identities(database).person("https://auth.example", "s-1", "ada@exemple.fr")
    assert ada is not None
    assert own(database).shown(ada, "").is_single
    for person in (ada, DEMO_PERSONS[PersonRole.WASTE]):
        with pytest.raises(ValueError, match="pas de mot de passe ici"):
            own(database).change_password(person, "", "192.0.2.1", PASSWORD, NEW_ONE, NEW_ONE)
    assert own(database).shown(DEMO_PERSONS[PersonRole.WASTE], "").is_example
