"""Public pages: what was published is everybody's, without a name or a script, framed by whom the setting says and nobody else."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from access.settings import Settings, SettingsError
from callbacks.public_pages import serve
from domain.person import NotAllowed, Person, PersonRole
from domain.public_page import PublicKind, Subject
from domain.saved import ScenarioDraft
from geodata.territory import Territory
from i18n import use_language
from reports.minutes import minutes
from scenarios.slices import TerritorySource, planner_of
from services.context import Context
from services.meeting_archive import MINUTES, unpacked
from services.meeting_closing import EXERCISE, close
from services.public_pages import publications, publish
from store.commitments import Commitments
from store.database import Database
from store.meetings import Meetings
from store.public_pages import PublicPages
from store.scenarios import Scenarios
from store.tables import journal
from store.verify import faults
from tests.store.people import ADA, CHIEF
from tests.views.saved_plans import saved_plan_of

HOSTILE = "Où ouvrir <script>alert(1)</script> ?"
ALLOWED = "https://www.exemple.fr"
NAMES = ("Farid Benali", CHIEF.name)
COMMITMENT = {
    "actor": "waste", "kind": "funding", "what": "Un premier don", "amount": 41000.0, "unit": "€", "deadline": "2020-01-31",
    "condition": "", "is_lifted": False, "status": "planned", "reason": "", "decision": "d1", "place": "",
}  # fmt: skip
Made = tuple[Context, Database, dict[PublicKind, str]]


@pytest.fixture(scope="module")
def made(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return what the pages read, on a database with one saved scenario and a closed meeting that decided for it; and what to publish."""
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('public') / 'a.db'}")
    database.migrate()
    found = SimpleNamespace(
        settings=Settings(embed_ancestors=ALLOWED), territory=territory, scenarios=Scenarios(database), meetings=Meetings(database),
        commitments=Commitments(database), public_pages=PublicPages(database),
    )  # fmt: skip
    context, planner = cast("Context", found), planner_of(territory, TerritorySource())
    found.service, found.hypotheses = SimpleNamespace(planner=planner), SimpleNamespace(today=lambda: ())
    found.edition = SimpleNamespace(sheets=SimpleNamespace(get=lambda _key, make: make()))
    plan = saved_plan_of(planner, "un", "k=3")
    draft = ScenarioDraft("Trois lieux", "Au plus près", plan.question, plan.result, plan.data_version, plan.criteria_version)
    saved = context.scenarios.create(CHIEF, draft)
    options = [{"kind": "scenario", "ref": saved.id, "words": "Trois lieux"}]
    outcome = {"option": f"scenario.{saved.id}", "words": "Trois lieux", "why": "Au plus près des habitants."}
    reserve = {"stance": "reserve", "words": "Le loyer", "author": CHIEF.name}
    parts: dict[str, Any] = {
        "d1.question": HOSTILE,
        "d1.rank": 1,
        "d1.options": options,
        "d1.outcome": outcome,
        "d1.position.economy": reserve,
    }
    meeting = context.meetings.create(CHIEF, {"title": "Printemps", "participants": {"waste": NAMES[0]}, **parts})
    context.commitments.create(CHIEF, meeting.id, COMMITMENT)
    close(context, CHIEF, meeting, meeting.version, EXERCISE, minutes)
    codes = {PublicKind.DECISION: f"decision.{meeting.id}.d1", PublicKind.SCENARIO: f"scenario.{saved.id}"}
    return context, database, codes


@pytest.fixture
def client(made: Made) -> FlaskClient:
    server = Flask(__name__)
    serve(server, made[0])
    return server.test_client()


@pytest.mark.parametrize("kind", list(PublicKind))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_tells_what_why_for_whom_where_and_names_nobody(kind: PublicKind, language: str, made: Made, client: FlaskClient) -> None:
    page = publish(made[0], CHIEF, made[2][kind])
    with use_language(language):
        answer = client.get(f"/public/{page.id}")
    assert answer.status_code == 200 and len(answer.data) < 500_000
    text = answer.text
    assert f'<html lang="{language}">' in text and "<svg" in text and text.count("<table") >= 2 and "Au plus près" in text
    assert (not re.search(r"<script|javascript:|onload", text) and "alert(1)" in text) or kind is PublicKind.SCENARIO
    assert not any(name in text for name in NAMES) and "Le loyer" not in text
    assert ("Populations légales" in text, "Legal municipal populations" in text) == (language == "fr", language == "en")
    if kind is PublicKind.DECISION:
        assert "Un premier don" in text and ("En retard" in text or "Late" in text or "late" in text)


def test_a_page_is_framed_by_the_sites_of_the_setting_once_embedded_and_by_nobody_else_otherwise(made: Made, client: FlaskClient) -> None:
    page = publish(made[0], CHIEF, made[2][PublicKind.SCENARIO])
    alone, embedded = (client.get(f"/public/{page.id}{query}") for query in ("", "?embed=1"))
    policies = [answer.headers["Content-Security-Policy"] for answer in (alone, embedded)]
    assert [policy.rpartition("; ")[2] for policy in policies] == ["frame-ancestors 'self'", f"frame-ancestors 'self' {ALLOWED}"]
    assert all("default-src 'none'" in policy for policy in policies)
    assert "<header" in alone.text and "<header" not in embedded.text


def test_what_is_withdrawn_is_gone_what_never_was_is_not_found_and_the_journal_tells_both(made: Made, client: FlaskClient) -> None:
    context, database, codes = made
    page = publish(context, CHIEF, codes[PublicKind.DECISION])
    context.public_pages.withdraw(CHIEF, page.id)
    assert (client.get(f"/public/{page.id}").status_code, client.get("/public/nowhere").status_code) == (410, 404)
    assert client.get("/public/nowhere?embed=1").headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert publish(context, CHIEF, codes[PublicKind.DECISION]).id == page.id
    assert client.get(f"/public/{page.id}").status_code == 200
    with database.reading() as connection:
        rows = connection.execute(
            select(journal.c.action, journal.c.after).where(journal.c.action.in_(("publish", "withdraw"))).order_by(journal.c.id)
        )
        told = [(row.action, row.after["page"]) for row in rows if row.after["page"].endswith(page.id)]
    assert [action for action, _page in told][-2:] == ["withdraw", "publish"] and faults(database) == ()


@pytest.mark.parametrize("person", [ADA, Person("e", "e", "Esma", PersonRole.ECONOMY)])
def test_only_the_facilitator_publishes(person: Person, made: Made) -> None:
    context, _database, codes = made
    for act in (lambda: publications(context, person), lambda: publish(context, person, codes[PublicKind.SCENARIO])):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(NotAllowed):
        context.public_pages.withdraw(person, "any")


def test_an_open_meeting_publishes_nothing(made: Made) -> None:
    context, _database, _codes = made
    meeting = context.meetings.create(CHIEF, {"title": "Automne"})
    with pytest.raises(ValueError, match="close"):
        context.public_pages.publish(CHIEF, Subject(PublicKind.DECISION, meeting.id, "d1"), "Où ?")
    with pytest.raises(ValueError, match="Choisissez"):
        publish(context, CHIEF, f"decision.{meeting.id}.d1")


@pytest.mark.parametrize("text", ["*", "http://ailleurs.fr", "https://a.fr/page", "https://a.fr; script-src *", "'self'"])
def test_a_site_that_is_no_origin_stops_the_start(text: str) -> None:
    with pytest.raises(SettingsError, match="EMBED_ANCESTORS"):
        Settings.from_env({"EMBED_ANCESTORS": text})
    assert Settings.from_env({"EMBED_ANCESTORS": f"{ALLOWED}, https://b.fr:8443"}).embed_ancestors == (ALLOWED, "https://b.fr:8443")


def test_the_page_and_the_minutes_of_a_decision_say_the_ranges_that_were_projected(client: FlaskClient, made: Made) -> None:
    context, _database, codes = made
    page = publish(context, CHIEF, codes[PublicKind.DECISION])
    told = re.compile(r"\+[\d\u202f ]+ à \+[\d\u202f ]+ logements sociaux de plus")
    assert told.search(client.get(f"/public/{page.id}").get_data(as_text=True))
    files, _fingerprint = unpacked(context.meetings.archive(CHIEF, codes[PublicKind.DECISION].split(".")[1]))
    assert told.search(files[MINUTES].decode())
