"""Personal data: given out whole, taken out whole, and what was done stays done by somebody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import JSON, select, true, update

from domain.account import LinkKind, RequestDraft
from domain.candidate import Kind
from domain.person import NotAllowed, Person, PersonRole
from domain.proposal import Act
from store.account_requests import AccountRequests
from store.commitments import Commitments
from store.database import Database
from store.identities import Identities
from store.imports import Imports
from store.meetings import Meetings
from store.outbox import Outbox
from store.password_links import PasswordLinks
from store.personal import UNTOLD, UNTOUCHED, PersonalData
from store.persons import Persons, UnknownPerson
from store.proposals import Proposals
from store.scenarios import Scenarios
from store.sessions import Sessions
from store.tables import metadata, persons
from store.verify import faults
from tests.store.contents import AGENT, every_scenario, everything, rows, write
from tests.store.drafts import draft
from tests.store.people import CHEAP, CHIEF, PASSWORD, enrol

NAME, LOGIN, EMAIL, SUBJECT = "Hypatie d'Alexandrie", "hypatie", "hypatie@phare.example", "s-hypatie-415"
PLACE = {"name": "Ancienne laverie", "lon": 5.37, "lat": 43.3}


@pytest.fixture
def hypatia(database: Database) -> Person:
    """A landlord's agent who has done something of every kind, among others who did too."""
    write(database)
    accounts = Persons(database, CHEAP)
    made = enrol(accounts, LOGIN, PersonRole.LANDLORD, NAME)
    accounts.set_email(CHIEF, LOGIN, EMAIL)
    found = Identities(database).person("https://auth.example", SUBJECT, EMAIL)
    assert found is not None
    scenarios, proposals = Scenarios(database), Proposals(database)
    saved = scenarios.create(found, draft())
    scenarios.update(found, saved.id, 1, note=f"À voir avec {EMAIL.upper()}.")
    place = proposals.create(found, Kind.PREMISES, PLACE | {"contact": f"{EMAIL}, 04 91 00 00 00"})
    sent = proposals.act(found, place.id, 1, Act.SUBMIT)
    proposals.say(found, place.id, f"Écrivez à {EMAIL}.")
    proposals.act(CHIEF, place.id, sent.version, Act.ASK, "Quelle hauteur ?")
    Imports(database, proposals).begin(found, Kind.PREMISES, "a.csv", 3, b"table", {"mapping": {}})
    Sessions(database).open(found, id_token="e30.e30.e30", agent="Firefox, Linux")  # noqa: S106
    AccountRequests(database).add(RequestDraft(NAME, EMAIL, "Le Phare", PersonRole.LANDLORD), "192.0.2.1")
    meeting = Meetings(database).create(CHIEF, {"title": "Printemps", "d1.question": "Où ?"})
    position = {"stance": "reserve", "words": f"Écrivez à {EMAIL}.", "author": NAME}
    Meetings(database).write(found, meeting.id, 1, {"d1.position.landlord": position}, "position")
    Commitments(database).create(found, meeting.id, {"actor": "landlord", "kind": "premises", "what": f"Un local, voir {EMAIL}"})
    return Person(made.id, LOGIN, NAME, made.role, made.landlord, True, found.version)


def _personal(database: Database) -> PersonalData:
    return PersonalData(database)


def test_everything_that_is_kept_of_a_person_is_given_out(database: Database, hypatia: Person) -> None:
    told = _personal(database).export(CHIEF, " Hypatie ")
    json.dumps(told, allow_nan=False)
    (account,) = told["account"]
    assert (account["login"], account["name"], account["email"], account["oidc_subject"]) == (LOGIN, NAME, EMAIL, SUBJECT)
    counts = {part: len(found) for part, found in told.items()}
    assert counts == {
        "account": 1, "sessions": 1, "journal_of_the_account": 3, "journal": 7, "scenarios": 1, "proposals": 1, "messages": 1,
        "attachments": 0, "imports": 1, "emails": 1, "password_links": 0, "account_requests": 1, "api_tokens": 0,
        "meetings": 0, "commitments": 1, "meeting_archives": 0, "projects": 0, "hypothesis_versions": 0, "invitations": 0,
    }  # fmt: skip
    assert {entry["action"] for entry in told["journal"]} == {"create", "update", "submit", "tie", "position"}
    text = json.dumps(told, ensure_ascii=False)
    assert "04 91 00 00 00" in text
    assert "argon2" not in text
    assert not UNTOLD & {key for found in told.values() for row in found for key in row}
    assert "Une agente" not in text


def test_every_table_that_names_somebody_is_looked_at(database: Database, hypatia: Person) -> None:
    """A table with an author, a person or an address that the export forgets fails here."""
    names = {"author", "author_id", "person_id", "email", "to_address"}
    naming = {name for name, table in metadata.tables.items() if names & set(table.c.keys())}
    told = _personal(database).export(CHIEF, LOGIN)
    parts = {"persons": "account", "outbox": "emails"}
    assert {parts.get(name, name) for name in naming} <= set(told)


def test_once_erased_nothing_names_them_any_more(database: Database, hypatia: Person) -> None:
    before = rows(database)
    gone = _personal(database).erase(CHIEF, LOGIN)
    assert (gone.login, gone.name, gone.active) == ("efface-1", "personne effacée n° 1", False)
    after = rows(database)
    text = repr(after).lower()
    for word in (NAME, LOGIN, EMAIL, SUBJECT):
        assert word.lower() not in text, word
    assert {name: len(found) for name, found in after.items()} == {
        name: len(found) + (name == "journal") - (name in {"imports", "account_requests"}) for name, found in before.items()
    }
    assert faults(database) == ()


def test_what_they_did_stays_by_their_pseudonym(database: Database, hypatia: Person) -> None:
    gone = _personal(database).erase(CHIEF, LOGIN)
    (saved,) = [scenario for scenario in every_scenario(Scenarios(database)) if scenario.author == gone.name]
    assert {entry.author for entry in Scenarios(database).history(saved.id)} == {gone.name}
    assert saved.note == "À voir avec adresse effacée."
    (place,) = [place for place in Proposals(database).list(AGENT) if place.author == gone.name]
    assert (place.author_id, place.content["contact"]) == (hypatia.id, "adresse effacée, 04 91 00 00 00")
    assert next(message.text for message in Proposals(database).messages(CHIEF, place.id)) == "Écrivez à adresse effacée."
    told = Persons(database, CHEAP).history(CHIEF, hypatia.id)
    assert [entry.action for entry in told] == ["create", "email", "tie", "erase"]
    assert (told[0].after or {})["name"] == gone.name
    assert told[-1].author == CHIEF.name


def test_they_sign_in_no_more_in_any_way_and_no_letter_leaves(database: Database, hypatia: Person) -> None:
    accounts = Persons(database, CHEAP)
    token = Sessions(database).open(hypatia)
    assert Outbox(database).pending()
    _personal(database).erase(CHIEF, LOGIN)
    assert Sessions(database).holder(token) is None
    assert Identities(database).person("https://auth.example", SUBJECT, EMAIL) is None
    for login in (LOGIN, "efface-1"):
        for password in (PASSWORD, "", "!"):
            assert accounts.authenticate(login, password) is None
    assert Outbox(database).pending() == ()


def test_nobody_else_is_touched(database: Database, hypatia: Person) -> None:
    others = Persons(database, CHEAP)
    enrol(others, "hypatie2", name="Hypatie d'Alexandrie la Jeune")
    others.set_email(CHIEF, "hypatie2", f"x{EMAIL}")
    scenario = Scenarios(database).create(CHIEF, draft(note=f"x{EMAIL} {EMAIL}.org {EMAIL}-bis", name=NAME))
    _personal(database).erase(CHIEF, LOGIN)
    kept = Scenarios(database).get(scenario.id)
    assert kept == scenario
    with database.reading() as connection:
        row = connection.execute(select(persons).where(persons.c.login == "hypatie2")).mappings().one()
    assert (row["name"], row["email"], row["active"]) == ("Hypatie d'Alexandrie la Jeune", f"x{EMAIL}", True)


def test_each_has_a_number_and_one_erased_before_may_be_erased_again(database: Database) -> None:
    accounts = Persons(database, CHEAP)
    for login in ("ada", "bob"):
        enrol(accounts, login)
    assert [_personal(database).erase(CHIEF, login).login for login in ("ada", "bob")] == ["efface-1", "efface-2"]
    assert _personal(database).erase(CHIEF, "efface-1").login == "efface-3"
    assert faults(database) == ()


def test_a_disabled_person_is_erased_too(database: Database, hypatia: Person) -> None:
    Persons(database, CHEAP).disable(CHIEF, LOGIN)
    _personal(database).erase(CHIEF, LOGIN)
    assert faults(database) == ()


def test_only_who_manages_persons_may_and_of_somebody_who_is_there(database: Database, hypatia: Person) -> None:
    before = rows(database)
    for act in (_personal(database).export, _personal(database).erase):
        with pytest.raises(NotAllowed):
            act(hypatia, LOGIN)
        with pytest.raises(UnknownPerson, match="nobody"):
            act(CHIEF, "nobody")
    assert rows(database) == before


def test_an_erasure_that_fails_erases_nothing(database: Database, hypatia: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    before = rows(database)
    monkeypatch.setattr("store.personal.journal_room.append", fail)
    with pytest.raises(ZeroDivisionError):
        _personal(database).erase(CHIEF, LOGIN)
    assert rows(database) == before


def test_wherever_a_text_can_be_kept_the_address_is_found(file_database: Database) -> None:
    """One row in every table, every text and JSON holding the address: after the erasure, none does."""
    enrol(Persons(file_database, CHEAP), LOGIN, name=NAME)
    Persons(file_database, CHEAP).set_email(CHIEF, LOGIN, EMAIL)
    write(file_database)
    with file_database.writing() as connection:
        for table in metadata.sorted_tables:
            if table.name in UNTOUCHED:
                continue
            texts = [column for column in table.c if type(column.type).__name__ == "Text" and not column.name.endswith("id")]
            spoilt: dict[Any, Any] = dict.fromkeys(texts, f"« {EMAIL} »")
            spoilt |= {column: {"a": [EMAIL, {"author": NAME}]} for column in table.c if isinstance(column.type, JSON)}
            key = next(iter(table.primary_key.columns))
            others = table.c.person_id.is_(None) if "person_id" in table.c else true()  # not what is told of another's account
            one = connection.execute(select(key).where(others).limit(1)).scalar()
            if one is not None and spoilt:
                connection.execute(update(table).where(key == one).values(spoilt))
    assert EMAIL.encode() in everything(file_database)
    _personal(file_database).erase(CHIEF, LOGIN)
    left = [(table, row) for table, found in rows(file_database).items() for row in found if EMAIL in repr(row) or NAME in repr(row)]
    assert left == []


def test_letters_and_links_of_an_account_go_with_it(database: Database) -> None:
    accounts = Persons(database, CHEAP)
    enrol(accounts, LOGIN, name=NAME)
    accounts.set_email(CHIEF, LOGIN, EMAIL)
    links = PasswordLinks(database, accounts)
    links.request(LOGIN)
    links.invite(CHIEF, LOGIN, LinkKind.INVITE, by_letter=True)
    token = links.invite(CHIEF, LOGIN, LinkKind.RESET, by_letter=False)
    assert token
    told = _personal(database).export(CHIEF, LOGIN)
    assert (len(told["emails"]), len(told["password_links"])) == (2, 1)
    _personal(database).erase(CHIEF, LOGIN)
    assert links.owner(token) is None
    assert Outbox(database).list(CHIEF) == ()
    assert faults(database) == ()
