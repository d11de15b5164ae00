"""What « Journal » asks the server: entries of what each person reads, page by page, by place, person and day, and as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import Convergence
from domain.person import PersonDraft, PersonRole
from geodata.territory import Territory
from store.outbox import Outbox
from store.persons import Persons
from store.proposals import Proposals
from tests.callbacks.peopled import accounts_of, browser_of, peopled_app
from tests.store.people import CHEAP, LANDLORDS, PASSWORD
from tests.store.proposers import CHIEF, OFFICER, RIVAL, publish, submit

READERS = {"landlord", "economy", "facilitator"}
WHO = [None, *(role.value for role in PersonRole)]


@pytest.fixture(scope="module")
def app(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    made = peopled_app(territory, tmp_path_factory.mktemp("journal"))
    persons = Persons(accounts_of(made).persons._database, CHEAP)
    persons.create(CHIEF, PersonDraft("avec.courriel", "Avec Courriel", PersonRole.LANDLORD, "hpr", "a@exemple.fr"), PASSWORD, LANDLORDS)
    return made


@pytest.fixture(scope="module")
def store(app: Convergence) -> Proposals:
    return Proposals(accounts_of(app).persons._database)


@pytest.fixture(scope="module")
def officer(app: Convergence) -> FlaskClient:
    return browser_of(app, "economy")


def page(browser: FlaskClient, **asked: Any) -> Any:
    response = browser.get("/journal/page.json", query_string=asked)
    assert response.status_code == 200, response.data
    return response.json


@pytest.mark.parametrize("who", WHO)
def test_each_role_reads_the_journal_by_its_rule(who: str | None, app: Convergence) -> None:
    browser = browser_of(app, who)
    codes = [browser.get(path).status_code for path in ("/journal/page.json", "/journal/journal.csv", "/journal/mail.json")]
    assert codes == [200 if who in READERS else 403] * 2 + [200 if who in READERS - {"landlord"} else 403]


def test_a_landlord_reads_of_its_own_organisation_alone(app: Convergence, store: Proposals) -> None:
    own, other = publish(store, name="Le mien"), publish(store, RIVAL, name="Le sien")
    about = {entry["about"]["id"] for entry in page(browser_of(app, "landlord"))["entries"]}
    assert own.id in about
    assert other.id not in about
    assert "Le sien" not in browser_of(app, "landlord").get("/journal/journal.csv").text


def test_an_entry_says_who_what_on_what_and_what_changed(store: Proposals, officer: FlaskClient) -> None:
    one = publish(store, name="Ancienne loge")
    latest = page(officer)["entries"][0]
    assert (latest["author"], latest["text"], latest["about"]) == (
        "Gaëlle",
        "Lieu accepté, visible de tous",
        {"id": one.id, "name": "Ancienne loge", "kind": "proposal"},
    )
    assert latest["changes"] == [{"label": "Étape", "before": "Soumis, en attente de décision", "after": "Accepté, visible de tous"}]


def test_filters_keep_what_they_say_and_nonsense_finds_nothing(store: Proposals, officer: FlaskClient) -> None:
    one = publish(store, name="Filtré")
    of_place = page(officer, place=one.id.lower())["entries"]
    assert {entry["about"]["id"] for entry in of_place} == {one.id}
    assert {entry["author"] for entry in page(officer, person="Gaëlle")["entries"]} == {"Gaëlle"}
    day = of_place[0]["at"]
    assert of_place[0]["id"] in {entry["id"] for entry in page(officer, since=day)["entries"]}
    assert of_place[0]["id"] not in {entry["id"] for entry in page(officer, until=day)["entries"]}
    for nonsense in (
        {"place": "LP-1"},
        {"since": "hier"},
        {"until": "2026-11-23"},
        {"before": "x"},
        {"before": "9" * 30},
        {"person": "Nul"},
    ):
        assert page(officer, **nonsense) == {"entries": [], "more": False}


def test_pages_follow_each_other_without_hole_nor_repetition(store: Proposals, officer: FlaskClient) -> None:
    for number in range(60):
        submit(store, name=f"Page {number}")
    seen, before = [], None
    while True:
        told = page(officer, **({"before": before} if before else {}))
        seen += [entry["id"] for entry in told["entries"]]
        if not told["more"]:
            break
        assert len(told["entries"]) == 100 or before
        before = seen[-1]
    assert seen == sorted(set(seen), reverse=True)
    assert seen == [entry.id for entry in store.journal_page(OFFICER, limit=10_000)]


def test_the_file_holds_the_same_and_no_formula(store: Proposals, officer: FlaskClient) -> None:
    one = submit(store, name="=CMD()", contact="+33 4 00 00 00 00")
    response = officer.get("/journal/journal.csv", query_string={"place": one.id})
    assert response.headers["Content-Disposition"] == 'attachment; filename="journal.csv"'
    rows = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Quand (UTC)", "Qui", "Quoi", "Sur", "Nom", "Champ", "Avant", "Après"]
    assert [(row[1], row[3], row[5]) for row in rows[1:]] == [("Basile", one.id, "Étape")]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert "=CMD()" in rows[1][4]


def test_letters_are_read_with_what_became_of_them(store: Proposals, officer: FlaskClient, app: Convergence) -> None:
    one = publish(store, name="Courrier")
    told = officer.get("/journal/mail.json").json
    letter = next(letter for letter in told["letters"] if letter["proposal"] == one.id)
    assert told["sends"] is False
    assert (letter["to"], letter["state"], letter["words"]) == ("a@exemple.fr", "waiting", "en attente")
    assert "Courrier" in letter["subject"] and one.id in letter["body"]
    outbox = Outbox(accounts_of(app).persons._database)
    outbox.failed(letter["id"], "451 plus tard")
    failed = next(item for item in officer.get("/journal/mail.json").json["letters"] if item["id"] == letter["id"])
    assert (failed["state"], failed["error"], failed["tries"]) == ("error", "451 plus tard", 1)
    outbox.sent(letter["id"])
    assert next(item for item in officer.get("/journal/mail.json").json["letters"] if item["id"] == letter["id"])["state"] == "sent"
