"""Requests for an account: few at a time, one for each address, gone once they are answered."""

from __future__ import annotations

import pytest

from domain.account import RequestDraft, login_of_email
from domain.person import LOGIN, PersonDraft, PersonRole
from store import account_requests
from store.account_requests import MOST_OF_ADDRESS, AccountRequests, RequestGone, TooManyRequests
from store.database import Database
from store.persons import Persons
from store.verify import faults
from tests.store.contents import everything
from tests.store.people import ADA, CHEAP, CHIEF, LANDLORDS


@pytest.fixture
def requests(database: Database) -> AccountRequests:
    return AccountRequests(database)


def wish(email: str = "zoe@phare.example", **others: str) -> RequestDraft:
    values = {"name": "Zoé Phare", "organisation": "Ville de Marseille", "word": "Je suis les déchets.", **others}
    return RequestDraft(email=email, role=PersonRole.WASTE, **values)


def test_a_request_waits_for_the_facilitator_alone(requests: AccountRequests) -> None:
    requests.add(wish(" Zoe@Phare.example "), "192.0.2.1")
    (waiting,) = requests.list(CHIEF)
    assert (waiting.name, waiting.email, waiting.organisation, waiting.role) == (
        "Zoé Phare", "zoe@phare.example", "Ville de Marseille", PersonRole.WASTE,
    )  # fmt: skip
    for act in (requests.list, lambda person: requests.refuse(person, waiting.id)):
        with pytest.raises(PermissionError):
            act(ADA)


def test_a_second_request_for_an_address_changes_nothing_and_says_nothing(requests: AccountRequests) -> None:
    requests.add(wish(), "192.0.2.1")
    requests.add(wish(name="Une autre"), "192.0.2.2")
    assert [one.name for one in requests.list(CHIEF)] == ["Zoé Phare"]


def test_an_address_of_an_account_is_answered_as_any_other(requests: AccountRequests, database: Database) -> None:
    Persons(database, CHEAP).create(CHIEF, PersonDraft("zoe", "Zoé", PersonRole.WASTE, email="zoe@phare.example"), None, LANDLORDS)
    requests.add(wish(), "192.0.2.1")
    assert len(requests.list(CHIEF)) == 1


def test_few_wait_from_one_network_address_and_few_in_all(requests: AccountRequests, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(MOST_OF_ADDRESS):
        requests.add(wish(f"n{number}@phare.example"), "192.0.2.1")
    with pytest.raises(TooManyRequests):
        requests.add(wish("trop@phare.example"), "192.0.2.1")
    requests.add(wish("ailleurs@phare.example"), "192.0.2.2")
    monkeypatch.setattr(account_requests, "MOST", MOST_OF_ADDRESS + 1)
    with pytest.raises(TooManyRequests):
        requests.add(wish("encore@phare.example"), "192.0.2.3")
    requests.refuse(CHIEF, requests.list(CHIEF)[0].id)
    requests.add(wish("encore@phare.example"), "192.0.2.3")


def test_nothing_stays_of_whoever_is_refused_and_the_journal_tells_of_it(requests: AccountRequests, database: Database) -> None:
    requests.add(wish(), "192.0.2.1")
    requests.refuse(CHIEF, requests.list(CHIEF)[0].id)
    assert requests.list(CHIEF) == ()
    with database.reading() as connection:
        text = str(connection.exec_driver_sql("SELECT action, author, after FROM journal").fetchall())
    assert "refuse_account" in text
    assert "Ville de Marseille" in text
    assert "Zo" not in text
    with pytest.raises(RequestGone):
        requests.refuse(CHIEF, 1)


def test_a_request_is_granted_by_the_account_that_it_wished(requests: AccountRequests, database: Database) -> None:
    requests.add(wish(), "192.0.2.1")
    (waiting,) = requests.list(CHIEF)
    draft = PersonDraft(login_of_email(waiting.email), waiting.name, waiting.role, email=waiting.email)
    made = Persons(database, CHEAP).create(CHIEF, draft, None, LANDLORDS, waiting.id)
    assert made.login == "zoe"
    assert requests.list(CHIEF) == ()
    assert faults(database) == ()


def test_the_network_address_of_whoever_asked_is_not_kept(requests: AccountRequests, database: Database) -> None:
    requests.add(wish(), "192.0.2.177")
    assert b"192.0.2.177" not in everything(database)


@pytest.mark.parametrize("email", ["a@b.fr", "__x@b.fr", "o'neil+essai@b.fr", "%@b.fr", "a" * 64 + "@b.fr"])
def test_an_address_gives_a_login(email: str) -> None:
    assert LOGIN.fullmatch(login_of_email(email))


@pytest.mark.parametrize(
    "wrong",
    [{"email": "nobody"}, {"name": " "}, {"organisation": " \n "}, {"word": "x" * 501}, {"name": "a\nb"}, {"organisation": "x" * 200}],
)
def test_a_request_is_refused_with_the_name_of_its_field(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^[A-ZÀ-Ý]"):
        wish(**wrong)


def test_nobody_wishes_to_be_the_facilitator() -> None:
    with pytest.raises(ValueError, match="animation"):
        RequestDraft("Zoé", "zoe@phare.example", "Ville", PersonRole.FACILITATOR)
