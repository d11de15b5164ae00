"""Letters: one to each person of the organisation that has an address, kept until it has left."""

from __future__ import annotations

import pytest

from domain.person import NotAllowed, Person, PersonDraft, PersonRole
from domain.proposal import Act
from store.database import Database
from store.outbox import MOST_TRIES, Outbox
from store.persons import Persons
from store.proposals import Proposals
from tests.store.people import CHEAP, LANDLORDS, PASSWORD
from tests.store.proposers import AGENT, CHIEF, OFFICER, STRANGERS, propose, submit


@pytest.fixture
def store(database: Database) -> Proposals:
    return Proposals(database)


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database)


@pytest.fixture
def people(database: Database) -> dict[str, Person]:
    """Two agents and one without address, one disabled, one of another landlord, an officer and a facilitator."""
    persons = Persons(database, CHEAP)

    def enrol(login: str, role: PersonRole, landlord: str | None = None, has_address: bool = True) -> Person:
        draft = PersonDraft(login, f"Personne {login}", role, landlord, f"{login}@exemple.fr" if has_address else None)
        return persons.create(CHIEF, draft, PASSWORD, LANDLORDS)

    made = [enrol(login, PersonRole.LANDLORD, "hpr") for login in ("anna", "boris", "gone")]
    made += [enrol("silent", PersonRole.LANDLORD, "hpr", has_address=False), enrol("rival", PersonRole.LANDLORD, "mlo")]
    made += [enrol("officer", PersonRole.ECONOMY), enrol("second", PersonRole.ECONOMY), enrol("chief", PersonRole.FACILITATOR)]
    persons.disable(CHIEF, "gone")
    return {person.login: person for person in made}


def test_a_decision_is_written_to_the_organisation_that_proposed(people: dict[str, Person], store: Proposals, outbox: Outbox) -> None:
    it = submit(store, people["anna"], name="Ancienne\tlaverie\nBcc: tous@exemple.fr")
    assert outbox.pending() == ()
    store.act(CHIEF, it.id, it.version, Act.REFUSE, "hors zone inondable ?\nvoir le PPRI")
    letters = outbox.pending()
    assert [letter.to_address for letter in letters] == ["anna@exemple.fr", "boris@exemple.fr"]
    letter = letters[0]
    assert letter.subject == "«\u00a0Ancienne laverie Bcc: tous@exemple.fr\u00a0» n'est pas retenu"
    assert "\n" not in letter.subject
    assert it.id in letter.body
    assert "Motif : hors zone inondable ?\nvoir le PPRI\n" in letter.body
    assert (letter.proposal_id, letter.tries, letter.sent_at, letter.error) == (it.id, 0, None, None)
    assert "06 00" not in letter.body


def test_what_those_who_decide_propose_themselves_is_not_written_to_whoever_decided(
    people: dict[str, Person], store: Proposals, outbox: Outbox
) -> None:
    it = propose(store, people["officer"])
    it = store.act(people["officer"], it.id, 1, Act.ACCEPT)
    assert [letter.to_address for letter in outbox.pending()] == ["second@exemple.fr"]
    store.act(people["chief"], it.id, it.version, Act.REOPEN)
    assert [letter.to_address for letter in outbox.pending()[1:]] == ["officer@exemple.fr", "second@exemple.fr"]


def test_only_decisions_are_written(people: dict[str, Person], store: Proposals, outbox: Outbox) -> None:
    it = submit(store, people["anna"])
    store.say(people["chief"], it.id, "bonjour")
    store.edit(people["boris"], it.id, it.version, {"area_m2": 9.0})
    store.act(people["anna"], it.id, it.version + 1, Act.WITHDRAW)
    assert outbox.pending() == ()


def test_a_letter_waits_until_it_has_left_and_is_given_up_after_many_tries(
    people: dict[str, Person], store: Proposals, outbox: Outbox
) -> None:
    it = submit(store, people["anna"])
    store.act(CHIEF, it.id, it.version, Act.ACCEPT)
    first, second = outbox.pending()
    outbox.failed(first.id, "x" * 900)
    outbox.sent(second.id)
    outbox.sent(second.id)
    outbox.failed(second.id, "late")
    (waiting,) = outbox.pending()
    assert (waiting.id, waiting.tries, len(waiting.error or "")) == (first.id, 1, 500)
    for _ in range(MOST_TRIES - 1):
        outbox.failed(first.id, "nobody answers")
    assert outbox.pending() == ()
    left, given_up = outbox.list(CHIEF)
    assert (left.id, left.tries, left.error) == (second.id, 1, None)
    assert left.sent_at is not None
    assert (given_up.sent_at, given_up.tries, given_up.error) == (None, MOST_TRIES, "nobody answers")
    assert outbox.list(OFFICER, limit=1) == (left,)


def test_only_those_who_decide_read_the_letters(outbox: Outbox) -> None:
    for person in (AGENT, *STRANGERS):
        with pytest.raises(NotAllowed):
            outbox.list(person)
