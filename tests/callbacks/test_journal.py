"""What « Journal » asks the server: entries of what each person reads, page by page, by place, person and day, and as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.gate import Contract
from callbacks.application import Convergence
from domain.person import PersonDraft, PersonRole
from geodata.territory import Territory
from services.journal import JournalQuery, JournalService
from services.journal_filters import JournalFilters
from store.meetings import Meetings
from store.outbox import Outbox
from store.persons import Persons
from store.projects import Projects
from store.proposals import Proposals
from store.scenarios import Scenarios
from tests.bodies import POST, fitting_body
from tests.callbacks.peopled import accounts_of, browser_of, peopled_app
from tests.store.people import CHEAP, LANDLORDS, PASSWORD
from tests.store.proposers import CHIEF, OFFICER, RIVAL, publish, submit
from views.components import ids

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


@pytest.fixture(scope="module")
def journal(app: Convergence) -> JournalService:
    database = accounts_of(app).persons._database
    return JournalService(
        Proposals(database), Scenarios(database), Meetings(database), Projects(database), Persons(database), Outbox(database), sends=False
    )


def page(journal: JournalService, **asked: Any) -> Any:
    return json.loads(journal.page(OFFICER, JournalQuery.parse({key: str(value) for key, value in asked.items()})).to_json())


def call(browser: FlaskClient, contracts: Mapping[str, Contract], target: str, **values: Any) -> TestResponse:
    """Run the callback that writes a target, as a page would: `values` by component, an underscore for each dash."""
    contract = next(one for key, one in contracts.items() if target in key)
    body = fitting_body(contract)
    for item in [*body["inputs"], *body["state"]]:
        if isinstance(item, dict) and item["id"].replace("-", "_") in values:
            item["value"] = values[item["id"].replace("-", "_")]
    return browser.open(**POST, json=body)


@pytest.mark.parametrize("who", WHO)
def test_each_role_reads_the_journal_by_its_rule(who: str | None, app: Convergence, contracts: Mapping[str, Contract]) -> None:
    browser = browser_of(app, who)
    codes = [browser.get("/journal/journal.csv").status_code]
    codes += [call(browser, contracts, f"{target}.children").status_code for target in (ids.JOURNAL_ENTRIES, ids.JOURNAL_MAIL)]
    assert codes == [200 if who in READERS else 403] * 2 + [200 if who in READERS - {"landlord"} else 403]


def test_what_is_found_is_shown_with_the_way_to_it_and_its_file(
    app: Convergence, store: Proposals, officer: FlaskClient, contracts: Mapping[str, Contract]
) -> None:
    one = publish(store, name="Ancien lavoir")
    answer = call(officer, contracts, f"{ids.JOURNAL_ENTRIES}.children", journal_filters={"place": one.id}).json["response"]
    shown = json.dumps(answer[ids.JOURNAL_ENTRIES], ensure_ascii=False)
    assert f"/moderer?prop={one.id}" in shown and "Lieu accepté, visible de tous" in shown
    assert answer[ids.JOURNAL_EXPORT] == {"href": f"/journal/journal.csv?place={one.id}"}
    assert "Gaëlle" in answer[ids.JOURNAL_PERSON]["data"]
    own = call(browser_of(app, "landlord"), contracts, f"{ids.JOURNAL_ENTRIES}.children", journal_filters={"place": one.id})
    assert f"/proposer?dossier={one.id}" in json.dumps(own.json)


@pytest.mark.parametrize("filters", [{"pages": 0}, {"pages": 10**6}, {"place": "x" * 13}, {"more": 1}, {"day": 3}])
def test_filters_of_another_form_are_refused(filters: Any, officer: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    assert call(officer, contracts, f"{ids.JOURNAL_ENTRIES}.children", journal_filters=filters).status_code == 400


def test_a_day_is_that_of_the_clock_of_the_territory() -> None:
    assert JournalFilters(day="2026-07-01").parameters() == {
        "since": "2026-07-01T00:00:00+02:00",
        "until": "2026-07-02T00:00:00+02:00",
    }
    assert JournalQuery.parse(JournalFilters(day="9999-12-31").parameters()).is_empty
    assert JournalQuery.parse(JournalFilters(day="demain").parameters()).is_empty


def test_a_landlord_reads_of_its_own_organisation_alone(app: Convergence, store: Proposals, contracts: Mapping[str, Contract]) -> None:
    own, other = publish(store, name="Le mien"), publish(store, RIVAL, name="Le sien")
    landlord = browser_of(app, "landlord")
    for text in (call(landlord, contracts, f"{ids.JOURNAL_ENTRIES}.children").text, landlord.get("/journal/journal.csv").text):
        assert own.id in text
        assert other.id not in text


def test_an_entry_says_who_what_on_what_and_what_changed(store: Proposals, journal: JournalService) -> None:
    one = publish(store, name="Ancienne loge")
    latest = page(journal)["entries"][0]
    assert (latest["author"], latest["text"], latest["about"]) == (
        "Gaëlle",
        "Lieu accepté, visible de tous",
        {"id": one.id, "name": "Ancienne loge", "kind": "proposal"},
    )
    assert latest["changes"] == [{"label": "Étape", "before": "Soumis, en attente de décision", "after": "Accepté, visible de tous"}]


def test_filters_keep_what_they_say_and_nonsense_finds_nothing(store: Proposals, journal: JournalService) -> None:
    one = publish(store, name="Filtré")
    of_place = page(journal, place=one.id.lower())["entries"]
    assert {entry["about"]["id"] for entry in of_place} == {one.id}
    assert {entry["author"] for entry in page(journal, person="Gaëlle")["entries"]} == {"Gaëlle"}
    day = of_place[0]["at"]
    assert of_place[0]["id"] in {entry["id"] for entry in page(journal, since=day)["entries"]}
    assert of_place[0]["id"] not in {entry["id"] for entry in page(journal, until=day)["entries"]}
    for nonsense in (
        {"place": "LP-1"},
        {"since": "hier"},
        {"until": "2026-11-23"},
        {"before": "x"},
        {"before": "9" * 30},
        {"person": "Nul"},
    ):
        told = page(journal, **nonsense)
        assert (told["entries"], told["more"]) == ([], False)


def test_pages_follow_each_other_without_hole_nor_repetition(store: Proposals, journal: JournalService) -> None:
    for number in range(60):
        submit(store, name=f"Page {number}")
    seen, before = [], None
    while True:
        told = page(journal, **({"before": before} if before else {}))
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


def test_letters_are_read_with_what_became_of_them(store: Proposals, journal: JournalService, app: Convergence) -> None:
    one = publish(store, name="Courrier")
    told = json.loads(journal.mail(OFFICER).to_json())
    letter = next(letter for letter in told["emails"] if letter["proposal"] == one.id)
    assert told["sends"] is False
    assert (letter["to"], letter["state"], letter["words"]) == ("a@exemple.fr", "waiting", "en attente")
    assert "Courrier" in letter["subject"] and one.id in letter["body"]
    outbox = Outbox(accounts_of(app).persons._database)
    outbox.failed(letter["id"], "451 plus tard")
    failed = next(item for item in json.loads(journal.mail(OFFICER).to_json())["emails"] if item["id"] == letter["id"])
    assert (failed["state"], failed["error"], failed["tries"]) == ("error", "451 plus tard", 1)
    outbox.sent(letter["id"])
    assert next(item for item in json.loads(journal.mail(OFFICER).to_json())["emails"] if item["id"] == letter["id"])["state"] == "sent"
